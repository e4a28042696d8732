"""What happened with a customer."""

from __future__ import annotations

import enum
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Executable, ForeignKey, Index, LargeBinary, String, Text, bindparam, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref, literal
from models.changes import Audited
from models.customer import Contact, Customer
from models.flushing import Simple
from models.member import Member
from models.plain import Plain
from models.whole import Asked


class ActivityChannel(enum.StrEnum):
    """How the customer was met."""

    VISIT = "visit"
    CALL = "call"
    LINE = "line"
    EMAIL = "email"
    MEETING = "meeting"
    NOTE = "note"


class Outcome(enum.StrEnum):
    """What came of it. Only `reached` counts as contact."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    NOT_MET = "not_met"
    POSTPONED = "postponed_by_customer"


BY_PERSON = ("workspace_id", "member_id", "occurred_at")
BY_CUSTOMER = ("workspace_id", "customer_id", "occurred_at", "id")
"""Behind these, indexes hold all that is counted: then a count reads nothing else."""
MONEY = "amount IS NOT NULL"
REACHED = "outcome = 'reached' AND channel != 'note' AND deleted IS {no}"
"""Most are, and yet: PostgreSQL counts a year in half the time where it need not look at these three."""


class Activity(Simple, Base, Audited):
    """One contact with a customer, in the rep's own words."""

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_by_customer", *BY_CUSTOMER, "deleted"),
        Index(None, *BY_PERSON),
        Index(
            "ix_activities_reached",
            *(*BY_PERSON, "customer_id", "outcome", "channel", "deleted"),
            sqlite_where=text(REACHED.format(no="0")),
            postgresql_where=text(REACHED.format(no="false")),
        ),
        Index(None, "workspace_id", "member_id", "logged_at"),
        Index(None, "workspace_id", "message_id"),
        Index(
            "ix_activities_money",
            *(*BY_PERSON, "customer_id", "amount", "deleted", "id"),
            sqlite_where=text(MONEY),
            postgresql_where=text(MONEY),
        ),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"))
    member_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    deal_id: Mapped[int | None]
    """The deal it was about, where that is known."""
    consumer_id: Mapped[int | None]
    """Who wrote it in the shop's chat; then it is nobody's work, and a note that counts for nothing."""
    round: Mapped[int | None]
    """Which round of the follow-up cadence it completed."""
    channel: Mapped[ActivityChannel]
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.REACHED)
    inbound: Mapped[bool] = mapped_column(default=False)
    said: Mapped[str] = mapped_column(Text)
    """The whole sentence as typed; `แก้` gives it back to the keyboard."""
    note: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[Decimal | None]
    occurred_at: Mapped[datetime]
    logged_at: Mapped[datetime]
    message_id: Mapped[str] = mapped_column(String(64), default="")
    """The LINE message it was typed in: unsending or editing that message finds it."""
    deleted: Mapped[bool] = mapped_column(default=False)

    customer: Mapped[Customer] = relationship(lazy="raise")
    member: Mapped[Member] = relationship(lazy="raise")
    contact: Mapped[Contact | None] = relationship(lazy="raise")

    @property
    def reached(self) -> bool:
        """Did it reach somebody? A note is no contact."""
        return self.outcome is Outcome.REACHED and self.channel is not ActivityChannel.NOTE

    @classmethod
    def with_customer(cls, customer_id: int, workspace_id: int) -> Select[Activity]:
        """A customer's history, newest first."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.customer_id == customer_id, cls.deleted.is_(False))
            .order_by(cls.occurred_at.desc(), cls.id.desc())
        )

    @classmethod
    def with_amount(cls, customer_id: int, workspace_id: int) -> Select[Activity]:
        """The newest at a customer in which an amount was spoken of."""
        return cls.with_customer(customer_id, workspace_id).where(cls.amount.is_not(None)).limit(1)

    @classmethod
    def reached_since(cls, workspace_id: int, customer_id: int, since: datetime) -> Select[Activity]:
        """The contacts of a customer from then on, in order."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.customer_id == customer_id, cls.occurred_at >= since)
            .where(cls.deleted.is_(False), cls.outcome == literal(Outcome.REACHED))
            .where(cls.channel != literal(ActivityChannel.NOTE))
            .order_by(cls.occurred_at, cls.id)
        )

    @classmethod
    def written_since(cls, customer: Customer, start: datetime) -> Select[Activity]:
        """What a customer wrote in the shop's chat from then on, newest first."""
        history = cls.with_customer(customer.id, customer.workspace_id)
        return history.where(cls.occurred_at >= start, cls.consumer_id.is_not(None))

    @classmethod
    def between(cls, workspace_id: int, start: datetime, end: datetime) -> Select[Activity]:
        """What happened from `start` up to, not including, `end`, in order."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.deleted.is_(False))
            .where(cls.occurred_at >= start, cls.occurred_at < end)
            .order_by(cls.occurred_at, cls.id)
        )

    @classmethod
    def reached_between(cls, workspace_id: int, start: datetime, end: datetime) -> Select[Activity]:
        """What reached somebody in that time, in no order."""
        return (
            _in_time(workspace_id, start, end)
            .where(cls.outcome == literal(Outcome.REACHED), cls.channel != literal(ActivityChannel.NOTE))
            .where(cls.deleted.is_(False))
        )

    @classmethod
    def amounts_between(cls, workspace_id: int, start: datetime, end: datetime) -> Select[Activity]:
        """Where money was spoken of in that time, in no order."""
        return _in_time(workspace_id, start, end).where(cls.amount.is_not(None), cls.deleted.is_(False))


LATEST_AMOUNT = Asked(Activity, Activity.with_amount)


def _in_time(workspace_id: int, start: datetime, end: datetime) -> Select[Activity]:
    return select(Activity).where(
        Activity.workspace_id == workspace_id, Activity.occurred_at >= start, Activity.occurred_at < end
    )


class Reached(NamedTuple):
    """One contact as the rounds of a customer count it."""

    id: int
    occurred_at: datetime
    round: int | None

    @classmethod
    def since(cls, session: Session, workspace_id: int, customer_id: int, at: datetime) -> list[Reached]:
        """All of a customer from then on, in order: asked whenever one is added, so not loaded as models."""
        session.flush()
        values = {"workspace_id": workspace_id, "customer_id": customer_id, "since": at}
        return [cls(*row) for row in _REACHED_SINCE.rows(session.connection(), values)]


def _reached_since() -> Executable:
    places: dict[str, Any] = {name: bindparam(name) for name in ("workspace_id", "customer_id", "since")}
    return Activity.reached_since(**places).with_only_columns(
        Activity.id, Activity.occurred_at, Activity.round
    )


_REACHED_SINCE = Plain(_reached_since())


class AttachmentKind(enum.StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    AUDIO = "audio"
    FILE = "file"
    LOCATION = "location"
    PICTURE = "picture"
    """Shown above a promotion: no log's."""


class Attachment(Base, Audited):
    """A photo, file or place sent around a log; it joins the log up to ten minutes away."""

    __tablename__ = "attachments"
    __table_args__ = (
        Index(None, "workspace_id", "member_id", "sent_at"),
        Index(None, "activity_id"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    member_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"))
    kind: Mapped[AttachmentKind]
    message_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    sent_at: Mapped[datetime]

    @classmethod
    def loose(cls, member: Member, since: datetime) -> Select[Attachment]:
        """What this person sent since then that belongs to no activity yet."""
        return (
            select(cls)
            .where(cls.workspace_id == member.workspace_id, cls.member_id == member.id)
            .where(
                cls.sent_at >= since, cls.activity_id.is_(None), cls.kind != literal(AttachmentKind.PICTURE)
            )
        )

    @classmethod
    def of_activity(cls, workspace_id: int, activity_id: int) -> Select[Attachment]:
        return select(cls).where(cls.workspace_id == workspace_id, cls.activity_id == activity_id)


class Photo(Base):
    """The bytes of an attachment, apart so that no list of activities ever loads them."""

    __tablename__ = "photos"

    attachment_id: Mapped[Ref] = mapped_column(ForeignKey("attachments.id"), primary_key=True)
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
