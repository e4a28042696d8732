"""Rounds of follow-up: a contact a day completes one, corrections give it back, an end drops the plan."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.intents.activities import Undo
from bot.intents.rounds import EndRounds
from bot.language import CustomerRef
from models.activity import Activity
from models.cadence import Cadence, CadenceEnd, CadenceState
from models.customer import Customer, CustomerKind, Size
from models.followup import FollowUp, FollowUpState
from models.member import Leave, Member
from models.workspace import Holiday, Selling
from tests.days import press, row
from tests.stored import followups
from tests.town import Town

SIAM, ASIA = "สยามวัสดุภัณฑ์", "เอเชียพรีซิชั่น"


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์")
    town.customer(ASIA, "แบงค์")
    return town


def cadence(town: Town, name: str = SIAM) -> Cadence | None:
    """The newest rounds of that customer."""
    with town.database() as session:
        return session.scalar(Cadence.newest_at(1, row(session, Customer, name).id))


def the_cadence(town: Town, name: str = SIAM) -> Cadence:
    found = cadence(town, name)
    assert found is not None
    return found


def planned(town: Town, name: str = SIAM) -> list[tuple[int | None, str]]:
    """What Jod has planned there and still stands: which round, on which day."""
    with town.database() as session:
        there = FollowUp.open_at(1, row(session, Customer, name).id).where(FollowUp.round.is_not(None))
        return [(one.round, f"{one.due_on}") for one in session.scalars(there)]


def rounds_done(town: Town) -> list[int | None]:
    """The round that each entry completed, in the order in which they were logged."""
    with town.database() as session:
        entries = session.scalars(select(Activity).order_by(Activity.id))
        return [one.round for one in entries if not one.deleted]


def visit(town: Town, day: str = "", name: str = SIAM, words: str = "คุยราคา") -> None:
    if day:
        town.move_to(f"{day} 10:00")
    town.say("แบงค์", f"เข้าพบ {name} {words}")


def test_the_first_contact_is_no_round_and_plans_the_first_one(rep: Town) -> None:
    visit(rep)
    assert (the_cadence(rep).done, the_cadence(rep).rounds, rounds_done(rep)) == (0, 5, [None])
    assert planned(rep) == [(1, "2026-11-30")]


def test_one_round_a_day_however_often_one_calls(rep: Town) -> None:
    visit(rep)
    visit(rep, "2026-11-27")
    rep.say("แบงค์", f"โทร {SIAM} คุยเครดิต")
    assert rounds_done(rep) == [None, 1, None]
    assert planned(rep) == [(2, "2026-12-01")]


@pytest.mark.parametrize("said", ["โทร {} ไม่รับสาย", "เข้าพบ {} ไม่เจอ"])
def test_an_attempt_completes_nothing(rep: Town, said: str) -> None:
    visit(rep)
    rep.move_to("2026-11-30 10:00")
    rep.say("แบงค์", said.format(SIAM))
    assert the_cadence(rep).done == 0


def test_a_consumer_and_a_shop_know_no_rounds(rep: Town) -> None:
    rep.customer("ป้าแดง", "แบงค์", kind=CustomerKind.CONSUMER)
    visit(rep, name="ป้าแดง")
    assert cadence(rep, "ป้าแดง") is None
    with rep.database() as session:
        rep.workspace(session).selling = Selling.SHOP
    visit(rep)
    assert cadence(rep) is None


def test_a_day_the_rep_said_stands_in_for_jods(rep: Town) -> None:
    visit(rep)
    rep.say("แบงค์", f"เตือนโทร {SIAM} พุธหน้า")
    assert planned(rep) == []
    rep.say("แบงค์", "ยกเลิก")
    assert planned(rep) == [(1, "2026-11-30")]


def test_an_earlier_promise_stays_and_nothing_is_planned_beside_it(rep: Town) -> None:
    rep.say("แบงค์", f"นัด {SIAM} 10 ธ.ค. บ่ายสอง")
    visit(rep)
    assert planned(rep) == []
    assert [f"{one.due_on}" for one in followups(rep)] == ["2026-12-10"]


def test_neither_on_a_holiday_nor_on_leave(rep: Town) -> None:
    with rep.database() as session:
        session.add(Holiday(workspace_id=1, day=date(2026, 11, 30), name="ปิด"))
        away = row(session, Member, "แบงค์")
        session.add(Leave(workspace_id=1, member_id=away.id, first=date(2026, 12, 1), last=date(2026, 12, 2)))
    visit(rep)
    assert planned(rep) == [(1, "2026-12-03")]


def test_undo_gives_the_round_back_and_plans_it_again(rep: Town) -> None:
    visit(rep)
    visit(rep, "2026-11-30")
    assert planned(rep) == [(2, "2026-12-04")]
    rep.say("แบงค์", "ยกเลิก")
    assert (the_cadence(rep).done, planned(rep)) == (0, [(1, "2026-11-30")])
    rep.say("แบงค์", "เอากลับมา")
    assert (the_cadence(rep).done, planned(rep)) == (1, [(2, "2026-12-04")])


def test_undoing_the_only_contact_leaves_no_rounds(rep: Town) -> None:
    visit(rep)
    rep.say("แบงค์", "ยกเลิก")
    assert the_cadence(rep).state is CadenceState.DELETED
    assert planned(rep) == []
    visit(rep, "2026-12-01")
    assert (the_cadence(rep).state, planned(rep)) == (CadenceState.RUNNING, [(1, "2026-12-03")])


def test_a_contact_in_between_that_is_taken_back_moves_the_later_ones_up(rep: Town) -> None:
    visit(rep)
    visit(rep, "2026-11-30")
    visit(rep, "2026-12-04", words="ส่งแบบ")
    press(rep, "แบงค์", Undo(activity=2))
    assert rounds_done(rep) == [None, 1]
    assert planned(rep) == [(2, "2026-12-08")]


def test_another_outcome_said_later_is_no_contact_after_all(rep: Town) -> None:
    visit(rep)
    visit(rep, "2026-11-30")
    rep.say("แบงค์", "แก้ ไม่เจอ")
    assert (the_cadence(rep).done, [one for one, _ in planned(rep)]) == (0, [1])


def test_moved_to_another_customer_it_counts_there(rep: Town) -> None:
    visit(rep)
    visit(rep, "2026-11-30", words="ส่งตัวอย่าง")
    rep.say("แบงค์", f"แก้ชื่อเป็น {ASIA}")
    assert (the_cadence(rep).done, the_cadence(rep, ASIA).done) == (0, 0)
    assert planned(rep) == [(1, "2026-11-30")]
    assert [one for one, _ in planned(rep, ASIA)] == [1]


def test_the_customer_turns_out_larger(rep: Town) -> None:
    visit(rep)
    rep.tap("แบงค์", "ขนาด XL · 12 ครั้ง")
    assert (the_cadence(rep).size, the_cadence(rep).rounds) == (Size.XL, 12)
    rep.say("แบงค์", "ยกเลิก")
    assert the_cadence(rep).rounds == 5


def all_rounds(town: Town) -> None:
    """Three rounds of a small customer, and so the question what now."""
    visit(town)
    town.tap("แบงค์", "ขนาด S · 3 ครั้ง")
    for day in ("2026-11-30", "2026-12-04", "2026-12-11"):
        visit(town, day)


def test_after_the_last_round_a_decision_is_asked_for_until_it_is_made(rep: Town) -> None:
    all_rounds(rep)
    assert the_cadence(rep).state is CadenceState.DECIDING
    assert planned(rep) == []
    for day in ("2026-12-14", "2026-12-15"):
        rep.move_to(f"{day} 08:00")
        assert "ครบรอบแล้ว รอตัดสินใจ" in rep.card("แบงค์")
    press(rep, "แบงค์", EndRounds(customer=CustomerRef("", 1), given_up=True))
    assert the_cadence(rep).end is CadenceEnd.LOST
    rep.heard("แบงค์")
    rep.move_to("2026-12-16 09:00")
    assert rep.heard("แบงค์") == []


def test_undoing_the_last_round_takes_the_question_back(rep: Town) -> None:
    all_rounds(rep)
    rep.say("แบงค์", "ยกเลิก")
    assert (the_cadence(rep).state, [one for one, _ in planned(rep)]) == (CadenceState.RUNNING, [3])


def test_kept_in_touch_with_it_rests_and_the_next_contact_begins_anew(rep: Town) -> None:
    all_rounds(rep)
    rep.say("แบงค์", f"ดูแลห่าง ๆ {SIAM} ถึง 15 ก.พ.")
    with rep.database() as session:
        assert row(session, Customer, SIAM).rests_until == date(2027, 2, 15)
    assert [f"{one.due_on}" for one in followups(rep)] == ["2027-02-15"]
    visit(rep, "2027-02-15")
    assert (the_cadence(rep).state, the_cadence(rep).done) == (CadenceState.RUNNING, 0)
    assert planned(rep) == [(1, "2027-02-17")]


def test_a_refusal_ends_it_and_undo_takes_that_back(rep: Town) -> None:
    visit(rep)
    rep.say("แบงค์", f"โทร {SIAM} ไม่สนใจแล้ว")
    assert (the_cadence(rep).end, planned(rep)) == (CadenceEnd.REFUSED, [])
    rep.say("แบงค์", "ยกเลิก")
    assert (the_cadence(rep).end, planned(rep)) == (None, [(1, "2026-11-30")])


def test_what_was_promised_outlives_a_refusal(rep: Town) -> None:
    rep.say("แบงค์", f"เข้าพบ {SIAM} คุยราคา ตามศุกร์นี้")
    rep.say("แบงค์", f"{SIAM} ไม่สนใจแล้ว")
    assert len(followups(rep)) == 1
    assert followups(rep, FollowUpState.DROPPED) == []


def test_who_refused_and_is_spoken_with_again_on_a_later_day_begins_anew(rep: Town) -> None:
    visit(rep)
    rep.say("แบงค์", f"{SIAM} ไม่สนใจแล้ว")
    rep.say("แบงค์", f"โทร {SIAM} ขอบคุณลูกค้า")
    assert the_cadence(rep).end is CadenceEnd.REFUSED
    visit(rep, "2026-12-14")
    assert (the_cadence(rep).end, the_cadence(rep).done) == (None, 0)


def test_a_call_in_vain_moves_what_was_planned_for_today(rep: Town) -> None:
    visit(rep)
    rep.move_to("2026-11-30 10:00")
    rep.say("แบงค์", f"โทร {SIAM} ไม่รับสาย")
    with rep.database() as session:
        (again,) = session.scalars(FollowUp.open_at(1, 1)).all()
        assert (again.round, again.attempts) == (1, 1)
        assert again.due_at is not None


def test_what_jod_has_planned_makes_way_for_a_leave_and_comes_back_with_it(rep: Town) -> None:
    visit(rep)
    rep.say("แบงค์", "ลาพักร้อน 30/11 ถึง 1/12")
    assert planned(rep) == [(1, "2026-12-02")]
    rep.say("แบงค์", "ยกเลิก")
    assert planned(rep) == [(1, "2026-11-30")]
