"""Fault matrix C: a reply token is good once and for about a minute, and LINE has no retry key for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.line import DeliveryError
from bot.outbox import REPLY_LIMIT
from models.member import Member
from models.queues import Notice, OutboxKind, OutboxMessage, OutboxState
from simulator.errors import INVALID_REPLY_TOKEN
from simulator.faults import (
    DROPPED,
    SERVER_ERROR,
    Fault,
    accepted_then,
    always,
    answers,
    hangs,
    once,
    times,
)
from tests.faults.wired import WiredTown
from tests.stored import SIAM

LINE_TYPED = f"เข้าพบ {SIAM} คุยราคาเหล็ก"
TOKEN_REFUSED = answers(400, INVALID_REPLY_TOKEN)


def types(town: WiredTown, who: str = "แบงค์", text: str = LINE_TYPED) -> None:
    """Somebody types a line; the answer is committed, and not yet sent."""
    town.platform.phone(who).say(text)


def answer(town: WiredTown) -> OutboxMessage:
    """The only answer there is."""
    (found,) = [one for one in town.outbox() if one.dedupe_key.startswith("reply:")]
    return found


def uncertain_replies(town: WiredTown) -> str:
    told = town.web.get("/metrics").text
    return next(line for line in told.splitlines() if line.startswith("jod_reply_uncertain_total"))


def test_c1_an_answer_in_time_is_free(wired: WiredTown) -> None:
    types(wired)
    wired.clock.wait(timedelta(seconds=3))
    wired.pool.run()
    assert answer(wired).state is OutboxState.SENT
    assert [one.cost for one in wired.taken("reply")] == [0]
    assert wired.taken() == []
    wired.assert_holds()


def test_c2_a_dead_token_is_not_tried_and_the_answer_is_pushed_with_a_key(wired: WiredTown) -> None:
    types(wired)
    wired.later(timedelta(seconds=60))
    message = answer(wired)
    assert (message.state, message.kind) == (OutboxState.SENT, OutboxKind.PUSH)
    assert wired.tries("reply") == []
    assert [one.retry_key for one in wired.taken()] == [message.retry_key]
    assert len(wired.heard("แบงค์")) == 1
    wired.assert_holds()


def test_c2_to_a_stranger_it_is_not_worth_the_quota(wired: WiredTown) -> None:
    wired.person("คนนอก")
    types(wired, "คนนอก", "สวัสดี")
    wired.later(timedelta(seconds=60))
    message = answer(wired)
    assert (message.state.value, message.reason) == ("cancelled", "reply_expired")
    assert wired.tries() == wired.tries("reply") == []
    wired.assert_holds()


def test_c3_a_token_refused_at_the_first_try_becomes_a_push(wired: WiredTown) -> None:
    types(wired)
    key = answer(wired).dedupe_key
    wired.goes_wrong(once(TOKEN_REFUSED, "reply"))
    wired.pool.run()
    wired.jod.work()
    message = answer(wired)
    assert (message.state, message.kind, message.dedupe_key) == (OutboxState.SENT, OutboxKind.PUSH, key)
    assert len(wired.heard("แบงค์")) == 1
    assert uncertain_replies(wired).endswith(" 0.0")
    wired.assert_holds()


@pytest.mark.parametrize("fault", [DROPPED, SERVER_ERROR, hangs(1.5)], ids=["dropped", "500", "silent"])
def test_c4_taken_but_not_heard_of_it_is_known_by_the_second_try(wired: WiredTown, fault: Fault) -> None:
    types(wired)
    wired.goes_wrong(once(accepted_then(fault), "reply"))
    wired.pool.run()
    assert answer(wired).state is OutboxState.PENDING
    wired.later(timedelta(seconds=5))
    message = answer(wired)
    assert (message.state.value, message.reason) == ("sent", "taken_as_delivered")
    assert len(wired.heard("แบงค์")) == 1
    assert wired.taken() == []
    wired.assert_holds()


def test_c4_not_taken_the_same_token_serves_the_second_try(wired: WiredTown) -> None:
    types(wired)
    wired.goes_wrong(once(SERVER_ERROR, "reply"))
    wired.pool.run()
    wired.later(timedelta(seconds=5))
    assert (answer(wired).state.value, answer(wired).reason) == ("sent", "")
    assert len(wired.taken("reply")) == len(wired.heard("แบงค์")) == 1
    wired.assert_holds()


def test_c4_after_two_unknown_tries_it_is_pushed_and_counted(wired: WiredTown) -> None:
    types(wired)
    wired.goes_wrong(times(2, SERVER_ERROR, "reply"))
    wired.pool.run()
    wired.later(timedelta(seconds=5))
    wired.later(timedelta(seconds=1))
    assert (answer(wired).state, answer(wired).kind) == (OutboxState.SENT, OutboxKind.PUSH)
    assert len(wired.tries("reply")) == 2
    assert len(wired.heard("แบงค์")) == 1
    assert uncertain_replies(wired).endswith(" 1.0")
    wired.assert_holds()


def test_c4_twenty_seconds_later_it_is_pushed_though_it_may_have_arrived(wired: WiredTown) -> None:
    types(wired)
    wired.clock.wait(timedelta(seconds=25))
    wired.goes_wrong(once(accepted_then(DROPPED), "reply"))
    wired.pool.run()
    wired.jod.work()
    assert len(wired.tries("reply")) == 1
    assert len(wired.taken("reply")) == len(wired.taken()) == 1
    assert uncertain_replies(wired).endswith(" 1.0")
    wired.assert_holds()


def test_c5_there_is_one_reply_a_token_with_at_most_five_messages(wired: WiredTown) -> None:
    with wired.database() as session:
        member = session.scalars(select(Member).where(Member.name == "แบงค์")).one()
        for number in range(REPLY_LIMIT + 2):
            notice = {"type": "text", "text": f"เรื่องที่ {number}"}
            values = {
                "workspace_id": member.workspace_id,
                "member_id": member.id,
                "payload": {"message": notice},
            }
            session.add(Notice(created_at=wired.clock.now(), **values))
    wired.say("แบงค์", LINE_TYPED)
    (told,) = wired.taken("reply")
    assert len(told.messages) == REPLY_LIMIT
    second = copy_of(answer(wired))
    with pytest.raises(IntegrityError), wired.database() as session:
        session.add(second)
    wired.assert_holds()


def copy_of(message: OutboxMessage) -> OutboxMessage:
    """A second reply to the same event."""
    names = [column.name for column in OutboxMessage.__table__.columns if column.name != "id"]
    return OutboxMessage(**{name: getattr(message, name) for name in names})


def test_c6_a_process_that_dies_with_the_reply_accepted_leaves_it_delivered(wired: WiredTown) -> None:
    types(wired)
    wired.goes_wrong(once(accepted_then(hangs(1.5)), "reply"))
    message = answer(wired)
    wired.pool.die()  # it has called LINE, and dies before it can write the result
    with pytest.raises(DeliveryError, match="ReadTimeoutError"):
        wired.jod.messengers[message.channel_id].reply(message.reply_token or "", message.payload)
    other = wired.connect_to(wired.line.url)
    wired.clock.wait(timedelta(seconds=16))  # its lease runs out
    other.work()
    found = answer(wired)
    assert (found.state.value, found.reason) == ("sent", "taken_as_delivered")
    assert len(wired.heard("แบงค์")) == 1
    with wired.database() as session:
        assert session.scalars(select(OutboxMessage.kind)).one() is OutboxKind.REPLY
    wired.assert_holds()
    other.stop()


def test_c4_line_that_answers_nothing_never_makes_a_third_reply(wired: WiredTown) -> None:
    types(wired)
    wired.goes_wrong(always(SERVER_ERROR))
    wired.pool.run()
    for _ in range(6):
        wired.later(timedelta(seconds=5))
    assert len(wired.tries("reply")) == 2
    wired.recovers()
    wired.later(timedelta(minutes=1))
    assert len(wired.heard("แบงค์")) == 1
    wired.assert_holds()
