"""Rounds of follow-up: how often a customer is gone back to before a decision is due."""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, case, select, text
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship
from sqlalchemy.sql import ColumnElement, Select

from models.activity import ActivityChannel
from models.base import Base, Id, Ref, literal
from models.changes import Audited
from models.customer import SIZE, BuyingRole, Customer, Size
from models.flushing import Simple
from models.whole import Asked

LIVE = "ended_at IS NULL"
WON = "\"end\" = 'won'"
EXTENSION = 3
"""So many rounds more, when somebody says why it is worth going on."""
ROUNDS: dict[Size, int] = {Size.S: 3, Size.M: 5, Size.L: 8, Size.XL: 12}
"""How many rounds a customer of a size is followed up for."""
GAPS: dict[Size, tuple[int, ...]] = {
    Size.S: (2, 4, 7),
    Size.M: (2, 4, 7, 10, 14),
    Size.L: (3, 5, 7, 7, 10, 14, 14, 21),
    Size.XL: (3, 5, 7, 7, 10, 10, 14, 14, 14, 21, 21, 30),
}
"""Days from one round to the next, before a day off moves it on."""


class CadenceState(enum.StrEnum):
    RUNNING = "running"
    DECIDING = "deciding"
    """All rounds are done: nurture, lose or extend is asked for."""
    RESTING = "resting"
    """Looked after rarely: the next contact begins the rounds anew."""
    ENDED = "ended"
    DELETED = "deleted"


class CadenceEnd(enum.StrEnum):
    WON = "won"
    LOST = "lost"
    REFUSED = "refused"
    NURTURED = "nurtured"
    """From now on looked after rarely: the customer rests until a day."""


