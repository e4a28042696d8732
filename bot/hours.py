"""When the shop is open."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.context import Desk
from models.workspace import WorkingDays

DAY = timedelta(days=1)


def is_open(desk: Desk) -> bool:
    """Do its people answer now? A shop that has told no hours is never said to be closed."""
    opens, closes = desk.workspace.opens_at, desk.workspace.closes_at
    if opens is None or closes is None:
        return True
    return desk.calendar.is_working(desk.today) and opens <= desk.now.time() < closes


def opens_next(desk: Desk) -> datetime | None:
    """The next opening from now on; None when no hours are told."""
    opens = desk.workspace.opens_at
    if opens is None:
        return None
    first = desk.today if desk.now.time() < opens else desk.today + DAY
    return desk.at(desk.calendar.next_working(first), opens)


def closed_text(desk: Desk) -> str:
    """That it is closed, and until when."""
    at = opens_next(desk)
    if at is None:
        return ""
    day = desk.words.near_day(at.date(), desk.today)
    return desk.words("shop.closed", day=day, clock=desk.words.clock(at))


def hours_text(desk: Desk) -> str:
    """8:00–17:30, or nothing."""
    opens, closes = desk.workspace.opens_at, desk.workspace.closes_at
    return f"{opens:%-H:%M}–{closes:%-H:%M}" if opens and closes else ""


def answered_when(desk: Desk) -> str:
    """The end of the welcome: on which days and when its people answer."""
    hours, days = hours_text(desk), desk.workspace.working_days
    if not hours:
        return desk.words("shop.answers")
    if days is WorkingDays.DAILY:
        return desk.words("shop.answers_daily", hours=hours)
    return desk.words("shop.answers_at", days=desk.words(f"settings.short_{days}"), hours=hours)
