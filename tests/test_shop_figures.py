"""Every figure of a shop's report is what a slow count by docs/metrics.md gives, for any history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import true

from models.database import Database
from models.metrics.lengths import Length
from models.metrics.shop import Counter, baskets, best_sellers, buyers, newcomers
from models.workspace import Selling
from tests.shoppers import ZONES, Shop, sales

DAY = date(2027, 3, 14)
periods = st.tuples(st.sampled_from(Length), st.integers(0, 3) | st.integers(0, 120)).map(
    lambda one: one[0].around(DAY - timedelta(days=one[1]))
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(ZONES),
    selling=st.sampled_from([Selling.SHOP, Selling.BOTH]),
    history=st.lists(sales, max_size=20),
    asked=st.lists(periods, min_size=1, max_size=4),
)
def test_a_shops_figures_are_what_a_slow_count_gives(
    database: Database, zone: str, selling: Selling, history: list[Any], asked: list[Any]
) -> None:
    shop = Shop(database, zone, selling, history)
    with database.read() as session:
        books = shop.books(session)
        for period in asked:
            counter = Counter(session, books.workspace, period, true())
            days, sold, came = (period.first, period.last), baskets(counter), buyers(counter)
            assert (sold.sold, sold.count, sold.average, sold.median) == books.baskets(days)
            count, new, again, gap = books.buyers(days)
            assert (came.count, came.new, came.again, came.gap) == (count, len(new), again, gap)
            assert {one.id for one in session.scalars(newcomers(counter))} == new & books.audience({})
            goods = best_sellers(counter, 99)
            assert {one.name.lower(): (one.baht, one.times) for one in goods} == books.best(days)
            assert [one.baht for one in goods] == sorted((one.baht for one in goods), reverse=True)
