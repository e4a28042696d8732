"""The lines of a pasted report, and which of them can be stored as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.context import Context, Desk
from bot.intents.activities import LogActivity, LogDay
from bot.intents.followups import SetReminder
from bot.intents.keeping import from_json
from bot.intents.purchases import LogPayment, RecordPurchase
from bot.language import When
from bot.names import visible_among
from models.customer import Customer

Entry = LogActivity | SetReminder | RecordPurchase | LogPayment
"""What one line of a day can tell of."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as read; `customer` only when it is sure and this person's to see."""

    said: str
    intent: Entry | None
    customer: Customer | None
    is_past: bool
    """Its next step lies behind, which nobody can promise."""

    @property
    def is_clear(self) -> bool:
        return self.intent is not None and self.customer is not None and not self.is_past


def lines_of(ctx: Context, said: LogDay) -> list[Line]:
    return [_line(ctx, entry) for entry in said.entries]


def _line(ctx: Context, entry: dict[str, Any]) -> Line:
    read = from_json(entry["intent"]) if entry["intent"] else None
    intent = read if isinstance(read, Entry) and not _has_no_sum(read) else None
    known = intent.customer.id if intent is not None and intent.customer is not None else None
    found = visible_among(ctx, (known,)) if known is not None else []
    is_past = intent is not None and _is_past(ctx, intent)
    return Line(entry["said"], intent, found[0] if found else None, is_past)


def _has_no_sum(said: Entry) -> bool:
    """A purchase by the price of one alone: what it comes to is asked about by itself."""
    return isinstance(said, RecordPurchase) and said.amount is None


def _is_past(desk: Desk, said: Entry) -> bool:
    """Would the moments in this line be refused?"""
    if isinstance(said, SetReminder) and said.follow_up_at is None:
        return True
    happened = None if isinstance(said, SetReminder) else said.occurred_at
    too_early = happened is not None and happened.day > desk.today
    planned = None if isinstance(said, LogPayment) else said.follow_up_at
    return too_early or (planned is not None and _has_passed(desk, planned))


def _has_passed(desk: Desk, when: When) -> bool:
    at = desk.at(when.day, when.clock) if when.clock else None
    return when.day < desk.today or (at is not None and at <= desk.now)
