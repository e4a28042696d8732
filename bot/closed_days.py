"""The days on which the company is closed, put in by whoever types them."""

from __future__ import annotations

from datetime import date, timedelta

from bot.calendars import public_holidays
from bot.context import Context
from models.errors import TooManyDays
from models.workspace import Holiday

MOST_DAYS = 31
"""More at once are a slip of the year or of the month."""


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
