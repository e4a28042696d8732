"""Batches of a campaign: planned people become outbox rows, and what became of a row is written to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from bot import outbox
from bot.cards.promotion import promotion_card
from bot.context import Desk
from bot.promoting import CLOSES, in_hours
from models.consumer import Consumer
from models.promotion import Campaign, CampaignState, Promotion, Recipient, RecipientState
from models.queues import OutboxMessage, OutboxState
from models.workspace import Workspace
from scheduler.consent import UNCERTAIN, WITHDRAWN, spare
from scheduler.delivery import ALREADY_ACCEPTED

MOST = 500
"""Users that LINE takes in one multicast."""
AHEAD = 100
"""Batches that may wait for LINE: half a second at its pace, so that a cancelled campaign ends at once."""
ENDED = (OutboxState.SENT, OutboxState.FAILED, OutboxState.UNCERTAIN, OutboxState.CANCELLED)
BECOMES = {
    OutboxState.SENT: RecipientState.ACCEPTED,
    OutboxState.FAILED: RecipientState.FAILED,
    OutboxState.UNCERTAIN: RecipientState.FAILED,
    OutboxState.CANCELLED: RecipientState.SKIPPED,
}


def may_send(workspace: Workspace, now: datetime) -> bool:
    """Within the hours in which promotions may go, where the shop is."""
    local = now.astimezone(workspace.zone)
    return in_hours(local) == local


def waiting(session: Session, campaign: Campaign, state: RecipientState) -> int:
    mine = (Recipient.campaign_id == campaign.id, Recipient.state == state)
    return session.scalar(select(func.count()).where(*mine)) or 0


def fill(desk: Desk, campaign: Campaign, machine: datetime) -> int:
    """Owe batches, from the shop's desk, until enough wait for LINE; returns how many were added."""
    under_way = len(_under_way(desk.session, campaign))
    added = 0
    while under_way + added < AHEAD and (users := _next_planned(desk.session, campaign)):
        _owe(desk, campaign, users, machine)
        added += 1
    return added


def _next_planned(session: Session, campaign: Campaign) -> Sequence[tuple[str, int]]:
    planned = (
        select(Recipient.user_id, Recipient.consumer_id)
        .where(Recipient.campaign_id == campaign.id, Recipient.state == RecipientState.PLANNED)
        .order_by(Recipient.consumer_id)
        .limit(MOST)
    )
    return session.execute(planned).all()


def _owe(desk: Desk, campaign: Campaign, people: Sequence[tuple[str, int]], machine: datetime) -> None:
    """One row with its retry key, and the people who are in it, at once."""
    message = _message(desk, campaign, people, machine)
    desk.session.add(message)
    desk.session.flush()
    theirs = update(Recipient).where(
        Recipient.campaign_id == campaign.id,
        Recipient.state == RecipientState.PLANNED,
        Recipient.consumer_id.between(people[0][1], people[-1][1]),
    )
    desk.session.execute(_plainly(theirs.values(state=RecipientState.QUEUED, outbox_id=message.id)))


def _message(
    desk: Desk, campaign: Campaign, people: Sequence[tuple[str, int]], machine: datetime
) -> OutboxMessage:
    """The same body for all of them; after eight in the evening it is not sent any more."""
    promotion = desk.session.get_one(Promotion, campaign.promotion_id)
    return outbox.multicast(
        workspace_id=campaign.workspace_id,
        channel_id=campaign.channel_id,
        users=[user for user, _ in people],
        replies=[promotion_card(desk, promotion)],
        dedupe_key=f"promo:{campaign.id}:{desk.now:%y%m%d}:{people[0][1]}",
        now=desk.now,
        machine=machine,
        not_after=desk.at(desk.today, CLOSES),
    )


def settle(session: Session, campaign: Campaign, now: datetime) -> int:
    """Write what became of each batch to the people in it; returns how many batches have ended."""
    ended = select(OutboxMessage).where(
        OutboxMessage.id.in_(_under_way(session, campaign)), OutboxMessage.state.in_(ENDED)
    )
    messages = session.scalars(ended).all()
    for message in messages:
        _settle_one(session, campaign, message, now)
    return len(messages)


def _under_way(session: Session, campaign: Campaign) -> Sequence[int]:
    mine = select(Recipient.outbox_id).where(
        Recipient.campaign_id == campaign.id, Recipient.state == RecipientState.QUEUED
    )
    return [one for one in session.scalars(mine.distinct()) if one is not None]


def _settle_one(session: Session, campaign: Campaign, message: OutboxMessage, now: datetime) -> None:
    if message.state is OutboxState.CANCELLED and message.reason == "split":
        _follow_halves(session, message, now)
    elif message.state is OutboxState.CANCELLED and message.reason == "expired":
        _put_off(session, campaign, message, now)
    else:
        reason = message.reason if message.state is not OutboxState.UNCERTAIN else UNCERTAIN
        if message.state is OutboxState.SENT and message.reason != ALREADY_ACCEPTED:
            spare(session, message)
        _note(session, message, BECOMES[message.state], reason, now)


def _follow_halves(session: Session, message: OutboxMessage, now: datetime) -> None:
    """LINE did not take the whole batch: each half goes by itself, and its people with it."""
    for number in (1, 2):
        key = f"{message.dedupe_key}/{number}"
        half = session.scalars(select(OutboxMessage).where(OutboxMessage.dedupe_key == key)).one()
        theirs = update(Recipient).where(
            Recipient.outbox_id == message.id, Recipient.user_id.in_(half.recipients or [])
        )
        session.execute(_plainly(theirs.values(outbox_id=half.id)))
    _note(
        session, message, RecipientState.SKIPPED, WITHDRAWN, now
    )  # struck from a half before it was followed


def _put_off(session: Session, campaign: Campaign, message: OutboxMessage, now: datetime) -> None:
    """Eight in the evening came first. Untried, it goes the next morning; of what was tried nobody knows."""
    if message.attempts > 1:
        _note(session, message, RecipientState.FAILED, UNCERTAIN, now)
    elif campaign.state is CampaignState.SENDING:
        _note(session, message, RecipientState.PLANNED, "", now)
    else:
        _note(session, message, RecipientState.SKIPPED, "cancelled", now)


def _note(
    session: Session, message: OutboxMessage, state: RecipientState, reason: str, now: datetime
) -> None:
    """All who are still in it are of that state now; who may have had it is left in peace for a week."""
    theirs = and_(Recipient.outbox_id == message.id, Recipient.state == RecipientState.QUEUED)
    if state is RecipientState.ACCEPTED or reason == UNCERTAIN:
        people = select(Recipient.consumer_id).where(theirs)
        promoted = update(Consumer).where(Consumer.id.in_(people))
        session.execute(_plainly(promoted.values(promoted_at=now)))
    values: dict[str, Any] = {"state": state, "reason": reason[:40] if state in TOLD_WHY else ""}
    if state is RecipientState.ACCEPTED:
        values["accepted_at"] = now
    session.execute(_plainly(update(Recipient).where(theirs).values(values)))


TOLD_WHY = (RecipientState.FAILED, RecipientState.SKIPPED)


def leave_out(session: Session, campaign: Campaign, reason: str) -> int:
    """Who is still planned gets nothing; returns how many these are."""
    count = waiting(session, campaign, RecipientState.PLANNED)
    rest = update(Recipient).where(
        Recipient.campaign_id == campaign.id, Recipient.state == RecipientState.PLANNED
    )
    session.execute(_plainly(rest.values(state=RecipientState.SKIPPED, reason=reason)))
    return count


def _plainly(statement: Any) -> Any:
    return statement.execution_options(synchronize_session=False)
