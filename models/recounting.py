"""Working rollups and last contacts out anew from the activities: after rows were changed in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Insert, bindparam, case, delete, distinct, func, insert, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from models import buying, last_contact
from models.activity import Activity, ActivityChannel, Outcome
from models.base import table_of
from models.member import Member
from models.rollups import COUNTS, Rollup, Span, counted_as
from models.workspace import Workspace


def recount(session: Session, workspace: Workspace) -> None:
    """Make the figures of one company what its activities say; takes as long as reading all of them."""
    session.execute(delete(Rollup).where(Rollup.workspace_id == workspace.id))
    spans = list(_spans(session, workspace))
    if spans:
        session.execute(_filling(), spans)
    buying.recount(session, workspace.id)
    last_contact.look_back_everywhere(session, workspace.id)


def _spans(session: Session, workspace: Workspace) -> Iterator[dict[str, Any]]:
    """Every day, week and month from the first activity to the last."""
    there = select(Activity.occurred_at).where(Activity.workspace_id == workspace.id)
    earliest = session.scalar(there.order_by(Activity.occurred_at).limit(1))
    latest = session.scalar(there.order_by(Activity.occurred_at.desc()).limit(1))
    if earliest is None or latest is None:
        return
    for span in Span:
        first = span.first(workspace.day_of(earliest))
        while first <= workspace.day_of(latest):
            after = span.after(first)
            start, end = workspace.start_of(first), workspace.start_of(after)
            yield {"here": workspace.id, "of_span": span, "from_day": first, "start": start, "end": end}
            first = after


def _filling() -> Insert:
    """The rollups of one span, a row a member who logged anything in it."""
    here = bindparam("here", type_=Activity.workspace_id.type)
    span, first = (
        bindparam("of_span", type_=Rollup.span.type),
        bindparam("from_day", type_=Rollup.first.type),
    )
    figures = {name: func.count(case((_counts_in(name), 1))) for name in COUNTS}
    spoken_with = case(
        (
            (Activity.channel != ActivityChannel.NOTE) & (Activity.outcome == Outcome.REACHED),
            Activity.customer_id,
        )
    )
    people = select(Member.id).where(Member.workspace_id == here)  # each one's days are found by index
    rows = (
        select(here, span, first, Activity.member_id, *figures.values(), func.count(distinct(spoken_with)))
        .where(Activity.workspace_id == here, Activity.member_id.in_(people), Activity.deleted.is_(False))
        .where(Activity.occurred_at >= bindparam("start"), Activity.occurred_at < bindparam("end"))
        .group_by(Activity.member_id)
    )
    return insert(table_of(Rollup)).from_select(
        ["workspace_id", "span", "first", "member_id", *figures, "customers"], rows
    )


def _counts_in(column: str) -> ColumnElement[bool]:
    """Which activities are one in this column."""
    channels = [one for one in ActivityChannel if column in counted_as(one, Outcome.NO_ANSWER)]
    through = or_(*(Activity.channel == one for one in channels))
    counts_when_reached = column in counted_as(channels[0], Outcome.REACHED)
    return through if counts_when_reached else through & (Activity.outcome != Outcome.REACHED)
