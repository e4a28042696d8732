"""Months and years: เดือนหน้า, สิ้นเดือน, กลางเดือนธันวา, ต้นปีหน้า, mid december, end of year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.language.dates import calendar
from bot.language.dates.calendar import plus_months, year_of
from bot.language.dates.day import Day, On, which_before, which_is_said, which_of
from bot.language.dates.figures import year_behind
from bot.language.dates.numbered import in_month
from bot.language.numbers import figures
from bot.language.scanner import Tokens

LAST_DAY = 31
STEPS = {"next": 1, "this": 0, "last": -1}
EDGE_DAYS = {"start": 1, "middle": 15, "late": 25}
EDGES_OF_YEAR = {"start": (1, 1), "middle": (7, 1), "late": (12, 1), "end": (12, 31)}
Months = Callable[[date], int | None]
"""Months from today's; None is whichever comes next (or came last)."""


def edge(tokens: Tokens, at: int) -> Day | None:
    """The beginning, middle or end of a month or year."""
    which = tokens.tag(at, "edge")
    if which is None or not tokens.joined(at + 1):
        return None
    return _edge_of_month(tokens, which, at + 1) or _edge_of_year(tokens, which, at + 1)


def last_day(tokens: Tokens, at: int) -> Day | None:
    """month end, EOM, year-end."""
    match tokens.tag(at, "end_of"):
        case "month":
            return Day(at + 1, lambda today, past: _nearest_edge(today, "end", past=past))
        case "year":
            return Day(at + 1, lambda today, past: calendar.annual(today, 12, 31, past=past))
    return None


def _edge_of_month(tokens: Tokens, where: str, at: int) -> Day | None:
    """ต้น 1st, กลาง 15th, ปลาย 25th, สิ้น the last day."""
    found = _month_words(tokens, at)
    if found is None:
        return None
    months, end = found

    def on(today: date, past: bool) -> date | None:
        step = months(today)
        if step is None:
            return _nearest_edge(today, where, past=past)
        return _edge_day(plus_months(today.replace(day=1), step), where)

    return Day(end, on)


def _edge_day(first: date, where: str) -> date:
    return calendar.last_of_month(first) if where == "end" else first.replace(day=EDGE_DAYS[where])


def _nearest_edge(today: date, where: str, *, past: bool) -> date:
    first = today.replace(day=1)
    found = _edge_day(first, where)
    if past and found > today:
        return _edge_day(plus_months(first, -1), where)
    if not past and found < today:
        return _edge_day(plus_months(first, 1), where)
    return found


def _month_words(tokens: Tokens, at: int) -> tuple[Months, int] | None:
    """เดือนหน้า, เดือนนี้, เดือน, เดือนธันวา, ธันวา, next month."""
    lead, here = which_before(tokens, at)
    if tokens.tag(here, "unit") == "month":
        named = None if lead else tokens.next(here + 1, "month")
        if named:
            return _by_name(int(named)), here + 2
        which, end = which_of(tokens, here + 1, lead)
        step = STEPS[which] if which else None
        return (lambda _today: step), end
    name = tokens.tag(here, "month")
    return (_by_name(int(name)), here + 1) if name else None


def _by_name(month: int) -> Months:
    return lambda today: (month - today.month) % 12


def _edge_of_year(tokens: Tokens, where: str, at: int) -> Day | None:
    """ต้นปี 1 January, กลางปี 1 July, ปลายปี 1 December, สิ้นปี 31 December."""
    lead, here = which_before(tokens, at)
    if tokens.tag(here, "unit") != "year":
        return None
    which, end = which_of(tokens, here + 1, lead)
    month, number = EDGES_OF_YEAR[where]
    if which is None:
        return Day(end, lambda today, past: calendar.annual(today, month, number, past=past))
    step = STEPS[which]
    return Day(end, lambda today, _: date(today.year + step, month, number))


def whole(tokens: Tokens, at: int) -> Day | None:
    """เดือนหน้า and ปีหน้า: the same day, clamped; เดือนหน้าวันที่ 10 that day."""
    lead, here = which_before(tokens, at)
    unit = tokens.tag(here, "unit")
    if unit not in ("month", "year"):
        return None
    which, end = which_of(tokens, here + 1, lead)
    if which not in ("next", "last") or not which_is_said(tokens, here, end):
        return None
    step = STEPS[which]
    if unit == "month" and tokens.next(end, "time") == "dayth" and (number := figures(tokens, end + 1)):
        return in_month(number[0], step, number[1])
    return _same_day(step if unit == "month" else step * 12, end)


def of_year(tokens: Tokens, at: int) -> Day | None:
    """มีนาปีหน้า, เดือนมีนาปีหน้า: its first day."""
    here = at + 1 if tokens.tag(at, "unit") == "month" and tokens.joined(at + 1) else at
    name, step = tokens.tag(here, "month"), STEPS.get(tokens.next(here + 2, "which") or "")
    if name is None:
        return None
    if step is None or tokens.next(here + 1, "unit") != "year":
        return _of_numbered_year(tokens, int(name), here + 1)
    return Day(here + 3, lambda today, _: date(today.year + step, int(name), 1), past=step < 0)


def _of_numbered_year(tokens: Tokens, month: int, at: int) -> Day | None:
    """ม.ค. 70, มกราคม 2570: all of it; two figures that are a day of a month are none of a year."""
    year, end = year_behind(tokens, at)
    if year is None or (len(year) == 2 and int(year) <= LAST_DAY):
        return None

    def first(today: date, _past: bool) -> date:
        return date(year_of(year, today.year), month, 1)

    return Day(end, first, until=lambda today, past: calendar.last_of_month(first(today, past)))


def _same_day(months: int, end: int) -> Day:
    first_of: On = lambda today, _: plus_months(today.replace(day=1), months)  # noqa: E731
    return Day(
        end,
        lambda today, _: plus_months(today, months),
        relative=True,
        other=first_of if months == 1 else None,
        past=months < 0,
    )


def holiday(tokens: Tokens, at: int) -> Day | None:
    """หลังสงกรานต์, หลังปีใหม่: the first working day after; วันปีใหม่ the day itself."""
    if said := tokens.tag(at, "after_holiday"):
        return Day(at + 1, _after_holiday(*_month_and_day(said)))
    if said := tokens.tag(at, "holiday"):
        month, number = _month_and_day(said)
        return Day(at + 1, lambda today, past: calendar.annual(today, month, number, past=past))
    return None


def _month_and_day(said: str) -> tuple[int, int]:
    month, number = said.split("-")
    return int(month), int(number)


def _after_holiday(month: int, number: int) -> On:
    def on(today: date, past: bool) -> date | None:
        last_off = calendar.annual(today, month, number, past=past)
        return None if last_off is None else calendar.first_working_day_after(last_off)

    return on
