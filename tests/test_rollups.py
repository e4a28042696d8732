"""Figures and last contacts move with the activities, whatever is done to these and in whatever order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import figures
from models.activity import ActivityChannel, Outcome
from models.customer import Customer
from models.database import Database
from models.period import Period
from models.recounting import recount
from models.workspace import Workspace
from tests.histories import (
    NEW_YEAR,
    Company,
    acts,
    counted,
    customers_in,
    in_days,
    is_in_vain,
    kept,
    last_contacts,
    new_company,
    newest,
)


@pytest.fixture
def found(database_url: str) -> Iterator[Callable[[], Company]]:
    """How a new company is founded."""
    database = Database(database_url)
    yield lambda: new_company(database)
    database.close()


a_history = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@a_history
@given(history=st.lists(acts, min_size=1, max_size=12))
def test_rollups_are_what_a_count_of_all_activities_gives(
    found: Callable[[], Company], history: list[tuple[str, Any]]
) -> None:
    company = found()
    for act, what in history:
        company.does(act, what)
        with company.database.read() as session:
            assert kept(session, company) == counted(session, company)


@a_history
@given(history=st.lists(acts, min_size=1, max_size=12))
def test_the_last_contact_is_the_newest_that_stands(
    found: Callable[[], Company], history: list[tuple[str, Any]]
) -> None:
    company = found()
    for act, what in history:
        company.does(act, what)
    with company.database.read() as session:
        rows = [one for one in company.rows(session) if not one.deleted]
        for firm in company.firms:
            customer = session.get_one(Customer, firm)
            theirs = [one for one in rows if one.customer_id == firm]
            assert customer.last_contact_at == newest(one for one in theirs if one.reached)
            assert customer.last_attempt_at == newest(one for one in theirs if is_in_vain(one))


@a_history
@given(history=st.lists(acts, min_size=1, max_size=8))
def test_a_recount_changes_nothing(found: Callable[[], Company], history: list[tuple[str, Any]]) -> None:
    company = found()
    for act, what in history:
        company.does(act, what)
    with company.database.write() as session:
        before = kept(session, company), last_contacts(session, company)
        recount(session, session.get_one(Workspace, company.workspace_id))
        session.expire_all()
        assert (kept(session, company), last_contacts(session, company)) == before


@a_history
@given(history=st.lists(acts, min_size=1, max_size=8), start=st.integers(-45, 45), days=st.integers(0, 45))
def test_the_figures_of_any_days_are_counted_from_what_happened_in_them(
    found: Callable[[], Company], history: list[tuple[str, Any]], start: int, days: int
) -> None:
    company = found()
    for act, what in history:
        company.does(act, what)
    with company.database.read() as session:
        workspace = session.get_one(Workspace, company.workspace_id)
        first = NEW_YEAR.date() + timedelta(days=start)
        period = Period(first, first + timedelta(days=days))
        told = figures.by_member(session, workspace, company.people, period)
        assert told == in_days(session, company, period)
        together = figures.customers_reached(session, workspace, company.people, period)
        assert together == len(customers_in(session, company, period))


def test_a_customer_logged_by_many_at_once_is_one_customer(found: Callable[[], Company]) -> None:
    company = found()
    visit = {
        "customer": 0,
        "channel": ActivityChannel.VISIT,
        "outcome": Outcome.REACHED,
        "occurred_at": NEW_YEAR,
    }
    with ThreadPoolExecutor(4) as people:
        list(people.map(lambda n: company.does("log", [{**visit, "member": n % 2}]), range(16)))
    with company.database.read() as session:
        assert kept(session, company) == counted(session, company)
