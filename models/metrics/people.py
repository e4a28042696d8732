"""What each person did and won, against what was to be reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import figures
from models.figures import Figures
from models.metrics.lengths import months_of
from models.metrics.pipeline import NOTHING
from models.metrics.scope import Scope
from models.period import Period
from models.sold import reached, sold_by
from models.target import Target, TargetMeasure

Goals = Mapping[TargetMeasure, Decimal]


@dataclass(frozen=True, slots=True)
class Effort:
    """One person in a period."""

    member_id: int
    did: Figures
    won: Decimal
    """Baht of deals won and of purchases that belong to no won deal, returns taken off."""
    goals: Goals
    """What was to be reached; empty for a period that is not made of whole months."""

    def share(self, measure: TargetMeasure) -> Decimal | None:
        """How much of a target is reached; None without one."""
        goal = self.goals.get(measure)
        return self.reached(measure) / goal if goal else None

    def reached(self, measure: TargetMeasure) -> Decimal:
        return reached(measure, self.did, self.won)


def efforts(session: Session, scope: Scope, period: Period, also: Iterable[int] = ()) -> list[Effort]:
    """Everybody who did, won or was to reach something, and `also` these, in the order of ids."""
    did = figures.by_member(session, scope.workspace, scope.owner_ids, period)
    won, goals = won_by(session, scope, period), targets(session, scope, period)
    busy = sorted({*did, *won, *goals, *also})
    return [Effort(one, did.get(one, Figures()), won.get(one, NOTHING), goals.get(one, {})) for one in busy]


def won_by(session: Session, scope: Scope, period: Period) -> dict[int, Decimal]:
    """Baht each person won; who won nothing is not there."""
    sold = sold_by(session, scope.workspace.id, scope.owner_ids, *scope.workspace.bounds(period))
    return {member_id: one.total for member_id, one in sold.items() if one.total}


def targets(session: Session, scope: Scope, period: Period) -> dict[int, dict[TargetMeasure, Decimal]]:
    """What each person was to reach: the newest target of each month, the months added up."""
    months = months_of(period)
    if months is None:
        return {}
    rows = session.scalars(
        select(Target)
        .where(Target.workspace_id == scope.workspace.id, Target.month.in_(months))
        .where(Target.member_id.in_(scope.owner_ids), Target.deleted.is_(False))
        .order_by(Target.id)
    )
    newest = {(one.member_id, one.measure, one.month): one.value for one in rows}
    goals: defaultdict[int, defaultdict[TargetMeasure, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for (member_id, measure, _), value in newest.items():
        if member_id is not None:
            goals[member_id][measure] += value
    return {member_id: dict(each) for member_id, each in goals.items()}
