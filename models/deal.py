"""What a customer may buy: a site, a project, an order under negotiation."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref, literal
from models.changes import Audited
from models.customer import Customer
from models.member import Member
from models.whole import Asked

OPEN = "state = 'open'"
TO_TELL = "tell_at IS NOT NULL"
GLAD_AFTER = timedelta(minutes=5)
"""Managers hear of a win so long after it: one that was a slip is undone by then, and cost nobody."""


class DealState(enum.StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"
    DELETED = "deleted"


class LostReason(enum.StrEnum):
    """The reasons every workspace begins with; it may add its own."""

    PRICE = "price"
    COMPETITOR = "competitor"
    BUDGET = "budget"
    TIMING = "timing"
    NO_RESPONSE = "no_response"
    SPEC = "spec"
    CREDIT_TERM = "credit_term"
    STOCK_DELIVERY = "stock_delivery"
    RELATIONSHIP = "relationship"
    PROJECT_CANCELLED = "project_cancelled"


class Deal(Base, Audited):
    """One opportunity at one customer, with exactly one member who is responsible."""

    __tablename__ = "deals"
    __table_args__ = (
        Index(None, "workspace_id", "customer_id", "state"),
        Index(
            "ix_deals_open",
            *("workspace_id", "state", "owner_id", "stage", "amount", "customer_id", "rests_until"),
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index("ix_deals_closed", "workspace_id", "state", "closed_at", "owner_id", "amount"),
        Index(None, "workspace_id", "owner_id", "created_at"),
        Index("ix_deals_to_tell", "tell_at", sqlite_where=text(TO_TELL), postgresql_where=text(TO_TELL)),
    )
    quiet = frozenset({"tell_at"})

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"))
    owner_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    name: Mapped[str] = mapped_column(String(200), default="")
    """The site, project or goods, in the rep's words; empty when the customer has only this one."""
    amount: Mapped[Decimal | None]
    stage: Mapped[str] = mapped_column(String(24))
    """A `Stage.key`; a closed deal keeps the stage it was in last."""
    stage_since: Mapped[datetime]
    probability: Mapped[int | None]
    """Percent, when the rep said otherwise than the stage does."""
    expected_close: Mapped[date | None]
    close_moved: Mapped[int] = mapped_column(default=0)
    """How often the expected close was put off; more than twice is slipping."""
    competitors: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[DealState] = mapped_column(default=DealState.OPEN)
    closed_at: Mapped[datetime | None]
    lost_reason: Mapped[str | None] = mapped_column(String(40))
    """A `LostReason`, or a word of the workspace's own list."""
    lost_note: Mapped[str] = mapped_column(String(300), default="")
    rests_until: Mapped[date | None]
    """Put aside until that day, not lost: nothing is asked of its rep before."""
    tell_at: Mapped[datetime | None]
    """When those who lead its owner hear that it is won; None when there is nothing (more) to tell."""
    created_at: Mapped[datetime]

    customer: Mapped[Customer] = relationship(lazy="raise")
    owner: Mapped[Member] = relationship(lazy="raise")

    @property
    def is_open(self) -> bool:
        return self.state is DealState.OPEN

    def rests_on(self, day: date) -> bool:
        """Is it put aside that day?"""
        return self.rests_until is not None and day < self.rests_until

    def move_to(self, stage: str, now: datetime) -> None:
        """Another stage: what the rep thought of its chances before no longer holds."""
        self.rests_until = None
        if stage != self.stage:
            self.stage, self.stage_since, self.probability = stage, now, None

    def carry_to(self, stage: str) -> None:
        """The stage it was in is no more: it stands, or rests, in another for as long as before."""
        self.stage = stage

    def expect_close(self, day: date) -> None:
        """Another day it should close; only a later one counts as put off."""
        if self.expected_close is not None and day > self.expected_close:
            self.close_moved += 1
        self.expected_close = day

    def win(self, at: datetime, now: datetime) -> None:
        """It was won at that moment; told to managers a while after `now`, unless undone before."""
        self.state, self.closed_at, self.rests_until = DealState.WON, at, None
        self.tell_at = now + GLAD_AFTER

    def lose(self, at: datetime, reason: str | None, note: str) -> None:
        """It was lost at that moment, for a `LostReason` or a word of the workspace's own list."""
        self.state, self.closed_at, self.rests_until = DealState.LOST, at, None
        self.lost_reason, self.lost_note = reason, note

    @classmethod
    def open_at(cls, workspace_id: int, customer_id: int) -> Select[Deal]:
        """What may still be won at one customer, the newest first."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.customer_id == customer_id)
            .where(cls.state == literal(DealState.OPEN))
            .order_by(cls.id.desc())
        )

    @classmethod
    def named_at(cls, workspace_id: int, customer_ids: list[int]) -> Select[Deal]:
        """What may still be won at these customers and is called by a name, in no order."""
        here = select(cls).where(cls.workspace_id == workspace_id, cls.customer_id.in_(customer_ids))
        return here.where(cls.state == literal(DealState.OPEN), cls.name != "")

    @classmethod
    def closed_names_at(cls, workspace_id: int, customer_id: int) -> Select[str]:
        """What the deals won and lost at one customer are called."""
        return select(cls.name).where(
            cls.workspace_id == workspace_id,
            cls.customer_id == customer_id,
            cls.state.in_([literal(DealState.WON), literal(DealState.LOST)]),
            cls.name != "",
        )

    @classmethod
    def open_of(cls, workspace_id: int, owner_ids: list[int]) -> Select[Deal]:
        """What these people may still win, in no order."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.owner_id.in_(owner_ids))
            .where(cls.state == literal(DealState.OPEN))
        )

    @classmethod
    def standing_in(cls, workspace_id: int, stage: str) -> Select[Deal]:
        """The company's open deals in one stage, in no order."""
        here = select(cls).where(cls.workspace_id == workspace_id, cls.state == literal(DealState.OPEN))
        return here.where(cls.stage == stage)

    @classmethod
    def closed_between(
        cls, workspace_id: int, state: DealState, start: datetime, end: datetime
    ) -> Select[Deal]:
        """Won, or lost, from `start` up to, not including, `end`, in order."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.state == literal(state))
            .where(cls.closed_at >= start, cls.closed_at < end)
            .order_by(cls.closed_at, cls.id)
        )

    @classmethod
    def closed_by(
        cls, owner_ids: Sequence[int], workspace_id: int, state: DealState, start: datetime, end: datetime
    ) -> Select[Deal]:
        """Those of these people, in no order."""
        owner = cls.owner_id + 0  # or PostgreSQL would rather read all that these people ever had
        return cls.closed_between(workspace_id, state, start, end).where(owner.in_(owner_ids)).order_by(None)

    @classmethod
    def at_customer(cls, workspace_id: int, customer_id: int) -> Select[Deal]:
        """Whatever was ever to be won there, the newest first."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.customer_id == customer_id)
            .where(cls.state != literal(DealState.DELETED))
            .order_by(cls.id.desc())
        )

    @classmethod
    def to_tell(cls, now: datetime) -> Select[Deal]:
        """Wins whose moment to be told has come, in the words of its index."""
        return select(cls).where(cls.tell_at.is_not(None), cls.tell_at <= now).order_by(cls.tell_at, cls.id)


