"""Arriving at a customer, shown by a place shared in the chat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Ref
from models.changes import Audited


class CheckIn(Base, Audited):
    """Where somebody was and when; kept only because the person shared it."""

    __tablename__ = "check_ins"
    __table_args__ = (
        Index(None, "workspace_id", "customer_id", "at"),
        Index(None, "workspace_id", "member_id", "at"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"))
    member_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    followup_id: Mapped[int | None] = mapped_column(ForeignKey("followups.id"))
    """The appointment it was for."""
    latitude: Mapped[float] = mapped_column(Float)
    longitude: Mapped[float] = mapped_column(Float)
    distance: Mapped[float | None] = mapped_column(Float)
    """Metres to the customer's own place; None while that is not known."""
    at: Mapped[datetime]
    deleted: Mapped[bool] = mapped_column(default=False)
