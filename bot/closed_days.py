"""The days on which the company is closed: put in by whoever types them, and told to whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from bot.calendars import public_holidays
from bot.context import Context
from models.errors import TooManyDays
from models.workspace import Holiday

MOST_DAYS = 31
"""More at once are a slip of the year or of the month."""
MOST_TOLD = 30
"""Days of one answer: a year has fewer holidays."""


def close_days(ctx: Context, first: date, last: date) -> str:
    """Put in every day from first to last, and say so; said twice they stay in. Raises TooManyDays."""
    count = (last - first).days + 1
    if count > MOST_DAYS:
        raise TooManyDays(most=MOST_DAYS)
    days = [first + timedelta(days=ahead) for ahead in range(count)]
    new = _not_in_yet(ctx, days)
    _put_in(ctx, new)
    return _told(ctx, days, new)


def _not_in_yet(ctx: Context, days: list[date]) -> list[date]:
    known = Holiday.days(ctx.workspace.id).where(Holiday.day.between(days[0], days[-1]))
    there = set(ctx.session.scalars(known))
    return [day for day in days if day not in there]


def _put_in(ctx: Context, days: list[date]) -> None:
    names, own = public_holidays(ctx), ctx.words("setup.own_holiday")
    ctx.session.add_all(
        Holiday(workspace_id=ctx.workspace.id, day=day, name=names.get(day, own)[:120]) for day in days
    )
    if days:
        ctx.workspace.touch_directory(ctx.session)


def _told(ctx: Context, days: list[date], new: list[date]) -> str:
    first, last = (ctx.words.day(day, ctx.today) for day in (days[0], days[-1]))
    text = first if len(days) == 1 else ctx.words("setup.from_to", first=first, last=last)
    one = len(days) == 1
    if not new:
        return ctx.words("setup.is_in" if one else "setup.are_in", day=text)
    return ctx.words("setup.put_in" if one else "setup.put_in_days", day=text, count=len(days))


def when_closed(ctx: Context, first: date | None = None, last: date | None = None) -> str:
    """Of one day whether it is worked; of several, or of none, the holidays among them or to come."""
    is_one = first is not None and first == (last or first)
    return _of_day(ctx, first) if is_one and first is not None else _listed(ctx, first, last)


def _of_day(ctx: Context, day: date) -> str:
    """A holiday by its name, a weekly day off, or a day of work."""
    named, text = _holidays(ctx, day, day), ctx.words.near_day(day, ctx.today)
    if named:
        return ctx.words("setup.is_holiday", day=text, name=named[0].name)
    key = "setup.is_day_off" if ctx.workspace.is_weekly_day_off(day) else "setup.is_worked"
    return ctx.words(key, day=text)


def _listed(ctx: Context, first: date | None, last: date | None) -> str:
    """The holidays between two days, else all to come."""
    found = _holidays(ctx, first or ctx.today, last)
    if not found:
        return ctx.words("setup.no_holidays" if first is None else "setup.no_holidays_then")
    lines = (f"{ctx.words.day(one.day, ctx.today)} · {one.name}" for one in found)
    return "\n".join([ctx.words("setup.holidays_are", count=len(found)), *lines])


def _holidays(ctx: Context, first: date, last: date | None) -> Sequence[Holiday]:
    mine = select(Holiday).where(Holiday.workspace_id == ctx.workspace.id, Holiday.day >= first)
    mine = mine if last is None else mine.where(Holiday.day <= last)
    return ctx.session.scalars(mine.order_by(Holiday.day).limit(MOST_TOLD)).all()
