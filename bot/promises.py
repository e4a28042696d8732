"""Writing down what was promised. The one place where a follow-up begins or moves."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from bot.context import Desk
from bot.dates import MORNING, Settled, tomorrow
from bot.punctual import is_past, note_missed
from models.activity import ActivityChannel
from models.followup import OWED_AT, FollowUp, FollowUpKind, FollowUpState, remind_at
from models.member import Member

TRY_AGAIN = timedelta(hours=2)
"""After an unanswered call."""
TRIES_A_DAY = 3
"""After so many a customer has had enough for today."""


def promise(
    desk: Desk,
    *,
    customer_id: int,
    owner: Member,
    settled: Settled,
    kind: str | None,
    about: str = "",
    channel: str | None = None,
    contact_id: int | None = None,
    activity_id: int | None = None,
    amount: Decimal | None = None,
    planned_round: int | None = None,
) -> FollowUp:
    """A new follow-up of `owner`'s, set by the reader of this desk.

    It stands in for what Jod has planned at that customer; `planned_round` is Jod's own planning.
    """
    if planned_round is None:
        _make_room(desk, customer_id)
    what = FollowUpKind(kind or "task")
    followup = FollowUp(
        workspace_id=desk.workspace.id,
        customer_id=customer_id,
        contact_id=contact_id,
        owner_id=owner.id,
        set_by_id=desk.member.id,
        activity_id=activity_id,
        round=planned_round,
        kind=what,
        channel=ActivityChannel(channel) if channel else None,
        about=about,
        amount=amount,
        due_on=settled.day,
        due_at=settled.at,
        part=settled.part,
        words=settled.words[:120],
        remind_at=remind_at(what, settled.at, owner, desk.now),
        created_at=desk.now,
    )
    desk.session.add(followup)
    desk.session.flush()
    return followup


def _make_room(desk: Desk, customer_id: int) -> None:
    """Somebody said when: then nothing else need be planned."""
    for one in OWED_AT.all(desk.session, desk.workspace.id, customer_id):
        if one.is_planned:
            one.close(FollowUpState.DROPPED, desk.now)


def promised_already(
    desk: Desk, customer_id: int, settled: Settled, kind: str | None, about: str
) -> FollowUp | None:
    """The very same promise, made before: a button tapped twice promises once."""
    same = select(FollowUp).where(
        FollowUp.workspace_id == desk.workspace.id,
        FollowUp.customer_id == customer_id,
        FollowUp.owner_id == desk.member.id,
        FollowUp.state == FollowUpState.OPEN,
        FollowUp.kind == FollowUpKind(kind or "task"),
        FollowUp.due_on == settled.day,
        FollowUp.due_at.is_(None) if settled.at is None else FollowUp.due_at == settled.at,
        FollowUp.about == about,
    )
    return desk.session.scalar(same.limit(1))


def move(desk: Desk, followup: FollowUp, settled: Settled, *, by_customer: bool = False) -> bool:
    """The same promise at another moment, of which alone its owner is reminded; False if it stands there.

    Moved by its owner it is his own promise from now on, and moved after its time it was missed.
    """
    if (followup.due_on, followup.due_at, followup.part) == (settled.day, settled.at, settled.part):
        return False
    if is_past(desk, followup) and not by_customer:
        note_missed(followup)
    _set_due(desk, followup, settled)
    followup.moved += 1
    return True


def try_again(desk: Desk, followup: FollowUp, at: datetime) -> None:
    """After an attempt that reached nobody: no fault of the rep's, so it does not count as moved."""
    _set_due(desk, followup, Settled(at.date(), at, None, ""))
    followup.attempts += 1


def next_try(desk: Desk, tries_today: int) -> datetime:
    """In two hours; after the third try of a day, or into quiet hours, the next working morning."""
    soon = (desk.now + TRY_AGAIN).replace(second=0, microsecond=0)
    is_today = soon.date() == desk.today and not desk.member.is_quiet_at(soon.time())
    return soon if is_today and tries_today < TRIES_A_DAY else desk.at(tomorrow(desk), MORNING)


def _set_due(desk: Desk, followup: FollowUp, settled: Settled) -> None:
    owner = desk.session.get_one(Member, followup.owner_id)
    followup.set_due(settled.day, settled.at, remind_at(followup.kind, settled.at, owner, desk.now))
    followup.part, followup.words = settled.part, settled.words[:120]
