"""What is to be reached in a month, and how far one has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import Amount, MemberRef


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTarget(Intent):
    """What a person or the team is to reach in a month: baht, visits, contacts or customers."""

    name: ClassVar[str] = "set_target"
    rep: MemberRef | None = None
    scope: str | None = None
    """team: the manager's own; an owner's is the whole company."""
    team: int | None = None
    """The team named."""
    month: date | None = None
    measure: str | None = None
    count: int | None = None
    amount: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MyNumbers(Intent):
    """What the person has sold in a month, against the target; managers see their people too."""

    name: ClassVar[str] = "my_numbers"
    looks_up: ClassVar[bool] = True
    date_from: date | None = None
    """Any day of the month asked about; today's when none is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareSales(Intent):
    """`ยอดขายเดือนนี้เทียบเดือนที่แล้ว`: what was sold so far, beside the period before.

    `length`: day, week, month or quarter.
    """

    name: ClassVar[str] = "compare_sales"
    looks_up: ClassVar[bool] = True
    length: str = "month"
