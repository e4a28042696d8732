"""At the moment of sending a promotion it is asked once more who may be written to."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.consumer import Consumer
from models.promotion import Recipient, RecipientState
from models.queues import OutboxKind, OutboxMessage


def without_the_unwilling(session: Session, claimed: Sequence[OutboxMessage]) -> list[OutboxMessage]:
    """What was just claimed, without those who have withdrawn, blocked or been erased since.

    Only before a first try: after one LINE may have it, and the same key needs the same body.
    """
    for message in claimed:
        if message.kind is OutboxKind.MULTICAST and message.purpose == "promotion" and message.attempts == 1:
            _leave_out(session, message)
    return [one for one in claimed if one.kind is not OutboxKind.MULTICAST or one.recipients]


def _leave_out(session: Session, message: OutboxMessage) -> None:
    unwilling = session.scalars(
        select(Recipient.user_id)
        .join(Consumer, Consumer.id == Recipient.consumer_id)
        .where(Recipient.outbox_id == message.id, ~Consumer.may_be_promoted_to())
    ).all()
    if not unwilling:
        return
    theirs = update(Recipient).where(Recipient.outbox_id == message.id, Recipient.user_id.in_(unwilling))
    theirs = theirs.values(state=RecipientState.SKIPPED, reason="withdrawn", outbox_id=None)
    session.execute(theirs.execution_options(synchronize_session=False))
    message.recipients = [one for one in message.recipients or [] if one not in set(unwilling)]
    message.retry_key = str(uuid.uuid4())  # LINE refused or never saw the other body: this is a new request
    if not message.recipients:
        message.call_off("withdrawn")
