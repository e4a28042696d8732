"""What customers tap on a promotion: the answer is free, and the tap is the only "opened" there is."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from models.consumer import Consumer
from models.member import Role
from models.promotion import Promotion, PromotionState, Recipient, RecipientState, Redemption
from models.purchase import Purchase
from tests.consumers import known, reached, store
from tests.tills import Till
from tests.town import Town


@pytest.fixture
def shop(town: Town) -> Town:
    town.member("เจ้", Role.OWNER)
    guest = town.person("แนน", "shop").user.id
    town.bind_channels()
    with town.database() as session:
        if session.scalar(select(Consumer.id).where(Consumer.user_id == guest)) is None:
            store(session, town, [guest], agreed=True)
    town.say("เจ้", "โปร POON10 ปูนลด 10% ถึงจันทร์ ส่งวันนี้ 15:00")
    town.say("เจ้", "ส่ง POON10")
    town.move_to("2026-11-26 15:01")
    town.heard("แนน")
    return town


def tapped(town: Town) -> list[bool]:
    with town.database() as session:
        return [at is not None for at in session.scalars(select(Recipient.tapped_at))]


def code_of(town: Town, who: str) -> str:
    """The own code on the newest card of that person."""
    found = re.search(r"[A-Z][A-Z3-9]{2}[34679][A-Z3-9]{3}", town.card(who))
    assert found is not None, town.card(who)
    return found[0]


def test_a_tap_gives_an_own_code_and_is_noted_once(shop: Town) -> None:
    assert len(reached(shop)) == 1
    assert tapped(shop) == [False]
    shop.tap("แนน", "รับคูปองของฉัน")
    code = code_of(shop, "แนน")
    assert tapped(shop) == [True]
    shop.say("แนน", "คูปองของฉัน")
    assert code_of(shop, "แนน") == code, "taken twice it is the same"


def test_what_is_over_or_called_off_is_said_to_be_over(shop: Town) -> None:
    with shop.database() as session:
        session.scalars(select(Promotion)).one().state = PromotionState.CANCELLED
    assert shop.tap("แนน", "รับคูปองของฉัน") == ["โปร POON10 หมดแล้วค่ะ"]
    assert tapped(shop) == [False]


def test_who_is_held_out_or_not_meant_gets_no_coupon(shop: Town) -> None:
    with shop.database() as session:
        session.scalars(select(Recipient)).one().state = RecipientState.HELD_OUT
    assert shop.say("แนน", "โปรวันนี้") == ["วันนี้ยังไม่มีโปรค่ะ"]
    assert "เฉพาะคนที่ร้านส่งให้" in shop.tap("แนน", "รับคูปองของฉัน")[0]


def test_a_coupon_is_used_once_and_again_when_all_was_brought_back(shop: Town) -> None:
    known(shop, shop.platform.phone("แนน").user.id, "คุณแนน", "เจ้")
    shop.tap("แนน", "รับคูปองของฉัน")
    code = code_of(shop, "แนน")
    shop.say("เจ้", f"ใช้คูปอง {code} ปูน 10 ถุง 2,600")
    assert "2,340" in shop.card("เจ้")
    assert "ลด 260 บาท จาก 2,600 บาท" in shop.card("เจ้").replace("\xa0", " ")
    assert "ใช้ไปแล้วเมื่อ พฤ. 26 พ.ย." in used(shop, code)
    shop.say("เจ้", "คุณแนนคืนปูน")
    shop.say("เจ้", f"ใช้คูปอง {code} 500")
    assert "450" in shop.card("เจ้")
    shop.say("เจ้", "ยกเลิก")
    shop.say("เจ้", f"ใช้คูปอง {code} 700")
    assert "630" in shop.card("เจ้")
    assert [(str(one.amount), one.promo_code) for one in bought(shop)] == [
        ("2340", "POON10"),
        ("-2340", None),
        ("630", "POON10"),
    ]


def used(town: Town, code: str) -> str:
    """What is said when it is tried once more, after a while."""
    town.clock.wait(timedelta(minutes=5))
    return town.say("เจ้", f"ใช้คูปอง {code} ปูน 10 ถุง 2,600")[-1].replace("\xa0", " ")


def bought(town: Town) -> list[Purchase]:
    with town.database() as session:
        there = select(Purchase).where(Purchase.deleted.is_(False)).order_by(Purchase.id)
        return list(session.scalars(there))


def test_the_amount_is_asked_when_only_the_code_is_said(shop: Town) -> None:
    shop.tap("แนน", "รับคูปองของฉัน")
    shop.say("เจ้", f"ใช้คูปอง {code_of(shop, 'แนน')}")
    shop.say("เจ้", "650")
    assert "585" in shop.card("เจ้")
    assert "ไม่เจอคูปองหรือโปร NONE4" in shop.say("เจ้", "ใช้คูปอง NONE4 650")[0]


def test_a_till_uses_the_same_coupon_and_is_refused_the_second_time(shop: Town) -> None:
    shop.tap("แนน", "รับคูปองของฉัน")
    till = Till.of(shop)
    till.sell("90", code=code_of(shop, "แนน"))
    again = till.send({"total": "90", "code": code_of(shop, "แนน")})
    assert again.status_code == 422
    assert again.get_json()["type"] == "urn:jod:problem:code-used"
    with shop.database() as session:
        assert session.scalars(select(Redemption.discount)).all() == [Decimal(10)]
