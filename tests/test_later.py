"""What Jod understands before it can do it: kept where it belongs, and said so."""

from __future__ import annotations

import pytest
from sqlalchemy import select

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


def test_a_promotion_is_kept_as_a_draft(rep: Town) -> None:
    rep.play(
        """
        แบงค์> คูปองของฉัน
        แบงค์< เรื่องโปรโมชันจดยังทำไม่ได้ค่ะ เก็บข้อความไว้เป็นฉบับร่างแล้ว
          “คูปองของฉัน”
        """
    )
    with rep.database() as session:
        assert session.scalars(select(Draft.said)).all() == ["คูปองของฉัน"]


def test_it_is_said_in_english_too(rep: Town) -> None:
    rep.say("Ann", "my coupons")
    assert "Promotions are still to come" in rep.card("Ann")


def test_a_number_before_any_list_says_what_to_type(rep: Town) -> None:
    rep.play(
        """
        แบงค์> เสร็จ 3
        แบงค์< ยังไม่มีรายการให้เลือกค่ะ พิมพ์ “แผน” หรือชื่อลูกค้าได้เลย
        """
    )
