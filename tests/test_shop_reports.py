"""What a shop's report tells to whom."""

from __future__ import annotations

import pytest

from models.customer import CustomerKind
from models.member import Role
from tests.town import Town


@pytest.fixture
def shop(town: Town) -> Town:
    """Two branches, each of which has sold to somebody known and to somebody unknown."""
    town.member("เจ้", Role.OWNER, team="บริหาร")
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("โจ", team="สาขาสอง")
    for name, owner in (("แนน", "แบงค์"), ("มะลิ", "โจ")):
        town.customer(name, owner, kind=CustomerKind.CONSUMER)
        town.say(owner, f"{name}ซื้อปูน 1,000")
        town.say(owner, "ขายหน้าร้าน สี 500")
    return town


@pytest.mark.parametrize(
    ("who", "sold", "bills"), [("เจ้", "3,000", 4), ("กบ", "1,500", 2), ("แบงค์", "1,500", 2)]
)
def test_a_report_is_of_the_sales_that_one_may_see(shop: Town, who: str, sold: str, bills: int) -> None:
    assert shop.say(who, "รายงานร้านวันนี้") == [f"รายงานร้าน · พฤ. 26 พ.ย. · ขายได้ {sold} บาท · {bills} บิล"]
    shop.say(who, "ลูกค้าใหม่วันนี้")
    assert ("มะลิ" in shop.card(who)) == (who == "เจ้")


def test_a_topic_leads_back_to_everything(shop: Town) -> None:
    shop.say("เจ้", "ขายดีวันนี้")
    assert shop.card("เจ้").splitlines()[1:3] == ["1. ปูน  2 ครั้ง 2,000 บาท", "2. สี  2 ครั้ง 1,000 บาท"]
    assert shop.tap("เจ้", "รายงานร้าน")[0].startswith("รายงานร้าน · พฤ. 26 พ.ย.")