class Cadence(Simple, Base, Audited):
    """The rounds of one customer, from the first contact until won, lost, refused or left to rest.

    The first contact is no round: from it the days to the first one are counted. Live is a cadence that has
    not ended; a resting one is live too, for the customer is still to be kept.
    """

    __tablename__ = "cadences"
    __table_args__ = (
        Index(None, "workspace_id", "customer_id", "state"),
        Index(
            "ix_cadences_live",
            *("workspace_id", "customer_id", "state"),
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index(
            "ix_cadences_won",
            *("workspace_id", "size", "done"),
            sqlite_where=text(WON),
            postgresql_where=text(WON),
        ),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"))
    size: Mapped[Size] = mapped_column(SIZE)
    done: Mapped[int] = mapped_column(default=0)
    """Rounds completed; only what reached somebody completes one."""
    rounds: Mapped[int]
    """How many there are, extensions included."""
    state: Mapped[CadenceState] = mapped_column(default=CadenceState.RUNNING)
    end: Mapped[CadenceEnd | None]
    extended_for: Mapped[str] = mapped_column(String(300), default="")
    """Why there are more rounds than the size has, in the rep's words."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    customer: Mapped[Customer] = relationship(lazy="raise")

    @property
    def next_round(self) -> int:
        return self.done + 1

    @property
    def is_live(self) -> bool:
        return self.ended_at is None and self.state is not CadenceState.DELETED

    @classmethod
    def live(cls) -> ColumnElement[bool]:
        """In the words of its index."""
        return cls.ended_at.is_(None) & (cls.state != literal(CadenceState.DELETED))

    @classmethod
    def newest_at(cls, workspace_id: int, customer_id: int) -> Select[Cadence]:
        """The live one at one customer, else the last that was begun there, whatever has become of it."""
        here = select(cls).where(cls.workspace_id == workspace_id, cls.customer_id == customer_id)
        return here.order_by(case((cls.live(), 0), else_=1), cls.id.desc()).limit(1)

    @classmethod
    def running_at(cls, workspace_id: int, customer_ids: Collection[int]) -> Select[Cadence]:
        """What goes on, or waits for a decision, at these customers."""
        return select(cls).where(
            cls.workspace_id == workspace_id,
            cls.customer_id.in_(customer_ids),
            cls.ended_at.is_(None),
            cls.state.in_([literal(CadenceState.RUNNING), literal(CadenceState.DECIDING)]),
        )

    @classmethod
    def undecided(cls, workspace_id: int, owner_ids: Collection[int]) -> Select[Cadence]:
        """All rounds done at customers of these people, and nothing decided yet; the oldest first."""
        return (
            select(cls)
            .join(cls.customer)
            .options(contains_eager(cls.customer))
            .where(cls.workspace_id == workspace_id, cls.ended_at.is_(None))
            .where(cls.state == literal(CadenceState.DECIDING))
            .where(Customer.owner_id.in_(owner_ids), Customer.deleted.is_(False))
            .order_by(cls.id)
        )

    @classmethod
    def rounds_when_won(cls, workspace_id: int, size: Size) -> Select[int]:
        """After how many rounds customers of that size were won, fewest first."""
        won = (cls.end == literal(CadenceEnd.WON)) & (cls.state == literal(CadenceState.ENDED))
        here = select(cls.done).where(cls.workspace_id == workspace_id, cls.size == size)
        return here.where(won).order_by(cls.done)

    @classmethod
    def at(cls, workspace_id: int, customer_id: int) -> Select[Cadence]:
        """The rounds that go on at one customer, or wait for a decision; the newest first."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.customer_id == customer_id)
            .where(cls.state.in_([literal(CadenceState.RUNNING), literal(CadenceState.DECIDING)]))
            .order_by(cls.id.desc())
        )


NEWEST_AT = Asked(Cadence, Cadence.newest_at)


class CadenceRound(Base, Audited):
    """One round of a size as a workspace has set it; a size that was touched has all of its rounds here."""

    __tablename__ = "cadence_rounds"
    __table_args__ = (UniqueConstraint("workspace_id", "size", "number"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    size: Mapped[Size] = mapped_column(SIZE)
    number: Mapped[int]
    gap_days: Mapped[int]
    channel: Mapped[ActivityChannel | None]
    role: Mapped[BuyingRole | None]
    topic: Mapped[str] = mapped_column(String(120), default="")
    deleted: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def of(cls, workspace_id: int) -> Select[CadenceRound]:
        """All that a workspace has set, the deleted ones too, first to last."""
        return select(cls).where(cls.workspace_id == workspace_id).order_by(cls.number)


OWN_ROUNDS = Asked(CadenceRound, CadenceRound.of)
"""Of all sizes at once: a card offers each of them with its number."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round as it is planned: days after the one before, how, to whom and about what."""

    number: int
    gap_days: int
    channel: ActivityChannel | None = None
    role: BuyingRole | None = None
    topic: str = ""


def usual_rounds(size: Size) -> list[Round]:
    """What a workspace has until it sets its own."""
    return [Round(number, gap) for number, gap in enumerate(GAPS[size], start=1)]


def rounds_of(session: Session, workspace_id: int, size: Size) -> list[Round]:
    """The rounds of a size, first to last: the workspace's own, else the usual ones."""
    own = [one for one in _set(session, workspace_id, size) if not one.deleted]
    planned = [Round(one.number, one.gap_days, one.channel, one.role, one.topic) for one in own]
    return planned or usual_rounds(size)


def set_rounds(session: Session, workspace_id: int, size: Size, rounds: Sequence[Round]) -> None:
    """The workspace's own rounds of a size from now on."""
    known = {one.number: one for one in _set(session, workspace_id, size)}
    for one in rounds:
        row = known.pop(one.number, None) or CadenceRound(workspace_id=workspace_id, size=size)
        row.number, row.gap_days, row.deleted = one.number, one.gap_days, False
        row.channel, row.role, row.topic = one.channel, one.role, one.topic
        session.add(row)
    for row in known.values():
        row.deleted = True


def _set(session: Session, workspace_id: int, size: Size) -> list[CadenceRound]:
    """What was ever set of a size, first to last."""
    return [one for one in OWN_ROUNDS.all(session, workspace_id) if one.size is size]
