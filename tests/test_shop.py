"""The shop's chat: a welcome, the question for consent, a short list of words, and silence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.activity import Activity
from models.consumer import ConsumerState
from models.customer import Customer, CustomerKind
from models.rollups import Rollup
from models.workspace import WorkingDays
from tests.shopping import QUESTION, SHOP, consumer, link, open_shop, receipts, set_up
from tests.town import Town

WELCOME = (
    "สวัสดีค่ะ ร้านจดดีวัสดุก่อสร้าง ยินดีต้อนรับค่ะ 🙏\n"
    "ถามราคา สั่งของ หรือเช็กว่าของมีไหม พิมพ์คุยได้เลย พนักงานตอบทุกวัน 8:00–17:30 น."
)
USE = (
    "ถ้าคุณยินยอม บริษัท จดดีวัสดุก่อสร้าง จำกัด จะใช้ชื่อ LINE เบอร์โทร (ถ้าให้ไว้) และประวัติการซื้อที่ร้าน "
    "เพื่อเลือกและส่งโปรโมชัน คูปอง และข่าวสินค้าให้คุณทาง LINE ไม่เกินเดือนละ 4 ครั้ง"
)


@pytest.fixture
def shop(town: Town) -> Town:
    return open_shop(town)


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
