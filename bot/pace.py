"""How many lines of one person are answered a minute. What comes faster is kept and not answered."""

from __future__ import annotations

from bot.context import Context
from bot.drafts import keep_draft
from bot.events import Event, EventKind
from bot.media import keep
from bot.replies import Reply, Text
from bot.shopfront import is_shopfront

ANSWERED = (EventKind.SAID, EventKind.TAPPED, EventKind.SENT_MEDIA, EventKind.STICKER)
"""What a person can flood us with. That somebody blocks us or takes a message back is always heard."""


def is_too_fast(ctx: Context, limit: int) -> bool:
    """Has this person had `limit` answers already in this minute?"""
    return _asks_for_an_answer(ctx.event) and ctx.chat.lines_at(ctx.now) >= limit


def count_line(ctx: Context) -> None:
    """One more in this minute; on the chat's row, which is locked and about to be written anyway."""
    if _asks_for_an_answer(ctx.event):
        ctx.chat.count_line(ctx.now)


def _asks_for_an_answer(event: Event) -> bool:
    """Talk among people of a group is nothing to us."""
    return event.kind in ANSWERED and (event.mentions_us or not event.in_group)


def hold_back(ctx: Context, limit: int) -> list[Reply]:
    """Words become a draft and photos are kept; only the first line too many is answered.

    A consumer's is not: it is the shop's people who answer there.
    """
    if not ctx.is_member and is_shopfront(ctx):
        return []
    if ctx.is_member and not ctx.event.in_group:
        _keep(ctx)
    is_first = ctx.chat.lines_at(ctx.now) == limit
    key = "errors.too_fast" if ctx.is_member else "errors.too_fast_guest"
    return [Text(text=ctx.words(key), public=True)] if is_first else []


def _keep(ctx: Context) -> None:
    if ctx.event.kind is EventKind.SAID and ctx.said:
        keep_draft(ctx, ctx.said)
    elif ctx.event.kind is EventKind.SENT_MEDIA:
        keep(ctx)
