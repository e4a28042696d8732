"""A person's own plan: asked for, or riding on the first answer of the morning."""

from __future__ import annotations

from datetime import timedelta

from bot.capability import on, rides
from bot.cards.plan import MORNING, overdue_reply, plan_card, plan_reply
from bot.cards.summary import summary_card
from bot.context import Context
from bot.intents.base import Intent
from bot.intents.plans import MyPlan
from bot.periods import period_of
from bot.plans import may_ride, note_empty, overdue, plan_for, take_plan_slot, wants_morning_plan
from bot.replies import Reply
from bot.teamwork import teamwork

OVERDUE = "overdue"
LONGEST = timedelta(days=62)
"""A longer plan would be cut anyway."""


@on(MyPlan, undoable=False, full_sentence=False)
def plan(ctx: Context, said: MyPlan) -> Reply:
    """Today's plan, any day's or week's, or what is overdue."""
    if said.scope == OVERDUE:
        return _overdue(ctx)
    first = said.date_from or ctx.today
    last = min(max(said.date_to or first, first), first + LONGEST)
    return plan_reply(ctx, plan_for(ctx, first, last))


def _overdue(ctx: Context) -> Reply:
    """What is late; a manager who owes nothing asks about the team."""
    late = overdue(ctx)
    if late or not ctx.member.is_manager:
        return overdue_reply(ctx, late)
    return summary_card(ctx, teamwork(ctx, period_of(ctx, None, None, None)))


@rides()
def morning_plan(ctx: Context, intent: Intent) -> Reply | None:
    """Who writes in the morning before the plan has come gets it with the answer, for free."""
    if not may_ride(ctx) or not wants_morning_plan(ctx):
        return None
    today = plan_for(ctx, ctx.today, ctx.today)
    if not today.has_work:
        note_empty(ctx)
        return None
    if not take_plan_slot(ctx):
        return None
    return None if _is_todays_plan(ctx, intent) else plan_card(ctx, today, MORNING)


def _is_todays_plan(ctx: Context, intent: Intent) -> bool:
    """They asked for it themselves: then that answer is the morning plan."""
    if not isinstance(intent, MyPlan) or intent.scope == OVERDUE:
        return False
    first = intent.date_from or ctx.today
    return first <= ctx.today <= (intent.date_to or first)
