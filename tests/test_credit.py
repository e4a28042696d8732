"""What is taken now and paid later: one line is the sale and what is owed of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.intents.activities import Undo
from models.customer import Customer
from models.owing import owing
from models.purchase import Purchase
from tests.afternoon import post
from tests.days import row
from tests.town import Town

SIAM = "สยามวัสดุภัณฑ์"
ON_CREDIT = f"{SIAM} ซื้อปูน 10 ถุง 1500 ติดไว้ก่อน"


@pytest.fixture
def shop(town: Town) -> Town:
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์")
    town.customer("คลีนวอเตอร์", "แบงค์")
    return town


def owed(town: Town, customer: str = SIAM) -> int:
    """Whole baht."""
    with town.database() as session:
        return int(owing(session, row(session, Customer, customer)).left)


def bought(town: Town) -> int:
    """Whole baht."""
    with town.database() as session:
        return int(row(session, Customer, SIAM).purchase_total)


def test_one_undo_takes_back_the_sale_and_what_is_owed(shop: Town) -> None:
    shop.say("แบงค์", ON_CREDIT)
    assert "ค้างไว้ 1,500 บาท · ค้างรวม 1,500 บาท" in shop.card("แบงค์")
    shop.say("แบงค์", "ยกเลิก")
    assert (owed(shop), bought(shop)) == (0, 0)
    shop.say("แบงค์", "เอากลับมา")
    assert (owed(shop), bought(shop)) == (1500, 1500)


def test_what_is_owed_follows_the_sale(shop: Town) -> None:
    shop.say("แบงค์", ON_CREDIT)
    shop.say("แบงค์", "แก้ยอด 1400")
    assert (owed(shop), bought(shop)) == (1400, 1400)
    shop.say("แบงค์", "แก้เป็นคลีนวอเตอร์")
    assert (owed(shop), owed(shop, "คลีนวอเตอร์")) == (0, 1400)
    shop.say("แบงค์", "ยกเลิก")
    assert (owed(shop), owed(shop, "คลีนวอเตอร์")) == (1400, 0)


def test_what_is_brought_back_is_not_owed(shop: Town) -> None:
    shop.say("แบงค์", ON_CREDIT)
    shop.say("แบงค์", f"{SIAM} คืนปูน 400")
    assert owed(shop) == 1100
    shop.say("แบงค์", "ยกเลิก")
    assert owed(shop) == 1500


def test_a_sale_of_which_something_was_brought_back_stays_with_its_bill(shop: Town) -> None:
    shop.say("แบงค์", ON_CREDIT)
    shop.say("แบงค์", f"{SIAM} คืนปูน 400")
    with shop.database() as session:
        sold = session.scalars(select(Purchase.id).where(Purchase.returns_id.is_(None))).one()
    post(shop, "แบงค์", Undo(purchase=sold))
    assert (owed(shop), bought(shop)) == (1100, 1100)


def test_a_sale_said_anew_is_no_longer_owed(shop: Town) -> None:
    shop.say("แบงค์", ON_CREDIT)
    shop.tap("แบงค์", "แก้")
    shop.say("แบงค์", f"{SIAM} ซื้อปูน 10 ถุง 1600")
    assert (owed(shop), bought(shop)) == (0, 1600)


def test_twice_on_credit_is_owed_twice(shop: Town) -> None:
    shop.say("แบงค์", ON_CREDIT)
    shop.say("แบงค์", ON_CREDIT)
    assert owed(shop) == 1500
    shop.tap("แบงค์", "ลงอีกครั้ง")
    assert (owed(shop), bought(shop)) == (3000, 3000)


def test_somebody_has_to_owe_it(shop: Town) -> None:
    assert shop.say("แบงค์", "ขายปูน 3 ถุง 390 เชื่อไว้") == ["หมายถึงรายไหนคะ"]
    shop.say("แบงค์", SIAM)
    assert (owed(shop), bought(shop)) == (390, 390)


def test_what_was_sold_on_credit_is_no_invoice_of_the_day(shop: Town) -> None:
    shop.say("แบงค์", ON_CREDIT)
    assert "วางบิล" not in "\n".join(shop.say("แบงค์", "สรุปวันนี้"))


def test_what_is_paid_tells_what_is_left(shop: Town) -> None:
    shop.say("แบงค์", ON_CREDIT)
    shop.say("แบงค์", f"{SIAM} จ่ายหนี้ 500")
    assert "ยังค้าง  1,000 บาท" in shop.card("แบงค์")
    shop.say("แบงค์", f"{SIAM} จ่ายค่าปูนที่ค้างไว้ 1000")
    assert "ยังค้าง  ไม่มีแล้ว" in shop.card("แบงค์")


def test_money_without_a_word_of_goods_pays_what_is_owed(shop: Town) -> None:
    shop.say("แบงค์", ON_CREDIT)
    shop.say("แบงค์", f"{SIAM} จ่าย 500")
    assert (owed(shop), bought(shop)) == (1000, 1500)
    shop.tap("แบงค์", "เป็นการซื้อใหม่")
    assert (owed(shop), bought(shop)) == (1500, 2000)
    shop.say("แบงค์", "ยกเลิก")
    assert (owed(shop), bought(shop)) == (1000, 1500)


def test_where_nothing_is_owed_it_is_a_sale(shop: Town) -> None:
    shop.say("แบงค์", f"{SIAM} จ่าย 500")
    assert (owed(shop), bought(shop)) == (0, 500)


def test_what_is_said_to_be_left_is_checked(shop: Town) -> None:
    shop.say("แบงค์", ON_CREDIT)
    shop.say("แบงค์", f"{SIAM} จ่ายแล้ว 500 เหลือค้าง 1000")
    assert "ลองเช็ก" not in shop.card("แบงค์")
    shop.say("แบงค์", f"{SIAM} จ่ายแล้ว 100 เหลือค้าง 800")
    assert "เหลือค้าง 800 บาท แต่ที่ลงไว้กับจดเหลือค้าง 900 บาท" in shop.card("แบงค์")


def test_a_return_gives_back_only_what_was_paid(shop: Town) -> None:
    shop.say("แบงค์", ON_CREDIT)
    shop.say("แบงค์", f"{SIAM} คืนปูน 400")
    assert "ไม่ค้างแล้ว  400 บาท" in shop.card("แบงค์")
    assert "คืนเงิน" not in shop.card("แบงค์")
    shop.say("แบงค์", f"{SIAM} จ่ายหนี้ 900")
    shop.say("แบงค์", f"{SIAM} คืนปูน 500")
    assert "ไม่ค้างแล้ว  200 บาท\nคืนเงิน  300 บาท" in shop.card("แบงค์")


def test_a_sale_on_credit_is_told_once_in_the_history(shop: Town) -> None:
    shop.say("แบงค์", ON_CREDIT)
    shop.say("แบงค์", f"ประวัติ {SIAM}")
    assert shop.card("แบงค์").count("1,500") == 1
    assert "1,500 บาท · ขายเชื่อ" in shop.card("แบงค์")


def test_a_name_with_a_number_answers_whose_it_is(shop: Town) -> None:
    shop.say("แบงค์", "ขายปูน 3 ถุง 390 เชื่อไว้")
    shop.say("แบงค์", "แนน 089-123-4567")
    shop.say("แบงค์", "ใหม่")
    with shop.database() as session:
        assert row(session, Customer, "แนน").phone == "+66891234567"
    assert owed(shop, "แนน") == 390


def test_a_payment_said_anew_is_a_payment_still(shop: Town) -> None:
    shop.say("แบงค์", ON_CREDIT)
    shop.say("แบงค์", f"{SIAM} จ่าย 1500")
    shop.tap("แบงค์", "แก้")
    shop.say("แบงค์", f"{SIAM} จ่าย 1400")
    assert (owed(shop), bought(shop)) == (100, 1500)


def test_money_under_a_number_is_of_whoever_has_it(shop: Town) -> None:
    shop.customer("จอย", "แบงค์", phone="+66891234567")
    shop.say("แบงค์", "จอย ซื้อปูน 10 ถุง 1500 ติดไว้")
    shop.say("แบงค์", ON_CREDIT)
    shop.say("แบงค์", "0891234567 จ่าย 500")
    assert (owed(shop, "จอย"), owed(shop)) == (1000, 1500)
