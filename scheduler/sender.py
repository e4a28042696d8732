"""Empties the outbox. No transaction is open while LINE is called."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.line import Messenger
from bot.posting import Post
from models.base import literal
from models.chat import Shown
from models.clock import Clock
from models.database import Busy, Database
from models.queues import WAITING, OutboxKind, OutboxMessage, OutboxState
from scheduler.delivery import Outcome, deliver

BATCH = 100
log = logging.getLogger(__name__)
Messengers = Mapping[int, Messenger]


class Sender:
    """Sends fresh replies at once and everything else that is owed, in parallel."""

    def __init__(
        self,
        database: Database,
        messengers: Messengers,
        clock: Clock,
        name: str,
        *,
        executor: Executor,
        lease: timedelta,
    ) -> None:
        self.database, self.messengers, self.clock = database, messengers, clock
        self.name, self.lease = name, lease
        self._pool = executor
        self._stopped = threading.Event()

    def post(self, post: Post) -> None:
        """Send a reply that is already leased to us; returns at once."""
        if not self._stopped.is_set():
            self._pool.submit(self._send, post.message)

    def send_waiting(self) -> int:
        """Claim what is due and send it; returns how many were tried."""
        claimed = self._claim()
        list(self._pool.map(self._send, claimed))
        return len(claimed)

    def stop(self) -> None:
        """Finish the calls under way; what is still queued keeps its lease and is taken over later."""
        self._stopped.set()
        self._pool.shutdown(cancel_futures=True)

    def _claim(self) -> Sequence[OutboxMessage]:
        machine = self.clock.machine()
        with self.database.write() as session:
            messages = session.scalars(waiting(machine, list(self.messengers)).limit(BATCH)).all()
            for message in messages:
                message.state, message.lease_owner = OutboxState.SENDING, self.name
                message.lease_until = message.next_at = machine + self.lease
                message.attempts += 1
        return messages

    def _send(self, message: OutboxMessage) -> None:
        """One try and its result; after a fault of ours the lease runs out and the message is tried again."""
        try:
            machine = self.clock.machine()
            outcome = deliver(message, self.messengers[message.channel_id], self.clock.now(), machine)
            self._close(message, outcome)
        except (SQLAlchemyError, Busy):
            log.exception("message %s: its result could not be written; the lease will run out", message.id)
        except Exception:
            log.exception("message %s could not be tried", message.id)

    def _close(self, message: OutboxMessage, outcome: Outcome) -> None:
        """Write the result, unless the lease has passed to somebody else."""
        with self.database.write() as session:
            mine = update(OutboxMessage).where(
                OutboxMessage.id == message.id, OutboxMessage.lease_owner == self.name
            )
            closed = session.scalar(mine.values(self._after(message, outcome)).returning(OutboxMessage.id))
            if closed is not None and outcome.accepted is not None:
                _remember_shown(session, message, outcome.accepted.message_ids)

    def _after(self, message: OutboxMessage, outcome: Outcome) -> dict[str, object]:
        machine = self.clock.machine()
        values: dict[str, object] = {
            "state": outcome.state,
            "reason": outcome.reason[:500],
            "next_at": machine + outcome.wait,
            "lease_owner": None,
            "lease_until": None,
            "attempts": message.attempts - outcome.uncounted,
        }
        if outcome.as_push:
            return values | {"kind": OutboxKind.PUSH, "attempts": 0}
        if message.kind is OutboxKind.PUSH:
            values["first_attempt_at"] = message.first_attempt_at or machine
        if outcome.state is OutboxState.SENT:
            values["sent_at"] = machine
            values["accepted_request_id"] = outcome.accepted.request_id if outcome.accepted else None
        return values


def waiting(machine: datetime, channels: list[int]) -> Select[OutboxMessage]:
    """What may be tried now: due, or with a dead lease, or held for quota long enough; oldest first."""
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.state.in_([literal(one) for one in WAITING]),
            OutboxMessage.next_at <= machine,
            OutboxMessage.channel_id.in_(channels),
        )
        .order_by(OutboxMessage.next_at)
        .with_for_update(skip_locked=True)
    )


def _remember_shown(session: Session, message: OutboxMessage, message_ids: Sequence[str]) -> None:
    rows = [
        {
            "channel_id": message.channel_id,
            "message_id": message_id,
            "workspace_id": message.workspace_id,
            "kind": shown[0],
            "record_id": shown[1],
        }
        for message_id, shown in zip(message_ids, message.shows or [], strict=False)
        if shown
    ]
    if rows:
        session.execute(insert(Shown), rows)
