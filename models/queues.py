"""What came in, what we owe, and what has fired: the rows that survive any crash."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    exists,
    select,
    text,
    tuple_,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement, Select

from models.base import Base, Id, Ref, literal
from models.insertion import insert_new
from models.member import Member
from models.outbox import (
    BLOCKED,
    COSTING,
    ON_THE_WAY,
    STANDING,
    WAITING,
    Lane,
    OutboxKind,
    OutboxMessage,
    OutboxState,
)
from models.whole import Asked

__all__ = [
    "BLOCKED",
    "COSTING",
    "ON_THE_WAY",
    "STANDING",
    "TAKEN",
    "WAITING",
    "Errand",
    "Heartbeat",
    "InboxEvent",
    "InboxState",
    "JobSlot",
    "Lane",
    "Notice",
    "OutboxKind",
    "OutboxMessage",
    "OutboxState",
    "RichMenuLink",
]


class InboxState(enum.StrEnum):
    NEW = "new"
    DONE = "done"
    DEAD = "dead"


class InboxEvent(Base):
    """One webhook event, stored before anything else is done with it."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_new",
            "next_at",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        Index(
            "ix_inbox_dead",
            "workspace_id",
            sqlite_where=text("state = 'dead'"),
            postgresql_where=text("state = 'dead'"),
        ),
        Index(None, "channel_id", "user_id", "event_at"),
        Index(
            "ix_inbox_waits",
            *("channel_id", "user_id", "event_at"),
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
    )

    channel_id: Mapped[Ref] = mapped_column(ForeignKey("channels.id"), primary_key=True)
    webhook_event_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    user_id: Mapped[str] = mapped_column(String(64), default="")
    event_at: Mapped[datetime]
    """LINE's time of the event, by the domain clock."""
    received_at: Mapped[datetime]
    """By the machine clock: a reply token lives about a minute from here."""
    payload: Mapped[str] = mapped_column(Text)
    state: Mapped[InboxState] = mapped_column(default=InboxState.NEW)
    reason: Mapped[str] = mapped_column(String(500), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]

    @classmethod
    def untried_before(
        cls, channel_id: int, user_id: str, event_at: datetime, event_id: str
    ) -> ColumnElement[bool]:
        """Is there something the same person did earlier that nobody has tried yet? It goes first.

        In the words of its index, or that would not be used.
        """
        return (
            exists()
            .where(cls.channel_id == channel_id, cls.user_id == user_id, cls.user_id != "")
            .where(cls.state == literal(InboxState.NEW), cls.attempts == 0)
            .where(cls.event_at <= event_at)
            .where(tuple_(cls.event_at, cls.webhook_event_id) < tuple_(event_at, event_id))
        )


class Notice(Base):
    """Something not urgent that rides on the next free reply to its member."""

    __tablename__ = "notices"
    __table_args__ = (
        Index(None, "workspace_id", "member_id", "taken_at"),
        Index(None, "workspace_id", "taken_at"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    member_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    payload: Mapped[dict[str, Any]]
    shows: Mapped[list[Any] | None]
    created_at: Mapped[datetime]
    not_after: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]

    @classmethod
    def untaken(cls, member: Member, now: datetime) -> Select[Notice]:
        """What waits for this member's next free reply and is not stale, in order."""
        return (
            select(cls)
            .where(cls.workspace_id == member.workspace_id, cls.member_id == member.id)
            .where(cls.taken_at.is_(None), cls.not_after.is_(None) | (cls.not_after > now))
            .order_by(cls.id)
        )


class Errand(Base):
    """A call to LINE that is not a message: a profile, a photo's bytes, a menu."""

    __tablename__ = "errands"
    __table_args__ = (
        Index(
            "ix_errands_waiting",
            "next_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    channel_id: Mapped[Ref] = mapped_column(ForeignKey("channels.id"))
    kind: Mapped[str] = mapped_column(String(20))
    args: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(12), default="pending")
    reason: Mapped[str] = mapped_column(String(500), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]


class RichMenuLink(Base):
    """A rich menu made on a channel; a changed picture has a new version, and so a new menu."""

    __tablename__ = "rich_menus"
    __table_args__ = (UniqueConstraint("channel_id", "key", "version"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    channel_id: Mapped[Ref] = mapped_column(ForeignKey("channels.id"))
    key: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(64))
    line_id: Mapped[str] = mapped_column(String(64))


class JobSlot(Base):
    """A recurring job's turn that has been taken; the row's existence is the promise that it fires once."""

    __tablename__ = "job_slots"

    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    job: Mapped[str] = mapped_column(String(60), primary_key=True)
    slot_at: Mapped[datetime] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(12), default="fired")
    fired_at: Mapped[datetime]

    @staticmethod
    def key(job: str, member_id: int) -> str:
        """One member's slots of a job."""
        return f"{job}:{member_id}"

    @classmethod
    def take(
        cls,
        session: Session,
        workspace_id: int,
        key: str,
        slot_at: datetime,
        now: datetime,
        *,
        missed: bool = False,
    ) -> bool:
        """Take the slot, in the transaction of what it causes; False when somebody has it already."""
        row = {
            "workspace_id": workspace_id,
            "job": key,
            "slot_at": slot_at,
            "state": "missed" if missed else "fired",
            "fired_at": now,
        }
        return session.scalar(insert_new(session, cls, row).returning(cls.job)) is not None

    @classmethod
    def taken(cls, workspace_id: int, key: str, slot_at: datetime) -> Select[JobSlot]:
        """That turn, if somebody has taken it."""
        return select(cls).where(cls.workspace_id == workspace_id, cls.job == key, cls.slot_at == slot_at)

    @classmethod
    def fired_between(cls, workspace_id: int, key: str, start: datetime, end: datetime) -> Select[JobSlot]:
        """Slots from `start` up to, not including, `end` that were taken in time."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.job == key, cls.state == "fired")
            .where(cls.slot_at >= start, cls.slot_at < end)
        )


TAKEN, FIRED = Asked(JobSlot, JobSlot.taken), Asked(JobSlot, JobSlot.fired_between)


class Heartbeat(Base):
    """When a process last ticked, by the machine clock."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime]
