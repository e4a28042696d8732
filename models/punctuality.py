"""How promises with a time are kept: by a person, and at a customer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement, Select

from models.base import literal
from models.followup import FollowUp, FollowUpKind, FollowUpState, Punctuality
from models.period import Period

GRACE = timedelta(minutes=15)
"""So much later than said is still in time; what is due by a time is due by that time."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many promises with a time were kept, late or missed; what the customer moved is none of them."""

    kept: int = 0
    late: int = 0
    missed: int = 0

    @property
    def total(self) -> int:
        return self.kept + self.late + self.missed

    @property
    def percent(self) -> int | None:
        """Of all, those kept; None while there are none."""
        return round(100 * self.kept / self.total) if self.total else None


def judged(followup: FollowUp, at: datetime, day: date) -> Punctuality | None:
    """How the promise was kept by what happened at that moment, on that day of the company's."""
    if followup.due_at is None:
        return None
    if day > followup.due_on:
        return Punctuality.MISSED
    grace = timedelta() if followup.kind is FollowUpKind.DEADLINE else GRACE
    return Punctuality.KEPT if at <= followup.due_at + grace else Punctuality.LATE


def by_member(
    session: Session, workspace_id: int, owner_ids: Collection[int], period: Period, today: date
) -> dict[int, Kept]:
    """Each of these people's, of what was due on those days; who promised nothing for a time is not there."""
    whose = FollowUp.owner_id.in_(owner_ids) & FollowUp.due_on.between(period.first, period.last)
    counted = _counted(FollowUp.owner_id, workspace_id, whose, today).group_by(FollowUp.owner_id)
    found = {row[0]: _kept(row) for row in session.execute(counted)}
    return {member: kept for member, kept in found.items() if kept.total}


def at_customer(session: Session, workspace_id: int, customer_id: int, today: date) -> Kept:
    """What was promised this customer for a time."""
    here = FollowUp.customer_id == customer_id
    return _kept(session.execute(_counted(func.count(), workspace_id, here, today)).one())


def _counted(first: Any, workspace_id: int, which: ColumnElement[bool], today: date) -> Select[Any]:
    """Open ones whose day has gone by are missed too, though nobody has judged them yet."""
    gone = (FollowUp.state == literal(FollowUpState.OPEN)) & (FollowUp.due_on < today)
    unheard = gone & FollowUp.punctual.is_(None)
    stands = FollowUp.state.in_(
        [literal(one) for one in (FollowUpState.OPEN, FollowUpState.DONE, FollowUpState.DROPPED)]
    )
    return select(
        first,
        _count(FollowUp.punctual == Punctuality.KEPT),
        _count(FollowUp.punctual == Punctuality.LATE),
        _count((FollowUp.punctual == Punctuality.MISSED) | unheard),
    ).where(FollowUp.workspace_id == workspace_id, which, stands, FollowUp.due_at.is_not(None))


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((which, 1)))


def _kept(row: Sequence[Any]) -> Kept:
    return Kept(row[1], row[2], row[3])
