"""03:00: what people wrote and sent is forgotten after a while. What was logged from it, and ids, stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Executable, Select, delete, select, tuple_, update

from models.activity import Attachment, Photo
from models.api_token import ApiAnswer
from models.clock import Clock
from models.database import Database
from models.queues import WAITING, InboxEvent, InboxState, OutboxMessage
from scheduler.nights import Nights

JOB = "retention"
AT = time(3)
BATCH = 500
"""Rows a transaction: nobody who writes a line at night waits for the whole clearing."""
NO_EVENT, NO_MESSAGES = "{}", "[]"
ANSWER = tuple_(ApiAnswer.workspace_id, ApiAnswer.key)
EVENT = tuple_(InboxEvent.channel_id, InboxEvent.webhook_event_id)
Keys = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of row that holds people's words or pictures for a while."""

    key: Any
    old: Callable[[int, datetime], Select[Any]]
    """Of a company, in order, the keys of rows from before a moment that still hold something."""
    forget: Callable[[Keys], Executable]


def _old_events(workspace_id: int, before: datetime) -> Select[Any]:
    return (
        select(InboxEvent.channel_id, InboxEvent.webhook_event_id)  # type: ignore[return-value]  # of two
        .where(InboxEvent.workspace_id == workspace_id, InboxEvent.event_at < before)
        .where(InboxEvent.state != InboxState.NEW, InboxEvent.payload != NO_EVENT)
        .order_by(InboxEvent.channel_id, InboxEvent.webhook_event_id)
    )


def _old_messages(workspace_id: int, before: datetime) -> Select[Any]:
    return (
        select(OutboxMessage.id)
        .where(OutboxMessage.workspace_id == workspace_id, OutboxMessage.created_at < before)
        .where(OutboxMessage.state.not_in(WAITING), OutboxMessage.payload != NO_MESSAGES)
        .order_by(OutboxMessage.id)
    )


def _old_photos(workspace_id: int, before: datetime) -> Select[Any]:
    return (
        select(Photo.attachment_id)
        .join(Attachment, Attachment.id == Photo.attachment_id)
        .where(Photo.workspace_id == workspace_id, Attachment.sent_at < before)
        .order_by(Photo.attachment_id)
    )


def _old_answers(workspace_id: int, before: datetime) -> Select[Any]:
    return (
        select(ApiAnswer.workspace_id, ApiAnswer.key)  # type: ignore[return-value]  # of two
        .where(ApiAnswer.workspace_id == workspace_id, ApiAnswer.at < before)
        .order_by(ApiAnswer.workspace_id, ApiAnswer.key)
    )


KEPT = (
    Kept(EVENT, _old_events, lambda keys: update(InboxEvent).where(EVENT.in_(keys)).values(payload=NO_EVENT)),
    Kept(
        OutboxMessage.id,
        _old_messages,
        lambda keys: update(OutboxMessage).where(OutboxMessage.id.in_(keys)).values(payload=NO_MESSAGES),
    ),
    Kept(
        Photo.attachment_id,
        _old_photos,
        lambda keys: delete(Photo).where(Photo.attachment_id.in_(keys)),
    ),
    Kept(ANSWER, _old_answers, lambda keys: delete(ApiAnswer).where(ANSWER.in_(keys))),
)


class Retention:
    """Once a night and company; what a night did not get to is the next one's."""

    def __init__(self, database: Database, clock: Clock, keep: timedelta) -> None:
        self.database, self.clock, self.keep = database, clock, keep
        self._nights = Nights(database, JOB, AT)

    def work(self) -> int:
        """Take tonight's turn if it has come; returns how many rows were cleared."""
        now = self.clock.now()
        due = self._nights.due(now)
        return sum(self._forget(kind, one.id, now - self.keep) for one in due for kind in KEPT)

    def _forget(self, kind: Kept, workspace_id: int, before: datetime) -> int:
        """All old rows of one kind, in the order of their keys; the search keeps nobody from writing."""
        cleared, old = 0, kind.old(workspace_id, before).limit(BATCH)
        keys = self._keys(old)
        while keys:
            with self.database.write() as session:
                session.execute(kind.forget(keys))
            cleared += len(keys)
            keys = self._keys(old.where(kind.key > keys[-1]))
        return cleared

    def _keys(self, old: Select[Any]) -> Keys:
        with self.database.read() as session:
            rows = session.execute(old).all()
        return [tuple(row) if len(row) > 1 else row[0] for row in rows]
