"""How what was promised for a time was kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.followup import FollowUp, FollowUpState, Punctuality
from models.metrics.scope import Scope
from models.period import Period

JUDGED = (FollowUpState.OPEN, FollowUpState.DONE, FollowUpState.DROPPED)
"""Any but what was taken back."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One person's promises of a period."""

    member_id: int
    kept: int
    late: int
    missed: int

    @property
    def rate(self) -> Decimal:
        """The share that was kept in time."""
        return Decimal(self.kept) / (self.kept + self.late + self.missed)


def punctuality(session: Session, scope: Scope, period: Period) -> list[Kept]:
    """Everybody of the scope with a promise that has been judged, in the order of ids."""
    columns = FollowUp.owner_id, FollowUp.punctual, func.count()
    counts = judged(scope, period).with_only_columns(*columns)
    found: defaultdict[int, Counter[Punctuality | None]] = defaultdict(Counter)
    for member_id, punctual, count in session.execute(counts.group_by(*columns[:2])):
        found[member_id][punctual] = count
    order = (Punctuality.KEPT, Punctuality.LATE, Punctuality.MISSED)
    return [Kept(member_id, *(found[member_id][one] for one in order)) for member_id in sorted(found)]


def judged(scope: Scope, period: Period) -> Select[FollowUp]:
    """These people's promises for those days of which it is known how they were kept."""
    return (
        select(FollowUp)
        .where(FollowUp.workspace_id == scope.workspace.id, FollowUp.owner_id.in_(scope.owner_ids))
        .where(FollowUp.state.in_(JUDGED), FollowUp.due_on.between(period.first, period.last))
        .where(FollowUp.punctual.is_not(None))
    )
