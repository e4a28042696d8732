"""At the moment of sending a promotion it is asked once more who may be written to."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from models.consumer import Consumer
from models.promotion import Recipient, RecipientState
from models.queues import OutboxKind, OutboxMessage

WITHDRAWN = "withdrawn"
"""Between the list and the sending they opted out, blocked the account or were erased."""
UNCERTAIN = "uncertain"
"""They withdrew after a try of which nobody knows whether LINE took it."""

NOT_SENT = {"state": RecipientState.SKIPPED, "reason": WITHDRAWN, "outbox_id": None}
TRIED = {"state": RecipientState.FAILED, "reason": UNCERTAIN}
"""The key stays, by which LINE knows what it has taken; they stay with the batch until that is known."""


def without_the_unwilling(session: Session, claimed: Sequence[OutboxMessage]) -> list[OutboxMessage]:
    """What was just claimed, without those who have withdrawn, blocked or been erased since, at every try."""
    for message in claimed:
        if message.kind is OutboxKind.MULTICAST and message.purpose == "promotion":
            _leave_out(session, message)
    return [one for one in claimed if one.kind is not OutboxKind.MULTICAST or one.recipients]


def _leave_out(session: Session, message: OutboxMessage) -> None:
    """Whoever may not be written to now is struck from the batch."""
    users = message.recipients or []
    willing = set(session.scalars(_willing(message.channel_id, users)))
    if len(willing) == len(users):
        return
    struck = update(Recipient).where(Recipient.outbox_id == message.id, Recipient.user_id.not_in(willing))
    is_first_try = message.attempts == 1
    session.execute(
        struck.values(NOT_SENT if is_first_try else TRIED), execution_options={"synchronize_session": False}
    )
    message.recipients = [one for one in users if one in willing]
    message.costs = len(message.recipients)
    if is_first_try:
        message.retry_key = str(uuid.uuid4())  # LINE refused or never saw the other body: a new request
    if not message.recipients:
        message.call_off(WITHDRAWN)


def spare(session: Session, message: OutboxMessage) -> None:
    """LINE took the batch only now, without them: who was struck after an earlier try has had nothing."""
    theirs = update(Recipient).where(Recipient.outbox_id == message.id, Recipient.reason == UNCERTAIN)
    session.execute(theirs.values(NOT_SENT), execution_options={"synchronize_session": False})


def _willing(channel_id: int, users: Sequence[str]) -> Select[str]:
    """By LINE's id: who has been erased has another one in our rows, and is nobody's any more."""
    here = (Consumer.channel_id == channel_id, Consumer.user_id.in_(users))
    return select(Consumer.user_id).where(*here, Consumer.may_be_promoted_to())
