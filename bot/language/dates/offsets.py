"""Lengths of time from now: อีก 3 วัน, ในอีกสองสัปดาห์, 2 days ago, อีกชั่วโมงครึ่ง, อีกสองสามวัน."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.language.dates.calendar import plus_months
from bot.language.dates.day import Day
from bot.language.numbers import Read, whole
from bot.language.scanner import HIDDEN, Tokens


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time; `minutes` where it is shorter than a day."""

    end: int
    days: int = 0
    months: int = 0
    minutes: int = 0

    def shifted(self, day: date, sign: int) -> date:
        """That day so much later (or earlier), within what a calendar can hold."""
        try:
            return plus_months(day, sign * self.months) + timedelta(days=sign * self.days)
        except (ValueError, OverflowError):
            return day


@dataclass(frozen=True, slots=True)
class Offset:
    """A length of time from now: a day, or minutes for what is to the minute."""

    day: Day
    minutes: int | None = None


UNIT_DAYS = {"day": 1, "week": 7}
UNIT_MONTHS = {"month": 1, "year": 12}
UNIT_MINUTES = {"minute": 1, "hour": 60}
LONGEST = 1200
"""Units further than that are no date that anybody means."""


LENGTHS = frozenset(["time", "numeral", "digit", "place", "number_word", "half", "unit"])
"""Tags of the words that a length of time may begin with."""


def offset(tokens: Tokens, at: int) -> Offset | None:
    """A length of time that says from when it counts."""
    if LENGTHS.isdisjoint(tokens[at].tags):
        return None
    if tokens.tag(at, "time") == "a_day_or_two":
        return _made(Span(at + 1, days=2), 1)
    if tokens.tag(at, "time") == "ahead" and tokens.joined(at + 1):
        span = _span(tokens, at + 1) or _another(tokens, at)
        return None if span is None else _made(_joined(tokens, span), 1)
    return _counted_from_now(tokens, at) or _put_off(tokens, at)


GOES_ON = frozenset(["which", "month", "per_unit", "numeral", "digit", "number_word", "weekday"])
"""Tags of words with which a unit means something else: อีก เดือนหน้า, อีก เดือนมีนา."""


def _another(tokens: Tokens, at: int) -> Span | None:
    """อีกชั่วโมง, อีกเดือน: one; อีกวัน may be any other day."""
    unit = tokens.next(at + 1, "unit") if tokens[at].text == "อีก" and tokens.glued(at + 1) else None
    if unit in (None, "day", "minute") or tokens.follows(at + 2, GOES_ON):
        return None
    return _of(1, str(unit), at + 2)


def _put_off(tokens: Tokens, at: int) -> Offset | None:
    """snooze 1 hour, เลื่อน TTM ไป 2 วัน, ตาม 3 วัน: the length of time behind a word of moving or following."""
    before = at - 2 if tokens.tag(at - 1, "filler") or tokens.tag(at - 1, "link") else at - 1
    if tokens.tag(before, "reschedule") is None and not _follows(tokens, at):
        return None
    between = tokens.text[tokens[at - 1].end : tokens[at].start]
    span = None if between.strip(f" {HIDDEN}") else _span(tokens, at)
    return None if span is None else _made(_joined(tokens, span), 1)


def _follows(tokens: Tokens, at: int) -> bool:
    """ตาม 3 วัน, unlike ตามมา 3 วันแล้ว and ตาม 3 วันติด."""
    span = _span(tokens, at) if at > 0 and tokens.tag(at - 1, "follow") == "follow" else None
    if span is None or tokens.text[tokens[at - 1].end : tokens[at].start].strip(f" {HIDDEN}"):
        return False
    return not tokens.text[tokens[span.end - 1].end :].lstrip().startswith(("แล้ว", "ติด", "ก่อน", "ต่อ", "ละ"))


