"""What Jod understands before it can do it: kept where it belongs, and said so."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.activity import Activity, ActivityChannel
from models.customer import Customer
from models.followup import Draft
from tests.town import Town


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.member("Ann", language="en")
    for name in ("สยามวัสดุภัณฑ์", "โรงแรมริเวอร์วิว"):
        town.customer(name, "แบงค์")
    town.customer("Riverview", "Ann")
    return town


@pytest.mark.parametrize("said", ["ปิดได้แล้วพี่ ริเวอร์วิว 2.3M", "ดีล ริเวอร์วิว เข้าขั้นต่อรองแล้ว"])
def test_a_deal_is_noted_at_the_customer_it_names_and_not_at_the_one_shown_last(rep: Town, said: str) -> None:
    rep.say("แบงค์", "โทร สยามวัสดุภัณฑ์ คุยราคา ตามพรุ่งนี้")
    rep.say("แบงค์", said)
    assert "เรื่องดีลจดยังทำไม่ได้ เก็บเป็นโน้ตไว้ก่อน ไม่หาย" in rep.card("แบงค์")
    with rep.database() as session:
        note = session.scalars(select(Activity).where(Activity.channel == ActivityChannel.NOTE)).one()
        assert session.get_one(Customer, note.customer_id).name == "โรงแรมริเวอร์วิว"
        assert (note.said, note.amount) == (said, None)


def test_a_promotion_is_kept_as_a_draft(rep: Town) -> None:
    rep.play(
        """
        แบงค์> โปรใหม่: ลด 200 เมื่อซื้อครบ 1,500 โค้ด MAY200
        แบงค์< เรื่องโปรโมชันจดยังทำไม่ได้ค่ะ เก็บข้อความไว้เป็นฉบับร่างแล้ว
          “โปรใหม่: ลด 200 เมื่อซื้อครบ 1,500 โค้ด MAY200”
        """
    )
    with rep.database() as session:
        assert session.scalars(select(Draft.said)).all() == ["โปรใหม่: ลด 200 เมื่อซื้อครบ 1,500 โค้ด MAY200"]


def test_a_deal_of_somebody_unknown_is_asked_about(rep: Town) -> None:
    rep.play("""
        แบงค์> ปิดได้แล้ว บลูลากูน 3 แสน
        แบงค์< ยังไม่มีลูกค้าชื่อ “บลูลากูน”
        แบงค์> ใหม่
        แบงค์< ลงแล้ว · โน้ตบลูลากูน
    """)


def test_it_is_said_in_english_too(rep: Town) -> None:
    rep.say("Ann", "won Riverview 2.3m")
    assert "Deals are still to come; kept as a note for now" in rep.card("Ann")


def test_a_number_before_any_list_says_what_to_type(rep: Town) -> None:
    rep.play(
        """
        แบงค์> เสร็จ 3
        แบงค์< ยังไม่มีรายการให้เลือกค่ะ พิมพ์ “แผน” หรือชื่อลูกค้าได้เลย
        """
    )
