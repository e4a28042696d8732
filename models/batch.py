"""Batches of a campaign: neighbours on its list whom one message goes to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement, Select

from models.base import Base, Id, Ref
from models.promotion import Campaign, CampaignState, Recipient, RecipientState
from models.queues import OutboxMessage, OutboxState

BECOMES = {
    OutboxState.SENT: RecipientState.ACCEPTED,
    OutboxState.FAILED: RecipientState.FAILED,
    OutboxState.UNCERTAIN: RecipientState.FAILED,
    OutboxState.CANCELLED: RecipientState.SKIPPED,
}
"""What the end of a message makes of the people in it; nothing else is an end."""
SPLIT, EXPIRED = "split", "expired"
"""Why a message is called off whose people are written to all the same: by its halves; the next morning."""


class Batch(Base):
    """All on the list between two people: who is PLANNED there goes with its message, until that has ended.

    So nothing is written to a person before what became of them is known.
    """

    __tablename__ = "campaign_batches"
    __table_args__ = (UniqueConstraint("outbox_id"), Index(None, "campaign_id", "settled_at", "first"))

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    campaign_id: Mapped[Ref] = mapped_column(ForeignKey("campaigns.id"))
    first: Mapped[int]
    """The consumer's id; as `last`, which is in it too."""
    last: Mapped[int]
    outbox_id: Mapped[int | None]
    """Its message; None while there is to be one, for the first time or again."""
    not_before: Mapped[datetime | None]
    """Of who is in the second part of a sending; until then it has no message."""
    settled_at: Mapped[datetime | None]
    """When what became of the message was written to its people."""

    @classmethod
    def open(cls, campaign: Campaign) -> Select[Batch]:
        """Of whose people nobody knows the end yet, in their order."""
        mine = select(cls).where(cls.campaign_id == campaign.id, cls.settled_at.is_(None))
        return mine.order_by(cls.first)

    @classmethod
    def without_message(cls, campaign: Campaign, now: datetime) -> Select[Batch]:
        """Those that should have one by now."""
        is_due = cls.not_before.is_(None) | (cls.not_before <= now)
        return cls.open(campaign).where(cls.outbox_id.is_(None), is_due)

    def people(self, state: RecipientState = RecipientState.PLANNED) -> ColumnElement[bool]:
        """Those between its two ends who are in that state."""
        here = Recipient.consumer_id.between(self.first, self.last)
        return (Recipient.campaign_id == self.campaign_id) & (Recipient.state == state) & here


def counted(session: Session, campaign: Campaign) -> dict[RecipientState, int]:
    """How many people are in which state; of who is in a message, by how that stands at this moment."""
    states = (
        select(Recipient.state, func.count())
        .where(Recipient.campaign_id == campaign.id)
        .group_by(Recipient.state)
    )
    found: dict[RecipientState, int] = dict(session.execute(states).all())
    for state, people in _in_messages(session, campaign):
        _move(found, people, state)
    if campaign.state is CampaignState.CANCELLED:
        _move(found, found.get(RecipientState.PLANNED, 0), RecipientState.SKIPPED)
    return {state: people for state, people in found.items() if people}


def in_second_part(session: Session, campaign: Campaign) -> int:
    """How many people have to wait for it: they are the last of the list."""
    later = Batch.open(campaign).where(Batch.outbox_id.is_(None), Batch.not_before.is_not(None))
    first = session.scalar(later.with_only_columns(func.min(Batch.first)).order_by(None))
    if first is None:
        return 0
    behind = select(func.count()).where(
        Recipient.campaign_id == campaign.id,
        Recipient.state == RecipientState.PLANNED,
        Recipient.consumer_id >= first,
    )
    return session.scalar(behind) or 0


def _move(found: dict[RecipientState, int], people: int, into: RecipientState) -> None:
    """So many of the planned are something else; never more than there were a statement ago."""
    moved = min(people, found.get(RecipientState.PLANNED, 0))
    found[RecipientState.PLANNED] = found.get(RecipientState.PLANNED, 0) - moved
    found[into] = found.get(into, 0) + moved


def _in_messages(session: Session, campaign: Campaign) -> list[tuple[RecipientState, int]]:
    """People in the messages of open batches, by what the message makes of them."""
    column = OutboxMessage
    stand = (
        Batch.open(campaign)
        .join(column, column.id == Batch.outbox_id)
        .with_only_columns(column.state, column.reason, func.sum(column.costs))
        .group_by(column.state, column.reason)
        .order_by(None)
    )
    rows = session.execute(stand).all()
    return [(_stands(state, reason), people) for state, reason, people in rows]


def _stands(state: OutboxState, reason: str) -> RecipientState:
    if state is OutboxState.CANCELLED and reason == EXPIRED:
        return RecipientState.PLANNED
    if state is OutboxState.CANCELLED and reason == SPLIT:
        return RecipientState.QUEUED
    return BECOMES.get(state, RecipientState.QUEUED)
