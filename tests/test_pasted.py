"""A day's report pasted as several lines."""

from __future__ import annotations

import pytest

from tests.stored import ASIA, SIAM, activities, drafts
from tests.town import Town


@pytest.fixture
def team(town: Town) -> Town:
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์")
    town.customer(ASIA, "แบงค์")
    return town


def test_a_whole_day_is_pasted_looked_at_and_stored_at_once(team: Town) -> None:
    team.play("""
        แบงค์> วันนี้ ⏎ 1. เข้าพบ สยามวัสดุภัณฑ์ คุยเหล็ก ตามศุกร์นี้ ⏎ 2. โทร เอเชียพรีซิชั่น ไม่รับสาย ⏎ 3. โทร บลูลากูน ขอราคา
        แบงค์< อ่านได้ 3 บรรทัด
    """)
    assert team.card("แบงค์").splitlines() == [
        "อ่านได้ 3 บรรทัด",
        "ดูก่อน แล้วลงทีเดียวทั้งหมด",
        "1  สยามวัสดุภัณฑ์",
        "   เข้าพบ · คุยเหล็ก · ตาม ศ. 27 พ.ย.",
        "2  เอเชียพรีซิชั่น",
        "   โทร · ไม่รับสาย",
        "3  โทร บลูลากูน ขอราคา",
        "   ยังไม่รู้ว่าลูกค้ารายไหน",
        "อีก 1 บรรทัดเก็บไว้เป็นฉบับร่าง",
        "[ลงเลย 2 รายการ]",
    ]
    assert activities(team) == []
    team.play("""
        แบงค์> ลงเลย
        แบงค์< ลงแล้ว 2 รายการ
    """)
    assert [one.said for one in activities(team)] == [
        "เข้าพบ สยามวัสดุภัณฑ์ คุยเหล็ก ตามศุกร์นี้",
        "โทร เอเชียพรีซิชั่น ไม่รับสาย",
    ]
    assert drafts(team) == ["โทร บลูลากูน ขอราคา"]
    assert team.tap("แบงค์", "ยกเลิกทั้งหมด") == ["ยกเลิกให้แล้ว · 2 รายการ"]
    assert activities(team) == []


def test_a_pasted_day_that_is_not_confirmed_stays_as_a_draft(team: Town) -> None:
    pasted = "เข้าพบ สยามวัสดุภัณฑ์ คุยราคา\nโทร เอเชียพรีซิชั่น ส่งแบบ"
    team.say("แบงค์", pasted)
    team.play("""
        แบงค์> ยกเลิก
        แบงค์< ได้ค่ะ ยังไม่ลงให้ เก็บไว้เป็นฉบับร่าง พิมพ์ “ฉบับร่าง” ดูได้
    """)
    assert activities(team) == []
    assert drafts(team) == [pasted]
