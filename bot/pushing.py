"""Pushes cost quota: at most five a member a day. The sixth, or one that is too many, waits for a reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot import outbox
from bot.context import Desk
from bot.names import customer_behind
from bot.offers import remember
from bot.questions import open_question
from bot.replies import Reply, items_of
from bot.riding import must_ride
from models.channel import Channel
from models.chat import Chat, Friendship
from models.queues import BLOCKED, OutboxKind, OutboxMessage, OutboxState

DAILY_PUSHES = 5
KEEP = timedelta(hours=16)
"""How long something that waits for a reply is still worth saying."""


def owe(
    desk: Desk,
    replies: Sequence[Reply],
    *,
    purpose: str,
    dedupe_key: str,
    machine: datetime,
    not_after: datetime | None = None,
    timed: bool = False,
) -> None:
    """Owe the reader of this desk a push while that may disturb, else a notice on the next free reply.

    `machine` is the machine clock's now. `timed`: set by the person to the minute, so it may always disturb;
    it rides all the same when the month's messages do not suffice for it.
    """
    channel = desk.session.scalar(Channel.staff_of(desk.workspace.id))
    if channel is None:
        return
    if must_ride(desk, channel, purpose) or not (timed or may_disturb(desk)):
        for reply in replies:
            outbox.notice(desk.session, desk.member, reply, desk.now, KEEP)
        return
    message = outbox.push(
        member=desk.member,
        channel_id=channel.id,
        replies=replies,
        purpose=purpose,
        dedupe_key=dedupe_key,
        now=desk.now,
        machine=machine,
        not_after=not_after,
    )
    desk.session.add(message)
    if _blocked(desk, channel.id):
        message.call_off(BLOCKED)
    else:
        _remember(desk, channel.id, replies)


def may_disturb(desk: Desk) -> bool:
    """Is there room for one more push to this person today, and is it no quiet hour?"""
    awake = not desk.member.is_quiet_at(desk.now.time())
    return awake and pushes_today(desk) < DAILY_PUSHES


def pushes_today(desk: Desk) -> int:
    """Pushes owed to this member since midnight that were not called off."""
    start = desk.start_of(desk.today)
    return (
        desk.session.scalar(
            select(func.count())
            .select_from(OutboxMessage)
            .where(OutboxMessage.workspace_id == desk.workspace.id, OutboxMessage.member_id == desk.member.id)
            .where(OutboxMessage.created_at >= start, OutboxMessage.kind == OutboxKind.PUSH)
            .where(OutboxMessage.state != OutboxState.CANCELLED)
        )
        or 0
    )


def _blocked(desk: Desk, channel_id: int) -> bool:
    chat = desk.session.scalar(Chat.of(channel_id, desk.member.user_id))
    return chat is not None and chat.friendship in (Friendship.BLOCKED, Friendship.STRANGER)


def _remember(desk: Desk, channel_id: int, replies: Sequence[Reply]) -> None:
    """A pushed card's numbers and labels can be typed too, unless the person owes Jod an answer.

    Whoever is typing at this very moment holds the chat's row: then the reply under way decides.
    """
    chat = Chat.of(channel_id, desk.member.user_id).with_for_update(skip_locked=True)
    found = desk.session.scalar(chat)
    if found is not None:
        if open_question(found.question, desk.now) is None:
            remember(found, replies)
        _point_at(desk, found, replies)


def _point_at(desk: Desk, chat: Chat, replies: Sequence[Reply]) -> None:
    """`ไม่รับสาย` typed next is about the card just pushed; after a list it is about none in particular."""
    shown = [reply.record for reply in replies if reply.record is not None]
    if len(shown) == 1:
        chat.point_at(shown[0].kind, shown[0].id, customer_behind(desk, shown[0]), desk.now)
    elif shown or any(items_of(reply) for reply in replies):
        chat.last_record = None
