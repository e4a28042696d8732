"""18:30, on working days: the team's day to whoever leads it, in the own chat only."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.cards.promo_results import results_due
from bot.cards.summary import evening_summary
from bot.context import Desk
from bot.giving import came_back
from models.member import Leave, Member
from scheduler.jobs import Job
from scheduler.pushing import Pushing

EVENING = time(18, 30)
CATCH_UP = timedelta(minutes=80)
"""Until ten to eight: later it would come in quiet hours."""


def _leads_today(desk: Desk) -> bool:
    """A day on which both the company and the leader work."""
    if not leads(desk) or not desk.calendar.is_working(desk.today):
        return False
    return desk.session.scalars(Leave.covers(desk.member, desk.today)).first() is None


def leads(desk: Desk) -> bool:
    """A manager or owner with somebody to lead."""
    if not desk.member.is_manager:
        return False
    return any(_is_led(desk.member, one) for one in desk.session.scalars(desk.access.people()))


def _is_led(leader: Member, one: Member) -> bool:
    """Somebody else, and nobody above."""
    return one.id != leader.id and leader.role.may_act_as(one.role)


def _summarise(desk: Desk, pushing: Pushing, slot_at: datetime) -> None:
    key = f"summary:{desk.member.id}:{slot_at:%Y%m%d%H%M}"
    results = came_back(desk)
    replies = [evening_summary(desk), *([results] if results is not None else []), *results_due(desk)]
    pushing.owe(desk, replies, purpose="summary", dedupe_key=key, not_after=slot_at + CATCH_UP)


SUMMARY = Job(name="summary", clock=EVENING, wanted=_leads_today, run=_summarise, catch_up=CATCH_UP)
