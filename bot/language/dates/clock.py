"""A clock time as said, and what its figures and words share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from bot.language.dates.figures import counts
from bot.language.numbers import Read, whole
from bot.language.scanner import Tokens


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, or a part of it with its usual hour; `end` is the place after its words."""

    end: int
    at: time | None = None
    part: str | None = None
    around: time | None = None
    other: time | None = None
    """a second reading: 18:00 for a bare 6 โมง"""
    doubtful: bool = False
    """the readings are equally common, so the person is asked"""
    midnight: bool = False
    """the end of the day it is said of"""
    impossible: bool = False
    """said as a clock, but no clock shows it (25:00)"""


def made(hour: int, minute: int, end: int, other: time | None = None) -> Clock | None:
    """A clock time, refused if there is none (25:00)."""
    if hour == 24 and minute == 0:
        return Clock(end, time(0), midnight=True)
    return Clock(end, time(hour, minute), other=other) if hour < 24 and minute < 60 else None


def hour_in_part(hour: int, minute: int, part: str | None, end: int) -> Clock | None:
    """N โมง: 7–11 is the morning and 1–5 the afternoon, unless the part of the day is said; 6 is either."""
    if part == "morning" and 1 <= hour <= 5:
        return made(hour + 6, minute, end, other=time(hour, minute) if minute < 60 else None)
    if part in ("afternoon", "evening") and 1 <= hour <= 11:
        return made(hour + 12, minute, end)
    if part is None and 1 <= hour <= 5:
        return made(hour + 12, minute, end)
    found = made(hour, minute, end)
    if found and part is None and hour == 6:
        return replace(found, at=time(18, minute), other=time(6, minute), doubtful=True)
    return found


def in_part(found: Clock, part: str | None) -> Clock:
    """A clock of twelve hours in the part of the day said before it: เย็นนี้ 5 โมง."""
    if found.at is None or part is None:
        return found
    bare = found.at.hour - 12 if found.at.hour > 12 else found.at.hour
    moved = hour_in_part(bare, found.at.minute, part, found.end) if found.doubtful or found.other else None
    return moved or found


def minutes(tokens: Tokens, at: int) -> Read:
    """Minutes after an hour: ครึ่ง, สิบห้า(นาที), 30 นาที; none is 0."""
    if not tokens.joined(at):
        return 0, at
    if tokens.tag(at, "half"):
        return 30, at + 1
    said = whole(tokens, at)
    if not said or not 1 <= said[0] <= 59:
        return 0, at
    if tokens.next(said[1], "unit") == "minute":
        return said[0], said[1] + 1
    if tokens.tag(at, "numeral"):
        return (said[0], said[1]) if _bare_minutes(tokens, at, said[1]) else (0, at)
    return (said[0], said[1]) if tokens.glued(at) and not counts(tokens, said[1]) else (0, at)


def _bare_minutes(tokens: Tokens, at: int, end: int) -> bool:
    """10 โมง 30: two figures that count nothing else."""
    return len(tokens[at].text) == 2 and not counts(tokens, end) and not tokens.next(end, "month")


def closed(tokens: Tokens, found: Clock) -> Clock:
    """With the words that may end a clock time: ตรง, น., and the end of a span (10:00-12:00)."""
    end = found.end
    while tokens.next(end, "clock") in ("sharp", "hour24") and tokens.tag(end - 1, "clock") != "hour24":
        end += 1
    return replace(found, end=end)
