"""What is said of the promotion just shown: to whom it goes, when, how it goes, that it is to stop."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.member import Role
from models.promotion import Campaign, CampaignState, Promotion
from tests.consumers import consumers, known, reached
from tests.town import Town

LINE = "โปร POON10 ปูนลด 10% ถึงจันทร์ ส่งศุกร์ 10 โมง"


@pytest.fixture
def shop(town: Town) -> Town:
    """Three who agreed, one of whom buys cement; the owner has just made a promotion for all of them."""
    town.member("เจ้", Role.OWNER)
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.bind_channels()
    known(town, consumers(town, 3)[0], "แนน", "แบงค์")
    town.say("แบงค์", "แนนซื้อปูน 10 ถุง 1,300")
    town.say("เจ้", "สร้างกลุ่ม สายปูน = ซื้อปูนใน 6 เดือน")
    town.say("เจ้", LINE)
    return town


def stored(town: Town, code: str = "POON10") -> tuple[Promotion, Campaign]:
    with town.database() as session:
        promotion = session.scalars(select(Promotion).where(Promotion.code == code)).one()
        return promotion, session.scalars(select(Campaign).where(Campaign.promotion_id == promotion.id)).one()


def sends_at(town: Town) -> str:
    return f"{stored(town)[1].send_at.astimezone(town.clock.now().tzinfo):%d %H:%M}"


@pytest.mark.parametrize(
    ("line", "segment", "told"),
    [
        ("ส่งให้ขาประจำอย่างเดียว", {"score": "loyal"}, "0 คน · ขาประจำ"),
        ("ส่งเฉพาะลูกค้าใหม่", {"score": "new"}, "1 คน · ลูกค้าใหม่"),
        ("ส่งให้คนที่ซื้อปูนใน 6 เดือน", {"bought": {"item": "ปูน", "months": 6}}, "1 คน · เคยซื้อปูนใน 6 เดือน"),
        ("ส่งให้กลุ่ม สายปูน", {"bought": {"item": "ปูน", "months": 6}}, "1 คน · เคยซื้อปูนใน 6 เดือน"),
        ("ส่งให้สายปูนเท่านั้น", {"bought": {"item": "ปูน", "months": 6}}, "1 คน · เคยซื้อปูนใน 6 เดือน"),
        ("send it to regulars only", {"score": "loyal"}, "0 คน · ขาประจำ"),
    ],
)
def test_other_people_get_it_and_it_is_shown_anew(
    shop: Town, line: str, segment: dict[str, Any], told: str
) -> None:
    shop.say("เจ้", line)
    assert told in shop.card("เจ้")
    assert stored(shop)[0].segment == segment
    shop.say("เจ้", "ส่งให้ทุกคนแทน")
    assert stored(shop)[0].segment is None
    shop.say("เจ้", "ยกเลิก")
    assert stored(shop)[0].segment == segment


def test_a_group_that_is_not_there_changes_nothing(shop: Town) -> None:
    told = shop.say("เจ้", "ส่งให้สายทรายอย่างเดียว")
    assert told == ["ไม่มีกลุ่มชื่อ “สายทราย” ค่ะ ดูกลุ่มทั้งหมด พิมพ์ “กลุ่มลูกค้า”"]
    assert stored(shop)[0].segment is None


def test_what_was_approved_is_to_be_approved_again(shop: Town) -> None:
    shop.say("เจ้", "ส่ง POON10")
    shop.say("เจ้", "ส่งให้กลุ่ม สายปูน")
    assert stored(shop)[1].state is CampaignState.WAITING
    shop.move_to("2026-11-27 10:01")
    assert reached(shop) == {}


@pytest.mark.parametrize(
    "line",
    ["เลื่อนไปส่งพรุ่งนี้เที่ยง", "ส่งพรุ่งนี้เที่ยงแทน", "send it tomorrow noon instead", "เลื่อนโปร POON10 ไปพรุ่งนี้เที่ยง"],
)
def test_it_goes_at_another_time(shop: Town, line: str) -> None:
    shop.say("เจ้", "ส่ง POON10")
    shop.say("เจ้", line)
    assert sends_at(shop) == "27 12:00"
    assert stored(shop)[1].state is CampaignState.WAITING
    shop.say("เจ้", "ยกเลิก")
    assert (sends_at(shop), stored(shop)[1].state) == ("27 10:00", CampaignState.APPROVED)


def test_after_a_quarter_of_an_hour_only_its_code_names_it(shop: Town) -> None:
    shop.clock.wait(timedelta(minutes=16))
    shop.say("เจ้", "เลื่อนไปส่งพรุ่งนี้เที่ยง")
    assert sends_at(shop) == "27 10:00"


def test_a_line_about_a_customer_is_not_about_the_promotion(shop: Town) -> None:
    shop.customer("TTM", "เจ้")
    shop.say("เจ้", "โปร POON10")
    shop.say("เจ้", "ส่งให้ TTM พรุ่งนี้เที่ยง")
    assert (sends_at(shop), stored(shop)[0].segment) == ("27 10:00", None)


def test_the_one_on_the_card_is_meant_though_another_is_newer(shop: Town) -> None:
    shop.say("กบ", "โปร SAND5 ทรายลด 5% ถึงจันทร์ ส่งศุกร์ 11 โมง")
    shop.say("เจ้", "ส่งให้กลุ่ม สายปูน")
    assert stored(shop)[0].segment is not None
    assert stored(shop, "SAND5")[0].segment is None


def test_one_that_sends_itself_keeps_its_people(shop: Town) -> None:
    shop.say("เจ้", "โปรวันเกิด BDAY15 ลด 15% อัตโนมัติ")
    assert shop.say("เจ้", "ส่งให้ขาประจำอย่างเดียว")[0].startswith("BDAY15 ส่งเองตามวันเกิด")
    assert stored(shop, "BDAY15")[0].segment == {"birthday": "day"}


def test_next_months_birthdays_stay_those_of_that_month_whenever_it_is_sent(shop: Town) -> None:
    shop.say("เจ้", "โปร BDAY15 ลด 15% ถึงสิ้นปี ให้ลูกค้าที่เกิดเดือนหน้า ส่ง 1 ธ.ค. 10 โมง")
    assert stored(shop, "BDAY15")[0].segment == {"birthday": 12}
    assert "เกิดเดือนธันวาคม" in shop.card("เจ้")
    shop.say("เจ้", "ส่งให้คนที่เกิดเดือนหน้าอย่างเดียว")
    assert stored(shop, "BDAY15")[0].segment == {"birthday": 12}


@pytest.mark.parametrize("line", ["หยุดโปรก่อน", "ยกเลิกโปร", "stop the promo"])
def test_it_is_called_off_without_its_code(shop: Town, line: str) -> None:
    shop.say("เจ้", "ส่ง POON10")
    shop.say("เจ้", line)
    assert stored(shop)[1].state is CampaignState.CANCELLED
    shop.say("เจ้", "ยกเลิก")
    assert stored(shop)[1].state is CampaignState.APPROVED


def test_what_is_under_way_is_stopped_before_a_newer_draft(shop: Town) -> None:
    with shop.database() as session:
        session.scalars(select(Campaign)).one().state = CampaignState.SENDING
    shop.say("กบ", "โปร SAND5 ทรายลด 5% ถึงจันทร์ ส่งศุกร์ 11 โมง")
    shop.clock.wait(timedelta(minutes=16))
    shop.say("เจ้", "แผน")
    shop.say("เจ้", "หยุดโปรก่อน")
    assert stored(shop)[1].state is CampaignState.CANCELLED
    assert stored(shop, "SAND5")[1].state is CampaignState.WAITING


@pytest.mark.parametrize("line", ["โปรถึงไหนแล้ว", "ผลโปรล่าสุด", "how's the promo doing?"])
def test_how_the_newest_goes_is_told_before_and_after_it_has_gone(shop: Town, line: str) -> None:
    shop.say("เจ้", line)
    assert shop.card("เจ้").startswith("ตรวจก่อนส่ง · POON10")
    shop.say("เจ้", "ส่ง POON10")
    shop.move_to("2026-11-27 10:01")
    shop.say("เจ้", line)
    assert shop.card("เจ้").startswith("ผลโปร · POON10")


def test_with_no_promotion_at_all_that_is_said(town: Town) -> None:
    town.member("เจ้", Role.OWNER)
    town.bind_channels()
    assert town.say("เจ้", "โปรถึงไหนแล้ว") == ["ตอนนี้ไม่มีโปรที่รอส่งค่ะ"]
    assert town.say("เจ้", "หยุดโปรก่อน") == ["ตอนนี้ไม่มีโปรที่รอส่งค่ะ"]


@pytest.mark.parametrize("line", ["ส่งเลย", "โอเค ส่งเลยค่ะ", "อนุมัติ", "send it"])
def test_right_behind_its_preview_a_word_lets_it_go(shop: Town, line: str) -> None:
    shop.say("เจ้", line)
    assert stored(shop)[1].state is CampaignState.APPROVED


@pytest.mark.parametrize("line", ["ส่งเลยไหม", "อย่าเพิ่งส่งเลย", "ยังไม่ส่ง"])
def test_a_question_or_a_no_lets_nothing_go(shop: Town, line: str) -> None:
    shop.say("เจ้", line)
    assert stored(shop)[1].state is not CampaignState.APPROVED


def test_a_rep_lets_nothing_go(shop: Town) -> None:
    shop.say("แบงค์", "โปร SAND5 ทรายลด 5% ถึงจันทร์ ส่งศุกร์ 11 โมง")
    assert shop.say("แบงค์", "ส่งเลย") == ["เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ"]
    assert stored(shop, "SAND5")[1].state is CampaignState.WAITING
