"""The database: one way to read, one way to write, on SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    QueuePool,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql import Select

from models import buying, changes, counting, deal_moves, disk
from models.flushing import PlainSession
from models.plain import run_text
from models.queues import Heartbeat

POOL_WAIT = 3
"""Seconds to wait for a pooled connection before the caller answers 503."""
RESTED = 0.1
"""Seconds of rest after which a connection is tried before it is used: no server restarts in less."""
LAST_USED = "last used"
SLACK = timedelta(seconds=1.5)
"""How long a web request may wait for another's lock: LINE gives up on us at 2 s."""
STUCK = 0.15
"""Seconds after which a transaction no longer waits its turn: whoever has it must be waiting for a lock."""
ABANDONED = timedelta(minutes=2)
"""A transaction that has stood still for so long is its process's last: PostgreSQL frees its locks."""
RERUNS = 2
BROKEN_OFF = ("40001", "40P01")
"""PostgreSQL's serialization failure and deadlock: the transaction is fine, its moment was not."""
ROOM = 200
"""Rows of 80 letters, more than fit into what is left of SQLite's last page."""
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",  # `Database.secure` waits for the disk
    "wal_autocheckpoint=4000",  # pages, 16 MB: most of them are written again before they are moved
    "foreign_keys=ON",
    "temp_store=MEMORY",
)
T = TypeVar("T")


class Busy(Exception):
    """The database could not be had in time; nothing was written."""


class Database:
    """Sessions over one engine. `write()` is a transaction that may write, `read()` one that only looks.

    On SQLite a commit is safe from a crash of ours at once, and from a power cut once the disk has been
    waited for. That is done when the transaction is over: others write meanwhile, and one wait serves all who
    came to it. Nobody waits after a *hasty* transaction: it is safe with the next wait, or with `secure()`.
    """

    def __init__(self, url: str, *, patience: timedelta = SLACK, pool: int = 20) -> None:
        self.url = driver_url(url)
        self.patience = patience
        self.engine = engine_for(self.url, patience, pool)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._writer, self._thread_turn = threading.Lock(), threading.Lock()
        self._disk = disk.SharedWait(partial(disk.write_out, disk.log_of(Path(self.url.database or ""))))
        self._sessions: sessionmaker[Session] = sessionmaker(
            self.engine, class_=PlainSession, expire_on_commit=False
        )
        self._alone = _by_itself(self.engine)
        self._readers = sessionmaker(self.engine.execution_options(only_reads=True), expire_on_commit=False)
        deal_moves.watch(self._sessions)  # before the history, which keeps its rows too
        changes.watch(self._sessions)
        counting.watch(self._sessions)
        buying.watch(self._sessions)

    @contextmanager
    def write(self, *, hasty: bool = False) -> Iterator[Session]:
        """One transaction that may write: all of it, or nothing. On SQLite one at a time in this process."""
        with self._turn(), self._sessions() as session, session.begin():
            yield session
        if not hasty:
            self.secure()

    @contextmanager
    def plainly(self, *, hasty: bool = False) -> Iterator[Connection]:
        """A transaction that may write, round the ORM: for the inbox, the outbox and rollups."""
        with self._one_by_one(), self._turn(), self.engine.begin() as connection:
            yield connection
        if not hasty:
            self.secure()

    @contextmanager
    def at_once(self) -> Iterator[Connection]:
        """For one statement, hastily: a transaction by itself, in one trip to PostgreSQL instead of three."""
        with self._one_by_one(), self._turn(), self._alone.connect() as connection:
            yield connection

    def secure(self) -> None:
        """What has been committed is on the disk when this returns."""
        if self.is_sqlite:
            self._disk.wait()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent look that takes no write lock."""
        with self._readers.begin() as session:
            yield session

    def in_one(self, work: Callable[[Session], T]) -> T:
        """What `work` does in one transaction; after a deadlock it runs again, so it touches nothing else."""
        for _ in range(RERUNS):
            try:
                return self._once(work)
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) not in BROKEN_OFF:
                    raise
        return self._once(work)

    def _once(self, work: Callable[[Session], T]) -> T:
        with self._one_by_one(), self.write() as session:
            return work(session)

    @contextmanager
    def _one_by_one(self) -> Iterator[None]:
        """On PostgreSQL events take turns inside a process, unless one is stuck.

        At each answer of PostgreSQL's the threads of a process hand Python's lock on: 276 switches an event
        with eight at once, 40 one by one, which costs a quarter less. Other processes use the other cores.
        """
        is_ours = not self.is_sqlite and self._thread_turn.acquire(timeout=STUCK)
        try:
            yield
        finally:
            if is_ours:
                self._thread_turn.release()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Queue inside the process first: SQLite's own lock is neither fair nor quick (p99 943 → 35 ms)."""
        if not self.is_sqlite:
            yield
            return
        if not self._writer.acquire(timeout=self.patience.total_seconds()):
            raise Busy("another writer holds the database")
        try:
            yield
        finally:
            self._writer.release()

    def prove_writable(self) -> None:
        """Write something and take it away again: a full or read-only disk raises here, not later."""
        stem, moment = uuid.uuid4().hex, datetime.min.replace(tzinfo=UTC)
        names = [f"{stem}{number:048}" for number in range(ROOM if self.is_sqlite else 1)]
        with self.write() as session:
            session.execute(insert(Heartbeat), [{"name": name, "at": moment} for name in names])
            session.execute(delete(Heartbeat).where(Heartbeat.name.in_(names)))

    def server_time(self) -> datetime | None:
        """PostgreSQL's clock, which all processes share; SQLite has none of its own."""
        if self.is_sqlite:
            return None
        with self.read() as session:
            return session.scalar(select(func.clock_timestamp()))

    @property
    def all_in_use(self) -> bool:
        """Every connection is out: whoever comes now waits POOL_WAIT and is turned away."""
        pool = self.engine.pool
        return isinstance(pool, QueuePool) and pool.checkedout() >= pool.size()

    def close(self) -> None:
        self.engine.dispose()


