"""One message, one try: what LINE said, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from bot.line import Accepted, DeliveryError, Messenger
from models.queues import OutboxKind, OutboxMessage, OutboxState

TOKEN_LIFE = timedelta(seconds=45)
"""From receipt. LINE says about a minute; later a reply is not tried."""
REPLY_RETRY = timedelta(seconds=20)
"""So long a reply of unknown outcome may be tried again with the same token."""
KEY_LIFE = timedelta(hours=24)
"""From the first try: so long LINE remembers a retry key."""
FIRST_BACKOFF, LONGEST_BACKOFF = timedelta(seconds=1), timedelta(minutes=15)
HELD_FOR = timedelta(hours=1)
PAUSE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What becomes of a message after a try."""

    state: OutboxState
    reason: str = ""
    accepted: Accepted | None = None
    wait: timedelta = timedelta()
    as_push: bool = False
    """From now on it is a push: its token has died."""
    uncounted: bool = False
    """The try says nothing against the message (rate limit, revoked token)."""


def deliver(message: OutboxMessage, messenger: Messenger, now: datetime, machine: datetime) -> Outcome:
    """Try once; never raises what LINE or the network does."""
    if message.not_after is not None and now > message.not_after:
        return Outcome(state=OutboxState.CANCELLED, reason="expired")
    if message.kind is OutboxKind.REPLY:
        return _reply(message, messenger, machine)
    return _push(message, messenger, machine)


def _reply(message: OutboxMessage, messenger: Messenger, machine: datetime) -> Outcome:
    age = machine - (message.received_at or message.next_at)
    if age > TOKEN_LIFE:
        return _too_late(message)
    try:
        accepted = messenger.reply(message.reply_token or "", msgspec.json.decode(message.payload))
    except DeliveryError as error:
        return _reply_failed(message, error, age)
    return Outcome(state=OutboxState.SENT, accepted=accepted)


def _too_late(message: OutboxMessage) -> Outcome:
    if not message.recipient:
        return Outcome(state=OutboxState.CANCELLED, reason="reply_expired")
    return Outcome(state=OutboxState.PENDING, reason="reply_expired", as_push=True)


def _reply_failed(message: OutboxMessage, error: DeliveryError, age: timedelta) -> Outcome:
    tried_before = message.attempts > 1
    if error.status == 400 and "reply token" in error.reason.lower():
        if tried_before:  # the earlier try of unknown outcome had been accepted after all
            return Outcome(state=OutboxState.SENT, reason="taken_as_delivered")
        return _too_late(message)
    if error.unknown and age < REPLY_RETRY:
        return Outcome(state=OutboxState.PENDING, reason=str(error), wait=FIRST_BACKOFF)
    if error.permanent:
        return Outcome(state=OutboxState.FAILED, reason=f"{error} {error.details}")
    return _too_late(message)


def _push(message: OutboxMessage, messenger: Messenger, machine: datetime) -> Outcome:
    if message.first_attempt_at is not None and machine - message.first_attempt_at > KEY_LIFE:
        return Outcome(state=OutboxState.UNCERTAIN, reason="key_expired")
    try:
        accepted = messenger.push(message.recipient, msgspec.json.decode(message.payload), message.retry_key)
    except DeliveryError as error:
        return _push_failed(message, error)
    return Outcome(
        state=OutboxState.SENT, accepted=accepted, reason="already_accepted" if accepted.again else ""
    )


def _push_failed(message: OutboxMessage, error: DeliveryError) -> Outcome:
    if error.out_of_quota:
        return Outcome(state=OutboxState.HELD, reason="quota", wait=HELD_FOR, uncounted=True)
    if error.permanent:
        return Outcome(state=OutboxState.FAILED, reason=f"{error} {error.details}")
    if error.unknown:
        return Outcome(state=OutboxState.PENDING, reason=str(error), wait=_backoff(message.attempts))
    return Outcome(state=OutboxState.PENDING, reason=str(error), wait=PAUSE, uncounted=True)


def _backoff(attempts: int) -> timedelta:
    """1, 2, 4 … seconds, at most a quarter of an hour."""
    wait: timedelta = FIRST_BACKOFF * 2 ** min(attempts - 1, 20)
    return min(wait, LONGEST_BACKOFF)
