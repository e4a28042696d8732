"""What follows from an activity: the same whether it was typed, tapped or corrected afterwards.

The customer's last contact and the figures follow by themselves: see `models.counting`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from bot.context import Desk
from bot.punctual import close_done
from bot.rounds import follow_rounds
from models.activity import Activity, ActivityChannel, Outcome
from models.cadence import Cadence
from models.followup import OWED_AT, FollowUp, FollowUpKind


@dataclass(frozen=True, slots=True)
class Followed:
    """What an activity has led to."""

    next_step: FollowUp | None
    """What is owed next at the customer."""
    cadence: Cadence | None = None
    """The customer's rounds, where this contact counts among them."""


IN_PERSON = (ActivityChannel.VISIT, ActivityChannel.MEETING)


def follow_from(
    desk: Desk, activity: Activity, *, result_of: int | None = None, plans: bool = False
) -> Followed:
    """What was due at the customer by that day is settled; later promises stay, and the next one is returned.

    `result_of` is the follow-up whose result this is, even if it was due later; `plans`: a next step was
    said with it, which then stands in for what was due. A contact completes a round, and plans the next.
    """
    _settle_due(desk, activity, result_of, plans)
    cadence = None
    if activity.reached:
        cadence = follow_rounds(desk, activity.customer_id, activity, plans=not plans)
    return Followed(next_step(desk, activity.customer_id), cadence)


def follow_again(desk: Desk, activity: Activity, customer_ids: Collection[int]) -> None:
    """The same, worked out anew at every customer that a corrected activity touches or touched."""
    closed = select(FollowUp).where(
        FollowUp.workspace_id == desk.workspace.id,
        FollowUp.customer_id.in_(customer_ids),
        FollowUp.closed_by_id == activity.id,
    )
    for followup in desk.session.scalars(closed):
        followup.reopen()
    desk.session.flush()
    promised = desk.session.scalar(FollowUp.promised_in(desk.workspace.id, activity.id))
    _settle_due(desk, activity, None, promised is not None)
    for customer_id in customer_ids:
        follow_rounds(desk, customer_id, activity if activity.customer_id == customer_id else None)


def _settle_due(desk: Desk, activity: Activity, result_of: int | None, plans: bool) -> None:
    owed = OWED_AT.all(desk.session, desk.workspace.id, activity.customer_id)
    day = desk.local(activity.occurred_at).date()
    for followup in owed:
        if activity.channel is ActivityChannel.NOTE or followup.activity_id == activity.id:
            continue
        is_due = followup.due_on <= day and _settles(activity, followup, plans)
        if is_due or followup.id == result_of:
            close_done(desk, followup, activity)


def next_step(desk: Desk, customer_id: int) -> FollowUp | None:
    """What is owed next at this customer."""
    return OWED_AT.first(desk.session, desk.workspace.id, customer_id)


def next_promise(desk: Desk, customer_id: int) -> FollowUp | None:
    """What somebody has promised there next; a round that Jod has planned is no promise."""
    owed = FollowUp.open_at(desk.workspace.id, customer_id).where(FollowUp.round.is_(None))
    return desk.session.scalar(owed.limit(1))


def _settles(activity: Activity, followup: FollowUp, plans: bool) -> bool:
    """An unanswered call settles no task. A call before a meeting leaves the meeting standing."""
    if followup.kind is not FollowUpKind.APPOINTMENT:
        return activity.reached or plans
    in_person = activity.channel in IN_PERSON or activity.channel is followup.channel
    if in_person or activity.outcome is Outcome.POSTPONED:
        return True
    is_over = followup.due_at is None or followup.due_at <= activity.occurred_at
    return activity.reached and is_over
