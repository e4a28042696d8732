"""Owing messages: replies rendered once, frozen, and written in the same transaction as what they tell of."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy.orm import Session

from bot.render import CHIPS_LIMIT, Json, render
from bot.replies import Reply
from models.member import Member
from models.queues import Notice, OutboxKind, OutboxMessage

REPLY_LIMIT = 5
"""Message objects LINE takes in one call."""


def frozen(replies: Sequence[Reply]) -> tuple[str, list[list[object] | None]]:
    """The messages as the JSON that will be sent, and the record each one shows."""
    shows: list[list[object] | None] = [
        [reply.record.kind, reply.record.id] if reply.record else None for reply in replies
    ]
    return msgspec.json.encode(chips_last([render(reply) for reply in replies])).decode(), shows


def chips_last(messages: list[Json]) -> list[Json]:
    """LINE shows quick replies under the last message alone: those of the earlier ones go there too."""
    chips = [chip for message in messages for chip in message.pop("quickReply", {}).get("items", [])]
    if chips:
        messages[-1]["quickReply"] = {"items": chips[:CHIPS_LIMIT]}
    return messages


def push(
    *,
    member: Member,
    channel_id: int,
    replies: Sequence[Reply],
    purpose: str,
    dedupe_key: str,
    now: datetime,
    machine: datetime,
    not_after: datetime | None = None,
) -> OutboxMessage:
    """A push we owe a member; `dedupe_key` makes owing it twice impossible."""
    payload, shows = frozen(replies)
    return OutboxMessage(
        workspace_id=member.workspace_id,
        channel_id=channel_id,
        dedupe_key=dedupe_key,
        kind=OutboxKind.PUSH,
        purpose=purpose,
        member_id=member.id,
        recipient=member.user_id,
        payload=payload,
        shows=shows,
        retry_key=str(uuid.uuid4()),
        created_at=now,
        next_at=machine,
        not_after=not_after,
    )


def multicast(
    *,
    workspace_id: int,
    channel_id: int,
    users: list[str],
    replies: Sequence[Reply],
    dedupe_key: str,
    now: datetime,
    machine: datetime,
    not_after: datetime,
) -> OutboxMessage:
    """One body for at most 500 consumers, in the slowest lane; whether they still agree is asked last."""
    payload, _ = frozen(replies)
    return OutboxMessage(
        workspace_id=workspace_id,
        channel_id=channel_id,
        dedupe_key=dedupe_key,
        kind=OutboxKind.MULTICAST,
        purpose="promotion",
        recipients=users,
        payload=payload,
        retry_key=str(uuid.uuid4()),
        created_at=now,
        next_at=machine,
        not_after=not_after,
    )


def notice(session: Session, member: Member, reply: Reply, now: datetime, keep: timedelta) -> None:
    """Something that can wait for the member's next free reply, for at most `keep`."""
    payload, shows = frozen([reply])
    session.add(
        Notice(
            workspace_id=member.workspace_id,
            member_id=member.id,
            payload={"message": msgspec.json.decode(payload)[0]},
            shows=shows,
            created_at=now,
            not_after=now + keep,
        )
    )
