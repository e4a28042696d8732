"""Writing down what was promised. The one place where a follow-up begins or moves."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from bot.context import Desk
from bot.dates import Settled
from models.activity import ActivityChannel
from models.followup import FollowUp, FollowUpKind, remind_at
from models.member import Member

TRY_AGAIN = timedelta(hours=2)
"""After an unanswered call; the third of a day waits for the next working morning."""


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
) -> FollowUp:
    """A new follow-up of `owner`'s, set by the reader of this desk."""
    what = FollowUpKind(kind or "task")
    followup = FollowUp(
        workspace_id=desk.workspace.id,
        customer_id=customer_id,
        contact_id=contact_id,
        owner_id=owner.id,
        set_by_id=desk.member.id,
        activity_id=activity_id,
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


def move(desk: Desk, followup: FollowUp, settled: Settled) -> None:
    """The same promise at another moment; its owner is reminded of the new one only."""
    owner = desk.session.get_one(Member, followup.owner_id)
    followup.set_due(settled.day, settled.at, remind_at(followup.kind, settled.at, owner, desk.now))
    followup.part, followup.words = settled.part, settled.words[:120]
    followup.moved += 1
