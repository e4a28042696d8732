"""Days in statements: the calendar day it was somewhere, and how many days lie between two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Integer, case, cast, func, type_coerce
from sqlalchemy.sql import ColumnElement

DAY = timedelta(days=1)
Moments = ColumnElement[datetime] | Any


class Days:
    """How the database at hand counts days, for moments of a stretch of time.

    PostgreSQL knows every zone. SQLite knows none: it is told until when which offset held, which is one for
    ever where clocks are never changed.
    """

    def __init__(self, dialect: str, zone: ZoneInfo, first: datetime, last: datetime) -> None:
        self.is_sqlite = dialect == "sqlite"
        self.zone, self.first, self.last = zone, first, last

    def day_of(self, moment: Moments) -> ColumnElement[date]:
        """The day it was there."""
        if not self.is_sqlite:
            return cast(func.timezone(self.zone.key, moment), Date)
        *earlier, newest = offsets(self.zone, self.first.date(), self.last.date())
        is_of = [(moment < until, _shifted(moment, offset)) for until, offset in earlier]
        return case(*is_of, else_=_shifted(moment, newest[1])) if is_of else _shifted(moment, newest[1])

    def between(self, earlier: Any, later: Any) -> ColumnElement[int]:
        """How many days `later` is after `earlier`."""
        if not self.is_sqlite:
            return type_coerce(later - earlier, Integer)
        return cast(func.julianday(later) - func.julianday(earlier), Integer)


def _shifted(moment: Moments, offset: timedelta) -> ColumnElement[date]:
    return func.date(moment, f"{offset.total_seconds():+.0f} seconds", type_=Date())


@lru_cache(maxsize=100)
def offsets(zone: ZoneInfo, first: date, last: date) -> tuple[tuple[datetime, timedelta], ...]:
    """Each offset of these days with the moment before which it held, the newest last."""
    start, end = _midnight(first) - DAY, _midnight(last) + 2 * DAY
    changes = list(_changes(zone, start, end))
    return tuple((moment, _offset(zone, moment - timedelta(seconds=1))) for moment in (*changes, end))


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The moments at which clocks were changed there."""
    while start < end:
        after = start + DAY
        if _offset(zone, start) != _offset(zone, after):
            yield _change_between(zone, start, after)
        start = after


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """To the second, by halving."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before).total_seconds() // 2)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)
