"""What a customer still owes, by the billing and collecting that was told of."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from models.customer import Customer
from models.owing import owing
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
        assert left(rep) == owed
