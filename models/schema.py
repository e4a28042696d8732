"""Bringing a database's tables up to what this code expects, once, whoever comes first."""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.orm import Session

from models import disk, statistics

MIGRATIONS = Path(__file__).parent.parent / "migrations"
DIGITS = len("0001")
LOCK = 0x6A6F64
"""PostgreSQL's advisory lock for migrating ("jod" in ASCII)."""
TURNS, TURN = 20, 0.05
"""How often, and for how many seconds each, another process is let at a new database."""
log = logging.getLogger(__name__)


class SchemaError(Exception):
    """The database is not as this code needs it; the message says what to do."""


def upgrade(engine: Engine) -> None:
    """Migrate to the newest version, an empty database too. Of two processes one migrates, the other waits.

    Raises SchemaError if it cannot be, with what to do; a SQLite file is copied before it is changed.
    """
    with _alone(engine), engine.connect() as connection:
        found = revision(connection)
        if found == head():
            return
        _refuse_newer(found)
        connection.rollback()
        backup = _backed_up(engine) if found else None
        with _unguarded(connection):
            _migrate(connection, backup)


def stand_alone(session: Session) -> None:
    """Until this transaction ends nobody else migrates or founds. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def check(engine: Engine) -> None:
    """Raises SchemaError unless the database is there and at this code's version."""
    if (file := file_of(engine)) is not None:
        _fit(disk.refuse_unfit, file)
    with engine.execution_options(only_reads=True).connect() as connection:
        found = revision(connection)
    _refuse_newer(found)
    if found != head():
        raise SchemaError("The database is older than this code. Run: flask --app app db upgrade")


def revision(connection: Connection) -> str | None:
    """The version a database is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def versions() -> list[str]:
    """Every version this code knows, oldest first: with their numbers the names of its migrations begin."""
    return sorted(file.name[:DIGITS] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def head() -> str:
    """The version this code needs."""
    return versions()[-1]


def file_of(engine: Engine) -> Path | None:
    """SQLite's file; PostgreSQL has none that concerns us."""
    return Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None


def _refuse_newer(found: str | None) -> None:
    if found is not None and found not in versions():
        raise SchemaError("The database is newer than this code. Update Jod, or restore an older backup.")


def _migrate(connection: Connection, backup: Path | None) -> None:
    from alembic import command  # 90 ms and 8 MB, for nothing at every other start
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        command.upgrade(config, "head")
        _prove_references(connection)
        if connection.dialect.name == "sqlite":
            statistics.tell_sqlite(connection)
        connection.commit()
    except Exception as error:
        hint = f" The file as it was is kept at {backup}." if backup else " Nothing was changed."
        raise SchemaError(f"The migration failed: {error}.{hint}") from error


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by making it anew, which rows that refer to it must not hinder meanwhile.

    Set on the driver's connection, since SQLite takes no notice of it inside a transaction.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


def _prove_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise LookupError(f"a row of {broken[0]} refers to a row of {broken[2]} that is gone")


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Nobody else migrates meanwhile; a SQLite file that may be made is made first."""
    if (file := file_of(engine)) is not None:
        with _locked(file):
            yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET lock_timeout = 0"))  # however long the other takes
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.execute(text("RESET lock_timeout"))


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """The lock file outlives a deleted database, and so tells of it."""
    _fit(disk.refuse_missing_folder, file)
    _fit(disk.refuse_network, file)
    trace = disk.trace_of(file)
    made_before = trace.exists()
    with _opened(trace) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if made_before and not _appears(file, lock):
            raise SchemaError(str(disk.deleted(file)))
        file.touch()
        yield


def _appears(file: Path, lock: TextIO) -> bool:
    """Who made the trace a moment ago may not have had its turn to make the database: here it is."""
    for _ in range(TURNS):
        if file.exists():
            return True
        fcntl.flock(lock, fcntl.LOCK_UN)
        time.sleep(TURN)
        fcntl.flock(lock, fcntl.LOCK_EX)
    return file.exists()


def _opened(trace: Path) -> TextIO:
    try:
        return trace.open("w")
    except OSError as error:
        raise SchemaError(f"The folder of the database cannot be written to: {error}") from error


def _fit(judge: Callable[[Path], None], file: Path) -> None:
    try:
        judge(file)
    except disk.UnfitDisk as error:
        raise SchemaError(str(error)) from error


def _backed_up(engine: Engine) -> Path | None:
    """PostgreSQL takes back half a migration by itself; a SQLite file is copied first."""
    file = file_of(engine)
    if file is None:
        return None
    backup = Path(f"{file}.before-{head()}")
    disk.copy(file, backup)
    log.warning("The database is migrated now; as it was it is kept at %s", backup)
    return backup
