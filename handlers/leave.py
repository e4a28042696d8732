"""Being away: no plan and no reminders, and what becomes of the appointments."""

from __future__ import annotations

from bot.capability import on
from bot.cards.leave import half_day_message, leave_message, moved_card, times_card
from bot.context import Context
from bot.intents.plans import MoveDay, MovedMyself, TakeLeave
from bot.leaves import meetings_in, move_meetings, note_leave
from bot.replies import Record, Reply, Text


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
