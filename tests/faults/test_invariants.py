"""The checks themselves: what they are for, they find."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from models.queues import InboxEvent, InboxState, OutboxMessage, OutboxState
from tests.faults.invariants import assert_holds
from tests.town import Town


@pytest.fixture
def busy(town: Town) -> Town:
    """One line answered, one push sent."""
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.say("แบงค์", "โทรหา สยามวัสดุภัณฑ์ 10 โมง")
    town.move_to("2026-11-26 10:00")
    return town


def wrong_in(town: Town, **asked: object) -> str:
    """What the checks complain of."""
    with pytest.raises(AssertionError) as found:
        assert_holds(town.jod.database, town.platform, at=town.clock.machine(), **asked)  # type: ignore[arg-type]
    return str(found.value)


def test_a_quiet_day_breaks_nothing(busy: Town) -> None:
    with busy.database() as session:
        taken = list(session.scalars(select(InboxEvent.webhook_event_id)))
    assert_holds(busy.jod.database, busy.platform, taken=taken, at=busy.clock.machine())


def test_an_event_that_is_nowhere_is_missed(busy: Town) -> None:
    assert "1 lost event" in wrong_in(busy, taken=["never-stored"])


def test_a_message_without_a_row_is_a_ghost(busy: Town) -> None:
    with busy.database() as session:
        session.execute(delete(OutboxMessage).where(OutboxMessage.purpose == "reminder"))
    assert "3 ghost" in wrong_in(busy)


def test_a_key_accepted_twice_is_found(busy: Town) -> None:
    pushed = next(one for one in busy.platform.accepted if one.endpoint == "push")
    busy.platform.accepted.append(replace(pushed, request_id="again"))
    assert "4 double push" in wrong_in(busy)


def test_an_answer_given_twice_is_found(busy: Town) -> None:
    told = next(one for one in busy.platform.accepted if one.endpoint == "reply")
    busy.platform.accepted.append(replace(told, request_id="again"))
    assert "8 reply twice" in wrong_in(busy)


def test_what_ends_without_a_reason_is_found(busy: Town) -> None:
    with busy.database() as session:
        for message in session.scalars(select(OutboxMessage)):
            message.state = OutboxState.FAILED
        for event in session.scalars(select(InboxEvent)):
            event.state = InboxState.DEAD
    assert "5 silent drop" in wrong_in(busy)


def test_a_dead_lease_is_found(busy: Town) -> None:
    with busy.database() as session:
        message = session.scalars(select(OutboxMessage)).first()
        assert message is not None
        message.state, message.lease_until = OutboxState.SENDING, busy.clock.machine() - timedelta(seconds=9)
    assert "7 stuck" in wrong_in(busy, drained=False)
