"""Follow-ups whose reminder has come: one push a person, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql import Select

from bot.cards.reminders import reminder_replies
from bot.context import Desk
from bot.plans import is_away
from models.followup import FollowUp, FollowUpKind
from models.member import Member
from models.workspace import Workspace
from scheduler.pushing import Pushing

PEOPLE = 200
"""So many people's reminders are looked for at one tick; the others come at the next."""
TOGETHER = timedelta(minutes=10)
"""Tasks within so long of each other come in one card."""
PUNCTUAL = timedelta(minutes=10)
"""Later than this it no longer is the minute that the person set, and may not break quiet hours."""
CATCH_UP = timedelta(hours=24)
"""After a stop: a reminder later than this is left to the plan, which shows it as overdue."""
WORTH_SENDING = timedelta(hours=2)


def people_due(session: Session, now: datetime) -> Sequence[int]:
    """Ids of the members who are to be reminded of something now, who waited longest first."""
    due = FollowUp.due(now).with_only_columns(FollowUp.owner_id).limit(PEOPLE)
    return list(dict.fromkeys(session.scalars(due)))


def remind(session: Session, member_id: int, now: datetime, pushing: Pushing) -> int:
    """Owe one member one push about all that has come due; returns how many follow-ups that is.

    Whoever ticks first holds the member's row, so that two workers never split one person's list.
    """
    owner = session.scalar(_owner(member_id))
    if owner is None:
        return 0
    workspace = session.get_one(Workspace, owner.workspace_id)
    desk = Desk(session, workspace, owner, now.astimezone(workspace.zone))
    ripe = _ripe(desk)
    timely = [one for one in ripe if _is_worth_saying(desk, one)]
    if timely and owner.is_active and not is_away(desk, desk.today):
        _owe(desk, timely, pushing)
    for followup in ripe:
        followup.reminded_at = max(now, followup.remind_at or now)
    return len(ripe)


def _owner(member_id: int) -> Select[Member]:
    """That member's row, held against other workers but not against rows that refer to it."""
    return select(Member).where(Member.id == member_id).with_for_update(skip_locked=True, key_share=True)


def _ripe(desk: Desk) -> list[FollowUp]:
    """What is due, and with a due task the tasks of the next ten minutes."""
    soon = FollowUp.due(desk.now + TOGETHER).where(FollowUp.owner_id == desk.member.id)
    with_customer = soon.options(joinedload(FollowUp.customer, innerjoin=True))
    found = desk.session.scalars(with_customer.with_for_update(skip_locked=True, of=FollowUp)).all()
    due = [one for one in found if _is_due(one, desk.now)]
    with_tasks = any(one.kind is FollowUpKind.TASK for one in due)
    return [one for one in found if one in due or (with_tasks and one.kind is FollowUpKind.TASK)]


def _is_due(followup: FollowUp, now: datetime) -> bool:
    return followup.remind_at is not None and followup.remind_at <= now


def _is_worth_saying(desk: Desk, followup: FollowUp) -> bool:
    """Not of a customer who is gone; after a stop, nothing a day late, and no brief for a meeting begun."""
    late = desk.now - (followup.remind_at or desk.now)
    begun = followup.due_at is not None and desk.now - followup.due_at > PUNCTUAL
    return not followup.customer.deleted and late <= CATCH_UP and not (followup.is_appointment and begun)


def _owe(desk: Desk, followups: Sequence[FollowUp], pushing: Pushing) -> None:
    first = followups[0]
    pushing.owe(
        desk,
        reminder_replies(desk, followups),
        purpose="reminder",
        dedupe_key=f"reminder:{first.id}.{first.moved}:{desk.now:%Y%m%d%H%M%S}",
        not_after=desk.now + WORTH_SENDING,
        timed=any(_is_punctual(one, desk.now) for one in followups),
    )


def _is_punctual(followup: FollowUp, now: datetime) -> bool:
    return followup.remind_at is not None and now - followup.remind_at <= PUNCTUAL
