"""Fault matrix F1: what breaks every time ends, is told, and stops nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.intents.plans import MyPlan
from models.activity import Activity
from models.member import Member
from models.queues import InboxEvent, InboxState
from scheduler.ticker import Ticker
from tests.days import at, meets
from tests.delivered import count
from tests.faults import poison
from tests.faults.invariants import assert_holds
from tests.stored import SIAM
from tests.terminal import Terminal
from tests.town import Town

KEPT = "เก็บข้อความไว้แล้วค่ะ จดสะดุดนิดหนึ่ง กำลังลองให้ใหม่ ไม่ต้องพิมพ์ซ้ำนะคะ"
WAITS = [timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30)]


def event(town: Town) -> InboxEvent:
    """The first line that was said."""
    with town.jod.database.read() as session:
        found = session.scalars(select(InboxEvent).order_by(InboxEvent.event_at)).first()
    assert found is not None
    return found


def test_f1_a_line_that_always_breaks_is_tried_five_times_then_kept_for_a_person(rep: Town) -> None:
    plan = rep.jod.conversation.handlers[MyPlan].run
    poison.put(rep, MyPlan, poison.broken)
    assert rep.say("แบงค์", "แผน") == [KEPT]
    for tries, wait in enumerate(WAITS, start=1):
        assert (event(rep).state, event(rep).attempts) == (InboxState.NEW, tries)
        rep.clock.wait(wait - timedelta(seconds=1))
        rep.jod.leftovers.work()
        assert event(rep).attempts == tries  # not a second too early
        rep.clock.wait(timedelta(seconds=1))
        rep.jod.leftovers.work()
    assert (event(rep).state, event(rep).attempts, event(rep).reason) == (InboxState.DEAD, 5, "Poison")
    assert rep.say("แบงค์", f"เข้าพบ {SIAM} คุยราคาเหล็ก") != []
    assert count(rep, Activity) == 1
    assert KEPT not in rep.heard("แบงค์")
    revive(rep, plan)


def revive(rep: Town, plan: poison.Run) -> None:
    """Once the bug is mended, one command brings the line back, and its answer comes."""
    poison.put(rep, MyPlan, plan)
    assert Terminal(rep).told("inbox", "retry", "--dead") == "1 to be handled again\n"
    rep.jod.work()
    assert event(rep).state is InboxState.DONE
    assert len(rep.heard("แบงค์")) == 1
    assert_holds(rep.jod.database, rep.platform, at=rep.clock.machine())


def test_f1_while_one_line_breaks_the_persons_next_lines_are_answered(rep: Town) -> None:
    poison.put(rep, MyPlan, poison.broken)
    rep.say("แบงค์", "แผน")
    assert rep.say("แบงค์", f"เข้าพบ {SIAM} คุยราคาเหล็ก")[0].startswith("ลงแล้ว")


def test_f1_one_person_whose_reminder_breaks_keeps_nobody_elses(
    rep: Town, caplog: pytest.LogCaptureFixture
) -> None:
    rep.member("เมย์")
    rep.customer("ลูกค้าของเมย์", "เมย์")
    rep.jod.work()  # this morning's plans, with nothing in them, are behind us
    meets(rep, "แบงค์", SIAM, "10:30", remind_at=at("09:30"))
    meets(rep, "เมย์", "ลูกค้าของเมย์", "10:30", remind_at=at("09:31"))
    with rep.database() as session:
        broken = session.scalars(select(Member).where(Member.name == "แบงค์")).one()
    ticker = Poisoned(rep, broken.id)
    rep.clock.move_to(at("09:31"))
    assert ticker.tick() == 1
    rep.jod.sender.send_waiting()
    assert rep.heard("แบงค์") == []
    assert len(rep.heard("เมย์")) == 1
    assert "could not be taken" in caplog.text
    rep.jod.work()
    assert len(rep.heard("แบงค์")) == 1  # the bug is mended: it comes, a little late


class Poisoned(Ticker):
    """A clock that breaks over one person."""

    def __init__(self, town: Town, broken: int) -> None:
        super().__init__(town.jod.database, town.clock, town.jod.ticker.jobs, "poisoned")
        self._broken = broken

    def _remind_one(self, member_id: int, now: object) -> int:
        if member_id == self._broken:
            raise poison.Poison("a bug")
        return super()._remind_one(member_id, now)  # type: ignore[arg-type]
