"""What a manager asks about an entry, and what its rep answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import Select

from models.activity import Activity
from models.base import Base, Id, Ref
from models.changes import Audited
from models.customer import Customer
from models.followup import FollowUp
from models.member import Member


class Inquiry(Base, Audited):
    """A question from one member to another about an activity, a follow-up, or only about a customer."""

    __tablename__ = "inquiries"
    __table_args__ = (
        Index(None, "workspace_id", "asked_of_id", "told_at"),
        Index(None, "workspace_id", "asked_by_id", "reported_at"),
    )
    quiet = frozenset({"told_at", "reported_at"})

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"))
    followup_id: Mapped[int | None] = mapped_column(ForeignKey("followups.id"))
    asked_by_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    asked_of_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When the question was put to the person asked."""
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    """When the answer was shown to whoever asked."""

    customer: Mapped[Customer] = relationship(lazy="raise")
    activity: Mapped[Activity | None] = relationship(lazy="raise")
    followup: Mapped[FollowUp | None] = relationship(lazy="raise")
    asked_by: Mapped[Member] = relationship(lazy="raise", foreign_keys=[asked_by_id])
    asked_of: Mapped[Member] = relationship(lazy="raise", foreign_keys=[asked_of_id])

    @classmethod
    def not_put(cls, asked: Member) -> Select[Inquiry]:
        """Questions to this person that still wait to be put."""
        return (
            select(cls)
            .where(cls.workspace_id == asked.workspace_id, cls.asked_of_id == asked.id)
            .where(cls.told_at.is_(None), cls.answered_at.is_(None))
            .order_by(cls.id)
        )

    @classmethod
    def not_reported(cls, asker: Member) -> Select[Inquiry]:
        """Answers to this person's questions that still wait to be shown."""
        return (
            select(cls)
            .where(cls.workspace_id == asker.workspace_id, cls.asked_by_id == asker.id)
            .where(cls.answered_at.is_not(None), cls.reported_at.is_(None))
            .order_by(cls.id)
        )
