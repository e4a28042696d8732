"""Scores and standings are what a slow count by docs/metrics.md gives, for any history and any day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.buyers import Buyer
from models.customer import CustomerKind
from models.database import Database
from models.days import offsets
from models.purchase import Purchase
from models.scoring import fifths, figures, parts, place, refresh, store
from models.segment import CustomerScore, Standing
from models.workspace import Selling, Workspace
from tests.shoppers import ZONES, Shop, sales
from tests.town import Town

DAY = date(2027, 3, 14)
days = st.integers(0, 3) | st.integers(0, 400)
"""Before `DAY`."""


def kept(session: Session, shop: Shop) -> dict[int, tuple[Any, ...]]:
    rows = session.scalars(select(CustomerScore).where(CustomerScore.workspace_id == shop.workspace_id))
    return {
        one.customer_id: (
            *(one.segment, one.purchases, one.spent, one.last_on, one.gap_days),
            *(one.recency, one.frequency, one.monetary),
        )
        for one in rows
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(ZONES),
    selling=st.sampled_from([Selling.SHOP, Selling.BOTH]),
    history=st.lists(sales, max_size=25),
    asked=st.lists(days, min_size=1, max_size=3),
)
def test_scores_are_what_a_slow_count_gives(
    database: Database, zone: str, selling: Selling, history: list[Any], asked: list[int]
) -> None:
    shop = Shop(database, zone, selling, history)
    for before in asked:
        day = DAY - timedelta(days=before)
        with database.write() as session:
            refresh(session, session.get_one(Workspace, shop.workspace_id), day)
        with database.read() as session:
            assert kept(session, shop) == shop.books(session).scores(day)


def sale(buyer: int, **other: Any) -> dict[str, Any]:
    usual = {"item": "ปูน", "amount": Decimal(100), "hours": 24, "deleted": False, "percent_back": 0}
    return {"buyer": buyer, **usual, "times": 1, "every": 1, **other}


def test_some_at_a_time_gives_the_same_as_all_at_once(database: Database) -> None:
    shop = Shop(
        database, ZONES[0], Selling.SHOP, [sale(n, amount=Decimal(n + 1), hours=n * 50) for n in range(6)]
    )
    with database.write() as session:
        workspace = session.get_one(Workspace, shop.workspace_id)
        there = list(parts(session, workspace, size=2))
        assert len(there) == 4
        for part in there:
            store(session, workspace, part, figures(session, workspace, DAY, part))
        found = fifths(session, workspace)
        for part in there:
            place(session, workspace, part, found)
    with database.read() as session:
        assert kept(session, shop) == shop.books(session).scores(DAY)


def test_who_has_bought_nothing_any_more_has_no_scores(database: Database) -> None:
    shop = Shop(database, ZONES[0], Selling.SHOP, [sale(0), sale(1)])
    with database.write() as session:
        workspace = session.get_one(Workspace, shop.workspace_id)
        refresh(session, workspace, DAY)
        for one in session.scalars(select(Purchase).where(Purchase.customer_id == shop.buyers[0])):
            one.deleted = True
        session.flush()
        refresh(session, workspace, DAY)
        assert list(kept(session, shop)) == [shop.buyers[1]]


def test_who_are_all_alike_stand_in_the_middle(database: Database) -> None:
    shop = Shop(database, ZONES[0], Selling.SHOP, [sale(n) for n in range(4)])
    with database.write() as session:
        refresh(session, session.get_one(Workspace, shop.workspace_id), DAY)
        assert {scores[-3:] for scores in kept(session, shop).values()} == {(3, 3, 3)}


def test_every_night_the_shop_learns_who_its_customers_are(town: Town) -> None:
    town.member("แบงค์")
    nan = town.customer("แนน", "แบงค์", kind=CustomerKind.CONSUMER)
    with town.database() as session:
        at = town.clock.now()
        here = {"workspace_id": town.workspace(session).id, "customer_id": nan}
        session.add(Purchase(**here, amount=Decimal(650), occurred_at=at, logged_at=at))
    for day in (27, 28):
        town.move_to(f"2026-11-{day} 02:01")
        town.jod.work()
        with town.database() as session:
            score = session.scalars(select(CustomerScore)).one()
            assert (score.as_of, score.segment, score.spent) == (date(2026, 11, day), "new", Decimal(650))


@pytest.mark.parametrize(
    ("days_ago", "since", "many", "gap", "standing"),
    [
        (0, 0, 1, None, Standing.NEW),
        (29, 29, 1, None, Standing.NEW),
        (30, 30, 1, None, Standing.ONCE),
        (5, 60, 2, None, Standing.REGULAR),
        (5, 60, 5, 10, Standing.LOYAL),
        (20, 60, 5, 10, Standing.LOYAL),
        (21, 60, 5, 10, Standing.AT_RISK),
        (4, 9, 3, 1, Standing.NEW),
        (5, 9, 3, 1, Standing.AT_RISK),
        (90, 200, 9, 60, Standing.INACTIVE),
        (365, 400, 9, 60, Standing.LOST),
    ],
)
def test_a_standing_is_the_first_that_holds(
    days_ago: int, since: int, many: int, gap: int | None, standing: Standing
) -> None:
    shop = Workspace(new_days=30, away_days=90, lost_days=365, risk_factor=2.0)
    first, last = DAY - timedelta(days=since), DAY - timedelta(days=days_ago)
    buyer = Buyer(1, first, last, many, Decimal(100), None if gap is None else gap * 2)
    assert buyer.standing(shop, DAY) is standing


@given(
    hours=st.integers(0, 24 * 365 * 3), zone=st.sampled_from([*ZONES, "Pacific/Auckland", "Asia/Kathmandu"])
)
def test_sqlite_is_told_the_offset_of_every_moment(hours: int, zone: str) -> None:
    first = datetime(2025, 1, 1, tzinfo=UTC)
    moment = first + timedelta(hours=hours)
    told = offsets(ZoneInfo(zone), first.date(), date(2027, 12, 31))
    offset = next(each for until, each in told if moment < until)
    assert offset == moment.astimezone(ZoneInfo(zone)).utcoffset()


def test_clocks_are_changed_to_the_second() -> None:
    changes = offsets(ZoneInfo("America/New_York"), date(2027, 1, 1), date(2027, 12, 31))
    assert [until for until, _ in changes[:-1]] == [
        datetime(2027, 3, 14, 7, tzinfo=UTC),
        datetime(2027, 11, 7, 6, tzinfo=UTC),
    ]
