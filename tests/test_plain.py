"""Statements that go round SQLAlchemy's engine behave as if they had gone through it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, event, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from models.base import table_of
from models.database import Database
from models.plain import Plain
from models.queues import Heartbeat, OutboxMessage

BANGKOK = timezone(timedelta(hours=7))
NOON = datetime(2026, 11, 22, 12, tzinfo=BANGKOK)
BEAT = Plain(insert(table_of(Heartbeat)).returning(Heartbeat.name, Heartbeat.at))
BEATS = Plain(select(Heartbeat.name, Heartbeat.at).where(Heartbeat.name == bindparam("whose")))
AT = Plain(select(Heartbeat.name).where(Heartbeat.at.in_(bindparam("moments", expanding=True))))
OTHERS = Plain(select(Heartbeat.name).where(Heartbeat.name.not_in(bindparam("names", expanding=True))))
MOVE = Plain(update(table_of(Heartbeat)).where(Heartbeat.name == bindparam("whose")))


def test_values_come_back_as_python_knows_them(database: Database) -> None:
    with database.plainly() as connection:
        assert BEAT.first(connection, {"name": "จด", "at": NOON}) == ("จด", NOON)
        assert BEATS.rows(connection, {"whose": "จด"}) == [("จด", NOON.astimezone(UTC))]
        assert BEATS.first(connection, {"whose": "nobody"}) is None


def test_only_the_columns_that_are_given_change(database: Database) -> None:
    later = NOON + timedelta(hours=1)
    with database.plainly() as connection:
        BEAT.run(connection, [{"name": "a", "at": NOON}, {"name": "b", "at": NOON}])
        MOVE.rows(connection, {"whose": "a", "at": later})
        MOVE.rows(connection, {"whose": "b", "name": "c"})
    with database.read() as session:
        assert {one.name: one.at for one in session.scalars(select(Heartbeat))} == {"a": later, "c": NOON}


def test_a_list_of_any_length_goes_in_as_one_value(database: Database) -> None:
    later = NOON + timedelta(hours=1)
    with database.plainly() as connection:
        BEAT.run(connection, [{"name": "a'", "at": NOON}, {"name": "จด", "at": later}])
        assert AT.rows(connection, {"moments": [later, later + timedelta(hours=1)]}) == [("จด",)]
        assert AT.rows(connection, {"moments": []}) == []
        assert OTHERS.rows(connection, {"names": ["จด", "b"]}) == [("a'",)]
        assert len(OTHERS.rows(connection, {"names": ()})) == 2


def test_what_has_a_constant_default_need_not_be_given(database: Database) -> None:
    compiled = Plain(insert(table_of(OutboxMessage)).returning(OutboxMessage.state))
    with database.engine.connect() as connection, pytest.raises(IntegrityError):
        compiled.rows(connection, {"workspace_id": None, "lane": 0, "costs": 0})
    with database.engine.connect() as connection, pytest.raises(KeyError, match="lane"):
        compiled.rows(connection, {"workspace_id": None, "costs": 0})


def test_a_refusal_is_the_engines_own_and_tells_no_values(database: Database) -> None:
    with database.plainly() as connection:
        BEAT.rows(connection, {"name": "สยามวัสดุ", "at": NOON})
    with pytest.raises(IntegrityError) as refused, database.plainly() as connection:
        BEAT.rows(connection, {"name": "สยามวัสดุ", "at": NOON})
    assert "[SQL: INSERT INTO heartbeats" in str(refused.value)
    assert refused.value.params is None


def test_it_belongs_to_the_transaction(database: Database) -> None:
    with database.engine.connect() as connection:
        connection.begin()
        BEAT.rows(connection, {"name": "gone", "at": NOON})
        connection.rollback()
        assert BEATS.rows(connection, {"whose": "gone"}) == []


def test_who_listens_to_the_engine_hears_it(database: Database) -> None:
    heard: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: heard.append(told[2]))
    with database.plainly() as connection:
        assert BEAT.first(connection, {"name": "จด", "at": NOON}) == ("จด", NOON)
    assert [one for one in heard if one.startswith("INSERT INTO heartbeats")]


def test_a_connection_that_is_gone_leaves_the_pool(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.engine.connect() as connection, database.engine.connect() as other:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        with pytest.raises(OperationalError) as lost:
            BEATS.rows(connection, {"whose": "anybody"})
        assert lost.value.connection_invalidated
    with database.plainly() as connection:
        assert BEATS.rows(connection, {"whose": "anybody"}) == []
    database.close()


def test_postgres_keeps_its_plans_through_a_refusal(postgres_url: str) -> None:
    database = Database(postgres_url)
    known = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT heartbeats%'")
    with database.engine.connect() as connection:
        for _ in range(6):
            BEATS.rows(connection, {"whose": "anybody"})
        assert connection.scalar(known) == 1
        connection.rollback()
        assert connection.scalar(known) == 1
    database.close()
