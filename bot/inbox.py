"""Storing what LINE delivers, before anything else is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.events import Event, Json, event_id, event_of, moment, user_of
from models.channel import Channel
from models.insertion import keep_new
from models.queues import InboxEvent, InboxState

GRACE = timedelta(seconds=2)
"""What the web has not done so long after receipt is the worker's."""


@dataclass(frozen=True)
class Stored:
    """An event that is safe in the inbox and waits to be handled."""

    channel_id: int
    event_id: str
    raw: Json
    received_at: datetime
    """By the machine clock."""
    attempts: int = 0
    """Tries before this one."""

    @cached_property
    def event(self) -> Event:
        """Read when it is handled: whatever is odd about it, it has been stored."""
        return event_of(self.raw)


def stored(row: InboxEvent) -> Stored:
    """The same, read back by a worker."""
    raw = msgspec.json.decode(row.payload)
    return Stored(row.channel_id, row.webhook_event_id, raw, row.received_at, row.attempts)


def store(
    connection: Connection, channel: Channel, events: Sequence[Json], machine: datetime
) -> list[Stored]:
    """Keep these events as `new`; returns those that were not known yet (LINE may deliver twice)."""
    by_id = {event_id(event): event for event in events}
    rows = [_row(channel, event, machine) for event in by_id.values()]
    kept = keep_new(InboxEvent)
    new = [row["webhook_event_id"] for row in rows if kept.first(connection, row) is not None]
    return [Stored(channel.id, one, by_id[one], machine) for one in new]


def _row(channel: Channel, event: Json, machine: datetime) -> dict[str, Any]:
    return {
        "channel_id": channel.id,
        "webhook_event_id": event_id(event),
        "workspace_id": channel.workspace_id,
        "user_id": user_of(event),
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
