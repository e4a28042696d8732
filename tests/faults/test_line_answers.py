"""Fault matrix B, one message: what LINE answers, or does not, and that it is there once in the end."""

from __future__ import annotations

import logging
import re
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models.chat import Shown
from models.customer import Customer
from models.queues import OutboxMessage, OutboxState
from models.standing import DeliveryCount
from simulator.faults import (
    BAD_BODY,
    DROPPED,
    HTML_PAGE,
    SERVER_ERROR,
    TOO_MUCH_FOR_ONE,
    Fault,
    Request,
    accepted_then,
    always,
    hangs,
    once,
    times,
)
from tests.faults.wired import SHORT, WiredTown, people
from tests.stored import SIAM

ODD = ("[1]", '{"sentMessages": [7]}', '{"sentMessages": "none"}')
A_MOMENT = timedelta(seconds=2)


def test_b1_errors_before_acceptance_are_waited_out_ever_longer(wired: WiredTown) -> None:
    wired.owe("แบงค์")
    wired.goes_wrong(times(3, SERVER_ERROR, "push"))
    waits = []
    for tries in range(1, 4):
        wired.jod.work()
        message = wired.message()
        assert (message.state, message.attempts) == (OutboxState.PENDING, tries)
        assert message.reason == "500 Internal server error"
        waits.append((message.next_at - wired.clock.machine()) / timedelta(seconds=2 ** (tries - 1)))
        wired.clock.wait(message.next_at - wired.clock.machine())
    assert all(0.5 <= wait <= 1.5 for wait in waits)
    wired.jod.work()
    assert wired.states() == [("sent", "")]
    assert len(wired.taken()) == 1
    assert len({call.retry_key for call in wired.tries()}) == 1
    wired.assert_holds()


def test_b1_waits_never_grow_beyond_a_quarter_of_an_hour(wired: WiredTown) -> None:
    (owed,) = wired.owe("แบงค์", attempts=40)
    wired.goes_wrong(always(SERVER_ERROR, "push"))
    wired.jod.work()
    wait = wired.message().next_at - wired.clock.machine()
    assert timedelta(minutes=7) < wait <= timedelta(minutes=15), owed


@pytest.mark.parametrize("fault", [SERVER_ERROR, DROPPED, hangs(1.5)], ids=["500", "dropped", "silent"])
def test_b2_an_answer_lost_after_acceptance_is_made_good_by_the_key(wired: WiredTown, fault: Fault) -> None:
    wired.owe("แบงค์", shows=[["followup", 7]])
    wired.goes_wrong(once(accepted_then(fault), "push"))
    wired.jod.work()
    assert wired.message().state is OutboxState.PENDING
    wired.later(A_MOMENT)
    message = wired.message()
    (accepted,) = wired.taken()
    assert (message.state, message.reason) == (OutboxState.SENT, "already_accepted")
    assert message.accepted_request_id == accepted.request_id
    with wired.database() as session:
        assert tuple(session.scalars(select(Shown.message_id))) == accepted.message_ids
    wired.assert_holds()


def test_b3_a_row_of_a_restored_backup_is_not_sent_a_second_time(wired: WiredTown) -> None:
    wired.owe("แบงค์")
    wired.jod.work()
    with wired.database() as session:  # the backup was made before it was sent
        untried = {"attempts": 0, "sent_at": None, "first_attempt_at": None, "accepted_request_id": None}
        session.execute(update(OutboxMessage).values(state=OutboxState.PENDING, **untried))
    wired.later(A_MOMENT)
    assert wired.states() == [("sent", "already_accepted")]
    assert len(wired.taken()) == 1
    wired.assert_holds()


def test_e11_what_a_backup_older_than_a_day_still_owes_waits_for_a_person(wired: WiredTown) -> None:
    wired.owe("แบงค์", "กบ", next_at=wired.clock.machine() - timedelta(hours=25))
    wired.jod.work()
    assert wired.states() == [("uncertain", "key_expired")] * 2
    assert wired.tries() == []
    wired.assert_holds()


def test_b6_too_much_for_one_person_delays_only_what_is_for_that_person(wired: WiredTown) -> None:
    bank = wired.platform.user("แบงค์").id

    def too_much(asked: Request) -> Fault | None:
        return TOO_MUCH_FOR_ONE if asked.endpoint == "push" and bank in asked.body.decode() else None

    wired.goes_wrong(too_much)
    wired.owe("แบงค์", "กบ", "แบงค์", "กบ")
    wired.jod.work()
    assert [one.state.value for one in wired.messages()] == ["pending", "sent", "pending", "sent"]
    delayed = [one for one in wired.messages() if one.state is OutboxState.PENDING]
    assert [one.attempts for one in delayed] == [0, 0]
    assert all(one.next_at > wired.clock.machine() + timedelta(seconds=10) for one in delayed)
    wired.recovers()
    wired.later(timedelta(minutes=1))
    assert [one.state.value for one in wired.messages()] == ["sent"] * 4
    wired.assert_holds()


