"""Letting colleagues know of each other's work: at once when it is for today, else on a free reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from bot import pushing
from bot.cards.giving import came_back_card, received_card
from bot.context import Context, Desk
from bot.replies import Card, Reply
from models.activity import Activity
from models.followup import FollowUp
from models.member import Leave, Member

ASKING_ENDS = time(17)
"""Later than that a question between colleagues waits for a free reply."""


def desk_of(ctx: Context, colleague: Member) -> Desk:
    """The same moment, as a colleague reads it."""
    return Desk(ctx.session, ctx.workspace, colleague, ctx.now)


def tell_of_gift(ctx: Context, followups: Sequence[FollowUp], to: Member) -> bool:
    """Push what is for today to whoever it was given to; what can wait rides on that person's next reply."""
    desk = desk_of(ctx, to)
    if min(one.due_on for one in followups) > ctx.today or not pushing.may_disturb(desk):
        return False
    push(ctx, desk, received_card(desk, followups))
    for followup in followups:
        followup.told_at = ctx.now
    return True


def may_ask_now(desk: Desk) -> bool:
    """A working day before five, and the person is not on leave: a question may be pushed."""
    in_hours = desk.calendar.is_working(desk.today) and desk.now.time() < ASKING_ENDS
    is_away = desk.session.scalars(Leave.covers(desk.member, desk.today)).first() is not None
    return in_hours and not is_away and pushing.may_disturb(desk)


def push(ctx: Context, desk: Desk, reply: Reply) -> None:
    """Owe this colleague what the present event caused."""
    key = f"notice:{ctx.channel.id}:{ctx.event.id}:{desk.member.id}"
    pushing.owe(desk, [reply], purpose="notice", dedupe_key=key[:160], machine=ctx.received_at)


def received(desk: Desk) -> Card | None:
    """What colleagues gave this person, told once."""
    given = desk.session.scalars(FollowUp.newly_given(desk.member)).all()
    for followup in given:
        followup.told_at = desk.now
    return received_card(desk, given) if given else None


def came_back(desk: Desk) -> Card | None:
    """What came of the work this person gave, told once; what he settled himself he knows."""
    settled = desk.session.scalars(FollowUp.come_back(desk.member)).all()
    for followup in settled:
        followup.reported_at = desk.now
    news = [one for one in settled if not _settled_by(desk, one)]
    return came_back_card(desk, news) if news else None


def _settled_by(desk: Desk, followup: FollowUp) -> bool:
    """Was it this person's own activity that settled it?"""
    result = desk.session.get(Activity, followup.closed_by_id or 0)
    return result is not None and result.member_id == desk.member.id
