"""Counting what people did and owe: the figures of summaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, case, distinct, func, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement, Select

from models.activity import Activity
from models.base import literal
from models.customer import Customer
from models.followup import Draft, FollowUp, FollowUpKind, FollowUpState
from models.member import Member
from models.period import Period
from models.prepared import Query
from models.rollups import Rollup, Span
from models.workspace import Workspace

VISITS = Rollup.visits + Rollup.meetings
CONTACTS = Rollup.calls + Rollup.chats + Rollup.mails
LOGGED = VISITS + CONTACTS + Rollup.notes
LARGEST = 3
"""So many amounts are named."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one person did in a period."""

    visits: int = 0
    """Meetings too."""
    contacts: int = 0
    """Calls, LINE chats and mails, answered or not."""
    unanswered: int = 0
    """Of those, the ones that reached nobody."""
    logged: int = 0
    """Entries of any kind, notes too."""
    reached: int = 0
    """Different customers somebody spoke with."""

    def plus(self, visits: int, contacts: int, unanswered: int, logged: int) -> Figures:
        """With more entries; whether they reached other customers they do not say."""
        return replace(
            self,
            visits=self.visits + visits,
            contacts=self.contacts + contacts,
            unanswered=self.unanswered + unanswered,
            logged=self.logged + logged,
        )


@dataclass(frozen=True, slots=True)
class Amount:
    """Money that was spoken of with a customer."""

    value: Decimal
    customer: str
    member_id: int


@dataclass(frozen=True, slots=True)
class Amounts:
    """The newest amount spoken of with each customer."""

    total: Decimal = Decimal()
    customers: int = 0
    largest: tuple[Amount, ...] = ()


def by_member(
    session: Session, workspace: Workspace, member_ids: Sequence[int], period: Period
) -> dict[int, Figures]:
    """Each one's figures in a period; who logged nothing is not there.

    A whole day, week or month is one row a member, however much was done in it.
    """
    span = Span.exactly(period)
    if span is None:
        return _in_parts(session, workspace, member_ids, period)
    rows = _whole.rows(session, workspace.id, member_ids, span, period.first)
    return {row[0]: Figures(*row[1:]) for row in rows}


@Query
def _whole(
    workspace_id: int, member_ids: Sequence[int], span: Span, first: date
) -> Select[int, int, int, int, int, int]:
    """What each member did in one span."""
    return (
        select(Rollup.member_id, VISITS, CONTACTS, Rollup.unanswered, LOGGED, Rollup.customers)
        .where(Rollup.workspace_id == workspace_id, Rollup.member_id.in_(member_ids), LOGGED > 0)
        .where(Rollup.span == span, Rollup.first == first)
    )


def _in_parts(
    session: Session, workspace: Workspace, member_ids: Sequence[int], period: Period
) -> dict[int, Figures]:
    """Entries add up over months and days; customers do not, so those are counted one by one."""
    did: dict[int, Figures] = {}
    for span, part in Span.parts(period):
        for member_id, *counts in _sums.rows(session, workspace.id, member_ids, span, part.first, part.last):
            did[member_id] = did.get(member_id, Figures()).plus(*map(int, counts))
    reached = _customers_of_each(session, workspace, member_ids, period)
    return {member_id: replace(one, reached=reached.get(member_id, 0)) for member_id, one in did.items()}


@Query
def _sums(
    workspace_id: int, member_ids: Sequence[int], span: Span, first: date, last: date
) -> Select[int, int, int, int, int]:
    """What each member did in the rollups of a stretch (PostgreSQL gives sums as decimals)."""
    entries = (func.sum(VISITS), func.sum(CONTACTS), func.sum(Rollup.unanswered), func.sum(LOGGED))
    return (
        select(Rollup.member_id, *entries)
        .where(Rollup.workspace_id == workspace_id, Rollup.member_id.in_(member_ids), LOGGED > 0)
        .where(Rollup.span == span, Rollup.first.between(first, last))
        .group_by(Rollup.member_id)
    )


def _customers_of_each(
    session: Session, workspace: Workspace, member_ids: Sequence[int], period: Period
) -> dict[int, int]:
    spoken_with = Activity.reached_between(workspace.id, *workspace.bounds(period))
    counts = spoken_with.with_only_columns(Activity.member_id, func.count(distinct(Activity.customer_id)))
    theirs = counts.where(Activity.member_id.in_(member_ids)).group_by(Activity.member_id)
    return {row[0]: row[1] for row in session.execute(theirs)}


def customers_reached(
    session: Session, workspace: Workspace, member_ids: Sequence[int], period: Period
) -> int:
    """How many customers these people together spoke with: one whom two of them reached counts once."""
    spoken_with = Activity.reached_between(workspace.id, *workspace.bounds(period))
    count = spoken_with.with_only_columns(func.count(distinct(Activity.customer_id)))
    return session.scalar(count.where(Activity.member_id.in_(member_ids))) or 0


def last_logged(session: Session, member_ids: Sequence[int]) -> dict[int, datetime]:
    """When each of these people last logged anything; who never did is not there."""
    newest: ScalarSelect[Any] = (
        select(func.max(Activity.logged_at))
        .where(Activity.workspace_id == Member.workspace_id, Activity.member_id == Member.id)
        .where(Activity.deleted.is_(False))
        .correlate(Member)
        .scalar_subquery()
    )
    rows = session.execute(select(Member.id, newest).where(Member.id.in_(member_ids)))
    return {member_id: at for member_id, at in rows if at is not None}


def amounts_said(
    session: Session, workspace: Workspace, member_ids: Sequence[int], period: Period
) -> Amounts:
    """What money these people spoke of in a period."""
    rows = _amounts.rows(session, workspace.id, member_ids, *workspace.bounds(period))
    if not rows:
        return Amounts()
    total, customers = rows[0][:2]
    return Amounts(total, customers, tuple(Amount(*row[2:]) for row in rows))


