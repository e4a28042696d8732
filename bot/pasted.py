"""The lines of a pasted report, and which of them can be stored as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.context import Context, Desk
from bot.intents.activities import LogActivity, LogDay
from bot.intents.followups import SetReminder
from bot.intents.keeping import from_json
from bot.language import When
from bot.names import visible_among
from models.customer import Customer


@dataclass(frozen=True, slots=True)
class Line:
    """One line as read; `customer` only when it is sure and this person's to see."""

    said: str
    intent: LogActivity | SetReminder | None
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
    intent = read if isinstance(read, LogActivity | SetReminder) else None
    known = intent.customer.id if intent is not None and intent.customer is not None else None
    found = visible_among(ctx, (known,)) if known is not None else []
    is_past = intent is not None and _is_past(ctx, intent)
    return Line(entry["said"], intent, found[0] if found else None, is_past)


def _is_past(desk: Desk, said: LogActivity | SetReminder) -> bool:
    """Would the moments in this line be refused?"""
    if isinstance(said, SetReminder) and said.follow_up_at is None:
        return True
    happened = said.occurred_at if isinstance(said, LogActivity) else None
    too_early = happened is not None and happened.day > desk.today
    return too_early or (said.follow_up_at is not None and _has_passed(desk, said.follow_up_at))


def _has_passed(desk: Desk, when: When) -> bool:
    at = desk.at(when.day, when.clock) if when.clock else None
    return when.day < desk.today or (at is not None and at <= desk.now)
