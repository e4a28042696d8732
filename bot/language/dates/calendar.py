"""Arithmetic of days: the conventions by which a phrase becomes a date."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

BUDDHIST = 543
EARLIEST_BUDDHIST = 2400


def year_of(figures: str, now: int) -> int:
    """The Christian year: from 2400 on it is Buddhist; two digits mean whichever era is nearer to now."""
    year = int(figures)
    if year >= EARLIEST_BUDDHIST:
        return year - BUDDHIST
    if year >= 100:
        return year
    return min((2000 + year, 2500 + year - BUDDHIST), key=lambda each: abs(each - now))


def day_of(year: int, month: int, day: int) -> date | None:
    """That date, or None if there is none (31/2)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def plus_months(day: date, months: int) -> date:
    """The same day so many months on, the last of the month where there is none."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def quarter_start(day: date, ahead: int = 0) -> date:
    """The first day of the quarter of a day, or of one so many quarters ahead."""
    return plus_months(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3 * ahead)


def quarter_end(day: date) -> date:
    return quarter_start(day, 1) - timedelta(days=1)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def after(day: date, weekday: int) -> date:
    """The next such weekday strictly after a day."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def before(day: date, weekday: int) -> date:
    """The latest such weekday strictly before a day."""
    return day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)


def of_next_week(day: date, weekday: int) -> date:
    return monday(day) + timedelta(days=7 + weekday)


def annual(today: date, month: int, day: int, *, past: bool) -> date | None:
    """A day without a year: the next one on or after today, the last one for what has happened."""
    years = range(today.year, today.year - 9, -1) if past else range(today.year, today.year + 9)
    days = (day_of(year, month, day) for year in years)
    return next((each for each in days if each and (each <= today if past else each >= today)), None)


def monthly(today: date, day: int, *, past: bool) -> date | None:
    """A day of the month without a month: the next one on or after today, or the last one."""
    first = today.replace(day=1)
    months = (plus_months(first, -step if past else step) for step in range(13))
    days = (day_of(month.year, month.month, day) for month in months)
    return next((each for each in days if each and (each <= today if past else each >= today)), None)


def first_working_day_after(day: date) -> date:
    """Monday to Friday: the workspace's own days off are for the handler to know."""
    following = day + timedelta(days=1)
    while following.weekday() > 4:
        following += timedelta(days=1)
    return following
