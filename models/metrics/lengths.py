"""The lengths of time a report is about: a day, a week, a month, a quarter."""

from __future__ import annotations

import enum
from datetime import date, timedelta

from models.period import Period

DAY = timedelta(days=1)
MONTHS_A_QUARTER = 3


class Length(enum.StrEnum):
    """In the workspace's calendar; weeks begin on Monday, quarters in January."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"

    def around(self, day: date) -> Period:
        """The whole one that this day is in."""
        first = self._first(day)
        return Period(first, self._after(first) - DAY)

    def before(self, period: Period) -> Period:
        """The whole one before that period."""
        return self.around(period.first - DAY)

    def _first(self, day: date) -> date:
        match self:
            case Length.DAY:
                return day
            case Length.WEEK:
                return day - timedelta(days=day.weekday())
            case Length.MONTH:
                return day.replace(day=1)
            case Length.QUARTER:
                return day.replace(month=(day.month - 1) // MONTHS_A_QUARTER * MONTHS_A_QUARTER + 1, day=1)

    def _after(self, first: date) -> date:
        if self in (Length.DAY, Length.WEEK):
            return first + (DAY if self is Length.DAY else timedelta(days=7))
        months = first.month - 1 + (MONTHS_A_QUARTER if self is Length.QUARTER else 1)
        return first.replace(year=first.year + months // 12, month=months % 12 + 1)

    @classmethod
    def of(cls, period: Period) -> Length | None:
        """Which whole one a period is; None for any other stretch of days."""
        return next((one for one in cls if one.around(period.first) == period), None)


def months_of(period: Period) -> list[date]:
    """The first days of the months of a month or quarter; none for any other period."""
    if Length.of(period) not in (Length.MONTH, Length.QUARTER):
        return []
    months = [period.first]
    while (following := Length.MONTH.around(months[-1]).last + DAY) <= period.last:
        months.append(following)
    return months
