"""Who is in a group: what a slow look at every row says, for any history and any combination."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.audience import audience
from models.customer import Customer
from models.database import Database
from models.workspace import Selling, Workspace
from tests.shoppers import NOON, ZONES, Shop, sales

spans = st.sampled_from(["day", "week", "month"])
lately = {"months": st.integers(1, 13), "this": spans, "last": spans}
definitions = st.fixed_dictionaries(
    {},
    optional={
        "bought": st.fixed_dictionaries({"item": st.sampled_from(["ปูน", "สี", "5"])}, optional=lately),
        "spent": st.fixed_dictionaries({"over": st.sampled_from(["0", "2500", "7499.99"])}, optional=lately),
        "inactive_days": st.integers(0, 90),
        "bought_since": st.just("ever") | st.just((NOON - timedelta(days=20)).isoformat()),
        "times": st.integers(0, 4),
        "tag": st.sampled_from(["VIP", "ไม่มี"]),
        "birthday": st.sampled_from(["day", "week", "month", "next_month"]) | st.integers(1, 12),
    },
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(ZONES), history=st.lists(sales, max_size=12), asked=st.lists(definitions, max_size=6)
)
def test_a_group_is_whom_its_conditions_hold_for(
    database: Database, zone: str, history: list[Any], asked: list[dict[str, Any]]
) -> None:
    shop = Shop(database, zone, Selling.SHOP, history)
    with database.read() as session:
        books = shop.books(session)
        for definition in asked:
            found = session.scalars(audience(books.workspace, definition, NOON)).all()
            assert {one.id for one in found} == books.audience(definition), definition


def test_several_goods_must_each_have_been_bought(database: Database) -> None:
    sold = {"amount": Decimal(100), "hours": 5, "deleted": False, "percent_back": 0, "times": 1, "every": 0}
    history = [{"buyer": 0, "item": "ปูน"}, {"buyer": 1, "item": "ปูน"}, {"buyer": 1, "item": "สี"}]
    shop = Shop(database, ZONES[0], Selling.SHOP, [one | sold for one in history])
    both = {"bought": [{"item": "ปูน"}, {"item": "สี", "months": 1}]}
    with database.read() as session:
        workspace = session.get_one(Workspace, shop.workspace_id)
        assert [one.id for one in session.scalars(audience(workspace, both, NOON))] == [shop.buyers[1]]


@pytest.mark.parametrize(
    ("day", "born"),
    [("2027-02-28", [28, 29]), ("2028-02-28", [28]), ("2028-02-29", [29]), ("2027-03-01", [])],
)
def test_a_leap_day_is_kept_on_the_last_of_february(sqlite_url: str, day: str, born: list[int]) -> None:
    database = Database(sqlite_url)
    shop = Shop(database, ZONES[0], Selling.SHOP, [])
    with database.write() as session:
        for number, customer in enumerate(shop.buyers[:2]):
            session.get_one(Customer, customer).birthday = datetime(2000, 2, 28 + number).date()  # noqa: DTZ001
        workspace, now = session.get_one(Workspace, shop.workspace_id), datetime.fromisoformat(f"{day}T09:00")
        asked = audience(workspace, {"birthday": "day"}, now.replace(tzinfo=ZoneInfo(ZONES[0])))
        assert {one.birthday.day for one in session.scalars(asked) if one.birthday} == set(born)
    database.close()
