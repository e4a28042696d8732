"""What a LINE message has led to, found again when it is quoted, edited or unsent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.replies import Record
from models.activity import Activity
from models.changes import Change
from models.channel import Channel
from models.followup import FollowUp
from models.purchase import Payment, Purchase
from models.queues import InboxEvent

MADE: dict[str, Literal["purchase", "payment", "followup"]] = {
    Purchase.__tablename__: "purchase",
    Payment.__tablename__: "payment",
    FollowUp.__tablename__: "followup",
}
"""What a line makes beside an activity; of several the one that the line is about."""
UNSENDABLE = timedelta(days=8)
"""LINE lets people take back or edit a message for at most a week."""


def record_of(
    session: Session, channel: Channel, user_id: str, message_id: str, now: datetime
) -> Record | None:
    """The record that this person's message made, while it stands."""
    logged = select(Activity.id).where(
        Activity.workspace_id == channel.workspace_id,
        Activity.message_id == message_id,
        Activity.deleted.is_(False),
    )
    if (activity := session.scalar(logged.limit(1))) is not None:
        return Record("activity", activity)
    events = [one.webhook_event_id for one in events_of(session, channel.id, user_id, message_id, now)]
    made = select(Change).where(
        Change.workspace_id == channel.workspace_id,
        Change.event.in_(events),
        Change.table_name.in_(MADE),
        Change.before.is_(None),
        Change.undone_by.is_(None),
    )
    found = {one.table_name: one.row_id for one in session.scalars(made)}
    return next((Record(kind, found[table]) for table, kind in MADE.items() if table in found), None)


def events_of(
    session: Session, channel_id: int, user_id: str, message_id: str, now: datetime
) -> Sequence[InboxEvent]:
    """This person's stored events that carry that message: as it was sent, and as it was edited."""
    mine = select(InboxEvent).where(
        InboxEvent.channel_id == channel_id,
        InboxEvent.user_id == user_id,
        InboxEvent.event_at >= now - UNSENDABLE,
        InboxEvent.payload.contains(f'"id":"{message_id}"', autoescape=True),
    )
    return session.scalars(mine).all()
