"""What was promised to a customer, and when."""

from __future__ import annotations

import enum
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, Text, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement, Select

from models.activity import ActivityChannel
from models.base import Base, Id, Ref, literal
from models.changes import Audited
from models.customer import Contact, Customer
from models.flushing import Simple
from models.member import Member
from models.whole import Asked


class FollowUpKind(enum.StrEnum):
    """When it is brought up: an appointment and a deadline before their time, a task at its time."""

    APPOINTMENT = "appointment"
    TASK = "task"
    DEADLINE = "deadline"


class FollowUpState(enum.StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    DELETED = "deleted"


class Punctuality(enum.StrEnum):
    KEPT = "kept"
    LATE = "late"
    MISSED = "missed"


OPEN = "state = 'open'"
DONE = "state = 'done'"
JUDGED = "punctual IS NOT NULL"
GIVEN = "reported_at IS NULL AND owner_id <> set_by_id"
LATER = 3
"""So often put off, a promise is no longer a plan: the manager should look."""
SLIPPED = f"state = 'open' AND moved >= {LATER}"
AWAITED = "state = 'open' AND (reminded_at IS NULL OR reminded_at < remind_at)"


def _part(name: str, where: str, *columns: str) -> Index:
    """Of a company's follow-ups only those."""
    only = text(where)
    return Index(f"ix_followups_{name}", "workspace_id", *columns, sqlite_where=only, postgresql_where=only)


class FollowUp(Simple, Base, Audited):
    """A promise to get back to a customer on a day, perhaps at a time."""

    __tablename__ = "followups"
    __table_args__ = (
        Index(None, "workspace_id", "owner_id", "state", "due_on"),
        Index(None, "workspace_id", "customer_id", "state", "due_on"),
        Index(None, "workspace_id", "activity_id"),
        _part("open", OPEN, "state", "customer_id", "due_on", "owner_id", "deal_id"),
        _part("slipped", SLIPPED, "state", "owner_id", "due_on"),
        _part("kept", DONE, "customer_id", "closed_at"),
        _part("given", GIVEN, "set_by_id"),
        _part("judged", JUDGED, "owner_id", "due_on", "punctual", "state"),
        Index("ix_followups_remind", "remind_at", sqlite_where=text(AWAITED), postgresql_where=text(AWAITED)),
    )
    quiet = frozenset({"reminded_at", "told_at", "reported_at"})

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    owner_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    set_by_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"))
    """The activity in which it was promised."""
    deal_id: Mapped[int | None]
    """The deal it is about, where that is known."""
    round: Mapped[int | None]
    """Which round of the follow-up cadence Jod has planned with it; None for what a person promised."""
    kind: Mapped[FollowUpKind] = mapped_column(default=FollowUpKind.TASK)
    channel: Mapped[ActivityChannel | None]
    about: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[Decimal | None]
    due_on: Mapped[date]
    due_at: Mapped[datetime | None]
    """Only when a time was said; without one it lives in that morning's plan."""
    part: Mapped[str | None] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(120), default="")
    """The date as the person said it, shown beside ours."""
    remind_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    state: Mapped[FollowUpState] = mapped_column(default=FollowUpState.OPEN)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None]
    """The activity that settled it."""
    moved: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None]
    """When the result of an appointment was asked for at the end of its day."""
    missed_at: Mapped[datetime | None]
    """When its owner said that he had not gone: then nobody needs to ask for its result."""
    punctual: Mapped[Punctuality | None]
    """How what was promised for a time was kept; None while open, and without a time."""
    told_at: Mapped[datetime | None]
    """When its owner heard that a colleague gave it."""
    reported_at: Mapped[datetime | None]
    """When whoever gave it heard what came of it."""
    created_at: Mapped[datetime]

    customer: Mapped[Customer] = relationship(lazy="raise")
    contact: Mapped[Contact | None] = relationship(lazy="raise")
    owner: Mapped[Member] = relationship(lazy="raise", foreign_keys=[owner_id])

    @property
    def is_open(self) -> bool:
        return self.state is FollowUpState.OPEN

    @property
    def is_planned(self) -> bool:
        """Put there by Jod as a customer's next round: nobody has promised it."""
        return self.round is not None

    @property
    def is_appointment(self) -> bool:
        return self.kind is FollowUpKind.APPOINTMENT

    @classmethod
    def awaited(cls) -> ColumnElement[bool]:
        """Open, and not yet reminded of at this time. In the index's own words, or it would not be used."""
        unsaid = cls.reminded_at.is_(None) | (cls.reminded_at < cls.remind_at)
        return (cls.state == literal(FollowUpState.OPEN)) & unsaid

    @classmethod
    def due(cls, now: datetime) -> Select[FollowUp]:
        """Whose reminder has come, oldest first."""
        return select(cls).where(cls.remind_at <= now, cls.awaited()).order_by(cls.remind_at, cls.id)

    @classmethod
    def without_result(cls, owner: Member, day: date, now: datetime) -> Select[FollowUp]:
        """Appointments of that day whose time has come and of which nothing was heard, in order of time."""
        return (
            select(cls)
            .where(cls.workspace_id == owner.workspace_id, cls.owner_id == owner.id, cls.due_on == day)
            .where(cls.state == literal(FollowUpState.OPEN), cls.kind == FollowUpKind.APPOINTMENT)
            .where(cls.due_at.is_(None) | (cls.due_at <= now), cls.missed_at.is_(None))
            .order_by(cls.due_at.asc().nulls_last(), cls.id)
        )

    @classmethod
    def open_of(cls, workspace_id: int, owner_ids: list[int]) -> Select[FollowUp]:
        """Everything these people still owe, in the order it is due."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.owner_id.in_(owner_ids))
            .where(cls.state == literal(FollowUpState.OPEN))
            .order_by(cls.due_on, cls.due_at.asc().nulls_last(), cls.id)
        )

    @classmethod
    def open_here(cls, workspace_id: int) -> Select[FollowUp]:
        """Everything that anybody still owes, in no order."""
        return select(cls).where(cls.workspace_id == workspace_id, cls.state == literal(FollowUpState.OPEN))

    @classmethod
    def open_at(cls, workspace_id: int, customer_id: int) -> Select[FollowUp]:
        """Everything still owed to one customer, in the order it is due."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.customer_id == customer_id)
            .where(cls.state == literal(FollowUpState.OPEN))
            .order_by(cls.due_on, cls.due_at.asc().nulls_last(), cls.id)
        )

    @classmethod
    def promised_in(cls, workspace_id: int, activity_id: int) -> Select[FollowUp]:
        """The next step that was said together with an activity, while it is open."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.activity_id == activity_id)
            .where(cls.state == literal(FollowUpState.OPEN))
            .order_by(cls.id)
            .limit(1)
        )

    @classmethod
    def kept_at(cls, workspace_id: int, customer_id: int, since: datetime) -> Select[FollowUp]:
        """What was promised to one customer in so many words and has been done since then, newest first."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.customer_id == customer_id, cls.about != "")
            .where(cls.state == literal(FollowUpState.DONE), cls.closed_at > since)
            .order_by(cls.closed_at.desc(), cls.id)
        )

    @classmethod
    def newly_given(cls, owner: Member) -> Select[FollowUp]:
        """What colleagues gave this person, who has not heard of it yet."""
        return (
            select(cls)
            .where(cls.workspace_id == owner.workspace_id, cls.owner_id == owner.id)
            .where(cls.set_by_id != owner.id, cls.told_at.is_(None), cls.state == literal(FollowUpState.OPEN))
            .order_by(cls.due_on, cls.id)
        )

    @classmethod
    def come_back(cls, giver: Member) -> Select[FollowUp]:
        """What this person gave to others, is settled, and has not been reported back yet."""
        settled = (cls.state == literal(FollowUpState.DONE)) | (cls.state == literal(FollowUpState.DROPPED))
        return (
            select(cls)
            .where(cls.workspace_id == giver.workspace_id, cls.set_by_id == giver.id)
            .where(cls.owner_id != cls.set_by_id, cls.reported_at.is_(None), settled)
            .order_by(cls.closed_at, cls.id)
        )

    def give(self, to: Member, by: Member, remind_at: datetime | None) -> None:
        """Another person's from now on; who gave it hears what comes of it."""
        self.owner_id, self.set_by_id = to.id, by.id
        self.remind_at, self.reminded_at = remind_at, None
        self.told_at = self.reported_at = None

    def set_due(self, day: date, at: datetime | None, remind_at: datetime | None) -> None:
        """Promise another moment, of which its owner is reminded, and asked, anew."""
        self.due_on, self.due_at, self.remind_at = day, at, remind_at
        self.asked_at = self.missed_at = None
        if remind_at is not None and self.reminded_at is not None and self.reminded_at >= remind_at:
            self.reminded_at = None

    def close(self, state: FollowUpState, now: datetime, activity_id: int | None = None) -> None:
        self.state, self.closed_at, self.closed_by_id = state, now, activity_id

    def reopen(self) -> None:
        """What settled it has turned out not to."""
        self.state, self.closed_at, self.closed_by_id = FollowUpState.OPEN, None, None
        self.punctual = None


