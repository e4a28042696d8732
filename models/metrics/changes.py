"""How open deals changed in a period, move by move; what was won and lost is `closings`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

from sqlalchemy import Select
from sqlalchemy.orm import Session

from models.base import literal
from models.deal import Deal, DealMove, DealState
from models.metrics.pipeline import NOTHING
from models.metrics.scope import Scope, Stages
from models.period import Period


@dataclass(frozen=True, slots=True)
class Tally:
    """Different deals, and their baht as of the move."""

    deals: int = 0
    value: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the pipeline; a deal that did two of these is in both."""

    added: Tally
    moved_on: Tally
    """To a later stage."""
    put_off: Tally
    """Expected to close later than before."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move and what the deal was before it; nothing before its first."""

    before: DealMove | None
    after: DealMove

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_later(self) -> bool:
        """The deal stays open and is expected to close later."""
        was = self.before.expected_close if self.before else None
        now = self.after.expected_close
        return self.after.state is DealState.OPEN and was is not None and now is not None and now > was

    def moves_on(self, position: Mapping[str, int]) -> bool:
        was = position.get(self.before.stage, -1) if self.before else -1
        is_open = self.after.state is DealState.OPEN
        return is_open and self.before is not None and position.get(self.after.stage, -1) > was >= 0


def changes(session: Session, scope: Scope, period: Period) -> Changes:
    """The moves of a period, of the deals that these people had from that move on."""
    steps, position = _steps(session, scope, period), Stages.of(session, scope).position
    return Changes(
        added=_tally(one for one in steps if one.is_new),
        moved_on=_tally(one for one in steps if one.moves_on(position)),
        put_off=_tally(one for one in steps if one.is_later),
    )


def _steps(session: Session, scope: Scope, period: Period) -> list[Step]:
    start, end = scope.workspace.bounds(period)
    rows = session.scalars(_histories(scope, period)).all()
    by_deal = [list(moves) for _, moves in groupby(rows, key=lambda one: one.deal_id)]
    steps = [step for moves in by_deal for step in _one_by_one(moves)]
    mine = frozenset(scope.owner_ids)
    return [one for one in steps if start <= one.after.at < end and one.after.owner_id in mine]


def _histories(scope: Scope, period: Period) -> Select[DealMove]:
    start, end = scope.workspace.bounds(period)
    touched = scope.moves().where(DealMove.at >= start, DealMove.at < end)
    return (
        scope.moves()
        .join(Deal, Deal.id == DealMove.deal_id)
        .where(DealMove.deal_id.in_(touched.with_only_columns(DealMove.deal_id)))
        .where(Deal.state != literal(DealState.DELETED))
        .order_by(DealMove.deal_id, DealMove.id)
    )


def _one_by_one(moves: Sequence[DealMove]) -> list[Step]:
    return [Step(None, moves[0]), *(Step(before, after) for before, after in pairwise(moves))]


def _tally(steps: Iterable[Step]) -> Tally:
    """Each deal once, as its last such move left it."""
    last = {one.after.deal_id: one.after.amount or NOTHING for one in steps}
    return Tally(len(last), sum(last.values(), NOTHING))
