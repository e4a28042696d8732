"""What became of messages is written down together, however quickly LINE answers each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import SystemRandom

from sqlalchemy import select

from app import SystemClock
from models.channel import Channel, ChannelKind
from models.database import Database
from models.queues import OutboxKind, OutboxMessage, OutboxState
from models.standing import DeliveryCount
from models.workspace import Workspace
from scheduler.closing import MANY, Closing
from scheduler.delivery import Landed, Outcome

A_MINUTE = 60.0
"""Longer than any test takes: who is not called by number is never written."""


def channel(database: Database) -> int:
    with database.write() as session:
        workspace = Workspace(name="จดดี", timezone="Asia/Bangkok", created_at=SystemClock().now())
        session.add(workspace)
        session.flush()
        made = Channel(workspace_id=workspace.id, kind=ChannelKind.STAFF)
        session.add(made)
        session.flush()
        return made.id


def test_what_lands_soon_after_others_is_written_with_those_behind_it(database: Database) -> None:
    channel_id, written = channel(database), list[int]()
    closing = Closing(database, SystemClock(), "me", SystemRandom(), lambda: 0, gather=A_MINUTE)

    def land(number: int) -> None:
        message = OutboxMessage(id=number, channel_id=channel_id, kind=OutboxKind.REPLY, attempts=1)
        closing.land(Landed(message, Outcome(state=OutboxState.SENT)), written.append)

    land(0)
    assert written == [1], "nobody else is on the way: at once"
    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(land, range(1, MANY + 1)))
    assert written == [1, MANY]
    with database.read() as session:
        assert session.scalars(select(DeliveryCount.total)).all() == [1 + MANY]
