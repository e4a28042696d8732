"""Clock times in words: บ่ายสอง, 9 โมงครึ่ง, สองทุ่ม, ตีห้า, เที่ยง, 14 นาฬิกา, and parts of the day."""

from __future__ import annotations

from datetime import time

from bot.language.dates.clock import Clock, hour_in_part, in_part, made, minutes
from bot.language.dates.clock_figures import colon, dotted
from bot.language.dates.figures import counts
from bot.language.numbers import Read, figures, whole
from bot.language.scanner import Tokens


def oclock(tokens: Tokens, at: int) -> Clock | None:
    """9 โมง, สิบโมงเช้าสิบสองนาที, ห้าโมงครึ่งตอนเย็น, 9-11 โมง."""
    hour = whole(tokens, at)
    if not hour or tokens.next(hour[1], "clock") != "oclock":
        return None
    end, part = _part_of_hour(tokens, hour[1] + 1)
    minute, end = minutes(tokens, end)
    if part is None:
        end, part = _part_of_hour(tokens, end)
    return hour_in_part(hour[0], minute, part, end)


def _part_of_hour(tokens: Tokens, at: int) -> tuple[int, str | None]:
    """The part of the day that says which โมง is meant; that of another clause does not."""
    part = tokens.next(at, "part")
    if part is None or tokens.next(at + 1, "which") == "this":
        return at, None
    return at + 1, part.split()[0]


def afternoon(tokens: Tokens, at: int) -> Clock | None:
    """บ่าย, บ่ายโมง, บ่ายสองสี่สิบห้า, บ่าย 3 ครึ่ง, บ่าย 2:30, ตอนบ่าย 2 โมง."""
    if tokens.tag(at, "clock") != "after_noon":
        return None
    if tokens.next(at + 1, "clock") == "oclock":
        minute, end = minutes(tokens, at + 2)
        return made(13, minute, end)
    if tokens.joined(at + 1) and (figured := colon(tokens, at + 1)):
        return in_part(figured, "afternoon")
    hour = _single_hour(tokens, at + 1)
    if not hour or hour[0] > 6:
        return None
    end = hour[1] + (tokens.next(hour[1], "clock") == "oclock")
    if end == hour[1] and counts(tokens, end):
        return None
    minute, end = minutes(tokens, end)
    return made(12 + hour[0], minute, end)


def _single_hour(tokens: Tokens, at: int) -> Read | None:
    """One figure or one digit word, since what follows may be the minutes (ตีสามสิบห้า is 3:15)."""
    if not tokens.joined(at):
        return None
    digit = tokens.tag(at, "digit")
    if digit is not None:
        return int(digit), at + 1
    said = figures(tokens, at)
    return said if said and 1 <= said[0] <= 12 else None


def before_dawn(tokens: Tokens, at: int) -> Clock | None:
    """ตี 1 to ตี 5; there is no ตีหก."""
    if tokens.tag(at, "clock") != "before_dawn":
        return None
    hour = _single_hour(tokens, at + 1)
    if not hour or not 1 <= hour[0] <= 5 or (tokens.tag(at + 1, "numeral") and counts(tokens, hour[1])):
        return None
    minute, end = minutes(tokens, hour[1])
    return made(hour[0], minute, end)


def after_dark(tokens: Tokens, at: int) -> Clock | None:
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
        return made(19, 0, end + 1)
    minute, end = minutes(tokens, end)
    return made(18 + (hour[0] if hour else 1), minute, end)


def noon(tokens: Tokens, at: int) -> Clock | None:
    """เที่ยง, เที่ยงครึ่ง, เที่ยงคืนสิบนาที: midnight is the coming one."""
    named = tokens.tag(at, "clock")
    if named not in ("noon", "midnight"):
        return None
    minute, end = minutes(tokens, at + 1)
    if named == "noon":
        return made(12, minute, end)
    return Clock(end, time(0, minute), midnight=True)


def hour24(tokens: Tokens, at: int) -> Clock | None:
    """14 นาฬิกา 30 นาที, 9 น."""
    hour = whole(tokens, at)
    if not hour or tokens.next(hour[1], "clock") != "hour24":
        return None
    minute, end = minutes(tokens, hour[1] + 1)
    if tokens.next(end, "numeral") == "number" and tokens[end].text == "00" and tokens.next(end + 1, "unit"):
        end += 2
    return made(hour[0], minute, end)


COUNTED = {"oclock": oclock, "hour24": hour24, "after_dark": after_dark}
"""How an hour is read by the word behind its number."""


def counted_hour(tokens: Tokens, at: int) -> Clock | None:
    """An hour by its number: 9 โมง, 14 นาฬิกา, สองทุ่ม."""
    hour = whole(tokens, at)
    rule = COUNTED.get(tokens.next(hour[1], "clock") or "") if hour else None
    return rule(tokens, at) if rule else None


def part_of_day(tokens: Tokens, at: int) -> Clock | None:
    """A part of the day by itself; with a clock behind it, that clock in this part (เช้า 10 โมง)."""
    value = tokens.tag(at, "part")
    if value is None:
        return None
    part, hour = value.split()
    end = at + 1
    if tokens.next(end, "which") == "this":
        end += 1
    exact = _clock_in(tokens, end, part) if tokens.joined(end) else None
    return exact or Clock(at + 1, part=part, around=time.fromisoformat(hour))


def _clock_in(tokens: Tokens, at: int, part: str) -> Clock | None:
    """A clock time said behind a part of the day."""
    hour = whole(tokens, at)
    if hour and tokens.next(hour[1], "clock") == "oclock":
        minute, end = minutes(tokens, hour[1] + 1)
        return hour_in_part(hour[0], minute, part, end)
    for rule in (colon, afternoon, after_dark, hour24):
        if found := rule(tokens, at):
            return in_part(found, part)
    return dotted(tokens, at, sure=True)
