"""Targets and one's own month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.intents.base import StaleButton, from_data
from bot.intents.targets import CompareSales
from models.deal import Deal, DealState
from models.member import Member, Role
from models.purchase import Purchase
from models.target import Target, TargetMeasure
from tests.days import at, row
from tests.town import Town


@pytest.fixture
def team(town: Town) -> Town:
    town.member("เจ้", Role.OWNER, team="บริหาร")
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.member("Kate", Role.MANAGER, team="เชียงใหม่", language="en")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    return town


def won(town: Town, baht: int) -> int:
    """A deal of แบงค์'s, won this morning; returns its id."""
    with town.database() as session:
        rep = row(session, Member, "แบงค์")
        customer = session.scalars(select(Purchase.customer_id)).first() or 1
        deal = Deal(
            workspace_id=rep.workspace_id, customer_id=customer, owner_id=rep.id, amount=Decimal(baht),
            stage="proposal", stage_since=at("08:00"), state=DealState.WON, closed_at=at("08:00"),
            created_at=at("08:00"),
        )  # fmt: skip
        session.add(deal)
        session.flush()
        return deal.id


def test_a_later_target_stands_in_for_an_earlier_and_gives_way_when_undone(team: Town) -> None:
    team.say("กบ", "เป้าแบงค์ 3 แสน")
    team.say("กบ", "เป้าแบงค์ 4 แสน")
    assert "เดิม  300,000 บาท" in team.card("กบ")
    assert "เป้า  400,000 บาท" in said(team, "แบงค์", "เดือนนี้ผมได้เท่าไหร่")
    team.say("กบ", "ยกเลิก")
    assert "เป้า  300,000 บาท" in said(team, "แบงค์", "เดือนนี้ผมได้เท่าไหร่")


def said(town: Town, who: str, line: str) -> str:
    town.say(who, line)
    return town.card(who)


def test_a_rep_sets_none_and_a_manager_only_the_own_teams(team: Town) -> None:
    team.say("แบงค์", "เป้าแบงค์ 3 แสน")
    team.say("Kate", "target แบงค์ 3m")
    with team.database() as session:
        assert session.scalars(select(Target)).all() == []


def test_months_and_measures_are_kept_as_said(team: Town) -> None:
    for line in (
        "เป้าแบงค์ ธ.ค. 2 ล้าน",
        "เป้าแบงค์ เข้าพบ 60 ครั้ง",
        "เป้าเมย์ คุยลูกค้า 40 ราย เดือนหน้า",
        "เป้าทีม ม.ค. 5 ล้าน",
    ):
        team.say("กบ", line)
    team.say("เจ้", "เป้าทีม 9 ล้าน")
    with team.database() as session:
        kept = session.execute(select(Target.month, Target.measure, Target.value).order_by(Target.id)).all()
        whole = session.scalars(select(Target).order_by(Target.id.desc())).first()
        assert whole is not None
        assert (whole.member_id, whole.team_id) == (None, None)
    assert [tuple(one) for one in kept] == [
        (date(2026, 12, 1), TargetMeasure.WON, 2_000_000),
        (date(2026, 11, 1), TargetMeasure.VISITS, 60),
        (date(2026, 12, 1), TargetMeasure.CUSTOMERS, 40),
        (date(2027, 1, 1), TargetMeasure.WON, 5_000_000),
        (date(2026, 11, 1), TargetMeasure.WON, 9_000_000),
    ]


def test_deals_won_and_purchases_beside_them_count_once(team: Town) -> None:
    team.say("แบงค์", "สยามวัสดุภัณฑ์สั่งเหล็ก 12 ตัน 234,000")
    deal = won(team, 1_000_000)
    assert "1.23 ล้าน" in said(team, "แบงค์", "เดือนนี้ผมได้เท่าไหร่")
    with team.database() as session:
        session.scalars(select(Purchase)).one().deal_id = deal
    assert "ได้แล้ว 1.00 ล้าน" in said(team, "แบงค์", "เดือนนี้ผมได้เท่าไหร่")


def test_the_days_left_are_working_days_and_make_the_pace(team: Town) -> None:
    team.say("กบ", "เป้าแบงค์ 300,000")
    assert "3 วันทำงาน ต้องได้วันละ 100,000 บาท" in said(team, "แบงค์", "เดือนนี้ผมได้เท่าไหร่")
    team.move_to("2026-11-30 18:00")
    assert "เหลือ  0 วันทำงาน" in said(team, "แบงค์", "เดือนนี้ผมได้เท่าไหร่")


