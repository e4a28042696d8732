"""The stages a deal goes through, as a workspace has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref
from models.changes import Audited, nobodys
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


def own_stages(session: Session, workspace_id: int) -> list[Stage]:
    """The pipeline as rows: the usual one is written down before the first of it is changed.

    That is nobody's doing: undoing the change leaves it.
    """
    if stored := list(session.scalars(Stage.of(workspace_id))):
        return stored
    with nobodys():
        _write_down(session, workspace_id)
    return list(session.scalars(Stage.of(workspace_id)))


def _write_down(session: Session, workspace_id: int) -> None:
    """The usual stages; one that was taken away with all the others is as it usually is again."""
    there = {one.key: one for one in all_stages(session, workspace_id)}
    for usual in usual_stages(workspace_id):
        row = there.get(usual.key)
        if row is None:
            session.add(usual)
        else:
            row.position, row.probability, row.rotting_days = (
                usual.position,
                usual.probability,
                usual.rotting_days,
            )
            row.deleted = False
    session.flush()


def all_stages(session: Session, workspace_id: int) -> Sequence[Stage]:
    """What the workspace ever had, what it took away too, in no order."""
    return session.scalars(select(Stage).where(Stage.workspace_id == workspace_id)).all()


def free_key(session: Session, workspace_id: int) -> str:
    """What buttons and deals may call one stage more."""
    count = session.scalar(select(func.count()).where(Stage.workspace_id == workspace_id))
    return f"own_{count}"


def in_order(stages: Sequence[Stage]) -> None:
    """They follow each other as they stand here."""
    for position, one in enumerate(stages, start=1):
        one.position = position


def percent_of(stages: Iterable[Stage], key: str) -> int:
    """How likely a stage makes a win; one that is no more counts for nothing."""
    return next((one.probability for one in stages if one.key == key), 0)
