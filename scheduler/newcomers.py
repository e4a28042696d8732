"""Newcomers by a team link: the inviter is asked about all of them at once, unless a reply did so before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.cards.people import waiting_card
from bot.context import Desk
from models.member import Member, MemberState
from models.workspace import Workspace
from scheduler.pushing import Pushing

GATHER = timedelta(minutes=1)
"""A link sent to a group brings several people within the minute: one card for all, one push."""


def present(session: Session, now: datetime, pushing: Pushing) -> int:
    """Owe one card to each inviter who has not been asked yet; returns how many newcomers are on them."""
    newcomers = session.scalars(Member.unasked(now - GATHER).with_for_update(skip_locked=True)).all()
    return sum(_ask(session, group, now, pushing) for group in _by_inviter(newcomers))


def next_newcomer(session: Session, after: datetime) -> datetime | None:
    """When the next newcomer will have waited long enough."""
    came = select(func.min(Member.joined_at)).where(Member.joined_at > after - GATHER)
    earliest = session.scalar(came.where(Member.state == MemberState.WAITING, Member.vouched_at.is_(None)))
    return earliest + GATHER if earliest is not None else None


def _by_inviter(newcomers: Iterable[Member]) -> list[list[Member]]:
    def inviter(one: Member) -> tuple[int, int]:
        return one.workspace_id, one.invited_by_id or 0

    return [list(group) for _, group in groupby(sorted(newcomers, key=inviter), key=inviter)]


def _ask(session: Session, newcomers: Sequence[Member], now: datetime, pushing: Pushing) -> int:
    workspace = session.get_one(Workspace, newcomers[0].workspace_id)
    inviter = _inviter(session, newcomers[0])
    local = now.astimezone(workspace.zone)
    if inviter is None or inviter.is_quiet_at(local.time()):
        return 0
    for newcomer in newcomers:
        newcomer.vouched_at = now
    desk = Desk(session, workspace, inviter, local)
    key = "newcomers:" + ",".join(f"{one.id}.{one.joined_at:%y%m%d%H%M%S}" for one in newcomers[:6])
    pushing.owe(desk, [waiting_card(desk, newcomers)], purpose="notice", dedupe_key=key)
    return len(newcomers)


def _inviter(session: Session, newcomer: Member) -> Member | None:
    """Who shared the link, or an owner when that person has left."""
    inviter = session.get(Member, newcomer.invited_by_id) if newcomer.invited_by_id else None
    if inviter is not None and inviter.is_active:
        return inviter
    return session.scalars(Member.owners(newcomer.workspace_id)).first()