def test_the_evening_tells_how_far_the_month_has_come(team: Town) -> None:
    team.say("กบ", "เป้าทีม 5 ล้าน")
    team.say("แบงค์", "สยามวัสดุภัณฑ์สั่งเหล็ก 12 ตัน 3,420,000")
    team.say("แบงค์", "วางบิลสยามวัสดุภัณฑ์ 85,000")
    team.move_to("2026-11-26 18:31")
    told = team.card("กบ").replace(" ", " ")
    assert "เดือนนี้ 3.42 ล้าน จากเป้า 5.00 ล้าน (68%) เหลือ 2 วันทำงาน" in told
    assert "ขาย 1 รายการ 3,420,000 · วางบิล 85,000" in told


def test_a_manager_sees_the_people_and_a_rep_nobody_else(team: Town) -> None:
    team.say("กบ", "เป้าเมย์ 777,000")
    assert "เมย์" in said(team, "กบ", "เป้าเหลือเท่าไหร่")
    assert "777" not in said(team, "แบงค์", "เดือนนี้ผมได้เท่าไหร่")


def test_who_is_furthest_behind_comes_first_and_only_the_own_team_is_told(team: Town) -> None:
    for line in ("เป้าแบงค์ 3 แสน", "เป้าแบงค์ เข้าพบ 60 ครั้ง", "เป้าเมย์ 2 แสน"):
        team.say("กบ", line)
    team.say("Kate", "target Kate 5m")
    team.say("แบงค์", "สยามวัสดุภัณฑ์สั่งเหล็ก 12 ตัน 234,000")
    told = said(team, "กบ", "ใครยังไม่ถึงเป้า")
    assert told.index("1  เมย์") < told.index("2  แบงค์")
    assert "234,000 จากเป้า 300,000 (78%) · ขาดอีก 66,000" in told
    assert "Kate" not in told
    assert "3  แบงค์" in said(team, "เจ้", "ใครไม่ถึงเป้า")


def test_when_everybody_has_reached_the_target_nobody_is_behind(team: Town) -> None:
    team.say("กบ", "เป้าแบงค์ 2 แสน")
    team.say("แบงค์", "สยามวัสดุภัณฑ์สั่งเหล็ก 12 ตัน 200,000")
    told = said(team, "กบ", "ใครไม่ถึงเป้า")
    assert "ถึงเป้าครบทุกคนแล้ว" in told
    assert "ยังไม่ได้ตั้งเป้าให้ เมย์" in told


def test_a_target_of_visits_that_is_not_reached_is_behind_too(team: Town) -> None:
    team.say("กบ", "เป้าแบงค์ เข้าพบ 2 ครั้ง")
    team.say("แบงค์", "เข้าพบ สยามวัสดุภัณฑ์ คุยราคา")
    assert "เข้าพบ 1 จาก 2" in said(team, "กบ", "ใครไม่ถึงเป้า")


def test_without_a_target_the_way_to_set_one_is_told(team: Town) -> None:
    team.say("กบ", "ใครไม่ถึงเป้า")
    assert "“เป้าแบงค์ 3 แสน”" in team.card("กบ")
    team.say("แบงค์", "ใครไม่ถึงเป้า")
    assert "ยอดของคุณแบงค์" in team.card("แบงค์")


def test_today_stands_beside_yesterday_up_to_the_same_hour(team: Town) -> None:
    team.say("แบงค์", "สยามวัสดุภัณฑ์สั่งเหล็ก 1 ตัน 1,000")
    team.move_to("2026-11-26 16:00")
    team.say("แบงค์", "สยามวัสดุภัณฑ์สั่งเหล็ก 5 ตัน 5,000")
    team.move_to("2026-11-27 11:00")
    team.say("แบงค์", "สยามวัสดุภัณฑ์สั่งเหล็ก 2 ตัน 2,000")
    told = said(team, "กบ", "วันนี้ขายดีกว่าเมื่อวานไหม")
    assert "มากกว่า 1,000 บาท (+100%)" in told
    assert "เมื่อวาน  1,000 บาท ถึง 11:00" in told
    assert "ทั้งวัน  6,000 บาท" in told
    assert "วันนี้  2,000 บาท" in said(team, "แบงค์", "ยอดขายวันนี้เทียบเมื่อวาน")


def test_a_length_that_no_button_of_ours_has_is_of_an_old_one() -> None:
    assert from_data("1.compare_sales:length=week") == CompareSales(length="week")
    with pytest.raises(StaleButton):
        from_data("1.compare_sales:length=all")
