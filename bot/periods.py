"""The days a summary is about."""

from __future__ import annotations

from datetime import date, timedelta

from bot.context import Desk
from models.period import Period

DAY = timedelta(days=1)


def period_of(desk: Desk, first: date | None, last: date | None, named: str | None) -> Period:
    """The days said; `named` (week, month) stands for the whole of the one that `first`, or today, is in."""
    begin = first or last or desk.today
    if last is not None and last >= begin:
        return Period(begin, last)
    if named == "month":
        return Period(begin.replace(day=1), _end_of_month(begin))
    if named == "week":
        monday = begin - timedelta(days=begin.weekday())
        return Period(monday, monday + timedelta(days=6))
    return Period(begin, begin)


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - DAY


def period_text(desk: Desk, period: Period) -> str:
    """พฤ. 26 พ.ย. / พ.ย. 69 / ปี 2569 / จ. 23 พ.ย. – อา. 29 พ.ย."""
    words = desk.words
    if period.is_day:
        return words.day(period.first, desk.today)
    if period.first.day == 1 and period.last == _end_of_month(period.first):
        return words.month(period.first)
    if period == Period(date(period.first.year, 1, 1), date(period.first.year, 12, 31)):
        return words.year(period.first)
    return f"{words.day(period.first, desk.today)} – {words.day(period.last, desk.today)}"
