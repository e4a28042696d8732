"""Who is in a group of customers: the one place where a definition kept as JSON becomes a query.

`Segment.conditions` and `Promotion.segment` hold the same kind of definition: a name of `CONDITIONS` and its
value each, all of which must hold. Each condition looks for one customer at a time, by an index, so that the
query may stand by itself or be asked of somebody known (`audience(...).where(Customer.id == ...).exists()`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.sql import Select

from models.customer import Customer, CustomerTag
from models.purchase import Purchase
from models.rollups import Span
from models.segment import CustomerScore
from models.workspace import Workspace

MONTH = timedelta(days=30)
"""Of "bought cement in 6 months"; not a calendar's."""
EVER = "ever"
"""Instead of a moment: whoever has bought at all."""
CHAMPIONS, TOP = "champions", 4
"""Whose three scores all reach it."""
NEXT_MONTH = "next_month"
"""Of birthdays: the month after today's."""
Definition = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """When the question is asked, and what day it is there."""

    workspace: Workspace
    today: date
    now: datetime


def audience(workspace: Workspace, definition: Definition, now: datetime) -> Select[Customer]:
    """The customers for whom every condition holds, in no order; everybody when there is none.

    Whoever was erased at their own wish is in no group.
    """
    asked = Asked(workspace, workspace.day_of(now), now)
    return (
        select(Customer)
        .where(Customer.workspace_id == workspace.id, Customer.deleted.is_(False))
        .where(Customer.erased_at.is_(None))
        .where(*(CONDITIONS[name](value, asked) for name, value in sorted(definition.items())))
    )


def _birthday(span: str | int, asked: Asked) -> ColumnElement[bool]:
    """Of this month, of the next, or of one by its number; with `week` and `day` of this week and today."""
    if span == "day":
        return _born_on(asked.today)
    if span == Span.WEEK:
        monday = Span.WEEK.first(asked.today)
        return or_(*(_born_on(monday + timedelta(days=ahead)) for ahead in range(7)))
    return func.extract("month", Customer.birthday) == month_of_birthdays(span, asked.today)


def _born_on(day: date) -> ColumnElement[bool]:
    """Who was born on 29 February has it on the 28th too."""
    of_month = func.extract("month", Customer.birthday) == day.month
    return of_month & func.extract("day", Customer.birthday).in_(_days_kept_on(day))


def month_of_birthdays(span: str | int, today: date) -> int:
    """January is 1; `next_month` is the one after today's."""
    if isinstance(span, int):
        return span
    return today.month % 12 + 1 if span == NEXT_MONTH else today.month


def _days_kept_on(today: date) -> list[int]:
    is_last_of_february = (today.month, (today + timedelta(days=1)).day) == (2, 1)
    return sorted({today.day, 29}) if is_last_of_february else [today.day]


def _bought(wanted: Definition | list[Definition], asked: Asked) -> ColumnElement[bool]:
    """Something with that word in its name, ever or lately; of several goods each."""
    goods = wanted if isinstance(wanted, list) else [wanted]
    return and_(*(_bought_one(one, asked) for one in goods))


def _bought_one(wanted: Definition, asked: Asked) -> ColumnElement[bool]:
    named = Purchase.item.icontains(wanted["item"], autoescape=True)
    return _purchases(wanted, asked, Purchase.id).where(named, Purchase.returns_id.is_(None)).exists()


def _spent(wanted: Definition, asked: Asked) -> ColumnElement[bool]:
    """More than so many baht, less what was brought back, ever or lately."""
    over = Decimal(wanted["over"])
    if _days(wanted, asked) == (None, None):
        return Customer.purchase_total > over
    total = func.coalesce(func.sum(Purchase.amount, type_=Purchase.amount.type), Decimal(0))
    spent: ColumnElement[bool] = _purchases(wanted, asked, total).scalar_subquery() > over
    return spent


def _purchases(wanted: Definition, asked: Asked, column: Any) -> Select[Any]:
    """A customer's purchases and returns of the time that is asked about."""
    theirs = (
        select(column)
        .where(Purchase.workspace_id == Customer.workspace_id, Purchase.customer_id == Customer.id)
        .where(Purchase.deleted.is_(False))
        .correlate(Customer)
    )
    since, until = _days(wanted, asked)
    if since is not None:
        theirs = theirs.where(Purchase.occurred_at >= since)
    return theirs if until is None else theirs.where(Purchase.occurred_at < until)


def _days(wanted: Definition, asked: Asked) -> tuple[datetime | None, datetime | None]:
    """From so many months back on; the last day, week or month; from where this one began on; or ever."""
    starts = asked.workspace.start_of
    if months := wanted.get("months"):
        return asked.now - MONTH * int(months), None
    if last := wanted.get("last"):
        end = Span(last).first(asked.today)
        return starts(Span(last).first(end - timedelta(days=1))), starts(end)
    this = wanted.get("this")
    return (starts(Span(this).first(asked.today)) if this else None), None


def _bought_since(moment: str, _asked: Asked) -> ColumnElement[bool]:
    if moment == EVER:
        return Customer.last_purchase_at.is_not(None)
    return Customer.last_purchase_at > datetime.fromisoformat(moment)


def _inactive(days: int, asked: Asked) -> ColumnElement[bool]:
    """Bought at some time, but not for so many days."""
    return Customer.last_purchase_at < asked.now - timedelta(days=days)


def _times(count: int, _asked: Asked) -> ColumnElement[bool]:
    """At least so many purchases."""
    return Customer.purchase_count >= count


def _score(name: str, _asked: Asked) -> ColumnElement[bool]:
    """As of the last refresh."""
    its = select(CustomerScore.customer_id).where(CustomerScore.customer_id == Customer.id)
    its = its.correlate(Customer)
    if name == CHAMPIONS:
        scores = (CustomerScore.recency, CustomerScore.frequency, CustomerScore.monetary)
        return its.where(*(one >= TOP for one in scores)).exists()
    return its.where(CustomerScore.segment == name).exists()


def _tag(name: str, _asked: Asked) -> ColumnElement[bool]:
    its = select(CustomerTag.id).where(CustomerTag.customer_id == Customer.id, CustomerTag.name == name)
    return its.where(CustomerTag.deleted.is_(False)).correlate(Customer).exists()


CONDITIONS: dict[str, Callable[[Any, Asked], ColumnElement[bool]]] = {
    "birthday": _birthday,
    "bought": _bought,
    "bought_since": _bought_since,
    "inactive_days": _inactive,
    "score": _score,
    "spent": _spent,
    "tag": _tag,
    "times": _times,
}
"""What a definition may ask for."""
