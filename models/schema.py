"""Bringing a database's tables up to what this code expects, once, whoever comes first."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

MIGRATIONS = Path(__file__).parent.parent / "migrations"
LOCK = 0x6A6F64
"""PostgreSQL's advisory lock for migrating ("jod" in ASCII)."""


class SchemaError(Exception):
    """The database is not at the version this code needs; the message says what to do."""


def upgrade(engine: Engine) -> None:
    """Migrate to the newest version. Of two processes one migrates and the other waits."""
    with _alone(engine):
        with engine.connect() as connection:
            found = revision(connection)
        if found == head():
            return
        _refuse_newer(found)
        backup = _backed_up(engine) if found else None
        with engine.connect() as connection:
            _migrate(connection, backup)


def check(engine: Engine) -> None:
    """Raises SchemaError unless the database is at this code's version."""
    with engine.connect() as connection:
        found = revision(connection)
    _refuse_newer(found)
    if found != head():
        raise SchemaError("The database is older than this code. Run: flask --app app db upgrade")


def revision(connection: Connection) -> str | None:
    """The version a database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The version this code needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _refuse_newer(found: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaError("The database is newer than this code. Update Jod, or restore an older backup.")


def _migrate(connection: Connection, backup: Path | None) -> None:
    config = _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
        connection.commit()
    except Exception as error:
        hint = f" The file as it was is kept at {backup}." if backup else " Nothing was changed."
        raise SchemaError(f"The migration failed: {error}.{hint}") from error


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
            yield
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
        return
    with Path(f"{engine.url.database}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _backed_up(engine: Engine) -> Path | None:
    """SQLite cannot take back half a migration, so the file is copied first."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    backup = Path(f"{engine.url.database}.before-{head()}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(engine.url.database, backup)
    return backup
