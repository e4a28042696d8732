"""What this person stored last: `เมื่อกี้ลงว่าอะไร`, `บันทึกยัง`."""

from __future__ import annotations

from bot.capability import on
from bot.cards.activity import logged_card
from bot.cards.deeds import what_rows
from bot.context import Context
from bot.intents.plans import LastEntry
from bot.questions import open_question
from bot.recording import told_of
from bot.replies import Record, Reply, Text
from bot.undoing import deed, what_it_made
from models.activity import Activity
from models.changes import Change


@on(LastEntry, undoable=False, full_sentence=False)
def last_entry(ctx: Context, said: LastEntry) -> Reply:
    """See what you stored last, or what still waits for an answer."""
    waiting = open_question(ctx.chat.question, ctx.now)
    if waiting is not None and waiting["draft"] is not None:
        return Text(text=ctx.words("talk.not_stored_yet", said=ctx.words.quoted(waiting["said"])))
    event = ctx.session.scalar(Change.last_event(ctx.workspace.id, ctx.member.id))
    return Text(text=ctx.words("talk.nothing_stored"), public=True) if event is None else _told(ctx, event)


def _told(ctx: Context, event: str) -> Reply:
    """The card of a visit or call as it stands now; of anything else what it was."""
    rows, at = what_it_made(ctx, event), _when(ctx, event)
    logged = [row for row in rows if isinstance(row, Activity)]
    if len(logged) == 1 and not logged[0].deleted:
        return _as_logged(ctx, logged[0], at)
    what = deed(ctx, event) or what_rows(ctx, rows)
    return Text(text=ctx.words("talk.stored_last", what=what, at=at))


def _as_logged(ctx: Context, activity: Activity, at: str) -> Reply:
    """The next line may go on about it, as after it was stored."""
    ctx.show(Record("activity", activity.id), activity.customer_id)
    return logged_card(ctx, told_of(ctx, activity), remarks=[ctx.words("talk.stored_at", at=at)])


def _when(ctx: Context, event: str) -> str:
    """เมื่อวาน 10:00 in the reader's own words; the clock alone when it was today."""
    at = ctx.local(ctx.session.scalars(Change.of_event(ctx.workspace.id, event).limit(1)).one().at)
    clock = ctx.words.clock(at)
    return clock if at.date() == ctx.today else f"{ctx.words.near_day(at.date(), ctx.today)} {clock}"
