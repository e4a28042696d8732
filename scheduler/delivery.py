"""One message, one try: what LINE said, and what follows from it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.line import BAD_REQUEST, Accepted, DeliveryError, Messenger
from models.queues import OutboxKind, OutboxMessage, OutboxState

TOKEN_LIFE = timedelta(seconds=45)
"""From receipt. LINE says about a minute; later a reply is not tried."""
REPLY_RETRY = timedelta(seconds=20)
"""So long a reply of unknown outcome may be tried a second time with the same token."""
KEY_LIFE = timedelta(hours=24) - timedelta(minutes=1)
"""From the first try LINE remembers a retry key for a day; what is on its way then must arrive in time."""
FIRST_BACKOFF, LONGEST_BACKOFF = timedelta(seconds=1), timedelta(minutes=15)
PERSONS_PAUSE = timedelta(seconds=30)
"""So long nothing goes to somebody of whom LINE says that it was too much."""
ALREADY_ACCEPTED = "already_accepted"
"""LINE's 409: an earlier try had been taken."""
PATIENCE_WITH_US = 5
"""Tries of a message over which our own code stumbles."""


class Trouble(enum.Enum):
    """What an answer of LINE's says beyond the one message."""

    TOO_FAST = enum.auto()
    TOO_MUCH_FOR_ONE = enum.auto()
    OUT_OF_QUOTA = enum.auto()
    REFUSED = enum.auto()
    """The access token is no longer taken."""
    STRANGER = enum.auto()
    """No such user, or not on this channel."""
    SPLIT = enum.auto()
    """One of many recipients is wrong, LINE does not say which: each half is tried by itself."""
    BUG = enum.auto()
    """LINE does not understand us: somebody has to look."""


OF_THE_CHANNEL = (Trouble.TOO_FAST, Trouble.OUT_OF_QUOTA, Trouble.REFUSED)
"""What every other message that is not free would meet as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What becomes of a message after a try."""

    state: OutboxState
    reason: str = ""
    details: str = ""
    accepted: Accepted | None = None
    wait: timedelta = timedelta()
    """Before the next try; the sender varies it by half."""
    as_push: bool = False
    """From now on it is a push: its token has died."""
    uncounted: bool = False
    """The try says nothing against the message (rate limit, revoked token)."""
    trouble: Trouble | None = None
    counted: str = ""
    """Under which name the try is counted; the state's, unless there is more to say."""


@dataclass(frozen=True, slots=True)
class Landed:
    """A message and what became of it."""

    message: OutboxMessage
    outcome: Outcome


def deliver(message: OutboxMessage, messenger: Messenger, now: datetime, machine: datetime) -> Outcome:
    """Try once; never raises what LINE or the network does."""
    if message.not_after is not None and now > message.not_after:
        return Outcome(state=OutboxState.CANCELLED, reason="expired", counted="expired")
    if message.kind is OutboxKind.REPLY:
        return _reply(message, messenger, machine)
    return _push(message, messenger, machine)


def put_back(trouble: Trouble) -> Outcome:
    """Not tried at all: since it was claimed, LINE has refused the whole channel."""
    if trouble is Trouble.OUT_OF_QUOTA:
        return Outcome(state=OutboxState.HELD, reason="quota", uncounted=True)
    return Outcome(state=OutboxState.PENDING, reason=trouble.name.lower(), uncounted=True, counted="put_back")


def stumbled(message: OutboxMessage, error: Exception) -> Outcome:
    """Our own code broke over this message: a few tries more, then a person has to look."""
    reason = f"our fault: {type(error).__name__}"
    if message.attempts < PATIENCE_WITH_US:
        return Outcome(
            state=OutboxState.PENDING, reason=reason, wait=_backoff(message.attempts), counted="stumbled"
        )
    return Outcome(state=OutboxState.FAILED, reason=reason, trouble=Trouble.BUG)


def _reply(message: OutboxMessage, messenger: Messenger, machine: datetime) -> Outcome:
    age = machine - (message.received_at or message.next_at)
    if age > TOKEN_LIFE:
        return _too_late(message)
    try:
        accepted = messenger.reply(message.reply_token or "", message.payload)
    except DeliveryError as error:
        return _reply_failed(message, error, age)
    return Outcome(state=OutboxState.SENT, accepted=accepted)


