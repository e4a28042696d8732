"""Lines about what is still to come: said so politely, and kept where they belong."""

from __future__ import annotations

from bot.capability import on
from bot.cards.activity import logged_card
from bot.context import Context
from bot.drafts import keep_draft
from bot.intents.activities import LogActivity
from bot.intents.later import Later
from bot.names import customer_of
from bot.recording import record
from bot.replies import Record, Reply, Text
from models.errors import Outdated


@on(Later)
def keep_for_later(ctx: Context, said: Later) -> Reply:
    """Keep a line that needs a capability to come: as a note of its customer, else as a draft."""
    if said.customer is None:
        return _as_draft(ctx, said)
    entry = LogActivity(
        channel="note",
        note=ctx.said,
        follow_up_at=said.follow_up_at,
        follow_up_kind=said.follow_up_kind,
    )
    logged = record(ctx, entry, customer_of(ctx, said.customer))
    ctx.show(Record("activity", logged.activity.id), logged.customer.id)
    return logged_card(ctx, logged, remarks=[ctx.words("later.as_note", topic=_topic(ctx, said))])


def _as_draft(ctx: Context, said: Later) -> Reply:
    keep_draft(ctx, ctx.said)
    return Text(text=ctx.words("later.as_draft", topic=_topic(ctx, said), said=ctx.words.quoted(ctx.said)))


def _topic(ctx: Context, said: Later) -> str:
    """What is to come, in words; raises Outdated for what never was."""
    try:
        return ctx.words(f"later.{said.topic}")
    except KeyError as error:
        raise Outdated from error
