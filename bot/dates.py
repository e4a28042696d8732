"""From a moment as said to the moment kept: the workspace's days, and what may not be promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.context import Desk
from bot.language import When
from models.errors import PastDue


@dataclass(frozen=True, slots=True)
class Settled:
    """A day, a time if one was said, and what the reader should know about it."""

    day: date
    at: datetime | None
    part: str | None
    words: str
    moved_from: date | None = None
    """The day as counted, when it was off and the promise moved to the next working day."""
    off: bool = False
    """Said exactly, kept, and a day off."""
    other: date | datetime | None = None
    """The second common reading of the same words."""


def settle(desk: Desk, when: When) -> Settled:
    """The moment a follow-up is kept at; raises PastDue when it has gone by.

    An exact date stays even on a day off; a counted one (in 10 days) moves to the next working day.
    """
    day, off = when.day, not desk.calendar.is_working(when.day)
    if off and when.relative and day > desk.today:
        day = desk.calendar.next_working(day)
    at = desk.at(day, when.clock) if when.clock else None
    if day < desk.today or (at is not None and at <= desk.now):
        raise PastDue(when=desk.words.moment(day, at, desk.today))
    moved = when.day if day != when.day else None
    return Settled(day, at, when.part, when.words, moved, off and moved is None, when.other)


def happened(desk: Desk, when: When | None) -> datetime:
    """When something happened: now, unless another moment was said. A bare day keeps the day's noon."""
    if when is None or (when.day == desk.today and when.clock is None):
        return desk.now
    return min(desk.at(when.day, when.clock or time(12)), desk.now)
