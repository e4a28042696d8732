"""A deal is not deleted: it is lost, put aside, or taken back while it is new."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.deal import DealState
from tests.afternoon import deal_states, with_a_deal
from tests.town import Town

TAKE_BACK = "[ยกเลิกการเปิดดีล]"


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = with_a_deal(database_url)
    yield place
    place.jod.stop()


@pytest.mark.parametrize(
    "line", ["ลบดีล สยามวัสดุภัณฑ์", "ลบดีลนี้", "ลบดีลเหล็กเส้น", "delete the deal with สยามวัสดุภัณฑ์"]
)
def test_it_stays_and_the_ways_are_told(town: Town, line: str) -> None:
    town.say("แบงค์", line)
    assert town.card("แบงค์").splitlines()[-1] == "[ปิดดีลเป็นหลุด]  [พักไว้]"
    assert deal_states(town) == [DealState.OPEN]


def test_one_that_was_only_just_opened_can_be_taken_back(town: Town) -> None:
    town.say("แบงค์", "ลบดีล สยามวัสดุภัณฑ์")
    town.tap("แบงค์", "ยกเลิกการเปิดดีล")
    assert deal_states(town) == [DealState.DELETED]
    town.say("แบงค์", "เอากลับมา")
    assert deal_states(town) == [DealState.OPEN]


@pytest.mark.parametrize(
    "since", ["โทร สยามวัสดุภัณฑ์ คุยราคา", "สยามวัสดุภัณฑ์ เข้าขั้นต่อรอง", "ปรับดีลสยามวัสดุภัณฑ์เป็น 1.5 ล้าน"]
)
def test_one_that_was_spoken_of_since_is_not_taken_back(town: Town, since: str) -> None:
    town.say("แบงค์", since)
    town.say("แบงค์", "ลบดีล สยามวัสดุภัณฑ์")
    assert town.card("แบงค์").startswith("ดีลลบทิ้งไม่ได้ค่ะ")
    assert TAKE_BACK not in town.card("แบงค์")


def test_yesterdays_is_not_taken_back(town: Town) -> None:
    town.move_to("2026-11-27 09:00")
    town.say("แบงค์", "ลบดีล สยามวัสดุภัณฑ์")
    assert TAKE_BACK not in town.card("แบงค์")


def test_of_two_it_is_asked_which(town: Town) -> None:
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ ปูนถุง 2 แสน")
    town.move_to("2026-11-26 14:00")
    assert town.say("แบงค์", "ลบดีล สยามวัสดุภัณฑ์") == ["หมายถึงดีลไหนคะ"]
    town.say("แบงค์", "2")
    assert "เหล็กเส้น" in town.card("แบงค์")
    town.tap("แบงค์", "ปิดดีลเป็นหลุด")
    assert deal_states(town) == [DealState.LOST, DealState.OPEN]


def test_a_customer_without_a_deal_has_none_to_delete(town: Town) -> None:
    assert town.say("แบงค์", "ลบดีล TTM")[0].startswith("TTM ยังไม่มีดีลเปิดอยู่ค่ะ")


def test_a_colleagues_deal_is_not_shown(town: Town) -> None:
    town.member("เมย์")
    town.say("เมย์", "ลบดีล สยามวัสดุภัณฑ์")
    assert "[ปิดดีลเป็นหลุด]" not in town.card("เมย์")