@Query
def _amounts(
    workspace_id: int, member_ids: Sequence[int], start: datetime, end: datetime
) -> Select[*tuple[Any, ...]]:
    """The largest of the newest amounts of each customer, beside their total and number."""
    newest_first = (Activity.occurred_at.desc(), Activity.id.desc())
    customer = Activity.customer_id + 0  # or SQLite would walk the index of customers to spare a sort
    rank = func.row_number().over(partition_by=customer, order_by=newest_first)
    spoken = Activity.amounts_between(workspace_id, start, end).where(Activity.member_id.in_(member_ids))
    ranked = spoken.with_only_columns(
        Activity.customer_id, Activity.member_id, Activity.amount, rank.label("rank")
    ).subquery()
    newest = select(ranked).where(ranked.c.rank == 1).cte("newest").prefix_with("MATERIALIZED")
    in_all = [func.sum(newest.c.amount).label("total"), func.count().label("customers")]
    largest = (
        select(newest, *(select(one).select_from(newest).scalar_subquery().label(one.name) for one in in_all))
        .order_by(newest.c.amount.desc(), newest.c.customer_id)
        .limit(LARGEST)
        .subquery()
    )
    its = (largest.c.amount, Customer.name, largest.c.member_id)
    return (
        select(largest.c.total, largest.c.customers, *its)
        .join(Customer, Customer.id == largest.c.customer_id)
        .order_by(largest.c.amount.desc(), largest.c.customer_id)
    )


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((which, 1)))


def due_between(
    session: Session, workspace_id: int, owner_ids: Sequence[int], first: date, last: date
) -> dict[int, tuple[int, int]]:
    """Open appointments and other follow-ups of those days, both counted, per owner."""
    rows = _due_of_each.rows(session, workspace_id, owner_ids, first, last)
    return {owner: (appointments, others) for owner, appointments, others in rows}


@Query
def _due_of_each(
    workspace_id: int, owner_ids: Sequence[int], first: date, last: date
) -> Select[int, int, int]:
    meeting = FollowUp.kind == FollowUpKind.APPOINTMENT
    return (
        select(FollowUp.owner_id, _count(meeting), _count(~meeting))
        .where(FollowUp.workspace_id == workspace_id, FollowUp.owner_id.in_(owner_ids))
        .where(FollowUp.state == literal(FollowUpState.OPEN), FollowUp.due_on.between(first, last))
        .group_by(FollowUp.owner_id)
    )


def appointments(workspace_id: int, owner_ids: Sequence[int], first: date, last: date) -> Select[FollowUp]:
    """Appointments of those days, kept and still to come, in order of time."""
    stands = FollowUp.state.in_((FollowUpState.OPEN, FollowUpState.DONE))
    return (
        select(FollowUp)
        .where(FollowUp.workspace_id == workspace_id, FollowUp.owner_id.in_(owner_ids), stands)
        .where(FollowUp.kind == FollowUpKind.APPOINTMENT, FollowUp.due_on.between(first, last))
        .order_by(FollowUp.due_on, FollowUp.due_at.asc().nulls_last(), FollowUp.id)
    )


class Quiet(NamedTuple):
    """A customer nobody has reached for a long time."""

    id: int
    name: str
    owner_id: int
    last_contact_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unreached:
    """Such customers: the first few, longest first, and how many in all."""

    first: Sequence[Quiet] = ()
    count: int = 0


def unreached(
    session: Session, workspace_id: int, owner_ids: list[int], today: date, before: datetime, *, few: int
) -> Unreached:
    """Customers of these people, awake and owed something, whom nobody has reached since `before`."""
    rows = _unreached.rows(session, workspace_id, owner_ids, today, before, few)
    return Unreached([Quiet(*row[1:]) for row in rows], rows[0][0]) if rows else Unreached()


@Query
def _unreached(
    workspace_id: int, owner_ids: list[int], today: date, before: datetime, few: int
) -> Select[*tuple[Any, ...]]:
    """Whose last contact is long ago, and who never had one, are each a stretch of the same index."""
    lately, long_ago = Customer.last_contact_at, (Customer.last_contact_at < before,)
    never = (lately.is_(None), Customer.created_at < before)
    theirs = (
        select(Customer.id, lately)
        .where(Customer.workspace_id == workspace_id, Customer.owner_id.in_(owner_ids))
        .where(Customer.deleted.is_(False), Customer.awake_on(today))
    )
    each = union_all(theirs.where(*long_ago), theirs.where(*never)).subquery()
    owed = FollowUp.open_here(workspace_id).where(FollowUp.customer_id == each.c.id)
    longest_first = (each.c.last_contact_at.asc().nulls_first(), each.c.id)
    found = (
        select(each, func.count().over().label("count"))
        .where(owed.exists())
        .order_by(*longest_first)
        .limit(few)
        .subquery()
    )
    return (
        select(found.c.count, Customer.id, Customer.name, Customer.owner_id, lately)
        .join(found, found.c.id == Customer.id)
        .order_by(lately.asc().nulls_first(), Customer.id)
    )


def drafts_left(session: Session, workspace_id: int, member_ids: Sequence[int]) -> dict[int, int]:
    """How many lines of each of these people are still kept as drafts."""
    return dict(_open_drafts.rows(session, workspace_id, member_ids))


@Query
def _open_drafts(workspace_id: int, member_ids: Sequence[int]) -> Select[int, int]:
    return (
        select(Draft.member_id, func.count())
        .where(Draft.workspace_id == workspace_id, Draft.member_id.in_(member_ids), Draft.open)
        .group_by(Draft.member_id)
    )
