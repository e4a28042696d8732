"""Judging how a promise with a time was kept, when it is done, moved, or owned up to.

Who checks in, or says at what time he was there, is judged by that. A meeting that is only logged, afterwards
and without a time, was kept if it was on its day: nobody logs on arrival. A customer who moves a meeting
does the rep no harm.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.context import Desk
from models.activity import Activity, Outcome
from models.checkin import CheckIn
from models.followup import FollowUp, FollowUpState, Punctuality
from models.punctuality import GRACE, judged


def close_done(desk: Desk, followup: FollowUp, activity: Activity | None = None) -> None:
    """It is done, by that activity if there is one, and so it was kept, late or missed."""
    followup.close(
        FollowUpState.DONE, desk.now, activity.id if activity is not None else followup.closed_by_id
    )
    if followup.due_at is None or followup.punctual is not None or _put_off(activity):
        return
    at = _arrival(desk, followup, activity)
    followup.punctual = judged(followup, at, desk.local(at).date())


def note_missed(followup: FollowUp) -> None:
    """Its owner says that he was not there, or moves what was due already."""
    if followup.due_at is not None:
        followup.punctual = Punctuality.MISSED


def is_past(desk: Desk, followup: FollowUp) -> bool:
    """Its time has gone by, and some minutes more."""
    return followup.due_at is not None and followup.due_at + GRACE < desk.now


def _put_off(activity: Activity | None) -> bool:
    return activity is not None and activity.outcome is Outcome.POSTPONED


def _arrival(desk: Desk, followup: FollowUp, activity: Activity | None) -> datetime:
    """When the person was there, as far as anybody knows."""
    there = select(CheckIn.at).where(
        CheckIn.workspace_id == desk.workspace.id,
        CheckIn.customer_id == followup.customer_id,
        CheckIn.followup_id == followup.id,
        CheckIn.deleted.is_(False),
    )
    checked_in = desk.session.scalar(there.order_by(CheckIn.at).limit(1))
    if checked_in is not None:
        return checked_in
    happened = activity.occurred_at if activity is not None else desk.now
    return _logged_afterwards(desk, followup, activity, happened)


def _logged_afterwards(
    desk: Desk, followup: FollowUp, activity: Activity | None, happened: datetime
) -> datetime:
    no_time_said = activity is None or activity.occurred_at == activity.logged_at
    is_its_day = desk.local(happened).date() == followup.due_on
    if followup.is_appointment and no_time_said and is_its_day and followup.due_at is not None:
        return min(happened, followup.due_at)
    return happened
