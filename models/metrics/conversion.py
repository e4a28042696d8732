"""How many deals get through each stage, by the period in which they entered it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func
from sqlalchemy.orm import Session

from models.base import literal
from models.deal import Deal, DealMove, DealState
from models.metrics.scope import Scope, Stages
from models.period import Period


@dataclass(frozen=True, slots=True)
class Stay:
    """One deal in one stage: when it first and last was said to be there."""

    stage: str
    state: DealState
    """The deal's of today."""
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Conversion:
    """The deals that entered a stage in a period, and what has become of them by now."""

    stage: str
    entered: int
    onward: int
    """Reached a later stage after it, or are won."""
    won: int
    lost: int

    @property
    def rate(self) -> Decimal | None:
        """The share that went on; None when none entered."""
        return Decimal(self.onward) / self.entered if self.entered else None


def conversions(session: Session, scope: Scope, period: Period) -> list[Conversion]:
    """Stage by stage; a stage that was jumped over was not entered."""
    position = Stages.of(session, scope).position
    cohorts: dict[str, list[tuple[Stay, bool]]] = {key: [] for key in position}
    for _, stay, stays in _entries(session, scope, period):
        if stay.stage in cohorts:
            cohorts[stay.stage].append((stay, _went_on(position, stay, stays)))
    return [_conversion(key, cohort) for key, cohort in cohorts.items()]


def entered(session: Session, scope: Scope, period: Period, stage: str) -> list[int]:
    """The ids of the deals that entered that stage in the period."""
    return [deal_id for deal_id, stay, _ in _entries(session, scope, period) if stay.stage == stage]


def _entries(session: Session, scope: Scope, period: Period) -> Iterator[tuple[int, Stay, list[Stay]]]:
    """Each deal that entered a stage in the period: the stay there, and all its stays."""
    start, end = scope.workspace.bounds(period)
    for deal_id, stays in _stays(session, scope, start, end).items():
        yield from ((deal_id, stay, stays) for stay in stays if start <= stay.first < end)


def _stays(session: Session, scope: Scope, start: datetime, end: datetime) -> Mapping[int, list[Stay]]:
    """All that is known of the deals that moved in that time: stage by stage."""
    moved = scope.moves().where(DealMove.at >= start, DealMove.at < end).with_only_columns(DealMove.deal_id)
    columns = (DealMove.deal_id, DealMove.stage, Deal.state, func.min(DealMove.at), func.max(DealMove.at))
    rows = (
        scope.moves()
        .join(Deal, Deal.id == DealMove.deal_id)
        .where(DealMove.deal_id.in_(moved), DealMove.state == literal(DealState.OPEN))
        .where(Deal.state != literal(DealState.DELETED), Deal.owner_id.in_(scope.owner_ids))
        .with_only_columns(*columns)
        .group_by(DealMove.deal_id, DealMove.stage, Deal.state)
    )
    found: defaultdict[int, list[Stay]] = defaultdict(list)
    for deal_id, stage, state, first, last in session.execute(rows):
        found[deal_id].append(Stay(stage, state, first, last))
    return found


def _went_on(position: Mapping[str, int], stay: Stay, all_of_it: Iterable[Stay]) -> bool:
    here = position[stay.stage]
    return stay.state is DealState.WON or any(
        position.get(one.stage, -1) > here and one.last >= stay.first for one in all_of_it
    )


def _conversion(stage: str, cohort: list[tuple[Stay, bool]]) -> Conversion:
    states = [stay.state for stay, _ in cohort]
    onward = sum(went_on for _, went_on in cohort)
    return Conversion(stage, len(cohort), onward, states.count(DealState.WON), states.count(DealState.LOST))
