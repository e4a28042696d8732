"""Owing the reply to an event, with the notices that may ride on it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import insert, select

from bot import outbox
from bot.context import Context
from bot.events import EventKind
from bot.inbox import Stored
from bot.outbox import REPLY_LIMIT, chips_last, frozen
from bot.pushing import KEEP
from bot.replies import Reply
from bot.waiting import waits
from models.base import table_of
from models.plain import Plain
from models.queues import Lane, Notice, OutboxKind, OutboxMessage, OutboxState
from models.whole import Whole

NOTICES = waits("notices", lambda member, time: Notice.untaken(member, time.now))
MESSAGE = Whole(OutboxMessage)
OWED = Plain(insert(table_of(OutboxMessage)).returning(OutboxMessage.id))
UNANSWERABLE = (EventKind.EDITED, EventKind.UNSENT)
"""LINE gives these no reply token."""


@dataclass(frozen=True, slots=True)
class Post:
    """A reply that has been committed and is leased to this process: send it now."""

    message: OutboxMessage


def owe_reply(
    ctx: Context, replies: Sequence[Reply], stored: Stored, owner: str, lease: datetime
) -> Post | None:
    """The one reply to this event, already leased to `owner`; falls back to a push if it comes too late."""
    if ctx.event.reply_token is None:
        _leave_for_later(ctx, replies)
        return None
    key = f"reply:{ctx.channel.id}:{ctx.event.id}"
    if stored.attempts and _is_owed(ctx, key):
        _owe_second(ctx, replies)
        return None
    payload, shows = frozen(replies[:REPLY_LIMIT])
    payload, shows = _with_notices(ctx, payload, shows)
    row = {
        "workspace_id": ctx.workspace.id,
        "channel_id": ctx.channel.id,
        "dedupe_key": key,
        "kind": OutboxKind.REPLY,
        "purpose": "answer",
        "lane": Lane.URGENT,
        "costs": 1,
        "member_id": ctx.member.id if ctx.is_member else None,
        "recipient": _fallback(ctx),
        "reply_token": ctx.event.reply_token,
        "payload": payload,
        "shows": shows,
        "retry_key": str(uuid.uuid4()),
        "state": OutboxState.SENDING,
        "created_at": ctx.now,
        "received_at": stored.received_at,
        "next_at": lease,
        "lease_owner": owner,
        "lease_until": lease,
        "attempts": 1,
    }
    ((row_id,),) = OWED.rows(ctx.session.connection(), row)
    return Post(MESSAGE.made([("id", row_id), *row.items()]))


def _is_owed(ctx: Context, key: str) -> bool:
    return ctx.session.scalar(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == key)) is not None


def _owe_second(ctx: Context, replies: Sequence[Reply]) -> None:
    """The token went with the apology for our fault: the true answer, now that there is one, is a push."""
    if not _fallback(ctx):
        return
    key = f"answer:{ctx.channel.id}:{ctx.event.id}"
    message = outbox.push(
        member=ctx.member,
        channel_id=ctx.channel.id,
        replies=replies[:REPLY_LIMIT],
        purpose="answer",
        dedupe_key=key,
        now=ctx.now,
        machine=ctx.received_at,
    )
    if not _is_owed(ctx, key):
        ctx.session.add(message)


def _leave_for_later(ctx: Context, replies: Sequence[Reply]) -> None:
    """An edited or unsent message cannot be replied to: what it led to is told with the next free reply."""
    if ctx.is_member and ctx.event.kind in UNANSWERABLE and not ctx.event.in_group:
        for reply in replies:
            outbox.notice(ctx.session, ctx.member, reply, ctx.now, KEEP)


def _fallback(ctx: Context) -> str:
    """Whom to push to when the token has died: a member in a one-to-one chat, nobody else."""
    return ctx.event.user_id if ctx.is_member and not ctx.event.in_group else ""


def _with_notices(
    ctx: Context, payload: str, shows: list[list[object] | None]
) -> tuple[str, list[list[object] | None]]:
    """Fill the reply's free places with what waits for this member."""
    room = REPLY_LIMIT - len(shows)
    if not ctx.is_member or ctx.event.in_group or room <= 0 or NOTICES not in ctx.waiting:
        return payload, shows
    waiting = ctx.session.scalars(Notice.untaken(ctx.member, ctx.now).limit(room)).all()
    messages = msgspec.json.decode(payload)
    for notice in waiting:
        notice.taken_at = ctx.now
        messages.append(notice.payload["message"])
        shows.extend(notice.shows or [None])
    return msgspec.json.encode(chips_last(messages)).decode(), shows
