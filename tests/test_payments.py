"""Billing and collection: their own kind, no sale and no deal."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.activity import Activity
from models.customer import Customer
from models.purchase import Payment, PaymentKind, Purchase
from tests.days import row
from tests.town import Town


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    return town


def paid(town: Town) -> list[tuple[PaymentKind, int, bool]]:
    with town.database() as session:
        told = session.scalars(select(Payment).order_by(Payment.id))
        return [(one.kind, int(one.amount or 0), one.deleted) for one in told]


def test_a_cheque_is_neither_a_sale_nor_contact(rep: Town) -> None:
    rep.play("""
        แบงค์> เก็บเช็ค 85,000 สยามวัสดุภัณฑ์
        แบงค์< ลงแล้ว · เก็บเงิน · สยามวัสดุภัณฑ์ 85,000
    """)
    assert paid(rep) == [(PaymentKind.COLLECTED, 85_000, False)]
    with rep.database() as session:
        customer = row(session, Customer, "สยามวัสดุภัณฑ์")
        assert (customer.purchase_count, customer.last_contact_at) == (0, None)
        assert session.scalars(select(Purchase)).all() == []


def test_it_is_changed_taken_back_and_brought_back(rep: Town) -> None:
    rep.say("แบงค์", "วางบิลสยามวัสดุภัณฑ์ 85,000")
    rep.say("แบงค์", "แก้ยอด 90,000")
    assert paid(rep) == [(PaymentKind.BILLED, 90_000, False)]
    rep.say("แบงค์", "ยกเลิก")
    assert paid(rep) == [(PaymentKind.BILLED, 85_000, False)]
    rep.say("แบงค์", "วางบิลสยามวัสดุภัณฑ์ 10,000 เมื่อวาน")
    rep.tap("แบงค์", "ยกเลิก")
    assert [deleted for *_, deleted in paid(rep)] == [False, True]


def test_a_nearly_right_name_behind_the_sum_is_asked_about(rep: Town) -> None:
    rep.say("แบงค์", "เก็บเช็ค 85,000 สยามวัสดุ")
    rep.say("แบงค์", "ใช่")
    assert paid(rep) == [(PaymentKind.COLLECTED, 85_000, False)]


@pytest.mark.parametrize(
    "said", ["ยังเก็บเช็คสยามวัสดุภัณฑ์ไม่ได้ 85,000", "พรุ่งนี้ไปวางบิลสยามวัสดุภัณฑ์ 85,000", "ต้องวางบิลสยามวัสดุภัณฑ์ 85,000"]
)
def test_what_is_still_to_be_done_is_no_payment(rep: Town, said: str) -> None:
    assert rep.say("แบงค์", said)
    assert paid(rep) == []


def test_money_told_of_in_a_call_is_kept_beside_it_and_goes_with_it(rep: Town) -> None:
    rep.play("""
        แบงค์> โทรหาสยามวัสดุภัณฑ์ โอนให้วันนี้ 50,000
        แบงค์< ลงแล้ว · โทรสยามวัสดุภัณฑ์ · รับเงิน 50,000
    """)
    assert paid(rep) == [(PaymentKind.COLLECTED, 50_000, False)]
    with rep.database() as session:
        assert session.scalars(select(Activity.amount)).all() == [None]
        assert row(session, Customer, "สยามวัสดุภัณฑ์").last_contact_at is not None
    rep.say("แบงค์", "ยกเลิก")
    assert paid(rep) == [(PaymentKind.COLLECTED, 50_000, True)]
    rep.tap("แบงค์", "เอากลับมา")
    rep.say("แบงค์", "แก้ยอด 55,000")
    assert paid(rep) == [(PaymentKind.COLLECTED, 55_000, False)]


def test_it_moves_with_its_call_to_whom_it_was_with(rep: Town) -> None:
    rep.customer("ริเวอร์วิว", "แบงค์")
    rep.say("แบงค์", "โทรหาสยามวัสดุภัณฑ์ โอนมาแล้ว 50,000")
    rep.say("แบงค์", "แก้ลูกค้าเป็น ริเวอร์วิว")
    with rep.database() as session:
        assert session.scalars(select(Payment.customer_id)).all() == [row(session, Customer, "ริเวอร์วิว").id]


def test_a_promise_to_pay_is_talk(rep: Town) -> None:
    rep.say("แบงค์", "โทรหาสยามวัสดุภัณฑ์ จะโอนให้วันนี้ 50,000")
    assert paid(rep) == []
