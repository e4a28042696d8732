"""`สรุปวันนี้`: the day as text for the group, and what is left before going home."""

from __future__ import annotations

from bot.capability import on, rides
from bot.cards.report import left_card, report_message
from bot.context import Context
from bot.intents.activities import LogActivity, LogDay
from bot.intents.base import Intent
from bot.intents.plans import DailyReport
from bot.replies import Reply
from bot.reports import closes_the_day, done_today, left_today, take_report_slot


@on(DailyReport, undoable=False, full_sentence=False)
def report(ctx: Context, said: DailyReport) -> list[Reply]:
    """Your day as text to forward, and what is left."""
    done, left = done_today(ctx), left_today(ctx)
    message = report_message(ctx, done, alone=not left)
    return [message, left_card(ctx, left, done)] if left else [message]


@rides()
def evening_report(ctx: Context, intent: Intent) -> Reply | None:
    """The log that leaves nothing open for today, after half past four, brings the report along."""
    is_log = isinstance(intent, LogActivity) or (isinstance(intent, LogDay) and intent.confirmed)
    if not is_log or not closes_the_day(ctx):
        return None
    done = done_today(ctx)
    return report_message(ctx, done, alone=True) if done and take_report_slot(ctx) else None
