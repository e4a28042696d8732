"""What a customer still owes, by the billing and collecting that was told of."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from sqlalchemy import select

from models.customer import Customer
from models.member import Role
from models.owing import owing, owing_most
from tests.days import row
from tests.town import Town

SIAM = "สยามวัสดุภัณฑ์"


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.member("เมย์")
    town.customer(SIAM, "แบงค์")
    return town


def left(town: Town) -> Decimal:
    with town.database() as session:
        return owing(session, row(session, Customer, SIAM)).left


def in_list(town: Town) -> Decimal:
    """What the list of all who owe tells of it."""
    with town.database() as session:
        siam = row(session, Customer, SIAM)
        return owing_most(session, siam.workspace_id, select(Customer)).total


@pytest.mark.parametrize(
    "line", [f"{SIAM} ค้างเท่าไหร่", "ค้างเท่าไหร่", "ค้างจ่ายเท่าไหร่", f"how much does {SIAM} owe?"]
)
def test_what_was_billed_and_has_not_come_is_owed(rep: Town, line: str) -> None:
    rep.say("แบงค์", f"วางบิล{SIAM} 210,000")
    rep.say("แบงค์", f"เก็บเช็ค 50,000 {SIAM}")
    assert rep.say("แบงค์", line) == [f"{SIAM} ค้างอยู่ 160,000 บาท"]
    assert rep.card("แบงค์").splitlines()[1:3] == ["วันนี้  เก็บเงิน 50,000 บาท", "วันนี้  วางบิล 210,000 บาท"]


def test_what_came_before_anything_was_billed_pays_no_later_invoice(rep: Town) -> None:
    rep.say("แบงค์", f"{SIAM} โอนแล้ว 45,000 เมื่อวาน")
    rep.say("แบงค์", f"วางบิล{SIAM} 210,000")
    assert left(rep) == 210_000


def test_what_was_taken_back_does_not_count(rep: Town) -> None:
    rep.say("แบงค์", f"วางบิล{SIAM} 210,000")
    rep.say("แบงค์", "ยกเลิก")
    assert rep.say("แบงค์", f"{SIAM} ค้างเท่าไหร่") == [f"ยังไม่ได้ลงวางบิลหรือขายเชื่อของ {SIAM}"]


def test_paid_in_full_and_billed_without_a_sum_are_told(rep: Town) -> None:
    rep.say("แบงค์", f"วางบิล{SIAM} 210,000")
    rep.say("แบงค์", f"เก็บเช็ค 210,000 {SIAM}")
    assert rep.say("แบงค์", f"{SIAM} จ่ายหรือยัง") == [f"{SIAM} จ่ายครบแล้ว ไม่มีค้าง"]
    rep.say("แบงค์", f"วางบิล{SIAM}แล้ว")
    rep.say("แบงค์", f"{SIAM} ค้างเท่าไหร่")
    assert "วางบิลไว้ 1 ครั้งโดยไม่บอกยอด ยังไม่ได้นับ" in rep.card("แบงค์")


def test_with_nobody_spoken_of_it_asks_what_is_overdue(rep: Town) -> None:
    assert rep.say("แบงค์", "ค้างเท่าไหร่") == ["ไม่มีค้างตามค่ะ คุณแบงค์"]


def test_a_colleague_learns_nothing_of_it(rep: Town) -> None:
    rep.say("แบงค์", f"วางบิล{SIAM} 210,000")
    rep.say("เมย์", f"{SIAM} ค้างเท่าไหร่")
    assert "210,000" not in rep.card("เมย์")


def test_it_agrees_with_a_slow_count_over_random_histories(rep: Town) -> None:
    told, owed = random.Random(7), 0  # noqa: S311 (a history, no secret)
    for _ in range(20):
        baht, is_bill = told.randrange(1, 9) * 1_000, told.random() < 0.5
        rep.say("แบงค์", f"{'วางบิล' if is_bill else 'เก็บเงิน'}{SIAM} {baht}")
        owed = owed + baht if is_bill else max(0, owed - baht)
        assert left(rep) == in_list(rep) == owed


def test_who_owes_most_comes_first_and_a_colleague_is_told_of_nobody(rep: Town) -> None:
    rep.member("กบ", Role.MANAGER)
    for number in range(1, 13):
        rep.customer(f"ลูกหนี้ดี{number}", "แบงค์")
        rep.say("แบงค์", f"วางบิล ลูกหนี้ดี{number} {number},000")
    for who in ("แบงค์", "กบ"):
        assert rep.say(who, "ใครค้างเงินบ้าง") == ["ลูกค้าที่ค้างจ่าย · 12 ราย รวม 78,000 บาท"]
        assert rep.card(who).splitlines()[2:4] == ["1  ลูกหนี้ดี12", "   12,000 บาท"]
        assert "ลูกหนี้ดี2" not in rep.card(who).splitlines()
    assert rep.say("เมย์", "ใครค้างเงินบ้าง") == ["ตอนนี้ไม่มีใครค้างจ่ายค่ะ"]


def test_who_owes_is_told_page_by_page(rep: Town) -> None:
    for number in range(1, 13):
        rep.customer(f"ลูกหนี้ที่{number}", "แบงค์")
        rep.say("แบงค์", f"วางบิล ลูกหนี้ที่{number} {number * 1000:,}")
    rep.say("แบงค์", "ใครค้างเงินบ้าง")
    assert "ลูกหนี้ที่3\n" in rep.card("แบงค์")
    rep.tap("แบงค์", "ดูต่อ")
    card = rep.card("แบงค์")
    assert "ลูกหนี้ที่2\n" in card
    assert "ลูกหนี้ที่3\n" not in card
    assert "ดูต่อ" not in card
