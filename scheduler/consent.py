"""At the moment of sending a promotion it is asked once more who may be written to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from models.batch import Batch
from models.consumer import Consumer
from models.promotion import Recipient, RecipientState
from models.queues import OutboxKind, OutboxMessage

WITHDRAWN = "withdrawn"
"""Between the list and the sending they opted out, blocked the account or were erased."""
UNCERTAIN = "uncertain"
"""They withdrew after a try of which nobody knows whether LINE took it."""

NOT_SENT = {"state": RecipientState.SKIPPED, "reason": WITHDRAWN}
TRIED = {"state": RecipientState.FAILED, "reason": UNCERTAIN}
"""The key stays, by which LINE knows what it has taken; they are spared when that is known."""


def without_the_unwilling(session: Session, claimed: Sequence[OutboxMessage]) -> list[OutboxMessage]:
    """What was just claimed, without those who have withdrawn, blocked or been erased since, at every try."""
    promotions = {
        one.id: one for one in claimed if one.kind is OutboxKind.MULTICAST and one.purpose == "promotion"
    }
    if not promotions:
        return list(claimed)
    batches = {one.outbox_id: one for one in session.scalars(_batches_of(promotions))}
    for message_id, message in promotions.items():
        _leave_out(session, message, batches.get(message_id))
    return [one for one in claimed if one.kind is not OutboxKind.MULTICAST or one.recipients]


def _batches_of(messages: Iterable[int]) -> Select[Batch]:
    return select(Batch).where(Batch.outbox_id.in_(messages))


def _leave_out(session: Session, message: OutboxMessage, batch: Batch | None) -> None:
    """Whoever may not be written to now is struck from it; half of a batch may be no batch yet itself."""
    users = message.recipients or []
    if batch is not None and _count_willing(session, batch) == len(users):
        return  # as nearly always, and a fifth of the time of asking for each by name
    willing = set(session.scalars(_willing(message.channel_id, users)))
    if len(willing) < len(users):
        _strike(session, message, batch, willing)


def _count_willing(session: Session, batch: Batch) -> int:
    people = select(func.count()).select_from(Recipient).join(Consumer, Consumer.id == Recipient.consumer_id)
    return session.scalar(people.where(batch.people(), Consumer.may_be_promoted_to())) or 0


def _strike(session: Session, message: OutboxMessage, batch: Batch | None, willing: set[str]) -> None:
    """A first try that LINE refused or never saw is a new request, with a key of its own."""
    is_first_try = message.attempts == 1
    if batch is not None:
        struck = update(Recipient).where(batch.people(), Recipient.user_id.not_in(willing))
        values = NOT_SENT if is_first_try else TRIED
        session.execute(struck.values(values), execution_options={"synchronize_session": False})
    message.recipients = [one for one in message.recipients or [] if one in willing]
    message.costs = len(message.recipients)
    if is_first_try:
        message.retry_key = str(uuid.uuid4())
    if not message.recipients:
        message.call_off(WITHDRAWN)


def spare(session: Session, batch: Batch) -> None:
    """LINE took the batch only now, without them: who was struck after an earlier try has had nothing."""
    theirs = update(Recipient).where(batch.people(RecipientState.FAILED), Recipient.reason == UNCERTAIN)
    session.execute(theirs.values(NOT_SENT), execution_options={"synchronize_session": False})


def _willing(channel_id: int, users: Sequence[str]) -> Select[str]:
    """By LINE's id: who has been erased has another one in our rows, and is nobody's any more."""
    here = (Consumer.channel_id == channel_id, Consumer.user_id.in_(users))
    return select(Consumer.user_id).where(*here, Consumer.may_be_promoted_to())
