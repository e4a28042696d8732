"""The database: one way to read, one way to write, on SQLite and PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session, sessionmaker

from models import changes

POOL_WAIT = 3
"""Seconds to wait for a pooled connection before the caller answers 503."""
SLACK = timedelta(seconds=1.5)
"""How long a web request may wait for SQLite's one writer: LINE gives up on us at 2 s."""


class Busy(Exception):
    """The database could not be had in time; nothing was written."""


class Database:
    """Sessions over one engine. `write()` is a transaction that may write, `read()` one that only looks."""

    def __init__(self, url: str, *, patience: timedelta = SLACK, pool: int = 20) -> None:
        self.url = driver_url(url)
        self.patience = patience
        self.engine = engine_for(self.url, patience, pool)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._writer = threading.Lock()
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._readers = sessionmaker(self.engine.execution_options(only_reads=True), expire_on_commit=False)
        changes.watch(self._sessions)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that may write: all of it, or nothing. On SQLite one at a time in this process."""
        with self._turn(), self._sessions.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent look that takes no write lock."""
        with self._readers.begin() as session:
            yield session

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

    def close(self) -> None:
        self.engine.dispose()


def driver_url(url: str) -> URL:
    """The URL with the drivers Jod uses; hosts still hand out `postgres://`."""
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def engine_for(url: URL, patience: timedelta, pool: int) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(
            url,
            pool_size=pool,
            max_overflow=0,
            pool_timeout=POOL_WAIT,
            pool_pre_ping=True,
            hide_parameters=True,  # an error in the log must not carry what customers said
            connect_args={"connect_timeout": POOL_WAIT, "options": "-c timezone=utc"},
        )
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"timeout": patience.total_seconds()},
        pool_timeout=POOL_WAIT,
        pool_size=pool,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin for us: it defers, and deferred writers lose updates.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    only_reads = connection.get_execution_options().get("only_reads", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
