"""A LINE Official Account of a workspace."""

from __future__ import annotations

import enum

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref
from models.changes import Audited


class ChannelKind(enum.StrEnum):
    """Who talks there: the team, the shop's customers, or both in a one-person shop."""

    STAFF = "staff"
    SHOP = "shop"
    BOTH = "both"


class Channel(Base, Audited):
    """One Official Account. `destination` is its bot user id, bound by the first verified webhook."""

    __tablename__ = "channels"
    __table_args__ = (UniqueConstraint("destination"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    kind: Mapped[ChannelKind]
    destination: Mapped[str | None] = mapped_column(String(64))
    basic_id: Mapped[str] = mapped_column(String(40), default="")
    """The account's @name, needed for links that open its chat."""

    @classmethod
    def staff_of(cls, workspace_id: int) -> Select[Channel]:
        return select(cls).where(cls.workspace_id == workspace_id, cls.kind != ChannelKind.SHOP).limit(1)

    @property
    def is_for_staff(self) -> bool:
        return self.kind is not ChannelKind.SHOP

    @property
    def is_for_consumers(self) -> bool:
        return self.kind is not ChannelKind.STAFF
