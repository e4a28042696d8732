"""17:30: how did today's meetings go? Asked once, of those who have not said."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.cards.reminders import result_card
from bot.context import Desk
from bot.plans import is_away
from models.followup import FollowUp
from scheduler.jobs import Job
from scheduler.pushing import Pushing

ASKED_AT = time(17, 30)
CATCH_UP = timedelta(hours=2)
"""Later in the evening it is tomorrow's plan that brings the meeting up."""


def is_at_work(desk: Desk) -> bool:
    """Nobody is asked on a day off or on leave."""
    return desk.calendar.is_working(desk.today) and not is_away(desk, desk.today)


def ask_results(desk: Desk, pushing: Pushing, slot_at: datetime) -> None:
    """Owe one card about all of today's meetings whose time has come and of which nothing was heard."""
    unheard = FollowUp.without_result(desk.member, desk.today, slot_at).where(FollowUp.asked_at.is_(None))
    meetings = desk.session.scalars(unheard).all()
    if not meetings:
        return
    pushing.owe(
        desk,
        [result_card(desk, meetings)],
        purpose="result",
        dedupe_key=f"result:{desk.member.id}:{slot_at:%Y%m%d%H%M}",
        not_after=slot_at + CATCH_UP,
    )
    for meeting in meetings:
        meeting.asked_at = desk.now


RESULTS = Job(name="results", clock=ASKED_AT, wanted=is_at_work, run=ask_results, catch_up=CATCH_UP)
