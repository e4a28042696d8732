"""Which day is said at a place: every way of saying one, the longest first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bot.language.dates import calendar, months, numbered, weekdays
from bot.language.dates.day import Day, On
from bot.language.dates.impossible import no_day
from bot.language.numbers import figures
from bot.language.scanner import Tokens

WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def day(tokens: Tokens, at: int) -> Day | None:
    """The day said at a place."""
    tags = tokens[at].tags
    for tag, rules in RULES.items():
        if tag in tags:
            for rule in rules:
                if found := rule(tokens, at):
                    return found
    return no_day(tokens, at)


def _named(tokens: Tokens, at: int) -> Day | None:
    """พรุ่งนี้, เมื่อวานซืน, day after tomorrow."""
    value = tokens.tag(at, "day")
    if value is None:
        return None
    days = timedelta(days=int(value))
    return Day(at + 1, lambda today, _: today + days, past=int(value) < 0)


def _moment(tokens: Tokens, at: int) -> Day | None:
    """เมื่อเช้า, เมื่อคืน, this morning."""
    value = tokens.tag(at, "moment")
    if value is None:
        return None
    back = timedelta(days=1 if value == "night" else 0)
    part = value if value in ("morning", "afternoon") else None
    return Day(at + 1, lambda today, _: today - back, past=True, part=part)


def _this_part(tokens: Tokens, at: int) -> Day | None:
    """เย็นนี้, คืนนี้, this afternoon, tonight: today, the part itself being read as a clock."""
    thai = tokens.tag(at, "part") and tokens.glued(at + 1) and tokens.tag(at + 1, "which") == "this"
    english = tokens.tag(at, "which") == "this" and tokens.next(at + 1, "part")
    if thai or english:
        return Day(at + 2, lambda today, _: today)
    return Day(at + 1, lambda today, _: today) if tokens.tag(at, "time") == "tonight" else None


def _quarter(tokens: Tokens, at: int) -> Day | None:
    """ไตรมาสหน้า: its first day; ไตรมาสนี้ and ไตรมาส 4: the last."""
    if number := _number_of_quarter(tokens, at):
        return _end_of_quarter(tokens, *number)
    if tokens.tag(at, "time") != "quarter":
        return None
    which = tokens.next(at + 1, "which")
    if which == "next":
        return Day(at + 2, lambda today, _: calendar.quarter_start(today, 1))
    if which == "last":
        return Day(at + 2, lambda today, _: calendar.quarter_start(today, -1), until=_last_quarter, past=True)
    return Day(at + 2, lambda today, _: calendar.quarter_end(today)) if which == "this" else None


def _edge_of_quarter(tokens: Tokens, at: int) -> Day | None:
    """สิ้นไตรมาส, สิ้นไตรมาสหน้า, end of next quarter: its last day."""
    english = tokens.tag(at + 1, "which") if tokens.tag(at + 2, "time") == "quarter" else None
    quarter = at + (2 if english else 1)
    if tokens.tag(at, "edge") != "end" or tokens.tag(quarter, "time") != "quarter":
        return None
    if number := _number_of_quarter(tokens, quarter):
        return _end_of_quarter(tokens, *number)
    which = english or tokens.next(quarter + 1, "which")
    if which not in (None, "this", "next"):
        return None
    ahead, behind = int(which == "next"), int(which is not None and english is None)
    return Day(
        quarter + 1 + behind, lambda today, _: calendar.quarter_end(calendar.quarter_start(today, ahead))
    )


def _last_quarter(today: date, _past: bool) -> date:
    return calendar.quarter_end(calendar.quarter_start(today, -1))


def _number_of_quarter(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """ไตรมาส 4, Q4: the number, and the place behind it."""
    word = tokens.tag(at, "time") or ""
    if word in ("q1", "q2", "q3", "q4"):
        return int(word[1]), at + 1
    number = figures(tokens, at + 1) if word == "quarter" else None
    return number if number and 1 <= number[0] <= 4 else None


def _end_of_quarter(tokens: Tokens, number: int, end: int) -> Day:
    """The last day of a quarter, of the year said behind it (Q1 ปีหน้า) or the next that comes."""
    month, last = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}[number]
    year = (
        months.STEPS.get(tokens.next(end + 1, "which") or "") if tokens.next(end, "unit") == "year" else None
    )
    if year is not None:
        return Day(end + 2, lambda today, _: date(today.year + year, month, last), past=year < 0)
    return Day(end, lambda today, past: calendar.annual(today, month, last, past=past))


def _every(tokens: Tokens, at: int) -> Day | None:
    """ทุกวันจันทร์, ทุกสิ้นเดือน, ทุกวันที่ 5, every monday, ทุกวัน."""
    if tokens.tag(at, "time") != "every" or not tokens.joined(at + 1):
        return None
    if tokens.tag(at + 1, "unit") == "day":
        return Day(at + 2, lambda today, _: today + timedelta(days=1), repeat="daily")
    if value := tokens.tag(at + 1, "weekday"):
        return Day(at + 2, _coming(int(value)), repeat=f"weekly:{WEEKDAY_CODES[int(value)]}")
    found = months.edge(tokens, at + 1) or numbered.numbered(tokens, at + 1)
    return None if found is None else Day(found.end, found.on, repeat=_monthly(tokens, at + 1))


def _coming(weekday: int) -> On:
    return lambda today, _: calendar.after(today, weekday)


def _monthly(tokens: Tokens, at: int) -> str:
    """monthly:last, monthly:1, monthly:5."""
    where = tokens.tag(at, "edge")
    if where == "end":
        return "monthly:last"
    return f"monthly:{months.EDGE_DAYS[where]}" if where else f"monthly:{int(tokens[at + 1].text)}"


Rule = Callable[[Tokens, int], Day | None]
RULES: dict[str, tuple[Rule, ...]] = {
    "day": (_named,),
    "moment": (_moment,),
    "after_holiday": (months.holiday,),
    "holiday": (months.holiday,),
    "time": (_every, _quarter, weekdays.weekend, numbered.numbered, _this_part),
    "which": (_this_part, weekdays.weekend, weekdays.week, weekdays.weekday, months.whole),
    "unit": (weekdays.sunday, weekdays.week, months.of_year, months.whole),
    "weekday": (weekdays.weekday,),
    "edge": (weekdays.week, months.edge, _edge_of_quarter),
    "end_of": (months.last_day,),
    "part": (_this_part,),
    "numeral": (numbered.numbered, numbered.dated, numbered.of_this_month),
    "month": (numbered.dated, months.of_year),
}
"""What may begin with a word of each tag, the longest first."""
