"""What may be sent next, and how much of it: each channel at LINE's pace, urgent messages first."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.clock import Clock
from models.database import Database
from models.queues import COSTING, Heartbeat, Lane, OutboxKind, OutboxMessage
from models.standing import ChannelState
from scheduler.claims import Claim, hold
from scheduler.consent import without_the_unwilling
from scheduler.delivery import OF_THE_CHANNEL, Outcome, Trouble, put_back
from scheduler.pace import PRICE, Bucket

ALIVE = timedelta(seconds=30)
"""A process whose clock has not ticked for so long sends nothing."""


@dataclass
class Gate:
    """A channel on which something may be sent now: how much, and whether only what is free."""

    channel_id: int
    bucket: Bucket
    room: int
    only_free: bool

    def take(self, session: Session, claim: Claim, lane: Lane, room: int) -> list[OutboxMessage]:
        if min(room, self.room) <= 0:
            return []
        price = PRICE[OutboxKind.MULTICAST] if lane is Lane.BULK else 1
        count = min(room, max(self.room // price, 1))
        taken = claim.take(session, self.channel_id, lane, count, only_free=self.only_free)
        self.bucket.take(taken)
        self.room -= price * len(taken)
        return taken


@dataclass
class Queue:
    """The outbox as one process sees it. LINE's pace is shared by all processes that tick."""

    database: Database
    clock: Clock
    name: str
    channels: Sequence[int]
    lease: timedelta
    rate: float
    """Pushes a second that LINE takes of a channel."""
    timer: Callable[[], float] = time.monotonic
    is_short: bool = False
    """Was something left only because LINE's pace allows no more at this moment?"""
    closed: dict[int, Trouble] = field(default_factory=dict)
    """Channels that LINE refused since they were last looked at: what is claimed for them goes back."""
    _buckets: dict[int, Bucket] = field(default_factory=dict)
    _turn: int = 0

    def take(self, room: int) -> list[OutboxMessage]:
        """At most `room` messages that are due, leased to this process, the most urgent first."""
        machine = self.clock.machine()
        if not self._anything_due(machine):
            self.is_short = False
            return []
        claim = Claim(self.name, machine, machine + self.lease)
        taken: list[OutboxMessage] = []
        with self.database.write() as session:
            gates = self._open_gates(session, machine)
            for lane in Lane:
                for gate in gates:
                    taken += gate.take(session, claim, lane, room - len(taken))
            return without_the_unwilling(session, taken)

    def note(self, message: OutboxMessage, outcome: Outcome) -> None:
        """What LINE said of the whole channel holds at once, not only from the next claim on."""
        if outcome.trouble in OF_THE_CHANNEL:
            self.closed[message.channel_id] = outcome.trouble

    def refuses(self, message: OutboxMessage) -> Outcome | None:
        """What becomes of a claimed message if its channel has been refused meanwhile; replies are free."""
        trouble = self.closed.get(message.channel_id)
        return put_back(trouble) if trouble is not None and message.kind in COSTING else None

    def _anything_due(self, machine: datetime) -> bool:
        """A look that takes no lock: most of the time nothing is."""
        due = select(OutboxMessage.id).where(
            OutboxMessage.channel_id.in_(self.channels),
            OutboxMessage.on_the_way(),
            OutboxMessage.next_at <= machine,
        )
        with self.database.read() as session:
            return session.scalar(due.limit(1)) is not None

    def _open_gates(self, session: Session, machine: datetime) -> list[Gate]:
        """The channels that are neither paused nor refused, each time beginning with another one."""
        states = ChannelState.of_all(session)
        share = self.rate / max(_alive(session, machine), 1)
        gates = []
        for channel_id in self._in_turn():
            state = states.get(channel_id)
            if state is None or state.is_open(machine):
                gates.append(self._gate(session, channel_id, state, share, machine))
        self.is_short = any(gate.room <= 0 for gate in gates)
        return gates

    def _gate(
        self, session: Session, channel_id: int, state: ChannelState | None, share: float, machine: datetime
    ) -> Gate:
        bucket = self._buckets.setdefault(channel_id, Bucket(self.timer))
        pace = state.pace(machine) if state is not None else 1.0
        is_out = state is not None and state.quota_out_at is not None
        if is_out:
            hold(session, channel_id)
        else:
            self.closed.pop(channel_id, None)
        return Gate(channel_id, bucket, bucket.fill(share * pace), only_free=is_out)

    def _in_turn(self) -> list[int]:
        self._turn += 1
        first = self._turn % max(len(self.channels), 1)
        return [*self.channels[first:], *self.channels[:first]]


def _alive(session: Session, machine: datetime) -> int:
    return session.scalar(select(func.count()).where(Heartbeat.at > machine - ALIVE)) or 0