OPEN_DEALS_AT = Asked(Deal, Deal.open_at)


class DealMove(Base, Audited):
    """A deal as it stood from one moment until its next move: who made it so, when, and what it was then.

    The first row is the deal's beginning. "As of" any moment is the newest row up to it; what moved is the
    difference to the row before. Time in a stage, conversion and a forecast's past accuracy come from here.
    """

    __tablename__ = "deal_moves"
    __table_args__ = (Index(None, "deal_id", "at"), Index(None, "workspace_id", "at"))

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    deal_id: Mapped[Ref] = mapped_column(ForeignKey("deals.id"))
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"))
    member_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    """Who moved it."""
    owner_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    """Who was responsible from then on."""
    at: Mapped[datetime]
    state: Mapped[DealState]
    stage: Mapped[str] = mapped_column(String(24))
    amount: Mapped[Decimal | None]
    probability: Mapped[int]
    """Percent as it counted then: the rep's own or the stage's."""
    expected_close: Mapped[date | None]
    deleted: Mapped[bool] = mapped_column(default=False)
    """Taken back by an undo: as if it had never been so."""

    deal: Mapped[Deal] = relationship(lazy="raise")

    @classmethod
    def of(cls, deal_id: int) -> Select[DealMove]:
        """A deal's history, oldest first."""
        return cls.of_any([deal_id])

    @classmethod
    def of_any(cls, deal_ids: list[int]) -> Select[DealMove]:
        """The histories of these deals, oldest first."""
        theirs = select(cls).where(cls.deal_id.in_(deal_ids), cls.deleted.is_(False))
        return theirs.order_by(cls.at, cls.id)


class Quote(Base, Audited):
    """A price given in writing; a later revision of the same number stands in for the earlier."""

    __tablename__ = "quotes"
    __table_args__ = (Index(None, "workspace_id", "customer_id", "quoted_at"), Index(None, "deal_id"))

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"))
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id"))
    member_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    number: Mapped[str] = mapped_column(String(40), default="")
    revision: Mapped[int] = mapped_column(default=0)
    amount: Mapped[Decimal | None]
    valid_until: Mapped[date | None]
    said: Mapped[str] = mapped_column(String(500), default="")
    quoted_at: Mapped[datetime]
    deleted: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def of(cls, deal_id: int) -> Select[Quote]:
        """What was offered in writing for a deal, the newest first."""
        mine = select(cls).where(cls.deal_id == deal_id, cls.deleted.is_(False))
        return mine.order_by(cls.quoted_at.desc(), cls.id.desc())
