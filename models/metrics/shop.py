"""What a shop sold over the counter in a period: baskets, who came, who came again, and what sells best."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, distinct, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select
from sqlalchemy.sql.selectable import CTE

from models.base import literal
from models.customer import Customer, CustomerKind
from models.days import Days
from models.period import Period
from models.purchase import Purchase
from models.workspace import Selling, Workspace

NOTHING = Decimal()
MEMORY = timedelta(days=3660)
"""So far back the day of an earlier purchase is told exactly where clocks are changed twice a year."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Whose sales are looked at, and on which days."""

    session: Session
    workspace: Workspace
    period: Period
    whose: ColumnElement[bool]
    """Which purchases the reader may see."""

    @property
    def start(self) -> datetime:
        return self.workspace.bounds(self.period)[0]

    @property
    def end(self) -> datetime:
        return self.workspace.bounds(self.period)[1]

    @property
    def days(self) -> Days:
        dialect = self.session.get_bind().dialect.name
        return Days(dialect, self.workspace.zone, self.start - MEMORY, self.end)

    def rows(self, *columns: Any) -> Select[Any]:
        """What was bought and brought back in the period by consumers, and by people without a name."""
        rows = (
            select(*columns)
            .where(Purchase.workspace_id == self.workspace.id, Purchase.deleted.is_(False), self.whose)
            .where(Purchase.occurred_at >= self.start, Purchase.occurred_at < self.end)
        )
        return rows if self.workspace.selling is Selling.SHOP else rows.where(_of_a_consumer())

    def bought(self, *columns: Any) -> Select[Any]:
        """The same without what was brought back."""
        return self.rows(*columns).where(Purchase.returns_id.is_(None))


def _of_a_consumer() -> ColumnElement[bool]:
    business = select(Customer.id).where(
        Customer.id == Purchase.customer_id, Customer.kind == literal(CustomerKind.BUSINESS)
    )
    return ~business.exists()


@dataclass(frozen=True, slots=True)
class Baskets:
    """What one customer bought on one day; of people without a name what one person sold at one moment."""

    sold: Decimal
    """Less what was brought back in the period."""
    count: int
    average: Decimal | None
    median: Decimal | None


def baskets(counter: Counter) -> Baskets:
    sold = counter.session.scalar(counter.rows(func.sum(Purchase.amount, type_=Purchase.amount.type)))
    is_nameless = Purchase.customer_id.is_(None)
    nameless = case((is_nameless, Purchase.occurred_at)), case((is_nameless, Purchase.member_id))
    day = counter.days.day_of(Purchase.occurred_at)
    together = func.sum(Purchase.amount, type_=Purchase.amount.type).label("value")
    each = counter.bought(together).group_by(Purchase.customer_id, day, *nameless).subquery()
    count, total = counter.session.execute(select(func.count(), func.sum(each.c.value))).one()
    average = None if not count else total / count
    return Baskets(sold or NOTHING, count, average, _median(counter.session, each.c.value))


def _median(session: Session, value: Any) -> Decimal | None:
    """The one in the middle, of an even number the mean of the two."""
    place, many = func.row_number().over(order_by=value), func.count().over()
    ordered = select(value.label("value"), place.label("place"), many.label("many")).subquery()
    middle = ordered.c.place.in_([(ordered.c.many + 1) // 2, ordered.c.many // 2 + 1])
    found = session.scalars(select(ordered.c.value).where(middle)).all()
    return Decimal(sum(found)) / len(found) if found else None


@dataclass(frozen=True, slots=True)
class Buyers:
    """The customers with a name who bought in a period."""

    count: int
    new: int
    """They bought for the first time."""
    again: int
    """They have bought on more than one day so far."""
    gap: Decimal | None
    """The median of the days since they had bought before."""

    @property
    def returning(self) -> int:
        return self.count - self.new

    @property
    def repeat_rate(self) -> Decimal | None:
        """Of these the share who have bought on more than one day; None without any."""
        return Decimal(self.again) / self.count if self.count else None


def buyers(counter: Counter) -> Buyers:
    came = _came(counter)
    gap = counter.days.between(came.c.before, came.c.day).label("gap")
    gaps = select(gap).where(came.c.before.is_not(None)).subquery()
    since = came.c.before.is_not(None)
    each = (
        select(came.c.customer_id, func.min(came.c.day).label("first"), func.max(came.c.day).label("last"))
        .add_columns(func.max(case((came.c.earlier.is_not(None), 1), else_=0)).label("known"))
        .add_columns(func.max(case((since, 1), else_=0)).label("again"))
        .group_by(came.c.customer_id)
        .subquery()
    )
    sums = select(func.count(), func.sum(each.c.known), func.sum(each.c.again)).select_from(each)
    count, known, again = counter.session.execute(sums).one()
    return Buyers(count, count - (known or 0), again or 0, _median(counter.session, gaps.c.gap))


def _came(counter: Counter) -> CTE:
    """Each day on which a customer bought, with the day on which they had bought before."""
    day = counter.days.day_of(Purchase.occurred_at).label("day")
    named = counter.bought(Purchase.customer_id, day).where(Purchase.customer_id.is_not(None))
    days = named.distinct().cte("days")
    its: Any = {"partition_by": days.c.customer_id, "order_by": days.c.day}
    placed = select(days.c.customer_id, days.c.day, func.lag(days.c.day).over(**its).label("lately")).cte(
        "placed"
    )
    earlier = _last_before(counter, placed.c.customer_id)
    before = func.coalesce(placed.c.lately, earlier).label("before")
    return select(placed.c.customer_id, placed.c.day, before, earlier.label("earlier")).cte("came")


def _last_before(counter: Counter, customer_id: Any) -> Any:
    """The last day before the period on which that customer bought."""
    moment = func.max(Purchase.occurred_at)
    return (
        select(counter.days.day_of(moment))
        .where(Purchase.workspace_id == counter.workspace.id, Purchase.customer_id == customer_id)
        .where(Purchase.occurred_at < counter.start)
        .where(Purchase.deleted.is_(False), Purchase.returns_id.is_(None))
        .scalar_subquery()
    )


def newcomers(counter: Counter) -> Select[Customer]:
    """Who bought for the first time in the period, the newest first."""
    came = counter.bought(Purchase.customer_id, func.min(Purchase.occurred_at).label("first"))
    came = came.where(Purchase.customer_id.is_not(None)).group_by(Purchase.customer_id)
    firsts = came.subquery()
    return (
        select(Customer)
        .join(firsts, firsts.c.customer_id == Customer.id)
        .where(_last_before(counter, Customer.id).is_(None))
        .where(Customer.deleted.is_(False), Customer.erased_at.is_(None))
        .order_by(firsts.c.first.desc(), Customer.id)
    )


@dataclass(frozen=True, slots=True)
class Goods:
    """What is sold under one name, whatever its capitals."""

    name: str
    baht: Decimal
    times: int


def best_sellers(counter: Counter, limit: int) -> list[Goods]:
    """What brought most, less what of it was brought back."""
    name = func.lower(func.trim(Purchase.item))
    total = func.sum(Purchase.amount, type_=Purchase.amount.type)
    times = func.count(distinct(Purchase.id)).filter(Purchase.returns_id.is_(None))
    rows = counter.rows(func.min(func.trim(Purchase.item)), total, times).where(name != "").group_by(name)
    sold = rows.having(times > 0).order_by(total.desc(), name)
    return [Goods(*row) for row in counter.session.execute(sold.limit(limit))]
