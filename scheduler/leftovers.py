"""Events the web could not finish: a crash, a fault, or no time. Oldest first, one person's in order."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot import inbox
from bot.conversation import Conversation
from bot.inbox import Stored
from bot.posting import Post
from bot.scene import NotYet
from models.clock import Clock
from models.database import Busy, Database
from models.queues import InboxEvent, InboxState
from scheduler.alerts import Alert, tell_managers

BATCH = 50
ATTEMPTS = 5
TURN = timedelta(seconds=1)
BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))
"""Waits after the first, second, ... failure; after the fifth the event is dead and waits for a person."""
Key = tuple[int, str]
"""Channel and event."""
log = logging.getLogger(__name__)


class Leftovers:
    """Handles inbox rows that are still `new` a while after they came."""

    def __init__(
        self,
        database: Database,
        conversation: Conversation,
        clock: Clock,
        post: Callable[[Post], None],
        lease: timedelta,
    ) -> None:
        self.database, self.conversation, self.clock = database, conversation, clock
        self.post, self.lease = post, lease

    def work(self) -> int:
        """Handle what is due; returns how many events were tried."""
        claimed = self._claim()
        for key in claimed:
            if (stored := self._begin(key)) is not None:
                self._handle(stored)
        return len(claimed)

    def _claim(self) -> list[Key]:
        """Take a lease of what is due."""
        machine = self.clock.machine()
        with self.database.write() as session:
            rows = session.scalars(_due(machine).limit(BATCH)).all()
            for row in rows:
                row.next_at = row.lease_until = machine + self.lease
                row.lease_owner = self.conversation.owner
            return [(row.channel_id, row.webhook_event_id) for row in rows]

    def _begin(self, key: Key) -> Stored | None:
        """The attempt is counted before it: even a crash loop ends, and those behind it are not blamed."""
        with self.database.write() as session:
            row = session.get_one(InboxEvent, key)
            if row.state is not InboxState.NEW:
                return None
            row.attempts += 1
            if row.attempts > ATTEMPTS:
                self._give_up(session, row, row.reason or "crashed")
            return inbox.stored(row) if row.attempts <= ATTEMPTS else None

    def _handle(self, stored: Stored) -> None:
        try:
            post = self.conversation.handle(stored)
        except NotYet:
            self._give_back(stored)
            return
        except (Busy, SQLAlchemyError):
            log.warning("event %s waits for the database", stored.event_id, extra={"event": stored.event_id})
            return
        except Exception as error:
            log.exception("event %s failed again", stored.event_id, extra={"event": stored.event_id})
            self._put_off(stored, f"{type(error).__name__}")
            return
        if post is not None:
            self.post(post)

    def _give_back(self, stored: Stored) -> None:
        """Not its turn yet: the attempt does not count."""
        with self.database.write() as session:
            row = session.get_one(InboxEvent, (stored.channel_id, stored.event_id))
            row.attempts -= 1
            row.next_at = self.clock.machine() + TURN

    def _put_off(self, stored: Stored, reason: str) -> None:
        machine = self.clock.machine()
        with self.database.write() as session:
            row = session.get_one(InboxEvent, (stored.channel_id, stored.event_id))
            row.reason = reason[:500]
            if row.attempts >= ATTEMPTS:
                self._give_up(session, row, row.reason)
            else:
                row.next_at = machine + BACKOFF[min(row.attempts, len(BACKOFF)) - 1]

    def _give_up(self, session: Session, row: InboxEvent, reason: str) -> None:
        """It stays where it is until a person has seen to it."""
        row.state, row.reason = InboxState.DEAD, reason
        tell_managers(session, row.workspace_id, Alert.DEAD, self.clock.now())


def _due(machine: datetime) -> Select[InboxEvent]:
    return (
        select(InboxEvent)
        .where(InboxEvent.state == InboxState.NEW, InboxEvent.next_at <= machine)
        .order_by(InboxEvent.next_at, InboxEvent.event_at, InboxEvent.webhook_event_id)
        .with_for_update(skip_locked=True)
    )
