"""Monday's message: when it is due, and what it compares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.context import Desk
from bot.reporting import View
from models import figures
from models.member import Leave
from models.metrics.closings import Closings, closings
from models.metrics.lengths import Length
from models.period import Period

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Week:
    """What a team did in a week."""

    visits: int
    contacts: int
    reached: int
    """Different customers; one whom two people reached counts once."""
    ended: Closings


def last_week(desk: Desk) -> Period:
    return Length.WEEK.before(Length.WEEK.around(desk.today))


def is_first_day_at_work(desk: Desk) -> bool:
    """Monday, or the first day after it on which both the company and the reader work."""
    monday = Length.WEEK.around(desk.today).first
    before = (monday + n * DAY for n in range((desk.today - monday).days))
    return _is_at_work(desk, desk.today) and not any(_is_at_work(desk, day) for day in before)


def _is_at_work(desk: Desk, day: date) -> bool:
    if not desk.calendar.is_working(day):
        return False
    return desk.session.scalars(Leave.covers(desk.member, day)).first() is None


def week_of(desk: Desk, view: View) -> Week:
    """The figures of a view's own days."""
    people, workspace = view.scope.owner_ids, view.scope.workspace
    did = figures.by_member(desk.session, workspace, people, view.period).values()
    return Week(
        visits=sum(one.visits for one in did),
        contacts=sum(one.contacts for one in did),
        reached=figures.customers_reached(desk.session, workspace, people, view.period),
        ended=closings(desk.session, view.scope, view.period),
    )
