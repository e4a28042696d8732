"""What follows from an activity: the same whether it was typed, tapped or corrected afterwards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.context import Desk
from models.activity import Activity, ActivityChannel, Outcome
from models.customer import Customer
from models.followup import FollowUp, FollowUpKind, FollowUpState
from models.undo import last_contact_again

IN_PERSON = (ActivityChannel.VISIT, ActivityChannel.MEETING)


def follow_from(
    desk: Desk, activity: Activity, customer: Customer, *, result_of: int | None = None, plans: bool = False
) -> FollowUp | None:
    """The customer's last contact moves, and what was due there is settled; returns what is owed next.

    `result_of` is the follow-up whose result this is, even if it was due later; `plans`: a next step was
    said with it, which then stands in for what was due.
    """
    stays = _settle_due(desk, activity, result_of=result_of, plans=plans)
    _note_contact(customer, activity)
    return next(iter(stays), None)


def follow_again(desk: Desk, activity: Activity, *customers: Customer) -> None:
    """The same, worked out anew at every customer that a corrected activity touches or touched."""
    closed = select(FollowUp).where(
        FollowUp.workspace_id == desk.workspace.id, FollowUp.closed_by_id == activity.id
    )
    for followup in desk.session.scalars(closed):
        followup.reopen()
    desk.session.flush()
    for customer in customers:
        last_contact_again(desk.session, customer)
    promised = desk.session.scalar(FollowUp.promised_in(desk.workspace.id, activity.id))
    _settle_due(desk, activity, result_of=None, plans=promised is not None)


def next_step(desk: Desk, customer_id: int) -> FollowUp | None:
    """What is owed next at this customer."""
    return desk.session.scalar(FollowUp.open_at(desk.workspace.id, customer_id).limit(1))


def _note_contact(customer: Customer, activity: Activity) -> None:
    """Only what reached somebody moves the last contact; an attempt moves the last attempt."""
    if activity.reached:
        customer.last_contact_at = _later(customer.last_contact_at, activity.occurred_at)
    elif activity.channel is not ActivityChannel.NOTE:
        customer.last_attempt_at = _later(customer.last_attempt_at, activity.occurred_at)


def _later(known: datetime | None, moment: datetime) -> datetime:
    return moment if known is None else max(known, moment)


def _settle_due(desk: Desk, activity: Activity, *, result_of: int | None, plans: bool) -> list[FollowUp]:
    """What was due at this customer by that day is done; returns the later promises, which stay."""
    owed = desk.session.scalars(FollowUp.open_at(desk.workspace.id, activity.customer_id)).all()
    if activity.channel is ActivityChannel.NOTE:
        return list(owed)
    day = desk.local(activity.occurred_at).date()
    for followup in owed:
        if followup.activity_id == activity.id:
            continue
        is_due = followup.due_on <= day and _settles(activity, followup, plans)
        if is_due or followup.id == result_of:
            followup.close(FollowUpState.DONE, desk.now, activity.id)
    return [followup for followup in owed if followup.is_open]


def _settles(activity: Activity, followup: FollowUp, plans: bool) -> bool:
    """An unanswered call settles no task. A call before a meeting leaves the meeting standing."""
    if followup.kind is not FollowUpKind.APPOINTMENT:
        return activity.reached or plans
    in_person = activity.channel in IN_PERSON or activity.channel is followup.channel
    if in_person or activity.outcome is Outcome.POSTPONED:
        return True
    is_over = followup.due_at is None or followup.due_at <= activity.occurred_at
    return activity.reached and is_over
