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
from models.base import literal
from models.consumer import Consumer
from models.promotion import Campaign, CampaignState, Promotion, Recipient, RecipientState
from models.queues import Lane, OutboxMessage, OutboxState
from models.workspace import Workspace
from scheduler.consent import UNCERTAIN, WITHDRAWN, spare
from scheduler.delivery import ALREADY_ACCEPTED

MOST = 500
"""Users that LINE takes in one multicast."""
AHEAD = 400
"""Batches that may wait for LINE: two seconds at its pace."""
A_STEP = 20
"""Batches that are made, or settled, in a transaction: some tens of milliseconds of SQLite's one writer."""
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


def are_any(session: Session, campaign: Campaign, state: RecipientState) -> bool:
    mine = (Recipient.campaign_id == campaign.id, Recipient.state == state)
    return session.scalar(select(Recipient.user_id).where(*mine).limit(1)) is not None


def fill(desk: Desk, campaign: Campaign, machine: datetime) -> int:
    """Owe some batches, from the shop's desk, unless enough wait for LINE; returns how many."""
    room = min(A_STEP, AHEAD - _owed(desk.session, campaign))
    added = 0
    while added < room and (people := _next_planned(desk.session, campaign)):
        _owe(desk, campaign, people, machine)
        added += 1
    return added


def _owed(session: Session, campaign: Campaign) -> int:
    """How many batches wait on that account, for LINE or for its next month."""
    mine = select(func.count()).where(OutboxMessage.channel_id == campaign.channel_id)
    moving = mine.where(OutboxMessage.on_the_way(), OutboxMessage.lane == Lane.BULK)
    held = mine.where(
        OutboxMessage.workspace_id == campaign.workspace_id,
        OutboxMessage.standing(),
        OutboxMessage.state == literal(OutboxState.HELD),
    )
    return (session.scalar(moving) or 0) + (session.scalar(held) or 0)


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
    """Write what became of some batches to the people in them, oldest first; returns how many have ended."""
    settled, beyond = 0, 0
    while settled < A_STEP and (found := _next_out(session, campaign, beyond)) is not None:
        message_id, state = found
        if state in ENDED:
            _settle_one(session, campaign, session.get_one(OutboxMessage, message_id), now)
            settled += 1
        else:
            beyond = _last_in(session, message_id)
    return settled


def _next_out(session: Session, campaign: Campaign, beyond: int) -> tuple[int, OutboxState] | None:
    """The batch of the first person beyond those who waits for it to end."""
    first = (
        select(Recipient.outbox_id)
        .where(Recipient.campaign_id == campaign.id, Recipient.state == RecipientState.QUEUED)
        .where(Recipient.consumer_id > beyond)
        .order_by(Recipient.consumer_id)
        .limit(1)
    )
    batch = select(OutboxMessage.id, OutboxMessage.state).where(OutboxMessage.id == first.scalar_subquery())
    return session.execute(batch).one_or_none()


def _last_in(session: Session, message_id: int) -> int:
    """Batches are cut in the order of these numbers."""
    last = select(func.max(Recipient.consumer_id)).where(Recipient.outbox_id == message_id)
    return session.scalar(last) or 0


def _settle_one(session: Session, campaign: Campaign, message: OutboxMessage, now: datetime) -> None:
    if message.state is OutboxState.CANCELLED and message.reason == "split":
        _follow_halves(session, message, now)
    elif message.state is OutboxState.CANCELLED and message.reason == "expired":
        _put_off(session, campaign, message, now)
    else:
        reason = message.reason if message.state is not OutboxState.UNCERTAIN else UNCERTAIN
        if message.attempts > 1 and message.state is OutboxState.SENT and message.reason != ALREADY_ACCEPTED:
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


def leave_out(session: Session, campaign: Campaign, reason: str) -> bool:
    """Who is still planned gets nothing; was there anybody?"""
    there_are = are_any(session, campaign, RecipientState.PLANNED)
    rest = update(Recipient).where(
        Recipient.campaign_id == campaign.id, Recipient.state == RecipientState.PLANNED
    )
    session.execute(_plainly(rest.values(state=RecipientState.SKIPPED, reason=reason)))
    return there_are


def _plainly(statement: Any) -> Any:
    return statement.execution_options(synchronize_session=False)
