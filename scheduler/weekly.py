"""Monday morning, or the first working day after: last week to whoever leads a team."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.cards.weekly import weekly_card
from bot.context import Desk
from bot.weekly import is_first_day_at_work
from scheduler.jobs import Job
from scheduler.pushing import Pushing
from scheduler.summaries import leads

MORNING = time(8, 30)
CATCH_UP = timedelta(hours=4)
"""Until half past twelve it is still the week's beginning."""


def _wanted(desk: Desk) -> bool:
    return leads(desk) and is_first_day_at_work(desk)


def _tell(desk: Desk, pushing: Pushing, slot_at: datetime) -> None:
    key = f"weekly:{desk.member.id}:{slot_at:%Y%m%d%H%M}"
    pushing.owe(desk, [weekly_card(desk)], purpose="weekly", dedupe_key=key, not_after=slot_at + CATCH_UP)


WEEKLY = Job(name="weekly", clock=MORNING, wanted=_wanted, run=_tell, catch_up=CATCH_UP)
