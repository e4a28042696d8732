"""Batches of a campaign: cut from its list, owed as messages, and what became of these written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session, load_only

from bot import outbox
from bot.cards.promotion import promotion_card
from bot.context import Desk
from bot.promoting import CLOSES, in_hours
from bot.replies import Card
from models.base import literal
from models.batch import BECOMES, EXPIRED, SPLIT, Batch
from models.consumer import Consumer
from models.promotion import Campaign, CampaignState, Promotion, Recipient, RecipientState
from models.queues import Lane, OutboxMessage, OutboxState
from models.workspace import Workspace
from scheduler.consent import UNCERTAIN, WITHDRAWN, spare
from scheduler.delivery import ALREADY_ACCEPTED

MOST = 500
"""Users that LINE takes in one multicast."""
A_STEP = 20
"""Batches that are made, or settled, in a transaction: some tens of milliseconds of SQLite's one writer."""
PARKED = timedelta(hours=1)
"""So long a message waits at most for the list to be complete; should nobody complete it, it goes alone."""


@dataclass(frozen=True, slots=True)
class Full:
    """A batch and LINE's ids of who is in it."""

    batch: Batch
    users: list[str]


def may_send(workspace: Workspace, now: datetime) -> bool:
    """Within the hours in which promotions may go, where the shop is."""
    local = now.astimezone(workspace.zone)
    return in_hours(local) == local


def cut(desk: Desk, campaign: Campaign, least: int, machine: datetime) -> None:
    """Put who is on the list and in no batch into messages, which wait until the list is complete.

    `least` people make a batch: the rest stays for the next cut.
    """
    uncut = select(Recipient.consumer_id, Recipient.user_id).where(_in_no_batch(desk.session, campaign))
    people = desk.session.execute(uncut.order_by(Recipient.consumer_id)).all()
    room = len(people) if campaign.most is None else campaign.most - _owed(desk.session, campaign)
    now, later = people[:room], people[room:]
    first = [_full(campaign, part, None) for part in _parts(now, 1 if later else least)]
    second = [_full(campaign, part, campaign.rest_at) for part in _parts(later, least)]
    desk.session.add_all(one.batch for one in (*first, *second))
    _owe(desk, campaign, first, machine + PARKED)


def _in_no_batch(session: Session, campaign: Campaign) -> ColumnElement[bool]:
    """The last of the list, who have not been cut yet."""
    last = session.scalar(select(func.max(Batch.last)).where(Batch.campaign_id == campaign.id)) or 0
    planned = (Recipient.campaign_id == campaign.id) & (Recipient.state == RecipientState.PLANNED)
    return planned & (Recipient.consumer_id > last)


def _parts(people: Sequence[Any], least: int) -> list[Sequence[Any]]:
    parts = [people[start : start + MOST] for start in range(0, len(people), MOST)]
    return [part for part in parts if len(part) >= least]


def _owed(session: Session, campaign: Campaign) -> int:
    """How many people are in its messages."""
    owed = select(func.sum(OutboxMessage.costs)).join(Batch, Batch.outbox_id == OutboxMessage.id)
    return session.scalar(owed.where(Batch.campaign_id == campaign.id)) or 0


def _full(campaign: Campaign, people: Sequence[Any], not_before: datetime | None) -> Full:
    (first, _), (last, _) = people[0], people[-1]
    here = {"workspace_id": campaign.workspace_id, "campaign_id": campaign.id}
    return Full(Batch(**here, first=first, last=last, not_before=not_before), [user for _, user in people])


def release(session: Session, campaign: Campaign, machine: datetime) -> None:
    """The list is complete: LINE may have all of it."""
    theirs = Batch.open(campaign).with_only_columns(Batch.outbox_id).order_by(None)
    parked = update(OutboxMessage).where(
        OutboxMessage.id.in_(theirs), OutboxMessage.state == OutboxState.PENDING, OutboxMessage.attempts == 0
    )
    session.execute(parked.values(next_at=machine), execution_options={"synchronize_session": False})


