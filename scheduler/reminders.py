"""Follow-ups whose reminder has come: one push a person, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql import Select

from bot.cards.reminders import reminder_replies
from bot.context import Desk
from models.followup import FollowUp, FollowUpKind
from models.member import Leave
from models.workspace import Workspace
from scheduler.pushing import Pushing

BATCH = 500
TOGETHER = timedelta(minutes=10)
"""Tasks within so long of each other come in one card."""
STALE = timedelta(hours=2)
"""A reminder this late says nothing useful; it is cancelled and shows in the plan as overdue."""


def remind(session: Session, now: datetime, pushing: Pushing) -> int:
    """Owe one push to each member whose follow-ups have come due; returns how many follow-ups."""
    due = session.scalars(_with_people(FollowUp.due(now + TOGETHER)).limit(BATCH)).all()
    if not any(_is_due(one, now) for one in due):
        return 0
    reminded = 0
    for _, group in groupby(sorted(due, key=lambda one: one.owner_id), key=lambda one: one.owner_id):
        reminded += _remind_owner(session, _ripe(list(group), now), now, pushing)
    return reminded


def _with_people(due: Select[FollowUp]) -> Select[FollowUp]:
    return due.options(
        joinedload(FollowUp.customer), joinedload(FollowUp.contact), joinedload(FollowUp.owner)
    ).with_for_update(skip_locked=True, of=FollowUp)


def _is_due(followup: FollowUp, now: datetime) -> bool:
    return followup.remind_at is not None and followup.remind_at <= now


def _ripe(followups: list[FollowUp], now: datetime) -> list[FollowUp]:
    """What is due, and with a due task the tasks of the next ten minutes."""
    due = [one for one in followups if _is_due(one, now)]
    if not any(one.kind is FollowUpKind.TASK for one in due):
        return due
    return due + [one for one in followups if one not in due and one.kind is FollowUpKind.TASK]


def _remind_owner(session: Session, followups: Sequence[FollowUp], now: datetime, pushing: Pushing) -> int:
    if not followups:
        return 0
    for followup in followups:
        followup.reminded_at = now
    owner = followups[0].owner
    workspace = session.get_one(Workspace, owner.workspace_id)
    desk = Desk(session, workspace, owner, now.astimezone(workspace.zone))
    if not owner.is_active or _is_on_leave(desk):
        return 0
    replies = reminder_replies(desk, followups)
    key = "reminder:" + ",".join(f"{one.id}.{one.moved}" for one in followups[:8]) + f":{now:%Y%m%d%H%M%S}"
    pushing.owe(desk, replies, purpose="reminder", dedupe_key=key[:160], not_after=now + STALE, timed=True)
    return len(followups)


def _is_on_leave(desk: Desk) -> bool:
    away = desk.session.scalars(Leave.on(desk.workspace.id, desk.today))
    return any(leave.member_id == desk.member.id for leave in away)
