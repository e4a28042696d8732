"""Plain statements on PostgreSQL's own wire: what has no answer travels with what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from models.base import table_of
from models.database import Database
from models.plain import Plain
from models.queues import Heartbeat

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEAT = Plain(insert(table_of(Heartbeat)))
COUNT = Plain(select(func.count()).select_from(Heartbeat))
ODD = Plain(select(Heartbeat.name).where(func.length(Heartbeat.name) % 2 == 1).order_by(Heartbeat.name))


@pytest.fixture
def wired(postgres_url: str) -> Iterator[Database]:
    database = Database(postgres_url)
    yield database
    database.close()


def beats(*names: str) -> list[dict[str, object]]:
    return [{"name": name, "at": NOON} for name in names]


def test_whatever_comes_next_finds_it_done(wired: Database) -> None:
    with wired.plainly() as connection:
        BEAT.run(connection, beats("ก", "ขข"))
        assert COUNT.rows(connection, {}) == [(2,)]
        BEAT.run(connection, beats("คคค"))
        assert connection.scalar(text("SELECT count(*) FROM heartbeats")) == 3
        BEAT.run(connection, beats("งงงง"))
    with wired.plainly() as connection:
        assert ODD.rows(connection, {}) == [("ก",), ("คคค",)]
        assert COUNT.rows(connection, {}) == [(4,)]


def test_what_is_rolled_back_is_never_sent(wired: Database) -> None:
    with wired.engine.connect() as connection:
        connection.begin()
        BEAT.run(connection, beats("ก"))
        connection.rollback()
        assert COUNT.rows(connection, {}) == [(0,)]


def test_its_refusal_is_that_of_what_it_travels_with(wired: Database) -> None:
    with wired.engine.connect() as connection:
        BEAT.run(connection, beats("ก", "ก"))
        with pytest.raises(IntegrityError, match="heartbeats"):
            COUNT.rows(connection, {})
    with pytest.raises(IntegrityError, match="heartbeats"), wired.plainly() as connection:
        BEAT.run(connection, beats("ข", "ข"))
    with wired.plainly() as connection:
        assert COUNT.rows(connection, {}) == [(0,)]


def test_by_itself_nothing_waits(wired: Database) -> None:
    with wired.at_once() as connection, wired.plainly() as other:
        BEAT.run(connection, beats("ก"))
        assert COUNT.rows(other, {}) == [(1,)]


def test_more_than_the_socket_takes_at_once(wired: Database) -> None:
    names = [f"{number:080}" for number in range(20_000)]
    with wired.plainly() as connection:
        BEAT.run(connection, beats(*names))
        assert COUNT.rows(connection, {}) == [(len(names),)]
