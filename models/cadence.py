"""Rounds of follow-up: how often a customer is gone back to before a decision is due."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import Select

from models.activity import ActivityChannel
from models.base import Base, Id, Ref, literal
from models.changes import Audited
from models.customer import SIZE, BuyingRole, Size

RUNNING = "state = 'running'"
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
    ENDED = "ended"
    DELETED = "deleted"


class CadenceEnd(enum.StrEnum):
    WON = "won"
    LOST = "lost"
    REFUSED = "refused"
    NURTURED = "nurtured"
    """From now on looked after rarely: the customer rests until a day."""


class Cadence(Base, Audited):
    """The rounds of one customer, from the first contact until won, lost, refused or left to rest."""

    __tablename__ = "cadences"
    __table_args__ = (
        Index(None, "workspace_id", "customer_id", "state"),
        Index(
            "ix_cadences_running",
            *("workspace_id", "state", "customer_id"),
            sqlite_where=text(RUNNING),
            postgresql_where=text(RUNNING),
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

    @property
    def next_round(self) -> int:
        return self.done + 1

    @classmethod
    def at(cls, workspace_id: int, customer_id: int) -> Select[Cadence]:
        """The rounds that go on at one customer, or wait for a decision; the newest first."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.customer_id == customer_id)
            .where(cls.state.in_([literal(CadenceState.RUNNING), literal(CadenceState.DECIDING)]))
            .order_by(cls.id.desc())
        )


class CadenceRound(Base, Audited):
    """What a workspace has set for one round of one size, where it differs from the usual."""

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


@dataclass(frozen=True, slots=True)
class Round:
    """One round as it is planned: days after the one before, how, to whom and about what."""

    number: int
    gap_days: int
    channel: ActivityChannel | None = None
    role: BuyingRole | None = None
    topic: str = ""
