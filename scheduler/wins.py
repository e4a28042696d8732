"""Those who lead a team hear of its wins five minutes later: an undo before then costs nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.cards.deal_endings import win_card
from bot.context import Desk
from models.customer import Customer
from models.deal import Deal, DealState
from models.member import Member, Role
from models.workspace import Workspace
from scheduler.pushing import Pushing

NEWS_FOR = timedelta(hours=12)
"""After a stop: a win of yesterday is in the summary."""


def tell(session: Session, now: datetime, pushing: Pushing) -> int:
    """Owe the news of each win that is due and still stands; returns how many there were."""
    due = session.scalars(Deal.to_tell(now).with_for_update(skip_locked=True)).all()
    return sum(_tell(session, deal, now, pushing) for deal in due)


def next_win(session: Session, after: datetime) -> datetime | None:
    """When the next win is to be told."""
    return session.scalar(
        select(func.min(Deal.tell_at)).where(Deal.tell_at.is_not(None), Deal.tell_at > after)
    )


def _tell(session: Session, deal: Deal, now: datetime, pushing: Pushing) -> int:
    due, deal.tell_at = deal.tell_at, None
    if deal.state is not DealState.WON or due is None or now - due > NEWS_FOR:
        return 0
    workspace = session.get_one(Workspace, deal.workspace_id)
    customer = session.get_one(Customer, deal.customer_id)
    for leader in _leaders(session, deal):
        desk = Desk(session, workspace, leader, now.astimezone(workspace.zone))
        key = f"won:{deal.id}:{leader.id}:{due:%y%m%d%H%M%S}"
        pushing.owe(desk, [win_card(desk, deal, customer)], purpose="notice", dedupe_key=key)
    return 1


def _leaders(session: Session, deal: Deal) -> Sequence[Member]:
    """The managers of its owner's team; the owners of the company where there is none."""
    owner = session.get_one(Member, deal.owner_id)
    team = Member.active(deal.workspace_id).where(
        Member.role == Role.MANAGER, Member.team_id == owner.team_id, Member.id != owner.id
    )
    others = Member.owners(deal.workspace_id).where(Member.id != owner.id)
    return session.scalars(team).all() or session.scalars(others).all()
