"""Nothing drops: what has no owner or no next step is in the rep's plan and the manager's summary."""

from __future__ import annotations

from datetime import date

import pytest

from bot.intents.followups import DropFollowUp
from models.customer import Customer
from models.deal import Deal
from models.followup import FollowUp
from models.member import Member, MemberState, Role
from models.nodrop import Why, dropped
from tests.days import THURSDAY, press, row
from tests.town import START, Town

SIAM, ASIA = "สยามวัสดุภัณฑ์", "เอเชียพรีซิชั่น"


@pytest.fixture
def team(town: Town) -> Town:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.customer(SIAM, "แบงค์")
    town.customer(ASIA, "แบงค์")
    return town


def found(town: Town, day: date = THURSDAY) -> list[tuple[str, Why, int | None]]:
    """What breaks the rule in the whole company."""
    with town.database() as session:
        whose = [one.id for one in session.query(Member)]
        broken = dropped(session, 1, whose, day)
        return [(one.customer, one.why, one.deal_id) for one in broken]


def dropped_by(town: Town, who: str = "แบงค์", customer: str = SIAM) -> None:
    """Spoken with, and what Jod had planned taken off."""
    town.say(who, f"เข้าพบ {customer} คุยราคา")
    town.tap(who, "ไม่ต้องวางให้")


def deal(town: Town, customer: str = SIAM, **more: object) -> int:
    with town.database() as session:
        its = row(session, Customer, customer)
        one = Deal(
            workspace_id=1,
            customer_id=its.id,
            owner_id=its.owner_id,
            stage="proposal",
            stage_since=START,
            created_at=START,
            **more,
        )
        session.add(one)
        session.flush()
        return one.id


def leaves(town: Town, who: str) -> None:
    with town.database() as session:
        row(session, Member, who).state = MemberState.REMOVED


def test_whoever_was_never_spoken_with_is_not_open_yet(team: Town) -> None:
    assert found(team) == []


def test_a_planned_round_is_a_next_step(team: Town) -> None:
    team.say("แบงค์", f"เข้าพบ {SIAM} คุยราคา")
    assert found(team) == []
    assert found(team, date(2026, 12, 1)) == [(SIAM, Why.OVERDUE, None)]


def test_without_any_step_it_would_drop(team: Town) -> None:
    dropped_by(team)
    assert found(team) == [(SIAM, Why.NO_STEP, None)]


def test_the_morning_plan_says_so_with_the_ways_out(team: Town) -> None:
    dropped_by(team)
    team.move_to("2026-11-26 18:00")
    team.heard("แบงค์")
    team.move_to("2026-11-27 08:00")
    assert team.heard("แบงค์") == ["วันนี้มี ต้องตัดสินใจ 1"]
    assert "ยังไม่มีนัดครั้งหน้า\n1  สยามวัสดุภัณฑ์" in team.card("แบงค์")
    team.say("แบงค์", "1")
    assert "[จ. 30 พ.ย.]  [ศ. 4 ธ.ค.]  [เลือกวัน]\n[ดูแลห่าง ๆ]  [ฝากให้คนอื่น]" in team.card("แบงค์")
    team.tap("แบงค์", "ศ. 4 ธ.ค.")
    assert found(team, date(2026, 11, 27)) == []


def test_the_evening_tells_the_manager(team: Town) -> None:
    dropped_by(team)
    team.move_to("2026-11-26 18:30")
    assert "สยามวัสดุภัณฑ์\n   ไม่มีวันตาม · แบงค์" in team.card("กบ")


def test_several_of_one_person_are_one_line_that_opens_them(team: Town) -> None:
    dropped_by(team)
    dropped_by(team, customer=ASIA)
    team.say("กบ", "ขอบคุณค่ะ")
    team.move_to("2026-11-26 18:30")
    assert "แบงค์ ไม่มีวันตาม 2 ราย\n   สยามวัสดุภัณฑ์, เอเชียพรีซิชั่น" in team.card("กบ")
    team.say("กบ", "1")
    assert "ต้องหาวันตาม 2 ราย" in team.card("กบ")


def test_whose_owner_has_left_is_the_managers(team: Town) -> None:
    team.say("แบงค์", f"เข้าพบ {SIAM} คุยราคา")
    leaves(team, "แบงค์")
    assert found(team) == [(SIAM, Why.NO_OWNER, None)]
    team.move_to("2026-11-26 18:30")
    assert "ไม่มีคนดูแล 1 ราย" in team.card("กบ")


def test_at_rest_it_does_not_drop_until_its_day_has_come(team: Town) -> None:
    team.say("แบงค์", f"เข้าพบ {SIAM} คุยราคา")
    team.say("แบงค์", f"ดูแลห่าง ๆ {SIAM} ถึง 15 ธ.ค.")
    with team.database() as session:
        (hello,) = session.scalars(FollowUp.open_at(1, 1)).all()
    press(team, "แบงค์", DropFollowUp(followup=hello.id))
    assert found(team, date(2026, 12, 14)) == []
    assert found(team, date(2026, 12, 15)) == [(SIAM, Why.NO_STEP, None)]


def test_a_deal_needs_a_step_of_its_own_or_of_its_customer(team: Town) -> None:
    one, other = deal(team), deal(team)
    assert found(team) == [(SIAM, Why.NO_STEP, one), (SIAM, Why.NO_STEP, other)]
    team.say("แบงค์", f"เตือนโทร {SIAM} พรุ่งนี้")
    assert found(team) == []
    with team.database() as session:
        session.scalars(FollowUp.open_at(1, 1)).one().deal_id = one
    assert found(team) == [(SIAM, Why.OVERDUE, other)]


def test_a_deal_put_aside_is_left_alone(team: Town) -> None:
    put_aside = deal(team, rests_until=date(2026, 12, 1))
    assert found(team) == []
    assert found(team, date(2026, 12, 1)) == [(SIAM, Why.NO_STEP, put_aside)]


def test_a_rep_sees_only_his_own(team: Town) -> None:
    dropped_by(team)
    team.say("เมย์", "ลูกค้าที่ไม่มีวันตาม")
    assert team.card("เมย์") == "ทุกรายมีคนดูแลและมีวันตามครบแล้วค่ะ"
    team.say("แบงค์", "ลูกค้าที่ไม่มีวันตาม")
    assert SIAM in team.card("แบงค์")
