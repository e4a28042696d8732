"""What customers tap on a promotion: the answer is free, and the tap is the only "opened" there is."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.consumer import Consumer
from models.member import Role
from models.promotion import Promotion, PromotionState, Recipient
from tests.consumers import reached, store
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


def test_a_tap_tells_the_code_and_is_noted_once(shop: Town) -> None:
    assert len(reached(shop)) == 1
    assert tapped(shop) == [False]
    shop.play("""
        แนน> [รับคูปองของฉัน]
        แนน< โค้ดของคุณคือ POON10 · ปูนลด 10% ใช้ได้ถึง จ. 30 พ.ย. แสดงข้อความนี้ที่เคาน์เตอร์ได้เลยค่ะ
        แนน> [ถาม / สั่งของ]
    """)
    assert tapped(shop) == [True]


def test_what_is_over_or_called_off_is_said_to_be_over(shop: Town) -> None:
    with shop.database() as session:
        session.scalars(select(Promotion)).one().state = PromotionState.CANCELLED
    assert shop.tap("แนน", "รับคูปองของฉัน") == ["โปร POON10 หมดแล้วค่ะ"]
    assert tapped(shop) == [False]
