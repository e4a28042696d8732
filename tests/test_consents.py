"""Consent: asked once in exact words, answered freely, withdrawn by a word; all else takes nothing away."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.consumer import Consent
from tests.shopping import QUESTION, consumer, open_shop, receipts, set_up
from tests.town import Town


@pytest.fixture
def shop(town: Town) -> Town:
    return open_shop(town)


def test_a_shop_without_a_name_asks_for_nothing(town: Town) -> None:
    town.person("มะลิ", "shop").befriend()
    assert len(town.heard("มะลิ")) == 1
    assert town.say("มะลิ", "รับโปร") == ["ร้านยังไม่ส่งโปรทาง LINE ตอนนี้ค่ะ พิมพ์ “โปรวันนี้” ดูได้เลย"]
    assert receipts(town) == []


def test_silence_is_no(shop: Town) -> None:
    assert shop.say("มะลิ", "ปูนถุงละเท่าไหร่คะ") == []
    assert not consumer(shop).consented
    assert receipts(shop) == []


def test_a_consent_is_kept_with_the_words_it_was_given_to(shop: Town) -> None:
    shop.play("""
        มะลิ> [ยินยอมรับโปร]
        มะลิ< ขอบคุณค่ะ บันทึกแล้วว่าคุณยินยอมรับโปรทาง LINE เมื่อ 26 พ.ย. 69 เวลา 09:00 น. (ฉบับ TH-1)
          เปลี่ยนใจเมื่อไหร่ พิมพ์ “หยุดส่งโปร” ได้เลยค่ะ
        มะลิ> หยุดส่งโปร
        มะลิ< หยุดส่งโปรให้แล้วค่ะ คูปองที่มีอยู่ยังใช้ได้จนหมดอายุ อยากรับอีกเมื่อไหร่พิมพ์ “รับโปร” นะคะ
    """)
    assert receipts(shop) == [(True, "TH-1", "button"), (False, "TH-1", "text")]
    with shop.database() as session:
        given = session.scalars(select(Consent).where(Consent.given)).one()
        assert "บริษัท จดดีวัสดุก่อสร้าง จำกัด จะใช้ชื่อ LINE" in given.wording
        assert given.event


def test_no_is_no_and_can_be_changed(shop: Town) -> None:
    shop.play("""
        มะลิ> ไม่รับ
        มะลิ< ได้ค่ะ ร้านจะไม่ส่งโปรให้ ถามราคาหรือสั่งของได้ตามปกตินะคะ
        มะลิ> ไม่รับ
        มะลิ> รับโปร
        มะลิ< ขออนุญาตส่งโปรและคูปองทาง LINE ไม่รับก็ซื้อของได้ตามปกติค่ะ
        มะลิ> รับโปรค่ะ
        มะลิ< ขอบคุณค่ะ บันทึกแล้วว่าคุณยินยอมรับโปรทาง LINE เมื่อ 26 พ.ย. 69 เวลา 09:00 น. (ฉบับ TH-1)
          เปลี่ยนใจเมื่อไหร่ พิมพ์ “หยุดส่งโปร” ได้เลยค่ะ
        มะลิ> รับโปร
        มะลิ< คุณรับโปรอยู่แล้วค่ะ ไม่อยากรับเมื่อไหร่ พิมพ์ “หยุดส่งโปร” ได้เลย
    """)
    assert receipts(shop) == [(False, "TH-1", "text"), (True, "TH-1", "text")]


def test_an_old_button_counts_only_for_the_words_above_it(shop: Town) -> None:
    set_up(shop, legal_name="บริษัท คนอื่น จำกัด")
    told = shop.tap("มะลิ", "ยินยอมรับโปร")
    assert told == ["ข้อความขอความยินยอมเปลี่ยนไปแล้ว ขอให้อ่านแล้วเลือกอีกครั้งค่ะ", QUESTION]
    assert receipts(shop) == []


@pytest.mark.parametrize("word", ["STOP", "stop.", "หยุดส่งโปรค่ะ", "ไม่เอาโปรแล้วค่ะ", "ถอนความยินยอม"])
def test_the_words_that_withdraw(shop: Town, word: str) -> None:
    shop.tap("มะลิ", "ยินยอมรับโปร")
    shop.say("มะลิ", word)
    assert not consumer(shop).consented


@pytest.mark.parametrize(
    "words",
    [
        *(
            "ร้านหยุดวันไหน",
            "พรุ่งนี้หยุดไหม",
            "หยุดส่งไหมคะวันเสาร์",
            "ไม่รับโปรได้ไหม",
            "ไม่รับบัตรเหรอ",
            "non stop ไหม",
            "หยุด",
        ),
        *(
            "แผน",
            "สรุปทีม",
            "เมนู",
            "ยกเลิก",
            "ช่วยเหลือ",
            "เข้าพบ มะลิ",
            "1",
            "ใช่",
            "123456",
            "0812345678",
            "ขอบคุณค่ะ",
        ),
    ],
)
def test_all_else_is_for_people_and_takes_no_consent_away(shop: Town, words: str) -> None:
    shop.tap("มะลิ", "ยินยอมรับโปร")
    assert shop.say("มะลิ", words)[1:] == []
    assert consumer(shop).consented
    assert len(receipts(shop)) == 1


def test_who_asks_sees_every_answer_given(shop: Town) -> None:
    assert shop.say("มะลิ", "ยินยอมอะไรไว้บ้าง") == ["คุณยังไม่เคยยินยอมอะไรไว้ ร้านจะไม่ส่งโปรให้ค่ะ"]
    shop.say("มะลิ", "รับโปร")
    shop.tap("มะลิ", "ยินยอมรับโปร")
    shop.say("มะลิ", "ยินยอมอะไรไว้บ้าง")
    card = shop.card("มะลิ")
    assert "ยินยอมรับโปรทาง LINE (ฉบับ TH-1) · กดปุ่มใน LINE" in card
    assert "ข้อความที่คุณยินยอมไว้" in card
    assert "[หยุดส่งโปร]" in card
