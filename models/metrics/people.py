"""What each person did and sold, against what was to be reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from models import figures
from models.figures import Figures
from models.metrics.lengths import months_of
from models.metrics.scope import Scope
from models.period import Period
from models.sold import NOTHING, Sold, reached, sold_by
from models.target import TargetMeasure, Targets

Goals = Mapping[TargetMeasure, Decimal]


@dataclass(frozen=True, slots=True)
class Effort:
    """One person in a period."""

    member_id: int
    did: Figures
    sold: Sold
    goals: Goals
    """What was to be reached; empty for a period that is not made of whole months."""

    def reached(self, measure: TargetMeasure) -> Decimal:
        """How much of what a target counts this person did."""
        return reached(measure, self.did, self.sold.total)

    def share(self, measure: TargetMeasure) -> Decimal | None:
        """How much of a target is reached; None without one."""
        goal = self.goals.get(measure)
        return self.reached(measure) / goal if goal else None


def efforts(session: Session, scope: Scope, period: Period, also: Iterable[int] = ()) -> list[Effort]:
    """Everybody who did, sold or was to reach something, and `also` these, in the order of ids."""
    people, bounds = scope.owner_ids, scope.workspace.bounds(period)
    did = figures.by_member(session, scope.workspace, people, period)
    sold = sold_by(session, scope.workspace.id, people, *bounds)
    goals = targets(session, scope, period)
    return [
        Effort(one, did.get(one, Figures()), sold.get(one, NOTHING), goals.get(one, {}))
        for one in sorted({*did, *sold, *goals, *also})
    ]


def targets(session: Session, scope: Scope, period: Period) -> dict[int, Goals]:
    """What each person was to reach, the months of the period added up."""
    goals: defaultdict[int, dict[TargetMeasure, Decimal]] = defaultdict(dict)
    for month in months_of(period):
        standing = Targets.read(session, scope.workspace.id, month)
        for member_id in scope.owner_ids:
            for measure in TargetMeasure:
                if (goal := standing.of_member(member_id, measure)) is not None:
                    goals[member_id][measure] = goals[member_id].get(measure, Decimal()) + goal
    return dict(goals)
