"""A promotion made step by step: one thing is asked after another, and any answer may be typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from models.member import Role
from models.promotion import Promotion
from tests.consumers import consumers
from tests.town import Town


@pytest.fixture
def shop(town: Town) -> Town:
    town.member("เจ้", Role.OWNER)
    town.bind_channels()
    consumers(town, 2)
    return town


def made(town: Town) -> Promotion:
    with town.database() as session:
        return session.scalars(select(Promotion).order_by(Promotion.id.desc())).first() or Promotion()


def test_what_is_typed_for_each_step_is_what_it_becomes(shop: Town) -> None:
    shop.play("""
        เจ้> สร้างโปร
        เจ้< โปรนี้ให้อะไรคะ
        เจ้> 15%
        เจ้< โปรนี้สำหรับสินค้าอะไรคะ
        เจ้> ปูน
        เจ้< ต้องซื้อขั้นต่ำเท่าไหร่คะ
        เจ้> 250
        เจ้< ใช้ได้ถึงวันไหนดีคะ
        เจ้> อะไรนะ
        เจ้< ยังอ่านวันเวลาไม่ออกค่ะ พิมพ์แบบนี้ได้เลย เช่น “พรุ่งนี้บ่ายสอง” หรือ “27 พ.ย. 10:00”
        เจ้> 30 พ.ย.
        เจ้< ส่งให้ใครคะ
        เจ้> 1
        เจ้< ใช้โค้ดอะไรดีคะ
        เจ้> poon15
        เจ้< ส่งเมื่อไหร่ดีคะ
        เจ้> ศุกร์ 10 โมง
        เจ้< ปูนลด 15% · ถึง จ. 30 พ.ย. 69
        เจ้< ตรวจก่อนส่ง · POON15 · 2 คน · ศ. 27 พ.ย. 10:00
        เจ้< อยากมีรูปด้านบน ส่งรูปเข้าแชตนี้ได้เลยค่ะ
    """)
    promotion = made(shop)
    assert (promotion.percent, promotion.item, promotion.minimum_spend) == (15, "ปูน", Decimal(250))
    assert (promotion.ends_on, promotion.segment) == (date(2026, 11, 30), None)


def test_the_listed_answers_do_and_an_own_group_is_among_them(shop: Town) -> None:
    shop.say("เจ้", "สร้างกลุ่ม สายปูน = ซื้อปูนใน 6 เดือน")
    for line in ("สร้างโปร", "2", "1", "1", "1"):
        shop.say("เจ้", line)
    assert "6  สายปูน" in shop.card("เจ้")
    for line in ("สายปูน", "1", "1"):  # as well as 6
        shop.say("เจ้", line)
    promotion = made(shop)
    assert (promotion.baht, promotion.item, promotion.minimum_spend) == (Decimal(50), "", None)
    assert promotion.segment == {"bought": {"item": "ปูน", "months": 6}}


def test_a_code_in_use_is_asked_for_again_and_the_other_answers_stand(shop: Town) -> None:
    shop.say("เจ้", "โปร POON10 ปูนลด 10% ถึง 30 พ.ย.")
    for line in ("สร้างโปร", "2", "ปูน", "1", "1", "1"):
        shop.say("เจ้", line)
    assert shop.say("เจ้", "POON10") == ["โค้ด POON10 มีโปรอื่นใช้อยู่ค่ะ ใช้ “POON10-2” แทนได้ ยังไม่ได้สร้างให้นะคะ"]
    assert shop.say("เจ้", "ปูน ๆ") == ["โค้ดใช้ตัวอังกฤษกับตัวเลข 3–20 ตัวค่ะ เช่น “POON10” หรือ 1 ให้จดตั้งให้"]
    assert shop.say("เจ้", "poon50") == ["ส่งเมื่อไหร่ดีคะ"]
    shop.say("เจ้", "1")
    assert (made(shop).code, made(shop).baht, made(shop).item) == ("POON50", Decimal(50), "ปูน")


def test_a_line_that_says_more_is_asked_only_for_what_is_missing(shop: Town) -> None:
    shop.say("เจ้", "สร้างกลุ่ม สายปูน = ซื้อปูนใน 6 เดือน")
    assert shop.say("เจ้", "สร้างโปร ปูนลด 5% ให้กลุ่ม สายปูน ส่งศุกร์ 10 โมง") == ["ใช้ได้ถึงวันไหนดีคะ"]
    shop.say("เจ้", "30 พ.ย.")
    assert made(shop).segment == {"bought": {"item": "ปูน", "months": 6}}
