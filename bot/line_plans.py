"""What LINE's plans cost, as kept in line_plans.toml: nobody has to change the program for a new price."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Plan:
    """So many messages a month for so many baht, VAT not included."""

    name: str
    messages: int
    baht: Decimal
    each_more: Decimal | None
    """Baht of a message beyond these, at most; None where there are none to be had."""

    @property
    def a_message(self) -> Decimal:
        return self.baht / self.messages


@dataclass(frozen=True, slots=True)
class Prices:
    """All plans from the smallest on, as they were on the day they were looked up."""

    plans: Sequence[Plan]
    checked: date

    def of(self, limit: int) -> Plan:
        """Which plan an account has that allows so many messages a month: the largest that is not larger."""
        return next((one for one in reversed(self.plans) if one.messages <= limit), self.plans[0])

    def above(self, limit: int, needed: int) -> Plan | None:
        """The smallest paid plan that allows more than `limit`, and what is needed; None when none does."""
        larger = (one for one in self.plans if one.messages > limit and one.baht)
        return next((one for one in larger if one.messages >= needed or one.each_more is not None), None)

    def worth(self, limit: int, messages: int) -> Decimal:
        """What so many messages are worth in baht: by the account's plan, of a free one by the next."""
        plan = self.of(limit)
        if not plan.baht:
            plan = self.above(limit, 0) or plan
        return plan.a_message * messages

    def surcharge(self, limit: int, used: int, messages: int) -> Decimal:
        """What so many more messages cost beyond the plan's own, at most."""
        plan = self.of(limit)
        beyond = min(used + messages - plan.messages, messages)
        return (plan.each_more or Decimal()) * max(beyond, 0)


@cache
def prices() -> Prices:
    kept = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Prices(tuple(sorted(map(_plan, kept["plan"]), key=lambda one: one.messages)), kept["checked"])


def _plan(row: dict[str, Any]) -> Plan:
    more = row.get("each_more")
    return Plan(row["name"], row["messages"], Decimal(row["baht"]), None if more is None else Decimal(more))