def owe_again(desk: Desk, campaign: Campaign, machine: datetime) -> int:
    """A message for batches that have none: put off, or the second part. Returns how many there were."""
    batches = desk.session.scalars(Batch.without_message(campaign, desk.now).limit(A_STEP)).all()
    full = [Full(one, _users(desk.session, one)) for one in batches]
    for nobody in (one.batch for one in full if not one.users):
        nobody.settled_at = desk.now
    _owe(desk, campaign, [one for one in full if one.users], machine)
    return len(batches)


def _users(session: Session, batch: Batch) -> list[str]:
    people = select(Recipient.user_id).where(batch.people()).order_by(Recipient.consumer_id)
    return list(session.scalars(people))


def _owe(desk: Desk, campaign: Campaign, full: Sequence[Full], due: datetime) -> None:
    """A row with its retry key for each batch, at once."""
    if not full:
        return
    card = promotion_card(desk, desk.session.get_one(Promotion, campaign.promotion_id))
    messages = [_message(desk, campaign, one, card, due) for one in full]
    desk.session.add_all(messages)
    desk.session.flush()
    for one, message in zip(full, messages, strict=True):
        one.batch.outbox_id = message.id


def _message(desk: Desk, campaign: Campaign, full: Full, card: Card, due: datetime) -> OutboxMessage:
    """The same body for all of them; after eight in the evening it is not sent any more."""
    return outbox.multicast(
        workspace_id=campaign.workspace_id,
        channel_id=campaign.channel_id,
        users=full.users,
        replies=[card],
        dedupe_key=f"promo:{campaign.id}:{desk.now:%y%m%d}:{full.batch.first}",
        now=desk.now,
        machine=due,
        not_after=desk.at(desk.today, CLOSES),
    )


ASKED_OF_AN_END = (
    OutboxMessage.state,
    OutboxMessage.reason,
    OutboxMessage.attempts,
    OutboxMessage.dedupe_key,
)
"""Not its five hundred recipients, nor its body."""


def is_busy(session: Session, campaign: Campaign, machine: datetime) -> bool:
    """Has LINE enough to take of that account at this moment?"""
    due = select(OutboxMessage.id).where(
        OutboxMessage.channel_id == campaign.channel_id,
        OutboxMessage.on_the_way(),
        OutboxMessage.lane == Lane.BULK,
        OutboxMessage.next_at <= machine,
    )
    return session.scalar(due.offset(A_STEP).limit(1)) is not None


def settle(session: Session, campaign: Campaign, now: datetime) -> int:
    """Write what became of some batches to the people in them, oldest first; returns how many have ended."""
    ended = or_(*(OutboxMessage.state == literal(state) for state in BECOMES))
    found = session.execute(
        Batch.open(campaign)
        .join(OutboxMessage, OutboxMessage.id == Batch.outbox_id)
        .where(ended)
        .add_columns(OutboxMessage)
        .options(load_only(*ASKED_OF_AN_END))
        .limit(A_STEP)
    ).all()
    for batch, message in found:
        _settle_one(session, campaign, batch, message, now)
    return len(found)


def _settle_one(
    session: Session, campaign: Campaign, batch: Batch, message: OutboxMessage, now: datetime
) -> None:
    if message.state is OutboxState.CANCELLED and message.reason == SPLIT:
        _follow_halves(session, batch, message, now)
    elif message.state is OutboxState.CANCELLED and message.reason == EXPIRED:
        _put_off(session, campaign, batch, message, now)
    else:
        reason = message.reason if message.state is not OutboxState.UNCERTAIN else UNCERTAIN
        if message.attempts > 1 and message.state is OutboxState.SENT and message.reason != ALREADY_ACCEPTED:
            spare(session, batch)
        _note(session, batch, BECOMES[message.state], reason, now)


