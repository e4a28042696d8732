"""What a session writes by itself is what SQLAlchemy's unit of work would have written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models.activity import Activity, ActivityChannel, Outcome
from models.base import table_of
from models.changes import Author, Change, written_by
from models.database import Database
from models.followup import OWED_AT, FollowUp, FollowUpState
from tests.histories import NEW_YEAR, Company, new_company

AUTHOR = Author("an event", None, NEW_YEAR, "log_activity")


@pytest.fixture
def company(database_url: str) -> Iterator[Company]:
    database = Database(database_url)
    yield new_company(database)
    database.close()


def a_visit(company: Company, **more: Any) -> Activity:
    here = {"workspace_id": company.workspace_id, "customer_id": company.firms[0]}
    told = {"channel": ActivityChannel.VISIT, "said": "เข้าพบ", "occurred_at": NEW_YEAR, "logged_at": NEW_YEAR}
    return Activity(**here, member_id=company.people[0], **told | more)


def a_promise(company: Company, days: int) -> FollowUp:
    whose = {"owner_id": company.people[0], "set_by_id": company.people[0]}
    day = NEW_YEAR + timedelta(days=days)
    here = {"workspace_id": company.workspace_id, "customer_id": company.firms[0]}
    return FollowUp(**here, **whose, due_on=day.date(), created_at=NEW_YEAR)


def test_a_row_is_the_one_that_the_unit_of_work_writes(company: Company) -> None:
    told = {"outcome": None, "amount": Decimal("1500.25"), "contact_id": None}
    with company.database.write() as session:
        session.add(ours := a_visit(company, **told))
    with Session(company.database.engine) as session, session.begin():
        session.add(a_visit(company, **told))
    with company.database.read() as session:
        table = table_of(Activity)
        first, second = session.execute(select(table).order_by(table.c.id)).mappings()
        assert first["outcome"] is Outcome.REACHED
        assert dict(first) | {"id": second["id"]} == dict(second)
        assert {name: getattr(ours, name) for name in first} == dict(first)


def test_only_what_has_changed_is_written_and_kept_as_history(company: Company) -> None:
    with company.database.write() as session, written_by(AUTHOR):
        session.add(visit := a_visit(company, note="ราคา"))
        session.flush()
        visit.note, visit.said = "ราคาเหล็ก", visit.said
        written = statements(company.database)
        session.flush()
        (update,) = [one for one in written if one.startswith("UPDATE activities")]
        assert "note" in update
        assert "said" not in update
        changes = session.scalars(select(Change).order_by(Change.id)).all()
        assert [one.before for one in changes] == [None, {"note": "ราคา"}]
        assert changes[1].after == {"note": "ราคาเหล็ก"}


def test_what_is_worked_out_by_the_database_goes_through_the_unit_of_work(company: Company) -> None:
    with company.database.write() as session:
        session.add(promise := a_promise(company, 1))
        session.flush()
        promise.moved = FollowUp.moved + 2
        session.flush()
        assert promise.moved == 2


def test_what_was_answered_holds_until_something_is_written(company: Company) -> None:
    key = company.workspace_id, company.firms[0]
    with company.database.write() as session:
        session.add(later := a_promise(company, 2))
        assert OWED_AT.all(session, *key) == [later]
        asked = statements(company.database)
        assert OWED_AT.all(session, *key) == [later]
        assert not asked
        session.add(sooner := a_promise(company, 1))
        assert OWED_AT.all(session, *key) == [sooner, later]
        sooner.close(FollowUpState.DONE, NEW_YEAR)
        assert OWED_AT.first(session, *key) is later


def statements(database: Database) -> list[str]:
    """What the database is told from now on."""
    told: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: told.append(given[2]))
    return told
