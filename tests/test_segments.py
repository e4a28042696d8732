"""Groups of customers in the chat: who may make them, who is seen in them, and how they are read."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.language.grammar.conditions import conditions
from models.customer import Customer, CustomerKind
from models.member import Role
from models.purchase import Purchase
from tests.consumers import consumers, known, reached
from tests.town import Town


@pytest.fixture
def shop(town: Town) -> Town:
    """Two reps with a customer each, who has bought; a manager of one of them, and the owner."""
    town.member("เจ้", Role.OWNER, team="บริหาร")
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("โจ", team="สาขาสอง")
    for name, owner, days in (("แนน", "แบงค์", 3), ("มะลิ", "โจ", 100)):
        customer = town.customer(name, owner, kind=CustomerKind.CONSUMER)
        bought(town, customer, days)
    return town


def bought(town: Town, customer: int, days_ago: int, baht: int = 650) -> None:
    with town.database() as session:
        here = session.get_one(Customer, customer).workspace_id
        at = town.clock.now() - timedelta(days=days_ago)
        session.add(
            Purchase(
                workspace_id=here,
                customer_id=customer,
                item="ปูน",
                amount=Decimal(baht),
                occurred_at=at,
                logged_at=at,
            )
        )


@pytest.mark.parametrize(("who", "new", "gone"), [("เจ้", 1, 1), ("กบ", 1, 0), ("แบงค์", 1, 0), ("โจ", 0, 1)])
def test_everybody_sees_the_customers_that_are_theirs_to_see(
    shop: Town, who: str, new: int, gone: int
) -> None:
    shop.say(who, "กลุ่มลูกค้า")
    card = shop.card(who)
    assert f"ลูกค้าใหม่ · {new} คน" in card
    assert f"หายไป · {gone} คน" in card
    shop.say(who, "ลูกค้าที่หายไป")
    assert ("มะลิ" in shop.card(who)) == bool(gone)


def test_a_group_is_told_page_by_page_those_who_bought_for_most_first(shop: Town) -> None:
    for number in range(11):
        bought(shop, shop.customer(f"ลูกค้า{number:02}", "แบงค์", kind=CustomerKind.CONSUMER), 2, 1000 + number)
    shop.say("เจ้", "กลุ่มลูกค้าใหม่")
    assert "1  ลูกค้า10" in shop.card("เจ้")
    assert "แนน" not in shop.card("เจ้")
    shop.tap("เจ้", "ดูต่อ")
    assert "แนน" in shop.card("เจ้")


def test_a_promotion_can_be_for_a_group_of_ones_own(shop: Town) -> None:
    shop.bind_channels()
    users = consumers(shop, 3)
    for user, name in zip(users, ("ดาว", "ฟ้า"), strict=False):
        bought(shop, known(shop, user, name, "แบงค์"), 2, 3_000 if name == "ดาว" else 100)
    shop.say("เจ้", "สร้างกลุ่ม สายปูน = ซื้อปูน และ ยอดเกิน 2,000 ใน 6 เดือน")
    shop.say("เจ้", "โปร POON10 ปูนลด 10% ให้กลุ่ม สายปูน ถึงจันทร์ ส่งศุกร์ 10 โมง")
    assert "1 คน · เคยซื้อปูน · ยอดเกิน 2,000 บาท ใน 6 เดือน" in shop.card("เจ้")
    shop.say("เจ้", "ส่ง POON10")
    shop.move_to("2026-11-27 10:01")
    assert reached(shop) == {users[0]: 1}


@pytest.mark.parametrize(
    ("said", "column", "value"),
    [
        ("นับว่าหายไป 60 วัน", "away_days", 60),
        ("count as new 45 days", "new_days", 45),
        ("นับว่าเลิกซื้อ 400 วัน", "lost_days", 400),
        ("นับว่าเสี่ยงหาย 1.5 เท่า", "risk_factor", 1.5),
        ("นับว่าหายไป 20 วัน", "away_days", 90),
        ("นับว่าหายไป 400 วัน", "away_days", 90),
        ("นับว่าเสี่ยงหาย 0 เท่า", "risk_factor", 2.0),
    ],
)
def test_a_company_says_itself_who_is_new_and_who_is_gone(
    shop: Town, said: str, column: str, value: float
) -> None:
    shop.say("เจ้", said)
    with shop.database() as session:
        assert getattr(shop.workspace(session), column) == value


def test_a_consumers_card_tells_the_group_and_what_they_usually_buy(shop: Town) -> None:
    shop.say("แบงค์", "แนนซื้อปูน 700")
    shop.say("แบงค์", "แนน")
    card = shop.card("แบงค์")
    assert "กลุ่ม  ลูกค้าใหม่" in card
    assert "ซื้อประจำ  ปูน" in card


def test_only_leaders_make_groups(shop: Town) -> None:
    shop.play("""
        แบงค์> สร้างกลุ่ม สายปูน = ซื้อปูนใน 6 เดือน
        แบงค์< เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ
        กบ> สร้างกลุ่ม สายปูน = ซื้อปูนใน 6 เดือน
        กบ< สร้างกลุ่มแล้ว · สายปูน · 1 คน · ซื้อปูนใน 6 เดือน
        เจ้> กลุ่ม สายปูน
        เจ้< สายปูน · 2 คน · ซื้อปูนใน 6 เดือน
    """)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (
            "ซื้อปูนใน 6 เดือน และ ยอดเกิน 5,000",
            {"bought": {"item": "ปูน", "months": 6}, "spent": {"over": "5000"}},
        ),
        ("bought cement in the last 2 years", {"bought": {"item": "cement", "months": 24}}),
        ("ยอดซื้อเกิน 1 หมื่น ใน 1 ปี", {"spent": {"over": "10000", "months": 12}}),
        ("spent over 5k", {"spent": {"over": "5000"}}),
        ("ซื้อ 3 ครั้งขึ้นไป", {"times": 3}),
        ("ซื้อมากกว่า 3 ครั้ง", {"times": 4}),
        ("bought at least 3 times", {"times": 3}),
        ("ไม่ได้ซื้อ 2 เดือน", {"inactive_days": 60}),
        ("inactive for 60 days", {"inactive_days": 60}),
        ("เกิดเดือนนี้", {"birthday": "month"}),
        ("birthday today", {"birthday": "day"}),
        ("เกิดเดือนหน้า", {"birthday": "next_month"}),
        ("birthday next month", {"birthday": "next_month"}),
        ("เกิดเดือนมกรา", {"birthday": 1}),
        ("เกิดสัปดาห์นี้", {"birthday": "week"}),
        ("ซื้อปูนเดือนที่แล้ว", {"bought": {"item": "ปูน", "last": "month"}}),
        ("bought cement last week", {"bought": {"item": "cement", "last": "week"}}),
        ("ยอดเกิน 500 เมื่อวาน", {"spent": {"over": "500", "last": "day"}}),
        ("ขาประจำ และ แท็ก vip", {"score": "loyal", "tag": "vip"}),
        ("ซื้อปูน และ ซื้อสีใน 3 เดือน", {"bought": [{"item": "ปูน"}, {"item": "สี", "months": 3}]}),
    ],
)
def test_conditions_are_read_as_people_say_them(said: str, read: dict[str, Any]) -> None:
    assert conditions(said) == (read, "")


@pytest.mark.parametrize(
    "said", ["ไม่เคยซื้อปูน", "ซื้อปูนหรือสี", "bought paint or cement", "ใจดี", "ยอดเกิน 5", "ขาประจำ"]
)
def test_what_cannot_be_read_makes_no_group(said: str) -> None:
    read, left = conditions(f"ยอดเกิน 100 และ ขาประจำ และ {said}")
    assert (read, left) == ({}, said)
