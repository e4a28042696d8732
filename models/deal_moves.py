"""The history of deals: a row for each way a deal ever stood, written as the session flushes.

Whoever opens, moves, prices, closes, gives away, takes back or brings back a deal through a session leaves
the row; no handler has to remember. After an undo the rows it took back no longer stand, and what stands
last is what the deal is.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, sessionmaker

from models.changes import author
from models.deal import Deal, DealMove, DealState
from models.stage import Stage, percent_of, usual_stages

KEPT = ("customer_id", "owner_id", "state", "stage", "amount", "expected_close")
"""What a move holds of its deal as it is; beside these the probability as it counted."""
TOLD = frozenset((*KEPT, "probability"))
"""Columns of a deal whose change is a move."""


def watch(sessions: sessionmaker[Session]) -> None:
    """Keep the history for every session of this factory."""
    event.listen(sessions, "before_flush", _note)


def _note(session: Session, *_: object) -> None:
    for deal in [row for row in session.new if isinstance(row, Deal)]:
        first = _move(session, deal)
        first.deal = deal  # whose id is known only when it is written
        session.add(first)
    for deal in [row for row in session.dirty if isinstance(row, Deal) and _has_moved(row)]:
        _follow(session, deal)


def _has_moved(deal: Deal) -> bool:
    state = inspect(deal)
    return any(state.attrs[name].history.has_changes() for name in TOLD)


def _follow(session: Session, deal: Deal) -> None:
    """A row of its own, unless what stands last says so already: then an undo has come back to it."""
    move, last = _move(session, deal), _standing(session, deal.id)
    if last is None and deal.state is DealState.DELETED:
        return
    if last is None or any(getattr(last, name) != getattr(move, name) for name in (*KEPT, "probability")):
        session.add(move)


def _standing(session: Session, deal_id: int) -> DealMove | None:
    """The row written last that stands, as the session is about to leave it.

    Not that of the latest moment: what was said later may be written first.
    """
    rows = select(DealMove).where(DealMove.deal_id == deal_id).order_by(DealMove.id)
    kept = [one for one in session.scalars(rows) if not one.deleted]
    return kept[-1] if kept else None


def _move(session: Session, deal: Deal) -> DealMove:
    """The deal as it stands now; who moved it, outside anybody's doing its owner."""
    writer = author()
    move = DealMove(workspace_id=deal.workspace_id, **{name: getattr(deal, name) for name in KEPT})
    move.deal_id, move.state = deal.id, deal.state or DealState.OPEN
    move.member_id = (writer.actor_id if writer else None) or deal.owner_id
    move.at = writer.at if writer else _newest(deal.created_at, deal.stage_since, deal.closed_at)
    move.probability = _probability(session, deal)
    return move


def _newest(*moments: datetime | None) -> datetime:
    return max(one for one in moments if one is not None)


def _probability(session: Session, deal: Deal) -> int:
    """The rep's own, else that of the stage; a stage that is no more counts for nothing."""
    if deal.probability is not None:
        return deal.probability
    return percent_of(_stages(session, deal.workspace_id), deal.stage)


def _stages(session: Session, workspace_id: int) -> list[Stage]:
    """Asked while the session flushes, when what it was answered before may be about to change."""
    return list(session.scalars(Stage.of(workspace_id))) or usual_stages(workspace_id)
