"""What LINE says to a message, and what becomes of it: the table of outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.line import Accepted, DeliveryError
from models.queues import OutboxKind, OutboxMessage, OutboxState
from scheduler.delivery import Trouble, deliver, stumbled

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
TOKEN = DeliveryError(400, "Invalid reply token")
LOST = DeliveryError(0, "ReadTimeoutError")
BROKEN = DeliveryError(500, "Internal server error")
WRONG = DeliveryError(400, "A message (messages[0]) in the request body is invalid")
REVOKED = DeliveryError(401, "Authentication failed")
TOO_FAST = DeliveryError(429, "The API rate limit has been exceeded. Try again later.")
QUOTA = DeliveryError(429, "You have reached your monthly limit.")
ONE_PERSON = DeliveryError(429, "Too many messages were sent to the same user")
STRANGER = DeliveryError(400, "The property, 'to', in the request body is invalid (line: -, column: -)")
TAKEN = Accepted("request-1", ("m1",))


@dataclass
class OneAnswer:
    """A LINE that gives the same answer to everything."""

    answer: Accepted | DeliveryError
    asked: list[str] = field(default_factory=list)

    def _say(self, how: str) -> Accepted:
        self.asked.append(how)
        if isinstance(self.answer, DeliveryError):
            raise self.answer
        return self.answer

    def reply(self, token: str, messages: str) -> Accepted:
        return self._say("reply")

    def push(self, to: str, messages: str, retry_key: str) -> Accepted:
        return self._say(f"push {retry_key}")

    def multicast(self, to: Sequence[str], messages: str, retry_key: str) -> Accepted:
        return self._say(f"multicast {retry_key}")

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        return {}

    def content(self, message_id: str) -> bytes:
        return b""

    def upload(self, path: str, body: bytes, content_type: str) -> None:
        return None


def message(kind: OutboxKind, **more: Any) -> OutboxMessage:
    values = {
        "id": 1,
        "kind": kind,
        "payload": "[]",
        "retry_key": "key-1",
        "recipient": "Ubank",
        "reply_token": "token",
        "attempts": 1,
        "received_at": NOW - timedelta(seconds=2),
        "next_at": NOW,
    }
    return OutboxMessage(**{**values, **more})


PUSHES = [
    (TAKEN, OutboxState.SENT, ""),
    (Accepted("request-1", (), again=True), OutboxState.SENT, "already_accepted"),
    (BROKEN, OutboxState.PENDING, "500"),
    (LOST, OutboxState.PENDING, "ReadTimeoutError"),
    (TOO_FAST, OutboxState.PENDING, "rate limit"),
    (ONE_PERSON, OutboxState.PENDING, "same user"),
    (STRANGER, OutboxState.FAILED, "no_such_user"),
    (QUOTA, OutboxState.HELD, "quota"),
    (REVOKED, OutboxState.PENDING, "401"),
    (WRONG, OutboxState.FAILED, "messages[0]"),
]


@pytest.mark.parametrize(("answer", "state", "reason"), PUSHES)
def test_a_push(answer: Accepted | DeliveryError, state: OutboxState, reason: str) -> None:
    outcome = deliver(message(OutboxKind.PUSH), OneAnswer(answer), NOW, NOW)
    assert outcome.state is state
    assert reason in outcome.reason


@pytest.mark.parametrize("answer", [TOO_FAST, ONE_PERSON, QUOTA, REVOKED])
def test_what_is_not_the_messages_fault_is_not_counted_against_it(answer: DeliveryError) -> None:
    assert deliver(message(OutboxKind.PUSH), OneAnswer(answer), NOW, NOW).uncounted


def test_a_push_waits_longer_each_time_up_to_a_quarter_of_an_hour() -> None:
    waits = [
        deliver(message(OutboxKind.PUSH, attempts=n), OneAnswer(BROKEN), NOW, NOW).wait for n in (1, 2, 3, 40)
    ]
    assert waits == [timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=4), timedelta(minutes=15)]


TO_MANY = [
    (TAKEN, ["U1", "U2"], OutboxState.SENT, None),
    (STRANGER, ["U1", "U2"], OutboxState.CANCELLED, Trouble.SPLIT),
    (DeliveryError(400, "Failed to send messages"), ["U1", "U2"], OutboxState.CANCELLED, Trouble.SPLIT),
    (STRANGER, ["U1"], OutboxState.FAILED, Trouble.STRANGER),
    (WRONG, ["U1", "U2"], OutboxState.FAILED, Trouble.BUG),
    (LOST, ["U1", "U2"], OutboxState.PENDING, None),
    (QUOTA, ["U1", "U2"], OutboxState.HELD, Trouble.OUT_OF_QUOTA),
]


@pytest.mark.parametrize(("answer", "to", "state", "trouble"), TO_MANY)
def test_a_multicast(
    answer: Accepted | DeliveryError, to: list[str], state: OutboxState, trouble: Trouble | None
) -> None:
    line = OneAnswer(answer)
    outcome = deliver(message(OutboxKind.MULTICAST, recipients=to), line, NOW, NOW)
    assert (outcome.state, outcome.trouble, line.asked) == (state, trouble, ["multicast key-1"])


def test_our_own_fault_is_tried_five_times_and_then_shown() -> None:
    outcomes = [stumbled(message(OutboxKind.PUSH, attempts=n), TypeError("x")) for n in (1, 4, 5)]
    assert [one.state.value for one in outcomes] == ["pending", "pending", "failed"]
    assert {one.reason for one in outcomes} == {"our fault: TypeError"}


def test_after_a_day_of_unknown_outcome_nothing_is_sent_again() -> None:
    line = OneAnswer(TAKEN)
    old = message(OutboxKind.PUSH, first_attempt_at=NOW - timedelta(hours=25))
    assert deliver(old, line, NOW, NOW).state is OutboxState.UNCERTAIN
    assert line.asked == []


def test_what_is_worth_nothing_any_more_is_not_sent() -> None:
    line = OneAnswer(TAKEN)
    stale = message(OutboxKind.PUSH, not_after=NOW - timedelta(minutes=1))
    outcome = deliver(stale, line, NOW, NOW)
    assert (outcome.state, outcome.reason, line.asked) == (OutboxState.CANCELLED, "expired", [])


REPLIES = [
    (TAKEN, {}, OutboxState.SENT, False),
    (TOKEN, {}, OutboxState.PENDING, True),
    (TOKEN, {"attempts": 2}, OutboxState.SENT, False),
    (TOKEN, {"recipient": ""}, OutboxState.CANCELLED, False),
    (LOST, {}, OutboxState.PENDING, False),
    (BROKEN, {}, OutboxState.PENDING, False),
    (BROKEN, {"received_at": NOW - timedelta(seconds=25)}, OutboxState.PENDING, True),
    (BROKEN, {"attempts": 2}, OutboxState.PENDING, True),
    (BROKEN, {"attempts": 2, "recipient": ""}, OutboxState.CANCELLED, False),
    (REVOKED, {}, OutboxState.PENDING, True),
    (TOO_FAST, {"recipient": ""}, OutboxState.CANCELLED, False),
    (WRONG, {}, OutboxState.FAILED, False),
    (TAKEN, {"received_at": NOW - timedelta(seconds=50)}, OutboxState.PENDING, True),
    (TAKEN, {"received_at": NOW - timedelta(seconds=50), "recipient": ""}, OutboxState.CANCELLED, False),
]


@pytest.mark.parametrize(("answer", "about", "state", "as_push"), REPLIES)
def test_a_reply(
    answer: Accepted | DeliveryError, about: dict[str, Any], state: OutboxState, as_push: bool
) -> None:
    outcome = deliver(message(OutboxKind.REPLY, **about), OneAnswer(answer), NOW, NOW)
    assert (outcome.state, outcome.as_push) == (state, as_push)


def test_a_dead_token_is_not_even_tried() -> None:
    line = OneAnswer(TAKEN)
    deliver(message(OutboxKind.REPLY, received_at=NOW - timedelta(seconds=50)), line, NOW, NOW)
    assert line.asked == []
