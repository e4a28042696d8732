"""Every figure of docs/metrics.md about a shop, worked out again from that page row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from models.customer import Customer, CustomerTag
from models.purchase import Purchase
from models.workspace import Workspace


@dataclass
class ShopBooks:
    """All rows of one shop, and the moment at which it is asked about."""

    workspace: Workspace
    now: datetime
    customers: Sequence[Customer]
    purchases: Sequence[Purchase]
    tags: Sequence[CustomerTag]

    def day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.workspace.timezone)).date()

    def of(self, customer: Customer) -> list[Purchase]:
        """What stands of somebody's purchases and returns."""
        return [one for one in self.purchases if one.customer_id == customer.id and not one.deleted]

    def bought(self, customer: Customer) -> list[Purchase]:
        return [one for one in self.of(customer) if one.returns_id is None]

    # scores

    def scores(self, day: date) -> dict[int, tuple[Any, ...]]:
        """Of each: standing, days, baht, last day, gap; and recency, frequency and monetary."""
        found = {one.id: self._figures(one, day) for one in self.customers if self._is_scored(one)}
        known = {one: figures for one, figures in found.items() if figures is not None}
        return {
            one: (*figures, *(_score(at, figures, list(known.values())) for at in (3, 1, 2)))
            for one, figures in known.items()
        }

    def _is_scored(self, customer: Customer) -> bool:
        there = not customer.deleted and customer.erased_at is None
        return there and (self.workspace.selling == "b2c" or customer.kind == "b2c")

    def _figures(self, customer: Customer, day: date) -> tuple[str, int, Decimal, date, int | None] | None:
        days = sorted({self.day(one.occurred_at) for one in self.bought(customer)})
        days = [one for one in days if one <= day]
        if not days:
            return None
        spent = sum((one.amount for one in self.of(customer) if self.day(one.occurred_at) <= day), Decimal())
        gap = _usual_gap([one for one in days if (day - one).days < 400])
        return self._standing(days, gap, day), len(days), spent, days[-1], gap

    def _standing(self, days: list[date], gap: int | None, day: date) -> str:
        away, known, shop = (day - days[-1]).days, (day - days[0]).days, self.workspace
        told = {
            "lost": away >= shop.lost_days,
            "inactive": away >= shop.away_days,
            "at_risk": gap is not None and away > gap + 3 and away > gap * shop.risk_factor,
            "new": known < shop.new_days,
            "loyal": len(days) >= 5,
            "regular": len(days) >= 2,
            "once": True,
        }
        return next(name for name, holds in told.items() if holds)

    # what was sold over the counter

    def counter(self, days: tuple[date, date]) -> list[Purchase]:
        """Purchases and returns of these days, but for those of businesses where there are both."""
        business = {one.id for one in self.customers if one.kind == "b2b" and self.workspace.selling != "b2c"}
        there = (one for one in self.purchases if not one.deleted and one.customer_id not in business)
        return [one for one in there if days[0] <= self.day(one.occurred_at) <= days[1]]

    def baskets(self, days: tuple[date, date]) -> tuple[Decimal, int, Decimal | None, Decimal | None]:
        rows = self.counter(days)
        found: dict[Any, Decimal] = {}
        for one in rows:
            if one.returns_id is None:
                nameless = (one.occurred_at, one.member_id)
                key = (one.customer_id, self.day(one.occurred_at)) if one.customer_id else nameless
                found[key] = found.get(key, Decimal()) + one.amount
        values, sold = list(found.values()), sum((one.amount for one in rows), Decimal())
        average = sum(values, Decimal()) / len(values) if values else None
        return sold, len(values), average, median(values) if values else None

    def buyers(self, days: tuple[date, date]) -> tuple[int, set[int], int, Decimal | None]:
        """How many, the new ones, how many have come on more than one day, and the median gap."""
        came: dict[int, set[date]] = {}
        for one in self.counter(days):
            if one.customer_id and one.returns_id is None:
                came.setdefault(one.customer_id, set()).add(self.day(one.occurred_at))
        new, again, gaps = set(), 0, []
        for customer in (one for one in self.customers if one.id in came):
            ever = sorted({self.day(one.occurred_at) for one in self.bought(customer)})
            ever = [day for day in ever if day <= days[1]]
            again += len(ever) > 1
            gaps += [(after - before).days for before, after in pairwise(ever) if after >= days[0]]
            if ever[0] >= days[0]:
                new.add(customer.id)
        return len(came), new, again, Decimal(str(median(gaps))) if gaps else None

    def best(self, days: tuple[date, date]) -> dict[str, tuple[Decimal, int]]:
        found: dict[str, tuple[Decimal, int]] = {}
        for one in self.counter(days):
            baht, times = found.get(one.item.strip().lower(), (Decimal(), 0))
            found[one.item.strip().lower()] = (baht + one.amount, times + (one.returns_id is None))
        return {item: sums for item, sums in found.items() if item and sums[1]}

    # groups

    def audience(self, definition: dict[str, Any]) -> set[int]:
        there = [one for one in self.customers if not one.deleted and one.erased_at is None]
        return {one.id for one in there if all(self._holds(one, *each) for each in definition.items())}

    def _holds(self, customer: Customer, name: str, value: Any) -> bool:
        bought = self.bought(customer)
        last = max((one.occurred_at for one in bought), default=None)
        match name:
            case "bought":
                return any(value["item"] in one.item and self._is_within(one, value) for one in bought)
            case "spent":
                theirs = [one for one in self.of(customer) if self._is_within(one, value)]
                return sum((one.amount for one in theirs), Decimal()) > Decimal(value["over"])
            case "inactive_days":
                return last is not None and self.now - last > timedelta(days=value)
            case "bought_since" if value == "ever":
                return last is not None
            case "bought_since":
                return last is not None and last > datetime.fromisoformat(value)
            case "times":
                return len(bought) >= int(value)
            case "tag":
                return any(one.customer_id == customer.id and one.name == value for one in self.tags)
            case "birthday":
                return self._has_birthday(customer, value)
        raise AssertionError(name)

    def _is_within(self, purchase: Purchase, asked: Mapping[str, Any]) -> bool:
        """The last months go before the last day, week or month, and that before this one."""
        if months := asked.get("months"):
            return purchase.occurred_at >= self.now - timedelta(days=30 * months)
        day, today = self.day(purchase.occurred_at), self.day(self.now)
        match asked.get("last"):
            case "day":
                return today - day == timedelta(days=1)
            case "week":
                return day.isocalendar()[:2] == (today - timedelta(days=7)).isocalendar()[:2]
            case "month":
                before = today.replace(day=1) - timedelta(days=1)
                return (day.year, day.month) == (before.year, before.month)
        match asked.get("this"):
            case "day":
                return day >= today
            case "week":
                return day >= today or day.isocalendar()[:2] == today.isocalendar()[:2]
            case "month":
                return day >= today or (day.year, day.month) == (today.year, today.month)
            case _:
                return True

    def _has_birthday(self, customer: Customer, span: str | int) -> bool:
        born, today = customer.birthday, self.day(self.now)
        if born is None:
            return False
        if span == "day":
            return (born.month, born.day) == (today.month, today.day)
        if span == "week":
            days = [today + timedelta(days=ahead - today.weekday()) for ahead in range(7)]
            return (born.month, born.day) in [(day.month, day.day) for day in days]
        following = (today.replace(day=28) + timedelta(days=4)).month
        return born.month == {"month": today.month, "next_month": following}.get(str(span), span)


def _usual_gap(days: list[date]) -> int | None:
    gaps = [(after - before).days for before, after in pairwise(days)]
    return round(median(gaps)) if len(days) >= 3 else None


def _score(at: int, mine: tuple[Any, ...], everybody: list[tuple[Any, ...]]) -> int:
    """The fifth of the share that is worse, with half of those who are alike."""
    worse = sum(one[at] < mine[at] for one in everybody)
    alike = sum(one[at] == mine[at] for one in everybody)
    return 1 + int(Fraction(2 * worse + alike, 2 * len(everybody)) * 5)
