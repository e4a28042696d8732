"""Deals priced anew, put off, put aside and offered in writing; what cannot be is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from models.deal import Deal, Quote
from models.followup import FollowUp, FollowUpState
from tests.afternoon import afternoon
from tests.town import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = afternoon(database_url)
    place.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ เหล็กเส้น 1.62 ล้าน คาดปิด 15 ธ.ค.")
    yield place
    place.jod.stop()


def deal(town: Town) -> Deal:
    with town.database() as session:
        return session.scalars(select(Deal)).one()


def test_only_a_later_day_counts_as_put_off(town: Town) -> None:
    for day in ("10 ธ.ค.", "20 ธ.ค.", "15 ม.ค."):
        town.say("แบงค์", f"เลื่อนวันปิดสยามวัสดุภัณฑ์เป็น {day}")
    stands = deal(town)
    assert (stands.expected_close, stands.close_moved) == (date(2027, 1, 15), 2)


def test_a_closing_day_gone_by_is_asked_for_anew(town: Town) -> None:
    town.play("""
        แบงค์> เปิดดีล TTM ปั๊ม 3 แสน คาดปิด 1 พ.ย. 2569
        แบงค์< วันไหนดีคะ
        แบงค์> 15 ธ.ค.
        แบงค์< เปิดดีลแล้ว · TTM · ปั๊ม · 300,000
    """)


def test_a_hundred_times_the_last_amount_is_stored_once_it_is_confirmed(town: Town) -> None:
    town.say("แบงค์", "ปรับดีลสยามวัสดุภัณฑ์เป็น 162 ล้าน")
    assert deal(town).amount == Decimal(1_620_000)
    town.tap("แบงค์", "ใช่ ยอดนี้")
    assert deal(town).amount == Decimal(162_000_000)


@pytest.mark.parametrize("said", ["-5 แสน", "ลบ 5 แสน", "-500,000"])
def test_less_than_nothing_is_refused(town: Town, said: str) -> None:
    assert "ลงเป็นยอดดีลไม่ได้ค่ะ" in town.say("แบงค์", f"ปรับดีลสยามวัสดุภัณฑ์เป็น {said}")[-1]
    assert deal(town).amount == Decimal(1_620_000)


def test_a_deal_put_aside_comes_back_in_the_plan_of_its_day(town: Town) -> None:
    town.say("แบงค์", "พักดีลสยามวัสดุภัณฑ์ไว้ถึง 15 ธ.ค.")
    assert deal(town).rests_until == date(2026, 12, 15)
    town.move_to("2026-12-15 07:59")
    town.heard("แบงค์")
    town.move_to("2026-12-15 08:01")
    assert "สยามวัสดุภัณฑ์\n   เหล็กเส้น" in town.card("แบงค์")


def test_a_deal_that_goes_on_rests_no_longer_and_an_undo_puts_it_aside_again(town: Town) -> None:
    town.say("แบงค์", "พักดีลสยามวัสดุภัณฑ์ไว้ถึง 15 ธ.ค.")
    town.say("แบงค์", "สยามวัสดุภัณฑ์ เข้าขั้นต่อรอง")
    assert (deal(town).rests_until, owed(town)) == (None, [FollowUpState.DROPPED])
    town.say("แบงค์", "ยกเลิก")
    assert (deal(town).rests_until, owed(town)) == (date(2026, 12, 15), [FollowUpState.OPEN])


def owed(town: Town) -> list[FollowUpState]:
    with town.database() as session:
        return [one.state for one in session.scalars(select(FollowUp).order_by(FollowUp.id))]


def test_a_quote_keeps_number_amount_and_how_long_it_holds(town: Town) -> None:
    town.say("แบงค์", "ส่งใบเสนอราคา QT-6911-02 สยามวัสดุภัณฑ์ 1.5 ล้าน ยืนราคา 30 วัน")
    town.say("แบงค์", "ส่งใบเสนอราคา qt-6911-02 สยามวัสดุภัณฑ์ 1.45 ล้าน ยืนราคาถึง 25 ธ.ค.")
    with town.database() as session:
        quotes = session.scalars(select(Quote).order_by(Quote.id)).all()
        assert [(one.number, one.revision, one.amount, one.valid_until) for one in quotes] == [
            ("QT-6911-02", 0, Decimal(1_500_000), date(2026, 12, 26)),
            ("QT-6911-02", 1, Decimal(1_450_000), date(2026, 12, 25)),
        ]
    assert deal(town).amount == Decimal(1_620_000)


def test_a_sum_corrected_beside_the_deals_card_is_the_deals(town: Town) -> None:
    town.say("แบงค์", "แก้ยอดเป็น 1.8 ล้าน")
    assert deal(town).amount == Decimal(1_800_000)
    town.say("แบงค์", "เข้าพบ สยามวัสดุภัณฑ์ เสนอ 1.5 ล้าน")
    town.say("แบงค์", "แก้ยอดเป็น 1.6 ล้าน")
    assert deal(town).amount == Decimal(1_800_000)
