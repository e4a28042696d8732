"""Fault matrix B, a whole channel: too fast, out of this month's messages, no longer let in."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import update

from models.queues import OutboxKind, OutboxMessage, OutboxState
from simulator.faults import NO_ACCESS, RATE_LIMITED, UNAUTHORISED, Fault, always, once
from tests.faults.wired import WiredTown, people

QUOTA_NOTICE = "ข้อความพุชเดือนนี้หมดโควตาแล้วค่ะ"
TOKEN_NOTICE = "LINE ไม่รับ access token ของบัญชีทางการ"
A_TICK = timedelta(seconds=5)


def attempts(town: WiredTown) -> set[int]:
    return {one.attempts for one in town.messages()}


def test_b4_a_rate_limit_pauses_the_whole_channel_and_counts_against_nobody(wired: WiredTown) -> None:
    wired.owe(*people(wired, 5))
    wired.goes_wrong(once(RATE_LIMITED, "push"))
    wired.jod.work()
    assert len(wired.tries()) == 1
    assert {one.state for one in wired.messages()} == {OutboxState.PENDING}
    assert attempts(wired) == {0}
    wired.later(timedelta(milliseconds=500))
    assert len(wired.tries()) == 1
    wired.later(timedelta(seconds=1))
    assert wired.states() == [("sent", "")] * 5
    assert wired.channel_state().pace(wired.clock.machine()) == 0.5
    wired.assert_holds()


def test_b4_pauses_grow_while_line_complains_and_the_pace_comes_back(wired: WiredTown) -> None:
    wired.owe("แบงค์")
    wired.goes_wrong(always(RATE_LIMITED, "push"))
    pauses = []
    for _ in range(7):
        wired.jod.work()
        until = wired.channel_state().paused_until
        assert until is not None
        pauses.append((until - wired.clock.machine()).total_seconds())
        wired.clock.wait(until - wired.clock.machine())
    assert pauses == [1, 2, 4, 8, 16, 16, 16]
    wired.recovers()
    wired.jod.work()
    assert wired.states() == [("sent", "")]
    state, now = wired.channel_state(), wired.clock.machine()
    paces = [state.pace(now + timedelta(seconds=gone)) for gone in range(0, 120, 15)]
    assert paces == sorted(paces)
    assert paces[0] <= 1 / 8
    assert paces[-1] == 1


def test_b4_replies_go_on_during_the_pause(wired: WiredTown) -> None:
    wired.owe("แบงค์")
    wired.goes_wrong(always(RATE_LIMITED, "push"))
    wired.jod.work()
    assert wired.say("แบงค์", "ช่วยเหลือ")
    assert len(wired.taken("reply")) == 1


def use_up_the_quota(town: WiredTown, left: int = 0) -> None:
    """LINE's month has `left` messages left."""
    account = town.platform.channels["staff"]
    account.monthly_quota = town.platform.quota.used(account, town.clock.now()) + left


def buy_more(town: WiredTown, messages: int) -> None:
    use_up_the_quota(town, left=messages)


def test_b5_what_costs_is_held_what_is_free_goes_on_and_managers_hear_once(wired: WiredTown) -> None:
    use_up_the_quota(wired)
    wired.owe(*people(wired, 4))
    wired.jod.work()
    assert len(wired.tries()) == 1
    assert wired.states() == [("held", "quota")] * 4
    assert attempts(wired) == {0}
    wired.owe("แบงค์")
    wired.later(A_TICK)
    assert wired.states() == [("held", "quota")] * 5
    assert len(wired.tries()) == 1
    (told,) = wired.notices("กบ")
    assert told.startswith(QUOTA_NOTICE)
    assert wired.say("กบ", "ช่วยเหลือ")[-1] == told
    wired.assert_holds()


def test_b5_managers_see_it_at_the_top_of_the_summary_until_it_is_over(wired: WiredTown) -> None:
    use_up_the_quota(wired)
    wired.owe(*people(wired, 3))
    wired.jod.work()
    wired.say("กบ", "สรุปทีม")
    summary = next(one for one in wired.cards("กบ") if "ต้องดู" in one)
    assert "โควตาพุชเดือนนี้หมด" in summary
    assert "รออยู่ 3 ข้อความ จดยังตอบได้ตามปกติ" in summary
    assert 'jod_out_of_quota{channel="1"} 1.0' in wired.web.get("/metrics").text
    buy_more(wired, 100)
    wired.later(timedelta(minutes=11))
    wired.say("กบ", "สรุปทีม")
    assert "โควตา" not in wired.cards("กบ")[-1]
    assert 'jod_quota_left{channel="1"} 100.0' in wired.web.get("/metrics").text


