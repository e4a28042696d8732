"""What needs a person is told to those who lead: once a day a kind, for free, and in the summary."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from models.member import Member, Role
from models.queues import InboxEvent, InboxState, OutboxMessage, OutboxState
from scheduler.leftovers import ATTEMPTS
from simulator.faults import BAD_BODY, always
from tests.faults.wired import WiredTown
from tests.town import Town

FAILED = "มีข้อความที่ LINE ไม่รับ ต้องให้ผู้ดูแลระบบดูค่ะ คำสั่ง outbox list บอกว่าข้อความไหน เพราะอะไร"
DEAD = "มีข้อความเข้าที่จดทำต่อไม่สำเร็จ แต่เก็บไว้ครบค่ะ ให้ผู้ดูแลระบบดูด้วยคำสั่ง inbox list แก้แล้วสั่ง inbox retry ได้เลย"


def fail_one(town: WiredTown) -> None:
    town.owe("แบงค์")
    town.goes_wrong(always(BAD_BODY, "push"))
    town.later(timedelta(seconds=5))
    town.recovers()


def test_a_failed_message_is_told_once_a_day(wired: WiredTown) -> None:
    for _ in range(3):
        fail_one(wired)
    assert wired.notices("กบ") == [FAILED]
    wired.clock.move_to(wired.clock.now() + timedelta(days=1))
    fail_one(wired)
    assert wired.notices("กบ") == [FAILED] * 2
    assert wired.notices("แบงค์") == []


def test_it_costs_nothing_for_it_rides_on_the_next_answer(wired: WiredTown) -> None:
    fail_one(wired)
    pushes = len(wired.taken())
    assert wired.say("กบ", "ช่วยเหลือ")[-1] == FAILED
    assert wired.say("กบ", "ช่วยเหลือ")[-1] != FAILED
    assert len(wired.taken()) == pushes


def test_each_reader_hears_it_in_the_own_language(wired: WiredTown) -> None:
    with wired.database() as session:
        session.execute(update(Member).where(Member.name == "กบ").values(language="en"))
    fail_one(wired)
    assert wired.notices("กบ") == [
        "LINE has refused a message; whoever runs Jod should look. `outbox list` says which and why."
    ]


def test_an_event_that_was_given_up_is_told_and_stays_in_the_summary(rep: Town) -> None:
    rep.member("กบ", Role.MANAGER)
    rep.say("แบงค์", "แผน")
    with rep.database() as session:
        event = session.scalars(select(InboxEvent)).one()
        event.state, event.attempts, event.reason = InboxState.NEW, ATTEMPTS, "KeyError"
        event.next_at = rep.clock.machine()
    rep.jod.work()
    assert rep.say("กบ", "สรุปทีม")[-1] == DEAD
    rep.say("กบ", "สรุปทีม")
    assert "ข้อความเข้าที่ค้าง 1 ข้อความ" in rep.card("กบ")


def test_yesterdays_failures_are_no_longer_in_the_summary(wired: WiredTown) -> None:
    fail_one(wired)
    wired.say("กบ", "สรุปทีม")
    assert any("ส่งไม่ถึง LINE 1 ข้อความ" in card for card in wired.cards("กบ"))
    wired.move_to(wired.clock.now() + timedelta(days=1))
    wired.say("กบ", "สรุปทีม")
    assert "ส่งไม่ถึง" not in wired.cards("กบ")[-1]
    with wired.database() as session:
        failed = select(OutboxMessage.id).where(OutboxMessage.state == OutboxState.FAILED)
        assert len(session.scalars(failed).all()) == 1
