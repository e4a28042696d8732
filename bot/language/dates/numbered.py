"""Days by number: 15/12/69, 15 ธ.ค., วันที่ 5, the 15th, ธันวาคม 11, 2014, 1-3 ธ.ค."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.language.dates import calendar
from bot.language.dates.calendar import day_of, year_of
from bot.language.dates.clocks import clock
from bot.language.dates.day import Day, On
from bot.language.dates.figures import FIGURES, counts, follows_code, year_behind
from bot.language.scanner import HIDDEN, Tokens

DAYTH = "วันที่"
HOUR_WORDS = ("oclock", "hour24", "after_dark", "am", "pm", "sharp")


def dated(tokens: Tokens, at: int) -> Day | None:
    """A day with its month."""
    return _figures(tokens, at) or _day_month(tokens, at) or _month_first(tokens, at)


def _figures(tokens: Tokens, at: int) -> Day | None:
    """2026-12-15, 15/12/69, 15-12-2026, 15/12."""
    shape = tokens.tag(at, "numeral")
    if shape not in ("iso", "dmy", "dm"):
        return None
    parts = FIGURES.findall(tokens[at].text)
    if shape == "iso":
        return _full(int(parts[2]), int(parts[1]), parts[0], at + 1)
    if shape == "dmy":
        return _full(int(parts[0]), int(parts[1]), parts[2], at + 1)
    if follows_code(tokens, at) or counts(tokens, at + 1):
        return None
    return _yearly(int(parts[0]), int(parts[1]), at + 1)


def _full(number: int, month: int, year: str, end: int) -> Day | None:
    """A date with its year, refused if there is none such."""
    if day_of(2000, month, number) is None:
        return None
    return Day(end, lambda today, _: day_of(year_of(year, today.year), month, number))


def _yearly(number: int, month: int, end: int) -> Day | None:
    if day_of(2000, month, number) is None:
        return None
    return Day(end, lambda today, past: calendar.annual(today, month, number, past=past))


def _day_month(tokens: Tokens, at: int) -> Day | None:
    """15 ธ.ค. 69, 15th of December, 1 เดือนตุลาคม 2005, 1-3 ธ.ค."""
    numbers = _numbers(tokens, at)
    if numbers is None:
        return None
    here = at + 1
    if tokens.next(here, "time") == "at" and tokens[here].text in ("of", "ของ"):
        here += 1
    if tokens.next(here, "unit") == "month":
        here += 1
    month = tokens.next(here, "month")
    if month is None:
        return None
    return _with_year(tokens, numbers, int(month), here + 1)


def _numbers(tokens: Tokens, at: int) -> tuple[int, ...] | None:
    """The day, or first and last day, a token can be."""
    shape = tokens.tag(at, "numeral")
    if shape == "number" and not tokens[at].text.isdigit():
        return None
    if shape not in ("number", "ordinal", "range"):
        return None
    if shape == "range" and "." in tokens[at].text:
        return None
    numbers = tuple(int(each) for each in FIGURES.findall(tokens[at].text))
    return numbers if all(1 <= number <= 31 for number in numbers) else None


def _month_first(tokens: Tokens, at: int) -> Day | None:
    """ธันวาคม 11, 2014 and Dec 15th; ธันวา 69 alone is no day."""
    month = tokens.tag(at, "month")
    numbers = _numbers(tokens, at + 1) if month and tokens.joined(at + 1) else None
    if month is None or numbers is None:
        return None
    if counts(tokens, at + 2) or tokens.next(at + 2, "clock"):
        return None
    return _with_year(tokens, numbers, int(month), at + 2)


def _with_year(tokens: Tokens, numbers: tuple[int, ...], month: int, at: int) -> Day | None:
    """With the year if one follows: 69, 2569, พ.ศ. 2569."""
    year, end = year_behind(tokens, at)
    make: Callable[[int], Day | None] = (
        (lambda number: _yearly(number, month, end))
        if year is None
        else (lambda number: _full(number, month, year, end))
    )
    first, last = make(numbers[0]), make(numbers[-1])
    if first is None or last is None:
        return None
    return Day(end, first.on, until=_not_before(first.on, last.on) if len(numbers) > 1 else None)


def _not_before(first: On, last: On) -> On:
    """The last day of a span whose first day is known."""

    def on(today: date, past: bool) -> date | None:
        start, found = first(today, past), last(today, past)
        return found if start is None or found is None or found >= start else last(start, False)

    return on


def day_of_month(tokens: Tokens, at: int) -> Day | None:
    """A day by its number alone, where the words before say that it is one: (วันที่) 20."""
    numbers = _numbers(tokens, at)
    return None if numbers is None else _monthly(numbers, at + 1)


def _monthly(numbers: tuple[int, ...], end: int) -> Day:
    first, last = numbers[0], numbers[-1]
    day = Day(end, lambda today, past: calendar.monthly(today, first, past=past))
    if len(numbers) == 1:
        return replace(day, number=first)
    until: On = lambda today, past: calendar.monthly(today, last, past=past)  # noqa: E731
    return Day(end, day.on, until=_not_before(day.on, until))


def day_only(tokens: Tokens, at: int) -> Day | None:
    """ศุกร์ 13: a number behind a weekday that is no hour and counts nothing."""
    if tokens.tag(at, "numeral") != "number" or tokens.next(at + 1, "clock") in HOUR_WORDS:
        return None
    if counts(tokens, at + 1):
        return None
    return day_of_month(tokens, at)


def numbered(tokens: Tokens, at: int) -> Day | None:
    """วันที่ 15, วันที่ 15 ธันวา, วันที่ 5 เดือนหน้า, the 15th."""
    if tokens.tag(at, "time") != "dayth" or not tokens.joined(at + 1):
        return _bare_ordinal(tokens, at)
    full = dated(tokens, at + 1)
    if full or _numbers(tokens, at + 1) is None:
        return full
    if tokens[at].text.isascii() and tokens.tag(at + 1, "numeral") != "ordinal":
        return None
    return _of_month(tokens, at + 1)


def _bare_ordinal(tokens: Tokens, at: int) -> Day | None:
    """15th by itself, if it counts no floors; the 25 of ภายในวันที่ 25."""
    if tokens.joined(at) and at > 0 and tokens[at - 1].text.endswith(DAYTH) and _numbers(tokens, at):
        return None if counts(tokens, at + 1) else _of_month(tokens, at)
    if tokens.tag(at, "numeral") != "ordinal" or tokens.tag(at - 1, "time") not in ("at", "dayth", "to"):
        return None
    return _of_month(tokens, at)


def of_this_month(tokens: Tokens, at: int) -> Day | None:
    """28 นี้ 10 โมง, จ่าย 25 นี้: the coming 28th where a time of day follows, or where a day is led to.

    Elsewhere นี้ may be this one.
    """
    numbers = _numbers(tokens, at)
    if numbers is None or tokens.next(at + 1, "which") != "this" or tokens[at + 1].text != "นี้":
        return None
    has_clock = tokens.joined(at + 2) and clock(tokens, at + 2)
    return _monthly(numbers, at + 2) if has_clock or _is_led_to(tokens, at) else None


def _is_led_to(tokens: Tokens, at: int) -> bool:
    """A word that leads to days or a name stands right before, and nothing joined behind."""
    led = at > 0 and tokens.joined(at) and not LEADS.isdisjoint(tokens[at - 1].tags)
    is_beside = tokens.text[: tokens[at].start].rstrip().endswith(HIDDEN)
    return (led or is_beside) and not tokens.text[tokens[at + 1].end : tokens[at + 1].end + 1].strip(" ,")


LEADS = frozenset(
    [
        *("purchase", "follow", "appoint", "deadline", "happens", "talk", "reschedule"),
        *("promo_start", "promo_end", "promo_send"),
    ]
)


def _of_month(tokens: Tokens, at: int) -> Day | None:
    """A day's number, with เดือนนี้ or เดือนหน้า behind it."""
    numbers = _numbers(tokens, at) or ()
    which = tokens.next(at + 2, "which") if tokens.next(at + 1, "unit") == "month" else None
    if which is None:
        return _monthly(numbers, at + 1)
    return in_month(numbers[0], {"next": 1, "this": 0, "last": -1}[which], at + 3)


def in_month(number: int, months: int, end: int) -> Day:
    """A numbered day of the month so many months from this one."""

    def on(today: date, _past: bool) -> date | None:
        month = calendar.plus_months(today.replace(day=1), months)
        return day_of(month.year, month.month, number)

    return Day(end, on, past=months < 0)