def test_b5_held_messages_go_oldest_first_once_there_is_room_and_stale_ones_do_not(wired: WiredTown) -> None:
    use_up_the_quota(wired)
    names = people(wired, 4)
    for name in names:
        stale = wired.clock.now() + timedelta(minutes=1) if name == names[1] else None
        wired.owe(name, not_after=stale)
    wired.jod.work()
    wired.clock.move_to(wired.clock.now() + timedelta(hours=1))
    buy_more(wired, 2)
    wired.later(timedelta(minutes=11))
    wired.later(A_TICK)
    assert wired.states() == [("sent", ""), ("cancelled", "expired"), ("sent", ""), ("held", "quota")]
    buy_more(wired, 10)
    wired.later(timedelta(minutes=11))
    wired.later(A_TICK)
    assert [state for state, _ in wired.states()] == ["sent", "cancelled", "sent", "sent"]
    assert [one.to[0] for one in wired.taken()] == [wired.platform.user(names[at]).id for at in (0, 2, 3)]
    wired.assert_holds()


def test_b5_what_was_put_back_while_the_quota_came_back_is_found_at_the_next_look(wired: WiredTown) -> None:
    wired.owe("แบงค์", state=OutboxState.HELD, reason="quota")
    wired.later(timedelta(hours=1))
    wired.later(A_TICK)
    assert wired.states() == [("sent", "")]


@pytest.mark.parametrize("refusal", [UNAUTHORISED, NO_ACCESS], ids=["401", "403"])
def test_b9_a_revoked_token_stops_the_channel_and_the_first_good_probe_opens_it(
    wired: WiredTown, refusal: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    wired.owe(*people(wired, 5))
    wired.goes_wrong(always(refusal))
    with caplog.at_level(logging.ERROR):
        wired.jod.work()
    assert len(wired.tries()) == 1
    assert {one.state for one in wired.messages()} == {OutboxState.PENDING}
    assert attempts(wired) == {0}
    assert "channel 1: LINE refuses the access token" in caplog.text
    assert [one[: len(TOKEN_NOTICE)] for one in wired.notices("กบ")] == [TOKEN_NOTICE]
    assert 'jod_token_refused{channel="1"} 1.0' in wired.web.get("/metrics").text
    wired.later(timedelta(minutes=1))
    assert len(wired.tries()) == 1
    wired.recovers()
    wired.later(timedelta(minutes=1))
    wired.later(A_TICK)
    assert wired.states() == [("sent", "")] * 5
    assert 'jod_token_refused{channel="1"} 0.0' in wired.web.get("/metrics").text
    wired.assert_holds()


def test_b9_after_days_without_a_token_nothing_untried_is_in_doubt(wired: WiredTown) -> None:
    wired.owe("แบงค์", "กบ")
    wired.goes_wrong(always(UNAUTHORISED))
    wired.jod.work()
    wired.later(timedelta(days=3))
    wired.recovers()
    wired.later(timedelta(minutes=1))
    wired.later(A_TICK)
    assert wired.states() == [("sent", "")] * 2
    wired.assert_holds()


def test_b9_the_other_channel_goes_on(wired: WiredTown) -> None:
    staff, shop = wired.platform.channels["staff"], wired.platform.channels["shop"]
    wired.goes_wrong(lambda asked: UNAUTHORISED if asked.channel == staff.name else None)
    buyer = wired.person("มะลิ", "shop").user
    wired.owe("แบงค์")
    (at_the_shop,) = wired.owe("มะลิ")
    with wired.database() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.id == at_the_shop).values(channel_id=2))
    wired.jod.work()
    assert [state for state, _ in wired.states()] == ["pending", "sent"]
    assert [(one.channel, one.to) for one in wired.taken()] == [(shop.name, (buyer.id,))]


def test_b8_one_wrong_id_among_five_hundred_costs_nobody_else_the_message(wired: WiredTown) -> None:
    names = people(wired, 499)
    nobody = wired.person("ไม่มีตัวตน").user
    (owed,) = wired.owe(*names[:200], "ไม่มีตัวตน", *names[200:], kind=OutboxKind.MULTICAST)
    del wired.platform.users[nobody.id]
    wired.jod.work()
    reached = sorted(user for one in wired.taken("multicast") for user in one.delivered)
    assert reached == sorted(wired.platform.user(name).id for name in names)
    failed = [one for one in wired.messages() if one.state is OutboxState.FAILED]
    assert [(one.recipients, one.reason) for one in failed] == [([nobody.id], "no_such_user")]
    others = {
        (one.state.value, one.reason) for one in wired.messages() if one.state is not OutboxState.FAILED
    }
    assert others == {("sent", ""), ("cancelled", "split")}
    assert len({one.retry_key for one in wired.messages()}) == len(wired.messages())
    assert len(wired.tries("multicast")) < 2 * 9 + 2
    assert wired.messages()[0].id == owed
    wired.assert_holds()


def test_b8_a_multicast_whose_text_is_wrong_is_not_torn_to_pieces(wired: WiredTown) -> None:
    wired.owe(*people(wired, 8), kind=OutboxKind.MULTICAST, texts=[""])
    wired.jod.work()
    assert len(wired.tries("multicast")) == 1
    assert wired.message().state is OutboxState.FAILED
    wired.assert_holds()
