"""From a moment as said to the moment kept: the workspace's days, and what may not be promised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.context import Desk
from bot.language import When
from models.errors import LongAgo, PastDue, StillAhead

MORNING, EVENING = time(9), time(17)
"""What a tap on “tomorrow” or “this evening” promises to the minute."""
NOON = time(12)
"""Stands for a day on which something happened at a time nobody said."""
EARLY = timedelta(minutes=30)
"""People log on their way out of the door: the visit "at three" is typed at a quarter to."""
MEMORY = timedelta(days=366)
PART_ENDS = {"morning": time(12), "afternoon": time(18)}
"""From then on that part of today has gone by; an evening lasts as long as its day."""


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
    repeats: bool = False
    """Said of every week or month; only the first time is kept."""


def settle(desk: Desk, when: When) -> Settled:
    """The moment a follow-up is kept at; raises PastDue when it has gone by.

    An exact date stays even on a day off; a counted one (in 10 days) moves to the next working day.
    """
    day, off = when.day, not desk.calendar.is_working(when.day)
    if off and when.relative and day > desk.today:
        day = desk.calendar.next_working(day)
    at = desk.at(day, when.clock) if when.clock else None
    if day < desk.today or (at is not None and at <= desk.now) or _part_has_passed(desk, when, day):
        raise PastDue(when=_as_said(desk, when, day, at))
    moved = when.day if day != when.day else None
    off = off and moved is None
    return Settled(day, at, when.part, when.words, moved, off, when.other, when.repeat is not None)


def _part_has_passed(desk: Desk, when: When, day: date) -> bool:
    """This morning, said in the afternoon: nobody would be reminded of it any more."""
    if day > desk.today or when.clock is not None:
        return False
    ends = PART_ENDS.get(when.part or "")
    return ends is not None and desk.now.time() >= ends


def _as_said(desk: Desk, when: When, day: date, at: datetime | None) -> str:
    text = desk.words.moment(day, at, desk.today)
    return text if at is not None or not when.part else f"{text} {desk.words(f'dates.{when.part}')}"


def at_the_same_time(desk: Desk, when: When, due_on: date, due_at: datetime | None) -> When:
    """Another day alone keeps the time of day that was promised before; another clock alone keeps the day."""
    if not when.day_said:
        return replace(when, day=due_on)
    if when.clock is not None or when.part is not None or due_at is None:
        return when
    return replace(when, clock=desk.local(due_at).time())


def tomorrow(desk: Desk) -> date:
    """The next working day."""
    return desk.calendar.next_working(desk.today + timedelta(days=1))


def next_week(desk: Desk) -> date:
    """A week from now, on a working day."""
    return desk.calendar.next_working(desk.today + timedelta(days=7))


def monday(desk: Desk) -> date:
    """The Monday ahead, or the first working day after it."""
    return desk.calendar.next_working(desk.today + timedelta(days=7 - desk.today.weekday()))


def happened(desk: Desk, when: When | None) -> datetime:
    """When something happened: now, unless another moment was said. A bare day keeps the day's noon.

    Raises StillAhead for a moment to come, LongAgo for one that can only be a slip of the year.
    """
    if when is None or (when.day == desk.today and when.clock is None):
        return desk.now
    at = desk.at(when.day, when.clock or NOON)
    said = desk.words.moment(when.day, when.clock, desk.today)
    if at > desk.now + EARLY:
        raise StillAhead(when=said)
    if at < desk.now - MEMORY:
        raise LongAgo(when=said)
    return min(at, desk.now)
