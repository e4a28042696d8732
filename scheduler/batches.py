"""Batches of a campaign: planned people become outbox rows, and what became of a row is written to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.orm import Session

from bot import outbox
from bot.cards.promotion import promotion_card
from bot.context import Desk
from bot.promoting import CLOSES, in_hours
from bot.replies import Card
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
SPLIT = (OutboxState.CANCELLED, "split")
"""LINE did not take it whole, and its halves go by themselves."""
BECOMES = {
    OutboxState.SENT: RecipientState.ACCEPTED,
    OutboxState.FAILED: RecipientState.FAILED,
    OutboxState.UNCERTAIN: RecipientState.FAILED,
    OutboxState.CANCELLED: RecipientState.SKIPPED,
}


@dataclass
class Place:
    """How far a process has come in a campaign's list, by the number of a person: where it looks first.

    From the beginning each look would pass all who are done with: PostgreSQL keeps their entries in its
    indexes until it cleans up. Whoever is behind (put off, given back) is found when nobody is ahead.
    """

    planned: int = 0
    out: int = 0


class Person(NamedTuple):
    """Somebody on the list."""

    user_id: str
    consumer_id: int


def may_send(workspace: Workspace, now: datetime) -> bool:
    """Within the hours in which promotions may go, where the shop is."""
    local = now.astimezone(workspace.zone)
    return in_hours(local) == local


def are_any(session: Session, campaign: Campaign, state: RecipientState) -> bool:
    """The last of the list are the last to move on: where there is anybody, one look finds them."""
    mine = select(Recipient.user_id).where(Recipient.campaign_id == campaign.id, Recipient.state == state)
    return session.scalar(mine.order_by(Recipient.consumer_id.desc()).limit(1)) is not None


def fill(desk: Desk, campaign: Campaign, place: Place, machine: datetime) -> int:
    """Owe some batches, from the shop's desk, unless enough wait for LINE; returns how many."""
    room = min(A_STEP, AHEAD - _owed(desk.session, campaign))
    people = _next_planned(desk.session, campaign, place, room * MOST) if room > 0 else ()
    if not people:
        return 0
    cut = [people[start : start + MOST] for start in range(0, len(people), MOST)]
    _owe(desk, campaign, cut, machine)
    return len(cut)


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


def _next_planned(session: Session, campaign: Campaign, place: Place, most: int) -> Sequence[Person]:
    """The next people from that place on, else from the beginning; their last is the place from then on."""
    people = _planned(session, campaign, place.planned, most)
    if not people and place.planned:
        people = _planned(session, campaign, 0, most)
    place.planned = people[-1].consumer_id if people else 0
    return people


def _planned(session: Session, campaign: Campaign, beyond: int, most: int) -> Sequence[Person]:
    planned = (
        select(Recipient.user_id, Recipient.consumer_id)
        .where(Recipient.campaign_id == campaign.id, Recipient.state == RecipientState.PLANNED)
        .where(Recipient.consumer_id > beyond)
        .order_by(Recipient.consumer_id)
        .limit(most)
    )
    return [Person(*row) for row in session.execute(planned)]


def _owe(desk: Desk, campaign: Campaign, cut: Sequence[Sequence[Person]], machine: datetime) -> None:
    """A row with its retry key for each batch, and the people who are in them, at once."""
    card = promotion_card(desk, desk.session.get_one(Promotion, campaign.promotion_id))
    messages = [_message(desk, campaign, people, card, machine) for people in cut]
    desk.session.add_all(messages)
    desk.session.flush()
    column = Recipient.consumer_id
    upto = [(column <= people[-1].consumer_id, one.id) for people, one in zip(cut, messages, strict=True)]
    theirs = update(Recipient).where(
        Recipient.campaign_id == campaign.id,
        Recipient.state == RecipientState.PLANNED,
        column.between(cut[0][0].consumer_id, cut[-1][-1].consumer_id),
    )
    values = {"state": RecipientState.QUEUED, "outbox_id": case(*upto)}
    desk.session.execute(_plainly(theirs.values(values)))


def _message(
    desk: Desk, campaign: Campaign, people: Sequence[Person], card: Card, machine: datetime
) -> OutboxMessage:
    """The same body for all of them; after eight in the evening it is not sent any more."""
    return outbox.multicast(
        workspace_id=campaign.workspace_id,
        channel_id=campaign.channel_id,
        users=[one.user_id for one in people],
        replies=[card],
        dedupe_key=f"promo:{campaign.id}:{desk.now:%y%m%d}:{people[0].consumer_id}",
        now=desk.now,
        machine=machine,
        not_after=desk.at(desk.today, CLOSES),
    )


def settle(session: Session, campaign: Campaign, place: Place, now: datetime) -> int:
    """Write what became of some batches to the people in them, oldest first; returns how many have ended."""
    settled, beyond, is_first = 0, place.out, True
    while settled < A_STEP and (found := _next_out(session, campaign, beyond)) is not None:
        message_id, state, reason = found
        if state in ENDED:
            _settle_one(session, campaign, session.get_one(OutboxMessage, message_id), now)
            settled += 1
        if (state, reason) != SPLIT:  # else its people are in its halves now, which come next
            beyond = _last_in(session, message_id)
        is_first = is_first and state in ENDED
        place.out = beyond if is_first else place.out
    if found is None and not settled:
        place.out = 0  # the next look is for whoever is behind
    return settled


def _next_out(session: Session, campaign: Campaign, beyond: int) -> tuple[int, OutboxState, str] | None:
    """The batch of the first person beyond those who waits for it to end: its id, state and reason."""
    first = (
        select(Recipient.outbox_id)
        .where(Recipient.campaign_id == campaign.id, Recipient.state == RecipientState.QUEUED)
        .where(Recipient.consumer_id > beyond)
        .order_by(Recipient.consumer_id)
        .limit(1)
    )
    columns = (OutboxMessage.id, OutboxMessage.state, OutboxMessage.reason)
    return session.execute(select(*columns).where(OutboxMessage.id == first.scalar_subquery())).one_or_none()


def _last_in(session: Session, message_id: int) -> int:
    """Batches are cut in the order of these numbers."""
    last = select(func.max(Recipient.consumer_id)).where(Recipient.outbox_id == message_id)
    return session.scalar(last) or 0


def _settle_one(session: Session, campaign: Campaign, message: OutboxMessage, now: datetime) -> None:
    if (message.state, message.reason) == SPLIT:
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
