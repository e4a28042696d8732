"""The morning plan: to whoever has something to do, unless it has ridden on a reply already."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cards.plan import MORNING, plan_card
from bot.context import Desk
from bot.plans import JOB, has_had_plan, plan_for, wants_morning_plan
from models.member import Member
from scheduler.jobs import Job
from scheduler.pushing import Pushing

NEWS_FOR = timedelta(hours=4)
"""After the person's own plan time: so long the plan is still news."""


def push_plan(desk: Desk, pushing: Pushing, slot_at: datetime) -> None:
    """Owe today's plan. The person chose the minute, so no quiet hour withholds it."""
    plan = plan_for(desk, desk.today, desk.today)
    if not plan.has_work or has_had_plan(desk, but=slot_at):
        return
    pushing.owe(
        desk,
        [plan_card(desk, plan, MORNING)],
        purpose="plan",
        dedupe_key=f"plan:{desk.member.id}:{slot_at:%Y%m%d%H%M}",
        not_after=slot_at + NEWS_FOR,
        timed=True,
    )


PLAN = Job(
    name=JOB,
    clock=Member.plan_at,
    wanted=wants_morning_plan,
    run=push_plan,
    catch_up=NEWS_FOR,
)
