"""What a person or a team is to reach in a month."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Ref
from models.changes import Audited


class TargetMeasure(enum.StrEnum):
    WON = "won"
    """Baht of deals won and purchases made."""
    ACTIVITIES = "activities"
    CUSTOMERS = "customers"
    """Distinct customers reached."""


class Target(Base, Audited):
    """Set by a manager in a line; a later one for the same month and measure stands in for it."""

    __tablename__ = "targets"
    __table_args__ = (Index(None, "workspace_id", "month", "member_id"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    """Of a whole team; with neither a member nor a team it is the company's."""
    set_by_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    month: Mapped[date]
    """Its first day."""
    measure: Mapped[TargetMeasure] = mapped_column(default=TargetMeasure.WON)
    value: Mapped[Decimal]
    """Baht, or how many."""
    deleted: Mapped[bool] = mapped_column(default=False)
