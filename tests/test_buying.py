"""What each customer bought moves with the purchases, whatever is done to these and in whatever order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.customer import Customer
from models.database import Database
from models.purchase import Purchase, PurchaseSource
from models.recounting import recount
from models.repeats import Habit, habit_of
from models.workspace import Workspace
from tests.histories import NEW_YEAR, Company, new_company

acts = st.tuples(
    st.sampled_from(["buy", "buy", "return", "delete", "restore", "reprice", "give", "redate"]),
    st.integers(0, 5),
    st.integers(1, 900),
)
"""What is done, to which purchase or customer, and for how much or when."""


@pytest.fixture
def found(database_url: str) -> Iterator[Callable[[], Company]]:
    database = Database(database_url)
    yield lambda: new_company(database)
    database.close()


def do(session: Session, company: Company, act: tuple[str, int, int]) -> None:
    """One act on the company's purchases; nothing when there is none to act on."""
    what, which, size = act
    there = session.scalars(select(Purchase).where(Purchase.workspace_id == company.workspace_id)).all()
    customers = session.scalars(
        select(Customer.id).where(Customer.workspace_id == company.workspace_id)
    ).all()
    if what == "buy":
        session.add(new(company, customers[which % len(customers)] if which else None, size))
        return
    if not there:
        return
    one = there[which % len(there)]
    match what:
        case "return" if one.returns_id is None:
            back = new(company, one.customer_id, -size)
            back.returns_id = one.id
            session.add(back)
        case "delete" | "restore":
            one.deleted = what == "delete"
        case "reprice":
            one.amount = Decimal(size)
        case "give":
            one.customer_id = customers[size % len(customers)]
        case "redate":
            one.occurred_at = NEW_YEAR + timedelta(hours=size)


def new(company: Company, customer_id: int | None, baht: int) -> Purchase:
    at = NEW_YEAR + timedelta(days=abs(baht) % 60)
    return Purchase(
        workspace_id=company.workspace_id, customer_id=customer_id, amount=Decimal(baht), item="ปูน",
        source=PurchaseSource.CHAT if baht % 2 else PurchaseSource.API, occurred_at=at, logged_at=at,
    )  # fmt: skip


def kept(session: Session, company: Company) -> dict[int, tuple[Any, ...]]:
    rows = session.scalars(select(Customer).where(Customer.workspace_id == company.workspace_id))
    return {
        one.id: (one.purchase_count, one.purchase_total, one.last_purchase_at, one.last_contact_at)
        for one in rows
    }


def counted(session: Session, company: Company) -> dict[int, tuple[Any, ...]]:
    """The same, slowly, from the rows."""
    customers = session.scalars(select(Customer.id).where(Customer.workspace_id == company.workspace_id))
    return {one: of_one(session, one) for one in customers}


def of_one(session: Session, customer_id: int) -> tuple[Any, ...]:
    rows = session.scalars(
        select(Purchase).where(Purchase.customer_id == customer_id, ~Purchase.deleted)
    ).all()
    bought = [one for one in rows if one.returns_id is None]
    told = [one.occurred_at for one in bought if one.source is PurchaseSource.CHAT]
    moments: list[datetime] = [one.occurred_at for one in bought]
    total = sum((one.amount for one in rows), Decimal())
    return len(bought), total, max(moments, default=None), max(told, default=None)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(acts, min_size=1, max_size=12))
def test_what_a_customer_bought_is_what_the_purchases_say(
    found: Callable[[], Company], history: list[tuple[str, int, int]]
) -> None:
    company = found()
    for act in history:
        with company.database.write() as session:
            do(session, company, act)
        with company.database.read() as session:
            assert kept(session, company) == counted(session, company)


def test_a_recount_mends_what_was_changed_behind_the_sessions_back(found: Callable[[], Company]) -> None:
    company = found()
    with company.database.write() as session:
        do(session, company, ("buy", 1, 651))
    with company.database.write() as session:
        for customer in session.scalars(
            select(Customer).where(Customer.workspace_id == company.workspace_id)
        ):
            customer.purchase_count, customer.purchase_total = 99, Decimal(1)
    with company.database.write() as session:
        recount(session, session.get_one(Workspace, company.workspace_id))
    with company.database.read() as session:
        assert kept(session, company) == counted(session, company)


@pytest.mark.parametrize(
    ("days", "gap"),
    [([1, 15], None), ([1, 1, 15], None), ([1, 15, 29], 14), ([1, 8, 15, 43], 7), ([3, 1, 2, 2], 1)],
)
def test_a_habit_is_the_median_of_its_own_gaps(days: list[int], gap: int | None) -> None:
    habit = habit_of(date(2026, 1, 1) + timedelta(days=one) for one in days)
    assert (habit.gap if habit else None) == gap


@pytest.mark.parametrize(("since", "late"), [(14, False), (21, False), (22, True), (84, True), (85, False)])
def test_late_is_half_as_much_again_and_gone_is_no_longer_late(since: int, late: bool) -> None:
    last = date(2026, 1, 1)
    assert Habit(14, last).is_late(last + timedelta(days=since)) is late
