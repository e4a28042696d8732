"""Pushes cost quota: at most five a member a day; what would be the sixth waits for a free reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot import outbox
from bot.context import Desk
from bot.replies import Reply
from models.channel import Channel
from models.chat import Chat, Friendship
from models.clock import Clock
from models.queues import OutboxKind, OutboxMessage, OutboxState

DAILY_PUSHES = 5
KEEP = timedelta(hours=16)
"""How long something that waits for a reply is still worth saying."""


@dataclass(frozen=True, slots=True)
class Pushing:
    """Owes messages to members: as a push while there is room, else as a notice on the next reply."""

    clock: Clock

    def owe(
        self,
        desk: Desk,
        replies: Sequence[Reply],
        *,
        purpose: str,
        dedupe_key: str,
        not_after: datetime | None = None,
        timed: bool = False,
    ) -> None:
        """`timed`: set by the person to the minute, so it is never withheld."""
        channel = desk.session.scalar(Channel.staff_of(desk.workspace.id))
        if channel is None or _blocked(desk, channel.id):
            return
        if not timed and pushes_today(desk) >= DAILY_PUSHES:
            for reply in replies:
                outbox.notice(desk.session, desk.member, reply, desk.now, KEEP)
            return
        desk.session.add(
            outbox.push(
                member=desk.member,
                channel_id=channel.id,
                replies=replies,
                purpose=purpose,
                dedupe_key=dedupe_key,
                now=desk.now,
                machine=self.clock.machine(),
                not_after=not_after,
            )
        )


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
    return chat is not None and chat.friendship is Friendship.BLOCKED
