"""Messages of days gone by, as the outbox holds them, and a month counted day by day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.base import table_of
from models.channel import Channel, ChannelKind
from models.queues import Lane, OutboxKind, OutboxMessage, OutboxState


def staff(session: Session) -> Channel:
    """The account on which the team is told things."""
    found = session.scalars(select(Channel).order_by(Channel.id)).first()
    assert found is not None
    return found


def one_account(session: Session) -> Channel:
    """From now on the team's account serves the shop's customers too."""
    channel = staff(session)
    channel.kind = ChannelKind.BOTH
    return channel


def sent(session: Session, channel: Channel, purpose: str, moments: Iterable[datetime], **more: Any) -> None:
    """A push of that purpose was taken by LINE at each of these moments."""
    rows = [_row(channel, purpose, moment) | more for moment in moments]
    if rows:
        session.execute(insert(table_of(OutboxMessage)), rows)


def _row(channel: Channel, purpose: str, moment: datetime) -> dict[str, Any]:
    return {
        "workspace_id": channel.workspace_id,
        "channel_id": channel.id,
        "dedupe_key": f"sent:{uuid.uuid4()}",
        "kind": OutboxKind.PUSH,
        "purpose": purpose,
        "lane": Lane.of(purpose),
        "recipient": "U1",
        "costs": 1,
        "payload": "[]",
        "retry_key": str(uuid.uuid4()),
        "state": OutboxState.SENT,
        "reason": "",
        "details": "",
        "attempts": 1,
        "created_at": moment,
        "next_at": moment,
        "sent_at": moment,
    }
