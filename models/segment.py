"""Who buys how: scores as of a day, and groups of consumers a company has named."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Ref
from models.changes import Audited


class Standing(enum.StrEnum):
    """What a consumer is to the shop by when they bought; docs/metrics.md says which days make it so."""

    NEW = "new"
    ONCE = "once"
    """Bought on one day, and not lately enough to be new."""
    REGULAR = "regular"
    LOYAL = "loyal"
    AT_RISK = "at_risk"
    """Longer away than is usual for them."""
    INACTIVE = "inactive"
    LOST = "lost"


class CustomerScore(Base):
    """A customer's RFM as of a day: recency, frequency and monetary value, 1 (worst) to 5 (best).

    A score is 0 for the moment between being counted and being placed among the others.
    """

    __tablename__ = "customer_scores"
    __table_args__ = (Index(None, "workspace_id", "segment", "customer_id"),)

    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    as_of: Mapped[date]
    recency: Mapped[int] = mapped_column(SmallInteger)
    frequency: Mapped[int] = mapped_column(SmallInteger)
    monetary: Mapped[int] = mapped_column(SmallInteger)
    segment: Mapped[str] = mapped_column(String(20))
    """A `Standing`."""
    purchases: Mapped[int]
    """Days on which they bought: several purchases of one day are one."""
    spent: Mapped[Decimal]
    last_on: Mapped[date]
    gap_days: Mapped[int | None]
    """Their own median days between purchases; None before the third day of buying."""


class Segment(Base, Audited):
    """A group that somebody put together in the chat: conditions that must all hold."""

    __tablename__ = "segments"
    __table_args__ = (Index(None, "workspace_id", "name"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    made_by_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    name: Mapped[str] = mapped_column(String(60))
    conditions: Mapped[dict[str, Any]]
    deleted: Mapped[bool] = mapped_column(default=False)
