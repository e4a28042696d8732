"""Who agreed to promotions: how many in all, and of one's own customers who."""

from __future__ import annotations

from models.customer import CustomerKind
from tests.consumers import consumers
from tests.shopping import link, open_shop
from tests.town import Town


def test_the_number_is_everybodys_and_the_names_are_ones_own(town: Town) -> None:
    open_shop(town)
    town.member("เมย์")
    link(town, "มะลิ", town.customer("แนน", "แบงค์", kind=CustomerKind.CONSUMER, phone="+66891112222"))
    town.say("มะลิ", "รับโปร")
    town.tap("มะลิ", "ยินยอมรับโปร")
    consumers(town, 2, agreed=True)
    consumers(town, 1, agreed=False, prefix="Silent")
    for who, names in (("แบงค์", True), ("เมย์", False)):
        assert town.say(who, "ใครยินยอมบ้าง") == ["ยินยอมรับโปรทาง LINE · 3 คน"]
        assert ("แนน" in town.card(who)) is names
    assert "แนน" in town.card("แบงค์")


def test_while_nobody_has_agreed_the_way_is_told(town: Town) -> None:
    open_shop(town)
    assert town.say("แบงค์", "มีคนรับโปรกี่คน") == ["ยังไม่มีใครยินยอมรับโปร"]
    assert "ลิงก์ LINE ของร้าน" in town.card("แบงค์")
