"""Taking messages out of the outbox for a while, and giving them back: one statement for many rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, Update, bindparam, func, select, update
from sqlalchemy.orm import Session

from models.base import UtcDateTime
from models.queues import COSTING, Lane, OutboxKind, OutboxMessage, OutboxState

OUTBOX = cast(Table, OutboxMessage.__table__)
NOW = bindparam("machine", type_=UtcDateTime())
LEASE = bindparam("lease", type_=UtcDateTime())


def _claim(*kinds: OutboxKind) -> Update:
    """Take what is due on a channel and in a lane, oldest first; the attempt is counted here.

    Since when LINE may have a message is noted here too: a process that dies after the call tells nobody.
    """
    column = OUTBOX.c
    due = (
        select(column.id)
        .where(column.channel_id == bindparam("this_channel"), column.lane == bindparam("this_lane"))
        .where(OutboxMessage.on_the_way(), column.next_at <= NOW, column.kind.in_(kinds))
        .order_by(column.next_at, column.id)
        .limit(bindparam("this_count"))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(select(due.c.id)))
        .values(
            state=OutboxState.SENDING,
            lease_owner=bindparam("owner"),
            lease_until=LEASE,
            next_at=LEASE,
            attempts=OutboxMessage.attempts + 1,
            first_attempt_at=func.coalesce(OutboxMessage.first_attempt_at, OutboxMessage.next_at),
        )
        .returning(OutboxMessage)
        .execution_options(synchronize_session=False)
    )


_ANY, _FREE = _claim(*OutboxKind), _claim(OutboxKind.REPLY)


def _hold() -> Update:
    """What two processes would hold at once, the first one holds."""
    column = OUTBOX.c
    costly = (
        select(column.id)
        .where(column.channel_id == bindparam("this_channel"), OutboxMessage.on_the_way())
        .where(column.state == OutboxState.PENDING, column.kind.in_(COSTING))
        .with_for_update(skip_locked=True)
        .cte("costly")
    )
    return (
        update(OUTBOX)
        .where(column.id.in_(select(costly.c.id)))
        .values(state=OutboxState.HELD, reason="quota")
    )


_HOLD = _hold()


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose the messages are to be, and until when."""

    owner: str
    machine: datetime
    lease_until: datetime

    def take(
        self, session: Session, channel_id: int, lane: Lane, count: int, *, only_free: bool
    ) -> list[OutboxMessage]:
        """At most `count` messages, now ours, oldest first."""
        asked = {"this_channel": channel_id, "this_lane": lane, "this_count": count}
        ours = {"owner": self.owner, "machine": self.machine, "lease": self.lease_until}
        taken = session.scalars(_FREE if only_free else _ANY, asked | ours)
        return sorted(taken, key=_age)


def hold(session: Session, channel_id: int) -> None:
    """The month's quota is used up: what would cost waits, what is free goes on."""
    session.execute(_HOLD, {"this_channel": channel_id})


def give_back(session: Session, owner: str, ids: Sequence[int], machine: datetime) -> None:
    """Not sent after all: as if it had never been taken."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(ids), OutboxMessage.lease_owner == owner)
        .values(
            state=OutboxState.PENDING,
            lease_owner=None,
            lease_until=None,
            next_at=machine,
            attempts=OutboxMessage.attempts - 1,
        )
        .execution_options(synchronize_session=False)
    )


def _age(message: OutboxMessage) -> tuple[Any, int]:
    return message.first_attempt_at, message.id