OWED_AT = Asked(FollowUp, FollowUp.open_at)


class Draft(Base):
    """A line nobody could place yet: kept, shown in the evening, never lost."""

    __tablename__ = "drafts"
    __table_args__ = (Index(None, "workspace_id", "member_id", "open"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    member_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    said: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime]
    message_id: Mapped[str] = mapped_column(String(64), default="")
    """The LINE message it was typed in: unsending that message empties it."""
    open: Mapped[bool] = mapped_column(default=True)

    @classmethod
    def open_of(cls, member: Member) -> Select[Draft]:
        return (
            select(cls)
            .where(cls.workspace_id == member.workspace_id, cls.member_id == member.id, cls.open)
            .order_by(cls.id)
        )


DEADLINE_LEAD = timedelta(hours=1)


def remind_at(kind: FollowUpKind, due_at: datetime | None, owner: Member, now: datetime) -> datetime | None:
    """When it is brought up: before an appointment or deadline, at a task's time; never without a time.

    Promised at shorter notice than the lead time, it is brought up at the time itself: that minute was set
    by a person, while the lead is ours and waits for the end of quiet hours. `now` in the workspace's zone.
    """
    if due_at is None:
        return None
    lead = {
        FollowUpKind.APPOINTMENT: owner.remind_before,
        FollowUpKind.DEADLINE: DEADLINE_LEAD,
        FollowUpKind.TASK: timedelta(),
    }[kind]
    early = due_at - lead
    return min(owner.once_awake(early.astimezone(now.tzinfo)), due_at) if early > now else due_at
