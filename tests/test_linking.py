"""Who in the shop's LINE is which customer: by a code, or a number the rep confirms; never by guessing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models.consumer import Consent, Consumer, LinkCode
from models.customer import Customer, CustomerKind
from models.purchase import Purchase
from tests.shopping import consumer, link, open_shop, receipts
from tests.town import Town


@pytest.fixture
def shop(town: Town) -> Town:
    open_shop(town)
    town.customer("แนน", "แบงค์", kind=CustomerKind.CONSUMER, phone="+66891112222")
    return town


def code(town: Town) -> str:
    """A new code for แนน, as her rep reads it out."""
    told = town.say("แบงค์", "รหัสแนน")[0]
    return told.splitlines()[0].rsplit(" ", 1)[1]


def linked_to(town: Town) -> str | None:
    with town.database() as session:
        known = session.scalars(select(Consumer.customer_id)).one()
        return session.get_one(Customer, known).name if known else None


def test_a_code_links_once_and_the_rep_hears_of_it(shop: Town) -> None:
    figures = code(shop)
    assert shop.say("มะลิ", figures) == ["เชื่อมแล้วค่ะ ต่อไปพิมพ์ “ข้อมูลของฉัน” ดูการซื้อและคูปองได้เลย"]
    assert linked_to(shop) == "แนน"
    assert shop.say("แบงค์", "เมนู")[1:] == ["คุณแนน เชื่อม LINE กับร้านแล้ว"]
    shop.person("คนอื่น", "shop").befriend()
    shop.heard("คนอื่น")
    assert shop.say("คนอื่น", figures) == []


def test_a_code_is_kept_nowhere_and_good_for_ten_minutes(shop: Town) -> None:
    figures = code(shop)
    with shop.database() as session:
        assert figures not in session.scalars(select(LinkCode.digest)).one()
    shop.clock.wait(timedelta(minutes=11))
    assert shop.say("มะลิ", figures) == []
    assert linked_to(shop) is None


def test_five_wrong_codes_spend_the_right_one(shop: Town) -> None:
    figures = code(shop)
    wrong = "000000" if figures != "000000" else "111111"
    for _ in range(5):
        assert shop.say("มะลิ", wrong) == ["รหัสนี้ใช้ไม่ได้ค่ะ ขอรหัสใหม่จากร้านได้เลย"]
    assert shop.say("มะลิ", figures) == []
    assert linked_to(shop) is None


def test_what_a_walk_in_bought_under_the_number_is_the_customers(shop: Town) -> None:
    with shop.database() as session:
        session.execute(update(Customer).values(phone=None))
    shop.say("แบงค์", "0891112222 ซื้อปูน 130")
    with shop.database() as session:
        session.execute(update(Customer).values(phone="+66891112222"))
    shop.say("มะลิ", code(shop))
    with shop.database() as session:
        bought = session.scalars(select(Purchase)).one()
        assert bought.customer_id == session.scalars(select(Customer.id)).one()


def test_a_phone_number_is_the_reps_to_confirm(shop: Town) -> None:
    assert shop.say("มะลิ", "089-111-2222") == []
    assert shop.say("มะลิ", "0891112222") == []
    assert shop.say("แบงค์", "เมนู")[1:] == ["คนใน LINE ของร้านบอกเบอร์ของคุณแนน ใช่คนเดียวกันไหม"]
    assert shop.tap("แบงค์", "ใช่ คนเดียวกัน") == ["เชื่อม LINE ของคุณแนนแล้ว"]
    assert linked_to(shop) == "แนน"


def test_a_rep_may_say_that_it_is_somebody_else(shop: Town) -> None:
    shop.say("มะลิ", "0891112222")
    shop.say("แบงค์", "เมนู")
    assert shop.tap("แบงค์", "ไม่ใช่") == ["ไม่เชื่อมให้ค่ะ"]
    assert linked_to(shop) is None


def test_an_unknown_number_says_nothing_to_anybody(shop: Town) -> None:
    assert shop.say("มะลิ", "0819999999") == []
    assert shop.say("แบงค์", "เมนู")[1:] == []


def test_a_consent_typed_by_a_rep_sends_nothing(shop: Town) -> None:
    shop.say("มะลิ", code(shop))
    told = shop.say("แบงค์", "แนน ยินยอมรับโปร")[0]
    assert told.startswith("จดไว้ว่าคุณแนนบอกว่ายินยอม แต่ยังไม่ส่งโปรให้จนกว่าลูกค้าจะกดยินยอมเองใน LINE ของร้าน")
    assert not consumer(shop).consented
    assert receipts(shop) == [(True, "", "staff")]


def test_a_no_told_to_a_rep_holds_at_once(shop: Town) -> None:
    shop.tap("มะลิ", "ยินยอมรับโปร")
    with shop.database() as session:
        customer = session.scalars(select(Customer.id)).one()
    link(shop, "มะลิ", customer)
    assert shop.say("แบงค์", "แนน ไม่รับโปรแล้ว")[0] == "จดไว้แล้ว จะไม่ส่งโปรให้คุณแนน"
    assert not consumer(shop).consented
    with shop.database() as session:
        assert session.scalars(select(Consent.member_id).where(Consent.source == "staff")).one() is not None


def test_a_bare_word_of_a_rep_is_of_nobody(shop: Town) -> None:
    """หยุด after a card is no opt-out of the card's customer."""
    shop.tap("มะลิ", "ยินยอมรับโปร")
    shop.say("มะลิ", code(shop))
    shop.say("แบงค์", "แนน")
    shop.say("แบงค์", "หยุด")
    assert consumer(shop).consented


def test_another_reps_customer_has_no_code_for_me(shop: Town) -> None:
    shop.member("เมย์")
    assert "รหัสของ" not in shop.say("เมย์", "รหัสแนน")[0]
    with shop.database() as session:
        assert session.scalars(select(LinkCode)).all() == []
