"""Clock times: 14.00 น., บ่ายสอง, 9 โมงครึ่ง, สองทุ่ม, ตีห้า, 3pm, and parts of the day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time

from bot.language.numbers import Read, figures, whole
from bot.language.scanner import Tokens

HOURS_DOTTED = re.compile(r"(\d{1,2})\.(\d{2})\Z")


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


def clock(tokens: Tokens, at: int, *, after_day: bool = False) -> Clock | None:
    """The clock time said at a place; after a day, 15.30 is a time even without น."""
    tags = tokens[at].tags
    for tag, rules in RULES.items():
        if tag in tags:
            for rule in rules:
                if found := rule(tokens, at):
                    return _closed(tokens, found)
    return _dotted(tokens, at, sure=after_day)


def _closed(tokens: Tokens, found: Clock) -> Clock:
    """With the words that may end a clock time: ตรง, น., and the end of a span (10:00-12:00)."""
    end = found.end
    while tokens.next(end, "clock") in ("sharp", "hour24") and tokens.tag(end - 1, "clock") != "hour24":
        end += 1
    return replace(found, end=end)


def _made(hour: int, minute: int, end: int, other: time | None = None) -> Clock | None:
    """A clock time, refused if there is none (25:00)."""
    if hour == 24 and minute == 0:
        return Clock(end, time(0), midnight=True)
    return Clock(end, time(hour, minute), other=other) if hour < 24 and minute < 60 else None


def _colon(tokens: Tokens, at: int) -> Clock | None:
    if tokens.tag(at, "numeral") != "hms":
        return None
    hour, minute = (int(figure) for figure in tokens[at].text.split(":")[:2])
    return _with_half(tokens, hour, minute, at + 1)


def _with_half(tokens: Tokens, hour: int, minute: int, end: int) -> Clock | None:
    """With am, pm or a part of the day behind figures."""
    half = tokens.next(end, "clock")
    if half not in ("am", "pm"):
        return _made(hour, minute, end)
    if not 1 <= hour <= 12:
        return _made(hour, minute, end + 1)
    return _made(hour % 12 + (12 if half == "pm" else 0), minute, end + 1)


def _dotted(tokens: Tokens, at: int, *, sure: bool) -> Clock | None:
    """14.00 น., 9.30 pm: figures with a point are a time only among words of time."""
    found = HOURS_DOTTED.match(tokens[at].text) if tokens.tag(at, "numeral") == "number" else None
    if not found:
        return None
    named = tokens.next(at + 1, "clock") in ("hour24", "am", "pm", "sharp")
    led = tokens.tag(at - 1, "time") == "at" and tokens[at - 1].text in ("เวลา", "at") and tokens.joined(at)
    spans = (
        tokens.next(at + 1, "time") == "to" and tokens.joined(at + 2) and _dotted(tokens, at + 2, sure=sure)
    )
    if not (named or spans or ((sure or led) and not counts_something(tokens, at + 1))):
        return None
    made = _with_half(tokens, int(found[1]), int(found[2]), at + 1)
    return _closed(tokens, made) if made else None


def counts_something(tokens: Tokens, at: int) -> bool:
    """Whether the token there makes the number before it money or a count."""
    return any(tokens.next(at, tag) for tag in ("place", "scale", "money", "counted", "percent", "unit"))


def _meridiem(tokens: Tokens, at: int) -> Clock | None:
    """3pm, 10 am, 3 o'clock."""
    hour = figures(tokens, at)
    if hour and tokens.next(hour[1], "clock") in ("am", "pm"):
        return _with_half(tokens, hour[0], 0, hour[1])
    if hour and tokens.next(hour[1], "clock") == "sharp" and tokens[hour[1]].text[0] == "o":
        return _in_part(hour[0], 0, None, hour[1] + 1)
    return None