def count_of(session: Session, rows: Select[Any]) -> int:
    """How many rows a question would find."""
    return session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0


def driver_words(error: Exception) -> str:
    """The driver's own words about a fault, without SQLAlchemy's explanation."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def driver_url(url: str) -> URL:
    """The URL with the drivers Jod uses; hosts still hand out `postgres://`."""
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def engine_for(url: URL, patience: timedelta, pool: int) -> Engine:
    """Parameters are hidden: an error in the log must not carry what customers said."""
    pooled: dict[str, Any] = {
        "pool_size": pool,
        "max_overflow": 0,
        "pool_timeout": POOL_WAIT,
        "pool_use_lifo": True,  # the connection last used knows the pages and the statements
        "hide_parameters": True,
        "json_serializer": _written,
        "json_deserializer": msgspec.json.decode,
    }
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, patience, pooled)
    options: dict[str, object] = {"timezone": "utc", "lock_timeout": _ms(patience)}
    options["idle_in_transaction_session_timeout"] = _ms(ABANDONED)
    options |= {"random_page_cost": 1.1, "jit": "off"}  # memory and SSDs: else it reads tables through
    connect_args = {
        "connect_timeout": POOL_WAIT,
        "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
    }
    engine = create_engine(url, connect_args=connect_args, **pooled)
    event.listen(engine, "do_connect", _wire)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", partial(_try_if_rested, engine.dialect))
    return engine


def _by_itself(engine: Engine) -> Engine:
    """The same engine, on which each statement is a transaction: no BEGIN, no COMMIT."""
    if engine.dialect.name == "sqlite":  # our connections do so unless `_begin_sqlite` begins
        return engine.execution_options(begins=False)
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _note_use(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[LAST_USED] = time.monotonic()


def _try_if_rested(dialect: Dialect, connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """The pool's own ping comes each time: twice an event, whose two transactions follow at once."""
    if time.monotonic() - record.info.get(LAST_USED, 0) < RESTED:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error


def _sqlite(url: URL, patience: timedelta, pooled: dict[str, Any]) -> Engine:
    """Opens the file only if it is there: an empty one in its place would look as if nothing ever was."""
    path = Path(url.database or "").absolute()

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            f"{path.as_uri()}?mode=rw", uri=True, timeout=patience.total_seconds(), check_same_thread=False
        )

    engine = create_engine(url, creator=connect, **pooled)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _written(value: Any) -> str:
    """JSON as columns keep it: Thai in its own letters, at a fifth of the standard library's cost."""
    return msgspec.json.encode(value).decode()


def _ms(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)


def _wire(_dialect: Dialect, _record: object, args: Sequence[Any], options: dict[str, Any]) -> Any:
    from models.wire import Wire  # only who uses PostgreSQL pays for its driver

    return Wire.connect(*args, **options)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin for us: it defers, and deferred writers lose updates.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("begins", True):
        run_text(connection, "BEGIN" if options.get("only_reads") else "BEGIN IMMEDIATE")