def _follow_halves(session: Session, batch: Batch, message: OutboxMessage, now: datetime) -> None:
    """LINE did not take the whole batch: each half goes by itself, and is a batch of its own."""
    halves = [_half(session, message, number) for number in (1, 2)]
    kept = [user for half in halves for user in half.recipients or []]
    struck = update(Recipient).where(batch.people(), Recipient.user_id.not_in(kept))
    session.execute(_plainly(struck.values(state=RecipientState.SKIPPED, reason=WITHDRAWN)))
    before = Recipient.user_id.in_(halves[0].recipients or [])
    middle = session.scalar(select(func.max(Recipient.consumer_id)).where(batch.people(), before))
    ends = (batch.first, middle or batch.first - 1, batch.last)
    for half, first, last in zip(halves, (ends[0], ends[1] + 1), ends[1:], strict=True):
        mine = {"campaign_id": batch.campaign_id, "outbox_id": half.id}
        session.add(Batch(workspace_id=batch.workspace_id, **mine, first=first, last=last))
    batch.settled_at = now


def _half(session: Session, message: OutboxMessage, number: int) -> OutboxMessage:
    key = f"{message.dedupe_key}/{number}"
    return session.scalars(select(OutboxMessage).where(OutboxMessage.dedupe_key == key)).one()


def _put_off(
    session: Session, campaign: Campaign, batch: Batch, message: OutboxMessage, now: datetime
) -> None:
    """Eight in the evening came first. Untried, it goes the next morning; of what was tried nobody knows."""
    if message.attempts > 1:
        _note(session, batch, RecipientState.FAILED, UNCERTAIN, now)
    elif campaign.state is CampaignState.SENDING:
        batch.outbox_id = None
    else:
        _note(session, batch, RecipientState.SKIPPED, "cancelled", now)


def _note(session: Session, batch: Batch, state: RecipientState, reason: str, now: datetime) -> None:
    """All who are still in it are of that state now; who may have had it is left in peace for a week."""
    if state is RecipientState.ACCEPTED or reason == UNCERTAIN:
        people = select(Recipient.consumer_id).where(batch.people())
        promoted = update(Consumer).where(Consumer.id.in_(people))
        session.execute(_plainly(promoted.values(promoted_at=now)))
    values: dict[str, object] = {"state": state, "reason": reason[:40] if state in TOLD_WHY else ""}
    if state is RecipientState.ACCEPTED:
        values["accepted_at"] = now
    session.execute(_plainly(update(Recipient).where(batch.people()).values(values)))
    batch.settled_at = now


TOLD_WHY = (RecipientState.FAILED, RecipientState.SKIPPED)


def leave_out(session: Session, campaign: Campaign, reason: str, now: datetime) -> int:
    """Who is in no message gets nothing; returns how many batches or people that was."""
    without = Batch.open(campaign).where(Batch.outbox_id.is_(None)).limit(A_STEP)
    batches = session.scalars(without).all()
    for one in batches:
        _note(session, one, RecipientState.SKIPPED, reason, now)
    return len(batches) + _leave_out_uncut(session, campaign, reason)


def _leave_out_uncut(session: Session, campaign: Campaign, reason: str) -> int:
    """Its list was never completed: the last of it are in no batch."""
    rest = update(Recipient).where(_in_no_batch(session, campaign))
    skipped = rest.values(state=RecipientState.SKIPPED, reason=reason).returning(Recipient.consumer_id)
    return len(session.scalars(_plainly(skipped)).all())


def are_open(session: Session, campaign: Campaign) -> bool:
    """Is there anybody of whom nobody knows the end?"""
    planned = select(Recipient.user_id).where(
        Recipient.campaign_id == campaign.id, Recipient.state == RecipientState.PLANNED
    )
    some = (Batch.open(campaign).with_only_columns(Batch.id), planned)
    return any(session.scalar(one.limit(1)) is not None for one in some)


def _plainly(statement: Any) -> Any:
    return statement.execution_options(synchronize_session=False)