def _past(tokens: Tokens, at: int) -> Clock | None:
    """half past 3 pm, quarter to ten."""
    minutes = {"half_past": 30, "quarter_past": 15, "quarter_to": -15}.get(tokens.tag(at, "clock") or "")
    hour = whole(tokens, at + 1) if minutes else None
    if not hour or not minutes:
        return None
    base = _with_half(tokens, hour[0], 0, hour[1])
    if not base or base.at is None:
        return None
    total = (base.at.hour * 60 + minutes) % (24 * 60)
    return replace(base, at=time(*divmod(total, 60)))


def _oclock(tokens: Tokens, at: int) -> Clock | None:
    """9 โมง, สิบโมงเช้าสิบสองนาที, ห้าโมงครึ่งตอนเย็น, 9-11 โมง."""
    hour = whole(tokens, at)
    if not hour or tokens.next(hour[1], "clock") != "oclock":
        return None
    end, part = _part_of_hour(tokens, hour[1] + 1)
    minute, end = _minutes(tokens, end)
    if part is None:
        end, part = _part_of_hour(tokens, end)
    return _in_part(hour[0], minute, part, end)


def _part_of_hour(tokens: Tokens, at: int) -> tuple[int, str | None]:
    """The part of the day that says which โมง is meant; that of another clause does not."""
    part = tokens.next(at, "part")
    if part is None or tokens.next(at + 1, "which") == "this":
        return at, None
    return at + 1, part.split()[0]


def in_part(found: Clock, part: str | None) -> Clock:
    """A clock of twelve hours in the part of the day said before it: เย็นนี้ 5 โมง."""
    if found.at is None or part is None:
        return found
    bare = found.at.hour - 12 if found.at.hour > 12 else found.at.hour
    made = _in_part(bare, found.at.minute, part, found.end) if found.doubtful or found.other else None
    return made or found


def _in_part(hour: int, minute: int, part: str | None, end: int) -> Clock | None:
    """N โมง: 7–11 is the morning and 1–5 the afternoon, unless the part of the day is said; 6 is either."""
    if part == "morning" and 1 <= hour <= 5:
        return _made(hour + 6, minute, end, other=time(hour, minute) if minute < 60 else None)
    if part in ("afternoon", "evening") and 1 <= hour <= 11:
        return _made(hour + 12, minute, end)
    if part is None and 1 <= hour <= 5:
        return _made(hour + 12, minute, end)
    made = _made(hour, minute, end)
    if made and part is None and hour == 6:
        return replace(made, at=time(18, minute), other=time(6, minute), doubtful=True)
    return made


def _minutes(tokens: Tokens, at: int) -> Read:
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
    return (said[0], said[1]) if tokens.glued(at) and not counts_something(tokens, said[1]) else (0, at)


def _bare_minutes(tokens: Tokens, at: int, end: int) -> bool:
    """10 โมง 30: two figures that count nothing else."""
    return len(tokens[at].text) == 2 and not counts_something(tokens, end) and not tokens.next(end, "month")


def _afternoon(tokens: Tokens, at: int) -> Clock | None:
    """บ่าย, บ่ายโมง, บ่ายสองสี่สิบห้า, บ่าย 3 ครึ่ง, ตอนบ่าย 2 โมง."""
    if tokens.tag(at, "clock") != "after_noon":
        return None
    if tokens.next(at + 1, "clock") == "oclock":
        minute, end = _minutes(tokens, at + 2)
        return _made(13, minute, end)
    hour = _single_hour(tokens, at + 1)
    if not hour or hour[0] > 6:
        return None
    end = hour[1] + (tokens.next(hour[1], "clock") == "oclock")
    if end == hour[1] and counts_something(tokens, end):
        return None
    minute, end = _minutes(tokens, end)
    return _made(12 + hour[0], minute, end)


def _single_hour(tokens: Tokens, at: int) -> Read | None:
    """One figure or one digit word, since what follows may be the minutes (ตีสามสิบห้า is 3:15)."""
    if not tokens.joined(at):
        return None
    digit = tokens.tag(at, "digit")
    if digit is not None:
        return int(digit), at + 1
    said = figures(tokens, at)
    return said if said and 1 <= said[0] <= 12 else None


