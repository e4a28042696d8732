"""What consumers bought so far, as the database counts it, and how each of them stands for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select, Subquery
from sqlalchemy.sql.selectable import CTE

from models.base import literal
from models.customer import Customer, CustomerKind
from models.days import Days
from models.purchase import Purchase
from models.repeats import FEWEST_DAYS, LATE_DAYS, MEMORY
from models.segment import Standing
from models.workspace import DAY, Selling, Workspace

LOYAL_DAYS = 5
"""Who has bought on so many days is loyal, while they come as usual."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """One consumer's purchases up to a day."""

    customer_id: int
    first_on: date
    last_on: date
    days: int
    """On which they bought: several purchases of one day are one."""
    spent: Decimal
    """Less what was brought back."""
    middle_gaps: int | None
    """The two middle gaps between these days together, lately; twice the one in the middle."""

    @property
    def gap(self) -> int | None:
        """Their own median days between purchases; None while they make no habit."""
        return None if self.middle_gaps is None else round(self.middle_gaps / 2)

    def standing(self, workspace: Workspace, day: date) -> Standing:
        """What they are to the shop: the first that holds."""
        away = (day - self.last_on).days
        if away >= workspace.lost_days:
            return Standing.LOST
        if away >= workspace.away_days:
            return Standing.INACTIVE
        if self.gap is not None and away > max(workspace.risk_factor * self.gap, self.gap + LATE_DAYS):
            return Standing.AT_RISK
        if (day - self.first_on).days < workspace.new_days:
            return Standing.NEW
        if self.days >= LOYAL_DAYS:
            return Standing.LOYAL
        return Standing.REGULAR if self.days > 1 else Standing.ONCE


def buyers(session: Session, workspace: Workspace, day: date, whose: ColumnElement[bool]) -> Iterator[Buyer]:
    """The consumers of these purchases who have bought by the end of `day`."""
    for row in session.execute(_figures(_days(session, workspace, day), workspace, day, whose)):
        yield Buyer(*row)


def _days(session: Session, workspace: Workspace, day: date) -> Days:
    """How days are counted from the company's first purchase on."""
    end = workspace.start_of(day + DAY)
    there = select(Purchase.occurred_at).where(Purchase.workspace_id == workspace.id)
    first = session.scalar(there.where(Purchase.occurred_at < end).order_by(Purchase.occurred_at).limit(1))
    return Days(session.get_bind().dialect.name, workspace.zone, first or end, end)


def is_scored(workspace: Workspace) -> ColumnElement[bool]:
    """Consumers; all customers of a company that sells to nobody else."""
    there = Customer.deleted.is_(False) & Customer.erased_at.is_(None)
    if workspace.selling is Selling.SHOP:
        return there
    return there & (Customer.kind == literal(CustomerKind.CONSUMER))


def _figures(
    days: Days, workspace: Workspace, day: date, whose: ColumnElement[bool]
) -> Select[int, date, date, int, Decimal, int | None]:
    each = _each_day(days, workspace, day, whose)
    middle = _middle_gaps(days, each, day - MEMORY)
    came = each.c.bought > 0
    return (
        select(
            each.c.customer_id,
            func.min(each.c.day).filter(came),
            func.max(each.c.day).filter(came),
            func.count().filter(came),
            func.sum(each.c.spent, type_=Purchase.amount.type),
            func.max(middle.c.together),
        )
        .outerjoin(middle, middle.c.customer_id == each.c.customer_id)
        .group_by(each.c.customer_id)
        .having(func.count().filter(came) > 0)
    )


def _each_day(days: Days, workspace: Workspace, day: date, whose: ColumnElement[bool]) -> CTE:
    """What each of them bought and brought back on each day."""
    there = days.day_of(Purchase.occurred_at).label("day")
    return (
        select(
            Purchase.customer_id,
            there,
            func.count().filter(Purchase.returns_id.is_(None)).label("bought"),
            func.sum(Purchase.amount, type_=Purchase.amount.type).label("spent"),
        )
        .join(Customer, Customer.id == Purchase.customer_id)
        .where(Purchase.workspace_id == workspace.id, whose, Purchase.deleted.is_(False))
        .where(Purchase.occurred_at < workspace.start_of(day + DAY), is_scored(workspace))
        .group_by(Purchase.customer_id, there)
        .cte("each_day")
    )


def _middle_gaps(days: Days, each: CTE, since: date) -> CTE:
    """Of whoever has a habit the two middle gaps together; of an odd number the middle one counts twice."""
    gaps = _gaps(days, each, since)
    many, at = gaps.c.many, gaps.c.place
    is_middle = (at == (many + 1) // 2) | (at == many // 2 + 1)
    together = func.sum(gaps.c.gap * case((many % 2 == 1, 2), else_=1)).label("together")
    enough = many >= FEWEST_DAYS - 1
    return (
        select(gaps.c.customer_id, together)
        .where(is_middle, enough)
        .group_by(gaps.c.customer_id)
        .cte("middle_gaps")
    )


def _gaps(days: Days, each: CTE, since: date) -> Subquery:
    """Days from one day of buying to the next, after `since`, in order of their length."""
    its: Any = {"partition_by": each.c.customer_id}
    before = func.lag(each.c.day).over(**its, order_by=each.c.day).label("before")
    visits = select(each.c.customer_id, each.c.day, before).where(each.c.bought > 0, each.c.day > since)
    came = visits.subquery()
    gap = days.between(came.c.before, came.c.day).label("gap")
    gaps = select(came.c.customer_id, gap).where(came.c.before.is_not(None)).subquery()
    whose: Any = {"partition_by": gaps.c.customer_id}
    place = func.row_number().over(**whose, order_by=gaps.c.gap).label("place")
    many = func.count().over(**whose).label("many")
    return select(gaps.c.customer_id, gaps.c.gap, place, many).subquery()
