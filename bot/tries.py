"""Calls that nobody answered: how often today, and when the next try is."""

from __future__ import annotations

from collections.abc import Sequence

from bot.consequences import next_promise
from bot.context import Desk
from bot.dates import Settled
from bot.promises import next_try, promise, try_again
from models.activity import Activity, ActivityChannel, Outcome
from models.followup import FollowUp, FollowUpKind


def unanswered_today(desk: Desk, customer_id: int) -> Sequence[Activity]:
    """The reader's calls to this customer today that nobody answered, newest first."""
    history = Activity.with_customer(customer_id, desk.workspace.id).where(
        Activity.member_id == desk.member.id,
        Activity.channel == ActivityChannel.CALL,
        Activity.outcome == Outcome.NO_ANSWER,
        Activity.occurred_at >= desk.start_of(desk.today),
    )
    return desk.session.scalars(history).all()


def is_unanswered_call(desk: Desk, activity: Activity) -> bool:
    """Called today in vain: then there is a next try to plan."""
    in_vain = activity.channel is ActivityChannel.CALL and activity.outcome is Outcome.NO_ANSWER
    return in_vain and activity.occurred_at >= desk.start_of(desk.today)


def retry_all(desk: Desk, customer_id: int) -> FollowUp:
    """The next step after an unanswered call at large: every task due at that customer is tried again."""
    tries = len(unanswered_today(desk, customer_id))
    due = due_tasks(desk, customer_id)
    for task in due:
        try_again(desk, task, next_try(desk, tries))
    return due[0] if due else _without_task(desk, customer_id, tries)


def retry(desk: Desk, customer_id: int, about: FollowUp | None, tries: int) -> FollowUp:
    """The next step after an unanswered call about this follow-up, or about none.

    A task is tried again later; a meeting or a deadline stays when it is.
    """
    if about is None:
        return _without_task(desk, customer_id, tries)
    if about.kind is FollowUpKind.TASK:
        try_again(desk, about, next_try(desk, tries))
    return about


def due_tasks(desk: Desk, customer_id: int) -> Sequence[FollowUp]:
    """The reader's own tasks at this customer that are due by tonight."""
    owed = FollowUp.open_at(desk.workspace.id, customer_id).where(
        FollowUp.owner_id == desk.member.id,
        FollowUp.kind == FollowUpKind.TASK,
        FollowUp.due_on <= desk.today,
    )
    return desk.session.scalars(owed).all()


def _without_task(desk: Desk, customer_id: int, tries: int) -> FollowUp:
    """Whatever is promised there already, else a call; a round that Jod has planned makes room for it."""
    return next_promise(desk, customer_id) or _call_again(desk, customer_id, tries)


def _call_again(desk: Desk, customer_id: int, tries: int) -> FollowUp:
    at = next_try(desk, tries)
    settled, call = Settled(at.date(), at, None, ""), ActivityChannel.CALL
    task = FollowUpKind.TASK
    followup = promise(
        desk, customer_id=customer_id, owner=desk.member, settled=settled, kind=task, channel=call
    )
    followup.attempts = tries
    return followup
