"""The stages a deal goes through, as a workspace has them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref
from models.changes import Audited
from models.whole import Asked

QUALIFIED, PRESENTATION, PROPOSAL = "qualified", "presentation", "proposal"
NEGOTIATION, AWAITING_PO = "negotiation", "awaiting_po"
DEFAULTS: tuple[tuple[str, int, int], ...] = (
    (QUALIFIED, 10, 21),
    (PRESENTATION, 25, 21),
    (PROPOSAL, 50, 14),
    (NEGOTIATION, 75, 14),
    (AWAITING_PO, 90, 10),
)
"""Key, probability of winning in percent, and days after which a deal that stands still there is rotting."""


class Stage(Base, Audited):
    """One stage of a workspace's pipeline. Won and lost are no stages: they are how a deal ends."""

    __tablename__ = "stages"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    key: Mapped[str] = mapped_column(String(24))
    """What deals, buttons and the grammar call it."""
    name: Mapped[str] = mapped_column(String(60), default="")
    """The workspace's own word; without one the usual word of the reader's language is said."""
    position: Mapped[int]
    probability: Mapped[int]
    """Percent of deals in this stage that are won in the end."""
    rotting_days: Mapped[int]
    """A deal that stands still here for longer is shown to its rep and the manager."""
    deleted: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def of(cls, workspace_id: int) -> Select[Stage]:
        """A workspace's stages, first to last."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.deleted.is_(False))
            .order_by(cls.position, cls.id)
        )


_OWN = Asked(Stage, Stage.of)


def stages_of(session: Session, workspace_id: int) -> list[Stage]:
    """A workspace's pipeline, first stage to last: its own, else the usual one, not stored until changed."""
    return _OWN.all(session, workspace_id) or usual_stages(workspace_id)


def usual_stages(workspace_id: int) -> list[Stage]:
    """The stages a workspace has until it changes them; new rows, in no session."""
    return [
        Stage(workspace_id=workspace_id, key=key, position=at, probability=percent, rotting_days=days)
        for at, (key, percent, days) in enumerate(DEFAULTS, start=1)
    ]


def percent_of(stages: Iterable[Stage], key: str) -> int:
    """How likely a stage makes a win; one that is no more counts for nothing."""
    return next((one.probability for one in stages if one.key == key), 0)
