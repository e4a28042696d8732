"""Whoever does not want it any more is offered to be closed as lost; nothing but a tap closes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.intents.activities import LogActivity
from bot.language import CustomerRef
from models.customer import Customer
from models.deal import Deal, DealState
from tests.afternoon import deal_states, post, with_a_deal
from tests.town import Town

OFFER = "[ปิดดีลเป็นหลุด"


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = with_a_deal(database_url)
    yield place
    place.jod.stop()


@pytest.mark.parametrize(
    "line",
    [
        "สยามวัสดุภัณฑ์ ไม่เอาแล้ว แพงไป",
        "โทรสยามวัสดุภัณฑ์ เขาไม่ซื้อแล้ว",
        "เข้าพบ สยามวัสดุภัณฑ์ ปิดไม่ได้ งบไม่ผ่าน ตามใหม่เดือนหน้า",
        "เขาไม่เอาแล้ว",
        "สยามวัสดุภัณฑ์ ไม่เอาแล้ว ไปซื้อเจ้าอื่น",
    ],
)
def test_a_line_that_tells_so_offers_the_loss_and_leaves_the_deal_open(town: Town, line: str) -> None:
    town.say("แบงค์", line)
    assert OFFER in town.card("แบงค์")
    assert set(deal_states(town)) == {DealState.OPEN}


@pytest.mark.parametrize(
    "line",
    [
        "ถ้าแพงไปเขาไม่เอาแล้ว",
        "กลัวเขาไม่เอาแล้ว",
        "ไม่เอาแล้วใช่ไหม",
        "สยามวัสดุภัณฑ์ อาจจะไม่เอาแล้ว",
        "สยามวัสดุภัณฑ์ ไม่เอาแล้วหรือคะ",
        "สยามวัสดุภัณฑ์ ปิดได้แล้วหรอ",
        "สยามวัสดุภัณฑ์ หลุดแล้วใช่ปะ",
        "ดีลสยามวัสดุภัณฑ์ ไม่เอาแล้วเหรอ",
    ],
)
def test_a_condition_a_fear_or_a_question_offers_nothing_and_changes_nothing(town: Town, line: str) -> None:
    town.say("แบงค์", line)
    assert OFFER not in town.card("แบงค์")
    assert set(deal_states(town)) == {DealState.OPEN}


def test_the_tap_closes_it_for_the_reason_that_was_told_and_can_be_undone(town: Town) -> None:
    town.say("แบงค์", "สยามวัสดุภัณฑ์ ไม่เอาแล้ว แพงไป")
    town.tap("แบงค์", "ปิดดีลเป็นหลุด · สู้ราคาไม่ได้")
    with town.database() as session:
        lost = session.scalars(select(Deal)).one()
    assert (lost.state, lost.lost_reason) == (DealState.LOST, "price")
    town.say("แบงค์", "ยกเลิก")
    assert set(deal_states(town)) == {DealState.OPEN}


def test_a_plain_word_of_losing_beside_it_closes_the_deal(town: Town) -> None:
    town.say("แบงค์", "สยามวัสดุภัณฑ์ ไม่เอาแล้ว เสียดีล ไปซื้อเจ้าอื่น")
    assert set(deal_states(town)) == {DealState.LOST}


def test_whoever_has_no_open_deal_has_nothing_to_close(town: Town) -> None:
    town.say("แบงค์", "TTM ไม่เอาแล้ว แพงไป")
    assert OFFER not in town.card("แบงค์")


def test_a_reason_nobody_knows_is_not_offered(town: Town) -> None:
    """A button of an older version may hold one."""
    with town.database() as session:
        siam = session.scalars(select(Customer.id).where(Customer.name == "สยามวัสดุภัณฑ์")).one()
    told = LogActivity(customer=CustomerRef("", siam), channel="note", turned_down=True, lost_reason="moon")
    post(town, "แบงค์", told)
    assert "[ปิดดีลเป็นหลุด]" in town.card("แบงค์")