def _counted_from_now(tokens: Tokens, at: int) -> Offset | None:
    """3 วันก่อน, 2 สัปดาห์ที่แล้ว, a week ago, 3 days from now."""
    number = _number(tokens, at)
    unit_ago = tokens.next(number[1], "unit_ago") if number else None
    if number and unit_ago:
        return _made(_of(min(number[0], LONGEST), unit_ago, number[1] + 1), -1)
    span = _span(tokens, at)
    if span is None or not tokens.joined(span.end):
        return None
    said, which = tokens.tag(span.end, "time"), tokens.tag(span.end, "which")
    if said == "ago" or (which == "last" and tokens[span.end].text != "แล้ว"):
        return _made(Span(span.end + 1, span.days, span.months, span.minutes), -1)
    if said == "from_now":
        return _made(Span(span.end + 1, span.days, span.months, span.minutes), 1)
    return None


def _joined(tokens: Tokens, span: Span) -> Span:
    """1 ชั่วโมง 30 นาที."""
    more = _span(tokens, span.end) if span.minutes and tokens.joined(span.end) else None
    return Span(more.end, minutes=span.minutes + more.minutes) if more and more.minutes else span


def _made(span: Span, sign: int) -> Offset:
    day = Day(span.end, lambda today, _: span.shifted(today, sign), relative=True, past=sign < 0)
    return Offset(day, sign * span.minutes if span.minutes else None)


def _span(tokens: Tokens, at: int) -> Span | None:
    """A number and its unit; half an hour, an hour and a half, a year (ปีนึง)."""
    if tokens.tag(at, "half") and (unit := tokens.next(at + 1, "unit")):
        return _of_half(unit, at + 2)
    if tokens.tag(at, "unit") and not tokens.tag(at, "numeral"):
        return _of_one(tokens, at)
    number = _number(tokens, at)
    unit = tokens.next(number[1], "unit") if number else None
    if number is None or unit is None or not 0 < number[0] <= LONGEST:
        return None
    return _with_half(tokens, number[0], unit, number[1] + 1)


def _number(tokens: Tokens, at: int) -> Read | None:
    """The number of a span; of สองสามวัน and 2-3 วัน the larger, so that nobody is early."""
    if tokens.tag(at, "time") == "few":
        return (4 if "สี่" in tokens[at].text else 3), at + 1
    if tokens.tag(at, "numeral") == "range":
        last = tokens[at].text.split("-")[1].strip()
        return (int(last), at + 1) if last.isdigit() else None
    return whole(tokens, at)


def _of_half(unit: str, end: int) -> Span | None:
    if unit == "hour":
        return Span(end, minutes=30)
    return {"month": Span(end, days=15), "year": Span(end, months=6)}.get(unit)


def _of_one(tokens: Tokens, at: int) -> Span | None:
    """ชั่วโมงครึ่ง, ปีนึง, ชั่วโมงนึง."""
    unit = tokens.tag(at, "unit") or ""
    if tokens.next(at + 1, "digit") == "1" and tokens.glued(at + 1):
        return _of(1, unit, at + 2)
    if tokens.next(at + 1, "half"):
        return _with_half(tokens, 1, unit, at + 1)
    return None


def _with_half(tokens: Tokens, number: int, unit: str, end: int) -> Span:
    span = _of(number, unit, end)
    if not tokens.next(end, "half"):
        return span
    half = {
        "hour": Span(0, minutes=30),
        "month": Span(0, days=15),
        "year": Span(0, months=6),
        "week": Span(0, days=3),
    }
    more = half.get(unit, Span(0))
    return Span(end + 1, span.days + more.days, span.months + more.months, span.minutes + more.minutes)


def _of(number: int, unit: str, end: int) -> Span:
    return Span(
        end,
        days=number * UNIT_DAYS.get(unit, 0),
        months=number * UNIT_MONTHS.get(unit, 0),
        minutes=number * UNIT_MINUTES.get(unit, 0),
    )
