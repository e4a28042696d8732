"""What may still be won, stage by stage: now, and as it stood at any moment before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, Subquery, func, select, union
from sqlalchemy.orm import Session, aliased

from models.base import literal
from models.deal import Deal, DealMove, DealState
from models.metrics.scope import Scope, Stages
from models.prepared import Query

PERCENT = 100
NOTHING = Decimal()


@dataclass(frozen=True, slots=True)
class Sum:
    """Some deals together. A deal without an amount is one deal and no baht."""

    deals: int = 0
    value: Decimal = NOTHING
    weighted: Decimal = NOTHING
    """Each amount times the chance of winning it."""

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.deals + other.deals, self.value + other.value, self.weighted + other.weighted)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages in order, those without a deal too."""

    stages: tuple[tuple[str, Sum], ...]

    @property
    def total(self) -> Sum:
        return sum((one for _, one in self.stages), Sum())


def pipeline_now(session: Session, scope: Scope) -> Pipeline:
    """All open deals by stage; a chance is the rep's own, else the stage's of today."""
    stages = Stages.of(session, scope)
    columns = Deal.stage, Deal.probability, func.count(), func.sum(Deal.amount)
    grouped = scope.open_deals().with_only_columns(*columns).group_by(Deal.stage, Deal.probability)
    rows = [(key, _chance(stages, key, own), *rest) for key, own, *rest in session.execute(grouped)]
    return _by_stage(stages, rows)


def pipeline_before(session: Session, scope: Scope, moment: datetime) -> Pipeline:
    """The same as it stood just before `moment`, by the chances and the owners of then."""
    rows = _stages_before.rows(session, scope.workspace.id, list(scope.owner_ids), moment)
    return _by_stage(Stages.of(session, scope), [tuple(row) for row in rows])


def expected_before(session: Session, scope: Scope, moment: datetime, first: date, last: date) -> Sum:
    """Of what was open just before `moment`: the deals that were then expected to close on those days."""
    owners = list(scope.owner_ids)
    return _total(_expected_before.rows(session, scope.workspace.id, owners, moment, first, last))


def expected_now(session: Session, scope: Scope, first: date, last: date) -> Sum:
    """The open deals that are expected to close on those days."""
    stages = Stages.of(session, scope)
    columns = Deal.stage, Deal.probability, func.count(), func.sum(Deal.amount)
    due = scope.open_deals().where(Deal.expected_close.between(first, last))
    rows = session.execute(due.with_only_columns(*columns).group_by(Deal.stage, Deal.probability))
    return _total((_chance(stages, key, own), deals, value) for key, own, deals, value in rows)


def standing_before(workspace_id: int, owner_ids: Sequence[int], moment: datetime) -> type[DealMove]:
    """Every deal that was open just before `moment`, these people's then: each as its newest move left it.

    Whatever was open then is open now or has ended since: older history is never looked at.
    """
    move, maybe = aliased(DealMove), _maybe_open(workspace_id, moment)
    stood = (
        select(move)
        .join(maybe, maybe.c.id == move.deal_id)
        .where(move.at < moment, move.deleted.is_(False), ~_later(move, moment).exists())
        .where(move.state == literal(DealState.OPEN), move.owner_id.in_(owner_ids))
    )
    return aliased(DealMove, stood.subquery())


@Query
def _stages_before(
    workspace_id: int, owner_ids: list[int], moment: datetime
) -> Select[str, int, int, Decimal | None]:
    stood = standing_before(workspace_id, owner_ids, moment)
    columns = stood.stage, stood.probability, func.count(), func.sum(stood.amount)
    return select(*columns).group_by(stood.stage, stood.probability)


@Query
def _expected_before(
    workspace_id: int, owner_ids: list[int], moment: datetime, first: date, last: date
) -> Select[int, int, Decimal | None]:
    stood = standing_before(workspace_id, owner_ids, moment)
    columns = stood.probability, func.count(), func.sum(stood.amount)
    return select(*columns).where(stood.expected_close.between(first, last)).group_by(stood.probability)


def _maybe_open(workspace_id: int, moment: datetime) -> Subquery:
    is_open = literal(DealState.OPEN)
    still_open = select(Deal.id.label("id")).where(Deal.workspace_id == workspace_id, Deal.state == is_open)
    ended = (
        select(DealMove.deal_id)
        .join(Deal, Deal.id == DealMove.deal_id)
        .where(DealMove.workspace_id == workspace_id, DealMove.at >= moment, DealMove.deleted.is_(False))
        .where(DealMove.state != is_open, Deal.state != literal(DealState.DELETED))
    )
    return union(still_open, ended).subquery()


def _later(move: type[DealMove], moment: datetime) -> Select[DealMove]:
    """Written after it: LINE may hand on what was said later first, and what was written last holds."""
    later = aliased(DealMove)
    same_deal = (later.deal_id == move.deal_id, later.id > move.id)
    return select(later).where(*same_deal, later.at < moment, later.deleted.is_(False))


def _chance(stages: Stages, key: str, own: int | None) -> int:
    """A stage that the workspace no longer has promises nothing."""
    return stages.probability.get(key, 0) if own is None else own


def _by_stage(stages: Stages, rows: Sequence[tuple[Any, ...]]) -> Pipeline:
    sums = dict.fromkeys(stages.position, Sum())
    for key, chance, deals, value in rows:
        sums[key] = sums.get(key, Sum()) + _sum(chance, deals, value)
    return Pipeline(tuple(sorted(sums.items(), key=lambda one: stages.rank(one[0]))))


def _total(rows: Iterable[tuple[int, int, Decimal | None]]) -> Sum:
    return sum((_sum(*row) for row in rows), Sum())


def _sum(chance: int, deals: int, value: Decimal | None) -> Sum:
    value = value or NOTHING
    return Sum(deals, value, value * chance / PERCENT)
