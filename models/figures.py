"""Counting what people did and owe: the figures of summaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement, Select

from models.access import Access
from models.activity import Activity, ActivityChannel, Outcome
from models.customer import Customer
from models.followup import Draft, FollowUp, FollowUpKind, FollowUpState

FACE_TO_FACE = (ActivityChannel.VISIT, ActivityChannel.MEETING)
AT_A_DISTANCE = (ActivityChannel.CALL, ActivityChannel.LINE, ActivityChannel.EMAIL)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one person, or a team, did in a period."""

    visits: int = 0
    contacts: int = 0
    """Calls, LINE chats and mails, answered or not."""
    unanswered: int = 0
    """Of those, the ones that reached nobody."""
    reached: int = 0
    """Different customers somebody spoke with."""
    logged: int = 0
    """Entries of any kind, notes too."""


def by_member(session: Session, workspace_id: int, start: datetime, end: datetime) -> dict[int, Figures]:
    """Each member's figures from `start` up to, not including, `end`; who logged nothing is not there."""
    rows = session.execute(
        select(Activity.member_id, *_columns())
        .where(*_between(workspace_id, start, end))
        .group_by(Activity.member_id)
    )
    return {row[0]: _figures(row[1:]) for row in rows}


def of_members(
    session: Session, workspace_id: int, member_ids: Sequence[int], start: datetime, end: datetime
) -> Figures:
    """The figures of these people together: a customer reached by two of them counts once."""
    theirs = Activity.member_id.in_(member_ids)
    row = session.execute(select(*_columns()).where(*_between(workspace_id, start, end), theirs)).one()
    return _figures(row)


def _between(workspace_id: int, start: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Activity.workspace_id == workspace_id,
        Activity.deleted.is_(False),
        Activity.occurred_at >= start,
        Activity.occurred_at < end,
    )


def _columns() -> tuple[ColumnElement[int], ...]:
    """One column a field of Figures, in their order."""
    distant = Activity.channel.in_(AT_A_DISTANCE)
    reached = (Activity.outcome == Outcome.REACHED) & (Activity.channel != ActivityChannel.NOTE)
    return (
        _count(Activity.channel.in_(FACE_TO_FACE)),
        _count(distant),
        _count(distant & (Activity.outcome != Outcome.REACHED)),
        func.count(distinct(case((reached, Activity.customer_id)))),
        func.count(),
    )


def _figures(counts: Sequence[int]) -> Figures:
    return Figures(*counts)


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((which, 1)))


def last_logged(session: Session, workspace_id: int, member_ids: Sequence[int]) -> dict[int, datetime]:
    """When each of these people last logged anything."""
    rows = session.execute(
        select(Activity.member_id, func.max(Activity.logged_at))
        .where(Activity.workspace_id == workspace_id, Activity.member_id.in_(member_ids))
        .where(Activity.deleted.is_(False))
        .group_by(Activity.member_id)
    )
    return {row[0]: row[1] for row in rows}


def amounts_said(
    workspace_id: int, member_ids: Sequence[int], start: datetime, end: datetime
) -> Select[Activity]:
    """Activities in which money was spoken of, newest first: of each customer the first one stands."""
    return (
        select(Activity)
        .where(*_between(workspace_id, start, end), Activity.member_id.in_(member_ids))
        .where(Activity.amount.is_not(None))
        .order_by(Activity.occurred_at.desc(), Activity.id.desc())
    )


def due_between(
    session: Session, workspace_id: int, owner_ids: Sequence[int], first: date, last: date
) -> dict[int, tuple[int, int]]:
    """Open appointments and other follow-ups of those days, both counted, per owner."""
    meeting = FollowUp.kind == FollowUpKind.APPOINTMENT
    rows = session.execute(
        select(FollowUp.owner_id, _count(meeting), _count(~meeting))
        .where(FollowUp.workspace_id == workspace_id, FollowUp.owner_id.in_(owner_ids))
        .where(FollowUp.state == FollowUpState.OPEN, FollowUp.due_on.between(first, last))
        .group_by(FollowUp.owner_id)
    )
    return {owner: (appointments, others) for owner, appointments, others in rows}


def appointments(workspace_id: int, owner_ids: Sequence[int], first: date, last: date) -> Select[FollowUp]:
    """Appointments of those days, kept and still to come, in order of time."""
    stands = FollowUp.state.in_((FollowUpState.OPEN, FollowUpState.DONE))
    return (
        select(FollowUp)
        .where(FollowUp.workspace_id == workspace_id, FollowUp.owner_id.in_(owner_ids), stands)
        .where(FollowUp.kind == FollowUpKind.APPOINTMENT, FollowUp.due_on.between(first, last))
        .order_by(FollowUp.due_on, FollowUp.due_at.asc().nulls_last(), FollowUp.id)
    )


def neglected(access: Access, before: datetime) -> Select[Customer]:
    """Customers this person may see, with open matters, whom nobody has reached since `before`."""
    open_matter = select(FollowUp.id).where(
        FollowUp.workspace_id == access.member.workspace_id,
        FollowUp.customer_id == Customer.id,
        FollowUp.state == FollowUpState.OPEN,
    )
    return Customer.not_reached_since(access.customers(), before).where(open_matter.exists())


def drafts_left(session: Session, workspace_id: int, member_ids: Sequence[int]) -> dict[int, int]:
    """How many lines of each of these people are still kept as drafts."""
    rows = session.execute(
        select(Draft.member_id, func.count())
        .where(Draft.workspace_id == workspace_id, Draft.member_id.in_(member_ids), Draft.open)
        .group_by(Draft.member_id)
    )
    return {row[0]: row[1] for row in rows}