def _too_late(message: OutboxMessage) -> Outcome:
    """A push instead, if there is somebody it is worth quota for; perhaps an earlier try had arrived."""
    why = "reply_uncertain" if _was_tried(message) else "reply_expired"
    if not message.recipient:
        return Outcome(state=OutboxState.CANCELLED, reason=why, counted=why)
    return Outcome(state=OutboxState.PENDING, reason=why, as_push=True, counted=why)


def _was_tried(message: OutboxMessage) -> bool:
    return message.attempts > 1


def _reply_failed(message: OutboxMessage, error: DeliveryError, age: timedelta) -> Outcome:
    if error.status == BAD_REQUEST and "reply token" in error.reason.lower():
        if _was_tried(message):  # the earlier try of unknown outcome had been accepted after all
            return Outcome(state=OutboxState.SENT, reason="taken_as_delivered", counted="taken_as_delivered")
        return _too_late(message)
    if error.unknown and age < REPLY_RETRY and not _was_tried(message):
        return _again(message, error)
    if error.permanent:
        return _failed(error, Trouble.BUG)
    why = "reply_uncertain" if error.unknown else "reply_refused"
    trouble = _general_trouble(error)
    if not message.recipient:
        return Outcome(state=OutboxState.CANCELLED, reason=why, trouble=trouble, counted=why)
    return Outcome(state=OutboxState.PENDING, reason=why, as_push=True, trouble=trouble, counted=why)


def _push(message: OutboxMessage, messenger: Messenger, machine: datetime) -> Outcome:
    if message.first_attempt_at is not None and machine - message.first_attempt_at > KEY_LIFE:
        return Outcome(state=OutboxState.UNCERTAIN, reason="key_expired")
    try:
        accepted = _sent(message, messenger)
    except DeliveryError as error:
        return _push_failed(message, error)
    again = ALREADY_ACCEPTED if accepted.again else ""
    return Outcome(state=OutboxState.SENT, accepted=accepted, reason=again, counted=again)


def _sent(message: OutboxMessage, messenger: Messenger) -> Accepted:
    if message.kind is OutboxKind.MULTICAST:
        return messenger.multicast(message.recipients or [], message.payload, message.retry_key)
    return messenger.push(message.recipient, message.payload, message.retry_key)


def _push_failed(message: OutboxMessage, error: DeliveryError) -> Outcome:
    if error.unknown:
        return _again(message, error)
    if error.permanent:
        return _unfit(message, error)
    trouble = _general_trouble(error)
    if trouble is Trouble.OUT_OF_QUOTA:
        return Outcome(state=OutboxState.HELD, reason="quota", uncounted=True, trouble=trouble)
    wait = PERSONS_PAUSE if trouble is Trouble.TOO_MUCH_FOR_ONE else timedelta()
    return Outcome(
        state=OutboxState.PENDING,
        reason=str(error),
        wait=wait,
        uncounted=True,
        trouble=trouble,
        counted=trouble.name.lower() if trouble else "retried",
    )


def _general_trouble(error: DeliveryError) -> Trouble | None:
    """What a refusal that is not the message's fault is about."""
    if error.refused:
        return Trouble.REFUSED
    if error.out_of_quota:
        return Trouble.OUT_OF_QUOTA
    if error.too_fast:
        return Trouble.TOO_FAST
    return Trouble.TOO_MUCH_FOR_ONE if error.too_many else None


def _unfit(message: OutboxMessage, error: DeliveryError) -> Outcome:
    """Refused for good, as a whole: the message is wrong, or somebody it is meant for."""
    if message.kind is OutboxKind.MULTICAST and len(message.recipients or []) > 1 and not error.about_content:
        return Outcome(state=OutboxState.CANCELLED, reason="split", trouble=Trouble.SPLIT, counted="split")
    if error.no_such_user:
        return _failed(error, Trouble.STRANGER, "no_such_user")
    return _failed(error, Trouble.BUG)


def _failed(error: DeliveryError, trouble: Trouble, reason: str = "") -> Outcome:
    return Outcome(
        state=OutboxState.FAILED, reason=reason or str(error), details=error.details, trouble=trouble
    )


def _again(message: OutboxMessage, error: DeliveryError) -> Outcome:
    return Outcome(
        state=OutboxState.PENDING, reason=str(error), wait=_backoff(message.attempts), counted="retried"
    )


def _backoff(attempts: int) -> timedelta:
    """1, 2, 4 … seconds, at most a quarter of an hour."""
    wait: timedelta = FIRST_BACKOFF * 2 ** min(max(attempts, 1) - 1, 20)
    return min(wait, LONGEST_BACKOFF)