def test_b7_a_message_that_line_does_not_understand_fails_at_once_and_somebody_hears(
    wired: WiredTown, caplog: pytest.LogCaptureFixture
) -> None:
    wired.owe("แบงค์", "กบ", texts=[""])
    with caplog.at_level(logging.ERROR):
        wired.jod.work()
    failed = wired.messages()
    assert [one.state for one in failed] == [OutboxState.FAILED] * 2
    assert "messages[0]" in failed[0].details
    assert len(wired.tries()) == 2
    assert re.findall(r"message (\d+) \(notice\) failed: 400", caplog.text) == [str(one.id) for one in failed]
    assert len(wired.notices("กบ")) == 1
    assert wired.notices("แบงค์") == []
    wired.later(timedelta(days=1))
    assert len(wired.tries()) == 2
    wired.assert_holds()


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9", "http://no-such-host.invalid", "https://{line}"],
    ids=["refused", "no such name", "no TLS"],
)
def test_b10_a_line_that_cannot_be_reached_is_waited_for(wired: WiredTown, address: str) -> None:
    reached = wired.line.url.removeprefix("http://")
    elsewhere = wired.connect_to(address.format(line=reached))
    wired.owe("แบงค์")
    elsewhere.work()
    message = wired.message()
    assert (message.state, message.attempts) == (OutboxState.PENDING, 1)
    assert re.match(r"0 \w+Error", message.reason)
    elsewhere.stop()
    wired.later(A_MOMENT)
    assert wired.states() == [("sent", "")]
    wired.assert_holds()


def test_b11_a_server_that_never_answers_is_left_at_the_timeout(wired: WiredTown) -> None:
    wired.owe("แบงค์")
    wired.goes_wrong(once(hangs(30), "push"))
    began = time.monotonic()
    wired.jod.work()
    assert time.monotonic() - began < SHORT.total_seconds() + 5
    assert wired.states() == [("pending", "0 ReadTimeoutError")]
    wired.later(A_MOMENT)
    assert len(wired.taken()) == 1
    wired.assert_holds()


def test_b14_what_changes_between_two_tries_does_not_change_the_message(wired: WiredTown) -> None:
    wired.say("แบงค์", f"โทรหา {SIAM} 10 โมง")
    wired.goes_wrong(once(SERVER_ERROR, "push"))
    wired.move_to("2026-11-26 10:00")
    with wired.database() as session:
        session.scalars(select(Customer)).one().name = "ชื่อใหม่ทั้งหมด"
    wired.later(A_MOMENT)
    reminders = [call for call in wired.tries() if SIAM in call.body.decode()]
    assert len(reminders) >= 2
    assert len({call.body for call in reminders if call.retry_key == reminders[0].retry_key}) == 1
    wired.assert_holds()


@pytest.mark.parametrize("page", [HTML_PAGE, *(Fault(status=200, body=one) for one in ODD)])
def test_b17_an_odd_page_behind_a_200_is_an_acceptance(wired: WiredTown, page: Fault) -> None:
    wired.owe("แบงค์", shows=[["followup", 7]])
    wired.goes_wrong(always(accepted_then(page), "push"))
    wired.jod.work()
    assert wired.states() == [("sent", "")]
    wired.later(timedelta(hours=1))
    assert len(wired.tries()) == 1
    wired.assert_holds()


def test_b7_whatever_line_says_of_a_refusal_can_be_kept(wired: WiredTown) -> None:
    wired.owe("แบงค์")
    odd = Fault(status=400, body='{"message": "no\\u0000' + "x" * 5_000 + '"}\0')
    wired.goes_wrong(always(odd, "push"))
    wired.jod.work()
    assert wired.message().state is OutboxState.FAILED
    wired.assert_holds()


def test_b17_what_cannot_be_read_is_logged(wired: WiredTown, caplog: pytest.LogCaptureFixture) -> None:
    wired.owe("แบงค์")
    wired.goes_wrong(always(accepted_then(HTML_PAGE), "push"))
    wired.jod.work()
    assert "LINE answered 200 with something that is not JSON" in caplog.text


def test_every_end_is_counted_for_good(wired: WiredTown) -> None:
    wired.owe(*people(wired, 3))
    wired.owe("แบงค์", texts=[""])
    wired.goes_wrong(once(accepted_then(DROPPED), "push"))
    wired.jod.work()
    wired.later(A_MOMENT)
    with wired.database() as session:
        counted = {one.outcome: one.total for one in session.scalars(select(DeliveryCount))}
    assert counted == {"sent": 2, "already_accepted": 1, "retried": 1, "failed": 1}


def test_a_bad_body_by_lines_own_word_is_never_tried_again(wired: WiredTown) -> None:
    wired.owe("แบงค์")
    wired.goes_wrong(always(BAD_BODY, "push"))
    wired.jod.work()
    wired.recovers()
    wired.later(timedelta(hours=2))
    assert wired.states() == [("failed", "400 The request body has 1 error(s)")]
    assert len(wired.tries()) == 1
