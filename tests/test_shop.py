"""The shop's chat: a welcome, the question for consent, a short list of words, and silence."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select, update

from models.activity import Activity
from models.consumer import Consent, Consumer, ConsumerState
from models.customer import Customer, CustomerKind
from models.rollups import Rollup
from models.workspace import WorkingDays, Workspace
from tests.town import Town

QUESTION = "ขออนุญาตส่งโปรและคูปองทาง LINE ไม่รับก็ซื้อของได้ตามปกติค่ะ"
WELCOME = (
    "สวัสดีค่ะ ร้านจดดีวัสดุก่อสร้าง ยินดีต้อนรับค่ะ 🙏\n"
    "ถามราคา สั่งของ หรือเช็กว่าของมีไหม พิมพ์คุยได้เลย พนักงานตอบทุกวัน 8:00–17:30 น."
)
USE = (
    "ถ้าคุณยินยอม บริษัท จดดีวัสดุก่อสร้าง จำกัด จะใช้ชื่อ LINE เบอร์โทร (ถ้าให้ไว้) และประวัติการซื้อที่ร้าน "
    "เพื่อเลือกและส่งโปรโมชัน คูปอง และข่าวสินค้าให้คุณทาง LINE ไม่เกินเดือนละ 4 ครั้ง"
)
SHOP = {
    "name": "ร้านจดดีวัสดุก่อสร้าง",
    "legal_name": "บริษัท จดดีวัสดุก่อสร้าง จำกัด",
    "phone": "+6620000000",
    "opens_at": time(8),
    "closes_at": time(17, 30),
    "privacy_url": "https://jod.example.com/privacy",
}


@pytest.fixture
def shop(town: Town) -> Town:
    """A shop with hours and a name, a rep, and somebody who has just added its account."""
    set_up(town, **SHOP)
    town.member("แบงค์")
    town.person("มะลิ", "shop").befriend()
    town.heard("มะลิ")
    return town


def set_up(town: Town, **settings: object) -> None:
    with town.database() as session:
        session.execute(update(Workspace).values(**settings))


def link(town: Town, name: str, customer: int) -> None:
    with town.database() as session:
        consumer = session.scalars(
            select(Consumer).where(Consumer.user_id == town.platform.user(name).id)
        ).one()
        consumer.customer_id = customer


def consumer(town: Town) -> Consumer:
    with town.database() as session:
        return session.scalars(select(Consumer)).one()


def receipts(town: Town) -> list[tuple[bool, str, str]]:
    with town.database() as session:
        found = session.scalars(select(Consent).order_by(Consent.id)).all()
        return [(one.given, one.version, one.source) for one in found]


def test_who_adds_the_shop_is_welcomed_and_asked_apart_from_it(town: Town) -> None:
    set_up(town, **SHOP, working_days=WorkingDays.DAILY)
    town.person("มะลิ", "shop").befriend()
    assert town.heard("มะลิ") == [
        WELCOME,
        QUESTION,
    ]
    assert town.card("มะลิ").splitlines() == [
        "รับโปรทาง LINE ไหมคะ",
        "ไม่รับก็ถามราคาและซื้อของได้ตามปกติค่ะ",
        USE,
        "• ถอนความยินยอมได้ทุกเมื่อ พิมพ์ “หยุดส่งโปร” ร้านจะหยุดทันที",
        "• ใช้เพื่อส่งโปรจนกว่าคุณจะถอน หรือไม่ได้ซื้อของครบ 2 ปี",
        "• ไม่ขายและไม่ให้คนอื่นนำไปทำการตลาด",
        "• ขอดู แก้ หรือลบข้อมูล พิมพ์ “ข้อมูลของฉัน” หรือโทร 02-000-0000",
        "• อายุไม่ถึง 20 ปี ให้ผู้ปกครองเป็นผู้ตัดสินใจ",
        "ข้อความฉบับ TH-1 · 26 พ.ย. 2569",
        "[ยินยอมรับโปร]",
        "[ไม่รับ]",
        "[ประกาศความเป็นส่วนตัว]",
        "(English)",
    ]


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


@pytest.mark.parametrize("word", ["STOP", "stop.", "หยุดส่งโปรค่ะ", "ไม่รับโปรแล้วค่ะ", "ถอนความยินยอม"])
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


def test_a_closed_shop_says_so_once_in_twelve_hours(shop: Town) -> None:
    shop.play("""
        @ 2026-11-26 17:30
        มะลิ> มีปูนไหมคะ
        มะลิ< ตอนนี้ร้านปิดอยู่ค่ะ เปิดอีกทีพรุ่งนี้ 08:00 น. พิมพ์ทิ้งไว้ได้เลย เปิดร้านแล้วพนักงานมาตอบค่ะ
        มะลิ> ถุงละเท่าไหร่
        @ 2026-11-27 07:00
        มะลิ> มีใครอยู่ไหม
        มะลิ< ตอนนี้ร้านปิดอยู่ค่ะ เปิดอีกทีวันนี้ 08:00 น. พิมพ์ทิ้งไว้ได้เลย เปิดร้านแล้วพนักงานมาตอบค่ะ
        @ 2026-11-27 08:00
        มะลิ> สวัสดีค่ะ
        @ 2026-11-28 12:00
        มะลิ> เปิดไหม
        มะลิ< ตอนนี้ร้านปิดอยู่ค่ะ เปิดอีกทีจ. 30 พ.ย. 08:00 น. พิมพ์ทิ้งไว้ได้เลย เปิดร้านแล้วพนักงานมาตอบค่ะ
    """)


def test_what_a_known_customer_asks_reaches_the_rep_and_counts_for_nobody(shop: Town) -> None:
    link(shop, "มะลิ", shop.customer("แนน", "แบงค์", kind=CustomerKind.CONSUMER))
    assert shop.say("มะลิ", "กันแดดมีไหมคะ") == []
    assert shop.say("มะลิ", "ขอ 2 หลอด") == []
    told = shop.say("แบงค์", "เมนู")
    assert told[1:] == ["คุณแนน ทักมาที่ LINE ของร้าน\nวันนี้ 09:00 “กันแดดมีไหมคะ”\nวันนี้ 09:00 “ขอ 2 หลอด”"]
    assert shop.say("แบงค์", "เมนู")[1:] == []
    shop.say("แบงค์", "ประวัติ แนน")
    assert "ทักใน LINE ของร้าน" in shop.card("แบงค์")
    assert "“กันแดดมีไหมคะ”" in shop.card("แบงค์")
    with shop.database() as session:
        assert not any(session.scalars(select(Rollup.customers)))
        assert session.scalar(select(Customer.last_contact_at)) is None


def test_what_a_customer_takes_back_is_gone(shop: Town) -> None:
    link(shop, "มะลิ", shop.customer("แนน", "แบงค์", kind=CustomerKind.CONSUMER))
    phone = shop.platform.phone("มะลิ")
    phone.say("เรื่องลับ")
    phone.unsend(next(one for one in reversed(phone.messages) if one.sender == phone.user.id).id)
    with shop.database() as session:
        assert [(one.said, one.deleted) for one in session.scalars(select(Activity))] == [("", True)]


def test_blocking_is_told_to_the_rep_once_and_coming_back_is_no_new_consent(shop: Town) -> None:
    shop.tap("มะลิ", "ยินยอมรับโปร")
    link(shop, "มะลิ", shop.customer("แนน", "แบงค์", kind=CustomerKind.CONSUMER))
    phone = shop.platform.phone("มะลิ")
    phone.block()
    assert consumer(shop).state is ConsumerState.BLOCKED
    assert shop.say("แบงค์", "เมนู")[1:] == ["คุณแนน บล็อก LINE ของร้านแล้ว โปรและคูปองจะไปไม่ถึง"]
    shop.clock.wait(timedelta(minutes=1))
    phone.befriend()
    assert (consumer(shop).state, consumer(shop).consented) == (ConsumerState.ACTIVE, True)
    assert len(receipts(shop)) == 1
    assert shop.say("แบงค์", "เมนู")[1:] == []


def test_the_shop_answers_in_the_consumers_language(shop: Town) -> None:
    shop.play("""
        มะลิ> English
        มะลิ< We will answer in English from now on.
        มะลิ> subscribe
        มะลิ< May we send you offers and coupons in LINE? You can shop just as well without.
        มะลิ> [Yes, send me offers]
        มะลิ< Thank you. We noted that you agreed to offers in LINE on 26 Nov 2026 at 09:00 (version EN-1).
          Whenever you change your mind, type “STOP”.
        มะลิ> STOP
        มะลิ< We stopped sending you offers. Your coupons stay good. Type “subscribe” for offers again.
    """)
    assert [version for _, version, _ in receipts(shop)] == ["EN-1", "EN-1"]


def test_who_asks_sees_every_answer_given(shop: Town) -> None:
    assert shop.say("มะลิ", "ยินยอมอะไรไว้บ้าง") == ["คุณยังไม่เคยยินยอมอะไรไว้ ร้านจะไม่ส่งโปรให้ค่ะ"]
    shop.say("มะลิ", "รับโปร")
    shop.tap("มะลิ", "ยินยอมรับโปร")
    shop.say("มะลิ", "ยินยอมอะไรไว้บ้าง")
    card = shop.card("มะลิ")
    assert "ยินยอมรับโปรทาง LINE (ฉบับ TH-1) · กดปุ่มใน LINE" in card
    assert "ข้อความที่คุณยินยอมไว้" in card
    assert "[หยุดส่งโปร]" in card