def _before_dawn(tokens: Tokens, at: int) -> Clock | None:
    """ตี 1 to ตี 5; there is no ตีหก."""
    if tokens.tag(at, "clock") != "before_dawn":
        return None
    hour = _single_hour(tokens, at + 1)
    if (
        not hour
        or not 1 <= hour[0] <= 5
        or (tokens.tag(at + 1, "numeral") and counts_something(tokens, hour[1]))
    ):
        return None
    minute, end = _minutes(tokens, hour[1])
    return _made(hour[0], minute, end)


def _after_dark(tokens: Tokens, at: int) -> Clock | None:
    """ทุ่ม, ทุ่มครึ่ง, สองทุ่ม to ห้าทุ่ม; there is no หกทุ่ม."""
    hour = whole(tokens, at)
    end = hour[1] if hour else at
    if (tokens.next(end, "clock") if hour else tokens.tag(end, "clock")) != "after_dark":
        return None
    if hour and not 1 <= hour[0] <= 5:
        return None
    if not hour and tokens.glued(at) and (tokens.tag(at - 1, "digit") or tokens.tag(at - 1, "numeral")):
        return None
    end += 1
    if not hour and tokens.glued(end) and tokens.tag(end, "digit") == "1":
        return _made(19, 0, end + 1)
    minute, end = _minutes(tokens, end)
    return _made(18 + (hour[0] if hour else 1), minute, end)


def _noon(tokens: Tokens, at: int) -> Clock | None:
    """เที่ยง, เที่ยงครึ่ง, เที่ยงคืนสิบนาที: midnight is the coming one."""
    named = tokens.tag(at, "clock")
    if named not in ("noon", "midnight"):
        return None
    minute, end = _minutes(tokens, at + 1)
    if named == "noon":
        return _made(12, minute, end)
    return Clock(end, time(0, minute), midnight=True)


def _hour24(tokens: Tokens, at: int) -> Clock | None:
    """14 นาฬิกา 30 นาที, 9 น."""
    hour = whole(tokens, at)
    if not hour or tokens.next(hour[1], "clock") != "hour24":
        return None
    minute, end = _minutes(tokens, hour[1] + 1)
    if tokens.next(end, "numeral") == "number" and tokens[end].text == "00" and tokens.next(end + 1, "unit"):
        end += 2
    return _made(hour[0], minute, end)


def _part(tokens: Tokens, at: int) -> Clock | None:
    """A part of the day by itself; with a clock behind it, that clock in this part (เช้า 10 โมง)."""
    value = tokens.tag(at, "part")
    if value is None:
        return None
    part, hour = value.split()
    end = at + 1
    if tokens.next(end, "which") == "this":
        end += 1
    exact = clock_in(tokens, end, part) if tokens.joined(end) else None
    return exact or Clock(at + 1, part=part, around=time.fromisoformat(hour))


def clock_in(tokens: Tokens, at: int, part: str) -> Clock | None:
    """A clock time said behind a part of the day."""
    hour = whole(tokens, at)
    if hour and tokens.next(hour[1], "clock") == "oclock":
        minute, end = _minutes(tokens, hour[1] + 1)
        return _in_part(hour[0], minute, part, end)
    for rule in (_colon, _afternoon, _after_dark, _hour24):
        if found := rule(tokens, at):
            return found
    return _dotted(tokens, at, sure=True)


Rule = Callable[[Tokens, int], Clock | None]
COUNTED_HOUR = (_oclock, _hour24, _after_dark)
RULES: dict[str, tuple[Rule, ...]] = {
    "numeral": (_colon, _meridiem, *COUNTED_HOUR),
    "digit": COUNTED_HOUR,
    "place": COUNTED_HOUR,
    "number_word": (_meridiem, _oclock),
    "clock": (_past, _afternoon, _before_dawn, _after_dark, _noon),
    "part": (_part,),
}
"""What may begin with a word of each tag."""
