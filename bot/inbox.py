"""Storing what LINE delivers, before anything else is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from bot.events import Json, moment
from models.channel import Channel
from models.insertion import insert_new
from models.queues import InboxEvent, InboxState

GRACE = timedelta(seconds=2)
"""What the web has not done so long after receipt is the worker's."""


def store(session: Session, channel: Channel, events: Sequence[Json], machine: datetime) -> list[str]:
    """Keep these events as `new`; returns the ids that were not known yet (LINE may deliver twice)."""
    rows = [_row(channel, event, machine) for event in events]
    if not rows:
        return []
    insert = insert_new(session, InboxEvent, rows).returning(InboxEvent.webhook_event_id)
    new = set(session.scalars(insert))
    return [event_id for row in rows if (event_id := row["webhook_event_id"]) in new]


def _row(channel: Channel, event: Json, machine: datetime) -> dict[str, Any]:
    source = event.get("source")
    return {
        "channel_id": channel.id,
        "webhook_event_id": str(event.get("webhookEventId", ""))[:64],
        "workspace_id": channel.workspace_id,
        "user_id": str(source.get("userId", ""))[:64] if isinstance(source, dict) else "",
        "event_at": moment(event.get("timestamp")),
        "received_at": machine,
        "payload": clean(msgspec.json.encode(event).decode()),
        "state": InboxState.NEW,
        "reason": "",
        "attempts": 0,
        "next_at": machine + GRACE,
    }


def clean(payload: str) -> str:
    """PostgreSQL refuses NUL in a text, so it goes before it gets there."""
    return payload.replace("\\u0000", "").replace("\x00", "")
