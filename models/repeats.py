"""Who orders again and again, how often, and who should have by now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.customer import Customer, CustomerKind
from models.purchase import Purchase
from models.workspace import Workspace

FEWEST_DAYS = 3
"""Purchases on so many different days make a habit; fewer say nothing."""
LATE_BY, LATE_DAYS = 1.5, 3
"""Late is who has been away for 1.5 times the usual gap, and at least three days more than it."""
LAPSED_BY = 6
"""Away for six times the usual gap: no order that is late but a customer who is gone."""
MEMORY = timedelta(days=400)
LARGEST = 50
"""So many of a person's customers are looked at, those who bought for most."""
ITEMS = 3


@dataclass(frozen=True, slots=True)
class Habit:
    """How one customer usually orders."""

    gap: int
    """Days from one order to the next: the median of their own."""
    last: date

    def days_since(self, today: date) -> int:
        return (today - self.last).days

    def is_late(self, today: date) -> bool:
        since = self.days_since(today)
        is_late = since > self.gap * LATE_BY and since > self.gap + LATE_DAYS
        return is_late and since <= self.gap * LAPSED_BY


@dataclass(frozen=True, slots=True)
class Late:
    """A customer who should have ordered again."""

    customer: Customer
    habit: Habit


def habit_of(days: Iterable[date]) -> Habit | None:
    """The habit that days of ordering make; several orders of one day are one."""
    ordered = sorted(set(days))
    if len(ordered) < FEWEST_DAYS:
        return None
    gaps = [(after - before).days for before, after in pairwise(ordered)]
    return Habit(gap=round(median(gaps)), last=ordered[-1])


def habit_at(session: Session, workspace: Workspace, customer: Customer, now: datetime) -> Habit | None:
    """How this customer usually orders."""
    return _habits(session, workspace, [customer.id], now).get(customer.id)


def usual_items(session: Session, customer: Customer) -> list[str]:
    """What they buy most often, most often first; what was bought once is not usual."""
    bought = Purchase.by(customer.workspace_id, customer.id).where(Purchase.returns_id.is_(None))
    said = session.scalars(bought.with_only_columns(Purchase.item).limit(LARGEST))
    counts = Counter(item for item in said if item)
    return [item for item, times in counts.most_common(ITEMS) if times > 1]


def late_orders(
    session: Session, workspace: Workspace, owner_id: int, now: datetime, limit: int
) -> list[Late]:
    """This person's business customers who usually order again sooner, those who bought for most first."""
    customers = session.scalars(
        select(Customer)
        .where(Customer.workspace_id == workspace.id, Customer.owner_id == owner_id)
        .where(Customer.deleted.is_(False), Customer.kind == CustomerKind.BUSINESS)
        .where(or_(Customer.rests_until.is_(None), Customer.rests_until <= workspace.day_of(now)))
        .where(Customer.purchase_count >= FEWEST_DAYS, Customer.last_purchase_at > now - MEMORY)
        .order_by(Customer.purchase_total.desc(), Customer.id)
        .limit(LARGEST)
    ).all()
    habits = _habits(session, workspace, [one.id for one in customers], now) if customers else {}
    today = workspace.day_of(now)
    late = (Late(one, habits[one.id]) for one in customers if one.id in habits)
    return [one for one in late if one.habit.is_late(today)][:limit]


def _habits(session: Session, workspace: Workspace, ids: Sequence[int], now: datetime) -> dict[int, Habit]:
    rows = session.execute(
        select(Purchase.customer_id, Purchase.occurred_at)
        .where(Purchase.workspace_id == workspace.id, Purchase.customer_id.in_(ids))
        .where(Purchase.occurred_at > now - MEMORY)
        .where(Purchase.deleted.is_(False), Purchase.returns_id.is_(None))
    )
    days: defaultdict[int, set[date]] = defaultdict(set)
    for customer_id, at in rows:
        days[customer_id or 0].add(workspace.day_of(at))
    return {one: habit for one, each in days.items() if (habit := habit_of(each)) is not None}
