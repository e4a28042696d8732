"""Being away: no plan and no reminders, and what becomes of the appointments."""

from __future__ import annotations

from datetime import timedelta

from bot.capability import on
from bot.cards.leave import days_text, half_day_message, leave_message, moved_card, times_card
from bot.context import Context
from bot.intents.plans import CallOffLeave, MoveDay, MovedMyself, TakeLeave
from bot.leaves import meetings_in, move_meetings, note_leave
from bot.replies import Record, Reply, Text
from bot.undoing import event_that_made, remember_undoing, undo_event
from models.member import Leave

A_YEAR = timedelta(days=365)
"""How far ahead the next leave is looked for."""


@on(TakeLeave)
def leave(ctx: Context, said: TakeLeave) -> Reply:
    """Say that you are away: today, tomorrow or some days."""
    one = said.date_from or ctx.today
    if said.half:
        return half_day_message(ctx, one)
    first, last = sorted((one, said.date_to or one))
    note_leave(ctx, first, last, said.reason)
    ctx.chat.last_record = None
    return leave_message(ctx, first, last, said.reason)


@on(CallOffLeave)
def call_off(ctx: Context, said: CallOffLeave) -> Reply:
    """Work on days that were noted as leave."""
    first = said.date_from or ctx.today
    last = (said.date_to or first) if said.date_from else ctx.today + A_YEAR
    noted = ctx.session.scalar(Leave.of(ctx.member, first, last).limit(1))
    if noted is None:
        return Text(text=ctx.words("leave.none"))
    days = days_text(ctx, noted.first, noted.last)
    undo_event(ctx, event_that_made(ctx, Record("leave", noted.id)))
    remember_undoing(ctx, sale=False)
    return Text(text=ctx.words("leave.called_off", days=days))


@on(MoveDay)
def move_day(ctx: Context, said: MoveDay) -> Reply:
    """Put the appointments of those days on the day you are back."""
    moved = move_meetings(ctx, said.day, said.last or said.day)
    if not moved:
        return Text(text=ctx.words("leave.nothing_to_move"))
    ctx.show(Record("followup", moved[-1].id), moved[-1].customer_id)
    return moved_card(ctx, moved)


@on(MovedMyself, undoable=False)
def moved_myself(ctx: Context, said: MovedMyself) -> Reply:
    """You have told the customers yourself: only the new times are missing."""
    meetings = meetings_in(ctx, said.day, said.last or said.day)
    if not meetings:
        return Text(text=ctx.words("leave.nothing_to_move"))
    return times_card(ctx, meetings)
