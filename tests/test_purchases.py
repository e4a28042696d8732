"""What customers buy: in one line, over the counter, brought back, claimed, by whose number."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.intents.activities import Undo
from bot.intents.purchases import ClaimPurchase, PurchaseAgain
from models.activity import Activity
from models.customer import Customer, CustomerKind
from models.followup import Draft
from models.purchase import Purchase
from tests.days import press, row
from tests.town import START, Town


@pytest.fixture
def shop(town: Town) -> Town:
    town.member("แบงค์")
    town.member("เมย์")
    town.member("Ann", language="en")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.customer("แนน", "แบงค์", kind=CustomerKind.CONSUMER, phone="+66811112222")
    return town


def bought(town: Town, name: str) -> tuple[int, int]:
    """How often that customer bought, and for how many baht, as kept with the customer."""
    with town.database() as session:
        customer = row(session, Customer, name)
        return customer.purchase_count, int(customer.purchase_total)


def test_an_order_is_stored_with_what_how_much_and_for_how_much(shop: Town) -> None:
    shop.say("แบงค์", "สยามวัสดุภัณฑ์สั่งเหล็กเส้น 12.5 ตัน 243,750 เมื่อวาน")
    with shop.database() as session:
        one = session.scalars(select(Purchase)).one()
        assert (one.item, one.quantity, one.unit, one.amount) == ("เหล็กเส้น", 12.5, "ตัน", Decimal(243_750))
        assert one.occurred_at.date() == (START - timedelta(days=1)).date()
    assert "เหล็กเส้น · 12.5 ตัน" in shop.card("แบงค์")


def test_an_order_is_contact_and_its_undoing_takes_that_back(shop: Town) -> None:
    shop.say("แบงค์", "สยามวัสดุภัณฑ์สั่งเหล็ก 12 ตัน 234,000")
    with shop.database() as session:
        customer = row(session, Customer, "สยามวัสดุภัณฑ์")
        assert customer.last_contact_at == customer.last_purchase_at == shop.jod.clock.now()
    shop.say("แบงค์", "ยกเลิก")
    with shop.database() as session:
        customer = row(session, Customer, "สยามวัสดุภัณฑ์")
        assert (customer.last_contact_at, customer.last_purchase_at) == (None, None)
    assert bought(shop, "สยามวัสดุภัณฑ์") == (0, 0)


def test_a_price_of_one_is_no_sum_until_somebody_says_so(shop: Town) -> None:
    shop.play("""
        แบงค์> สยามวัสดุภัณฑ์สั่งเหล็ก 12 ตัน ตันละ 19,500
        แบงค์< ยอดเท่านี้ถูกไหมคะ
        แบงค์> ยกเลิก
        แบงค์< ได้ค่ะ ยังไม่ลงให้ เก็บไว้เป็นฉบับร่าง พิมพ์ “ฉบับร่าง” ดูได้
    """)
    assert bought(shop, "สยามวัสดุภัณฑ์") == (0, 0)


def test_a_hundred_times_the_usual_is_asked_about(shop: Town) -> None:
    for baht in (600, 650, 700):
        shop.say("แบงค์", f"แนนซื้อครีม {baht}")
    shop.play("""
        แบงค์> แนนซื้อครีม 650,000
        แบงค์< ยอดเท่านี้ถูกไหมคะ
        แบงค์> ใช่
        แบงค์< ลงแล้ว · ขายได้ · แนน 650,000
    """)


def test_two_people_of_one_nickname_are_told_apart_by_their_numbers(shop: Town) -> None:
    shop.customer("แนน", "แบงค์", kind=CustomerKind.CONSUMER, phone="+66833334444")
    shop.say("แบงค์", "แนนซื้อครีมกันแดด 650")
    assert "แนน (…2222)" in shop.card("แบงค์")
    assert "แนน (…4444)" in shop.card("แบงค์")
    shop.say("แบงค์", "2")
    with shop.database() as session:
        buyer = session.get_one(Customer, session.scalars(select(Purchase.customer_id)).one())
        assert buyer.phone == "+66833334444"


def test_a_number_finds_its_customer_and_says_nothing_of_a_colleagues(shop: Town) -> None:
    shop.say("แบงค์", "0811112222 ซื้อครีม 650")
    assert bought(shop, "แนน") == (1, 650)
    assert shop.say("เมย์", "0811112222 ซื้อครีม 650") == ["ลงแล้ว · ขายได้ · 081-111-2222 650"]
    assert bought(shop, "แนน") == (1, 650)


def test_what_was_bought_under_a_number_becomes_its_customers(shop: Town) -> None:
    shop.say("แบงค์", "0899999999 ซื้อสว่าน 1 ตัว 2,890")
    shop.say("แบงค์", "ลูกค้าใหม่ ร้านทองดี 0899999999")
    assert bought(shop, "ร้านทองดี") == (1, 2890)
    shop.say("แบงค์", "ยกเลิก")
    with shop.database() as session:
        assert session.scalars(select(Purchase.customer_id)).all() == [None]


def test_a_number_nobody_can_have_is_refused_and_the_line_waits(shop: Town) -> None:
    assert "0200000000" in shop.say("แบงค์", "0200000000 ซื้อสว่าน 2,890")[0]
    with shop.database() as session:
        assert session.scalars(select(Purchase)).all() == []


def test_a_walk_in_can_be_claimed_later_by_name_and_back(shop: Town) -> None:
    shop.say("แบงค์", "ขายหน้าร้าน ปูน 20 ถุง 2,600")
    shop.play("""
        แบงค์> เมื่อกี้ของแนน
        แบงค์< แก้แล้ว · ขายได้ · แนน 2,600
        แบงค์> เมื่อกี้ของแนน
        แบงค์< ไม่มีบิลหน้าร้านที่ยังไม่มีชื่อค่ะ
    """)
    shop.say("แบงค์", "ยกเลิก")
    assert bought(shop, "แนน") == (0, 0)


def test_somebody_elses_sale_is_neither_claimed_nor_repeated(shop: Town) -> None:
    shop.say("แบงค์", "ขายหน้าร้าน ปูน 20 ถุง 2,600")
    with shop.database() as session:
        sale = session.scalars(select(Purchase.id)).one()
    press(shop, "เมย์", ClaimPurchase(purchase=sale, phone="0811112222"))
    press(shop, "เมย์", PurchaseAgain(purchase=sale))
    with shop.database() as session:
        one = session.scalars(select(Purchase)).one()
        assert (one.customer_id, one.phone) == (None, None)


def test_what_is_brought_back_names_what_it_takes_back(shop: Town) -> None:
    shop.say("แบงค์", "แนนซื้อครีมกันแดด 650")
    shop.say("แบงค์", "แนนซื้อลิปสติก 299")
    shop.say("แบงค์", "แนนคืนครีมกันแดด 650")
    with shop.database() as session:
        cream, _, back = session.scalars(select(Purchase).order_by(Purchase.id)).all()
        assert (back.returns_id, int(back.amount)) == (cream.id, -650)
    assert bought(shop, "แนน") == (2, 299)


def test_a_share_of_the_pieces_is_proposed(shop: Town) -> None:
    shop.play("""
        แบงค์> สยามวัสดุภัณฑ์สั่งเหล็ก 12 ตัน 234,000
        แบงค์< ลงแล้ว · สั่งซื้อ · สยามวัสดุภัณฑ์ 234,000
        แบงค์> สยามวัสดุภัณฑ์คืนเหล็ก 2 ตัน
        แบงค์< ยอดเท่านี้ถูกไหมคะ
        แบงค์> 1
        แบงค์< ลงแล้ว · คืนของ · สยามวัสดุภัณฑ์ 39,000
    """)
    assert bought(shop, "สยามวัสดุภัณฑ์") == (1, 195_000)


def test_a_purchase_with_a_return_on_it_stays_until_the_return_is_undone(shop: Town) -> None:
    shop.say("แบงค์", "แนนซื้อครีมกันแดด 650")
    with shop.database() as session:
        sold = session.scalars(select(Purchase.id)).one()
    shop.say("แบงค์", "แนนคืนครีมกันแดด 250")
    press(shop, "แบงค์", Undo(purchase=sold))
    assert bought(shop, "แนน") == (1, 400)


def test_a_message_taken_back_in_line_leaves_the_sale_without_its_words(shop: Town) -> None:
    phone = shop.platform.phone("แบงค์")
    shop.say("แบงค์", "แนนซื้อครีมกันแดด 650")
    phone.unsend(next(one.id for one in reversed(phone.messages) if one.sender == phone.user.id))
    shop.jod.work()
    with shop.database() as session:
        one = session.scalars(select(Purchase)).one()
        assert (one.said, one.item, int(one.amount), one.deleted) == ("", "", 650, False)


def test_a_line_edited_in_line_stands_in_for_what_it_had_stored(shop: Town) -> None:
    phone = shop.platform.phone("แบงค์")
    shop.say("แบงค์", "แนนซื้อครีมกันแดด 650")
    phone.edit(
        next(one.id for one in reversed(phone.messages) if one.sender == phone.user.id), "แนนซื้อครีมกันแดด 560"
    )
    shop.jod.work()
    assert bought(shop, "แนน") == (1, 560)


def test_a_new_buyer_stays_when_the_line_is_corrected(shop: Town) -> None:
    shop.play("""
        แบงค์> พี่แก้วซื้อกระเบื้อง 4,500
        แบงค์< ยังไม่มีลูกค้าชื่อ “แก้ว”
        แบงค์> ใหม่
        แบงค์< ลงแล้ว · ขายได้ · แก้ว 4,500
    """)
    shop.say("แบงค์", "แก้")
    shop.say("แบงค์", "พี่แก้วซื้อกระเบื้อง 5,400")
    assert bought(shop, "แก้ว") == (1, 5400)
    with shop.database() as session:
        buyer = row(session, Customer, "แก้ว")
        assert (buyer.kind, buyer.deleted) == (CustomerKind.CONSUMER, False)
        assert not session.scalars(select(Draft).where(Draft.open)).all()


def test_the_rhythm_of_orders_is_told_and_who_is_late_comes_with_the_plan(shop: Town) -> None:
    for days in (51, 37, 23):
        day = (START - timedelta(days=days)).strftime("%d/%m/%Y")
        assert shop.say("แบงค์", f"สยามวัสดุภัณฑ์สั่งเหล็ก 12 ตัน 234,000 วันที่ {day}")
    shop.say("แบงค์", "สยามวัสดุภัณฑ์สั่งล่าสุดเมื่อไหร่")
    assert "ปกติสั่งทุก 14 วัน หายไป 23 วัน" in shop.card("แบงค์")
    assert "ซื้อประจำ  เหล็ก" in shop.card("แบงค์")


def test_it_is_answered_in_english(shop: Town) -> None:
    shop.customer("Harbour Hotel", "Ann")
    shop.play("""
        Ann> Harbour Hotel ordered towels 40 pcs 18,400
        Ann< Logged · Order · Harbour Hotel 18,400
        Ann> Harbour Hotel returned towels 20,000
        Ann< Only 18,400 baht of it is left to return. How much is it?
    """)


@pytest.mark.parametrize("line", ["ยกเลิกบิลเมื่อกี้", "ยกเลิกบิลล่าสุด", "cancel the last sale"])
def test_the_newest_sale_is_taken_back_whatever_came_after_it(shop: Town, line: str) -> None:
    shop.say("แบงค์", "แนนซื้อครีม 650")
    shop.say("แบงค์", "แนนซื้อสบู่ 90")
    shop.say("แบงค์", "โทร สยามวัสดุภัณฑ์ คุยราคา")
    assert shop.say("แบงค์", line) == ["ยกเลิกให้แล้ว · ขายได้ 90 แนน"]
    assert bought(shop, "แนน") == (1, 650)
    with shop.database() as session:
        assert not session.scalars(select(Activity).where(Activity.note == "คุยราคา")).one().deleted
    shop.tap("แบงค์", "เอากลับมา")
    assert bought(shop, "แนน") == (2, 740)


def test_said_twice_it_takes_back_one_sale_and_the_one_before_is_a_tap_away(shop: Town) -> None:
    shop.say("แบงค์", "แนนซื้อครีม 650")
    shop.say("แบงค์", "แนนซื้อสบู่ 90")
    shop.say("แบงค์", "ยกเลิกบิลเมื่อกี้")
    assert shop.say("แบงค์", "ยกเลิกบิลเมื่อกี้") == ["ยกเลิกไปแล้วเมื่อกี้"]
    assert bought(shop, "แนน") == (1, 650)
    shop.tap("แบงค์", "ยกเลิก ขายได้ 650 แนน ด้วย")
    assert bought(shop, "แนน") == (0, 0)


def test_after_something_else_was_taken_back_the_sale_still_is(shop: Town) -> None:
    shop.say("แบงค์", "แนนซื้อครีม 650")
    shop.say("แบงค์", "โทร สยามวัสดุภัณฑ์ คุยราคา")
    shop.say("แบงค์", "ยกเลิก")
    assert shop.say("แบงค์", "ยกเลิกบิลเมื่อกี้") == ["ยกเลิกให้แล้ว · ขายได้ 650 แนน"]


def test_a_colleagues_sale_is_not_taken_back(shop: Town) -> None:
    shop.say("แบงค์", "แนนซื้อครีม 650")
    shop.say("เมย์", "โทร สยามวัสดุภัณฑ์ คุยราคา")
    assert shop.say("เมย์", "ยกเลิกบิลเมื่อกี้") == ["ไม่มีอะไรให้ยกเลิกค่ะ"]
    assert bought(shop, "แนน") == (1, 650)


def test_while_something_is_asked_the_sale_is_meant_and_not_the_question(shop: Town) -> None:
    shop.say("แบงค์", "แนนซื้อครีม 650")
    shop.say("แบงค์", "เข้าพบ")
    assert shop.say("แบงค์", "ยกเลิกบิลเมื่อกี้")[-1] == "ยกเลิกให้แล้ว · ขายได้ 650 แนน"
