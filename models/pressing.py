"""What of all that a team owes a manager should look at: overdue, put off too often, met and not told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from models.followup import LATER, FollowUp, FollowUpKind
from models.prepared import Query
from models.promise import Owed, look_through, told


@dataclass(frozen=True, slots=True)
class Overdue:
    """What was due before today, by its day: of the first few people, and how many people in all."""

    matters: Sequence[Owed] = ()
    people: int = 0


def overdue(session: Session, workspace_id: int, owner_ids: list[int], today: date, *, few: int) -> Overdue:
    """Of these people those who come first by their ids are looked into."""
    rows = _overdue.rows(session, workspace_id, owner_ids, today, few)
    return Overdue(look_through(row[:-1] for row in rows), rows[0][-1]) if rows else Overdue()


@Query
def _overdue(workspace_id: int, owner_ids: list[int], today: date, few: int) -> Select[*tuple[Any, ...]]:
    """Asked in one go: between two questions somebody may have done the last of it."""
    late = FollowUp.open_of(workspace_id, owner_ids).where(FollowUp.due_on < today)
    people = late.with_only_columns(FollowUp.owner_id).order_by(None).distinct()
    first = people.order_by(FollowUp.owner_id).limit(few)
    in_all = select(func.count()).select_from(people.subquery()).scalar_subquery()
    return told(late.where(FollowUp.owner_id.in_(first))).add_columns(in_all)


def slipped(
    session: Session, workspace_id: int, owner_ids: list[int], today: date, *, few: int
) -> list[Owed]:
    """What was put off too often and is not overdue: the few that were most often."""
    return look_through(_slipped.rows(session, workspace_id, owner_ids, today, few))


@Query
def _slipped(workspace_id: int, owner_ids: list[int], today: date, few: int) -> Select[*tuple[Any, ...]]:
    """In the words of its index."""
    open_ones = FollowUp.open_of(workspace_id, owner_ids).order_by(None)
    often = open_ones.where(FollowUp.moved >= literal_column(str(LATER)), FollowUp.due_on >= today)
    worst = (FollowUp.moved.desc(), FollowUp.due_on, FollowUp.due_at.asc().nulls_last(), FollowUp.id)
    return told(often.order_by(*worst).limit(few))


def open_appointments(
    session: Session, workspace_id: int, owner_ids: list[int], first: date, last: date
) -> list[Owed]:
    """Appointments of those days that nobody has told of, in order of time."""
    return look_through(_open_appointments.rows(session, workspace_id, owner_ids, first, last))


@Query
def _open_appointments(
    workspace_id: int, owner_ids: list[int], first: date, last: date
) -> Select[*tuple[Any, ...]]:
    theirs = FollowUp.open_of(workspace_id, owner_ids).where(FollowUp.due_on.between(first, last))
    return told(theirs.where(FollowUp.kind == FollowUpKind.APPOINTMENT))
