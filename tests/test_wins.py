"""Wins and losses as others hear of them: the manager five minutes later, the summary, plan and brief."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.afternoon import afternoon
from tests.town import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = afternoon(database_url)
    yield place
    place.jod.stop()


def test_a_manager_hears_of_a_win_five_minutes_later_and_once(town: Town) -> None:
    town.say("แบงค์", "ปิดได้แล้ว สยามวัสดุภัณฑ์ 7.2 แสน")
    town.move_to("2026-11-26 13:04")
    assert town.heard("กบ") == []
    town.move_to("2026-11-26 13:06")
    assert town.heard("กบ") == ["ปิดได้ 720,000 · สยามวัสดุภัณฑ์ (แบงค์)"]
    town.move_to("2026-11-26 14:00")
    assert town.heard("กบ") == []
    assert town.heard("โจ") == []


def test_a_win_undone_before_costs_nobody_and_brought_back_is_told(town: Town) -> None:
    town.say("แบงค์", "ปิดได้แล้ว สยามวัสดุภัณฑ์ 7.2 แสน")
    town.say("แบงค์", "ยกเลิก")
    town.say("Ken", "closed won Eastern Steel 300k")
    town.say("Ken", "undo")
    town.say("Ken", "bring it back")
    town.move_to("2026-11-26 13:10")
    assert town.heard("กบ") == ["ปิดได้ 300,000 · Eastern Steel (Ken)"]


def test_the_summary_tells_what_was_won_and_lost_and_why(town: Town) -> None:
    town.say("แบงค์", "ปิดได้แล้ว สยามวัสดุภัณฑ์ 7.2 แสน")
    town.say("แบงค์", "เปิดดีล TTM ปั๊ม 1.8 แสน")
    town.say("แบงค์", "เสียดีล TTM สู้ราคาไม่ไหว")
    town.say("กบ", "สรุปทีม")
    shown = town.card("กบ")
    assert "ปิดได้ 720,000 · สยามวัสดุภัณฑ์ (แบงค์)\nหลุด 180,000 · TTM · ปั๊ม" in shown


def test_the_deal_stands_on_the_brief_and_its_quote_in_the_plan(town: Town) -> None:
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ เหล็กเส้น 1.62 ล้าน")
    town.say("แบงค์", "ส่งใบเสนอราคา QT-7 สยามวัสดุภัณฑ์ 1.5 ล้าน ยืนราคาถึง 28 พ.ย.")
    town.say("แบงค์", "สยามวัสดุภัณฑ์")
    assert "ดีล  1,620,000 บาท · ขั้นสนใจจริง · เหล็กเส้น" in town.card("แบงค์")
    town.say("แบงค์", "แผน")
    assert (
        "ใบเสนอราคาใกล้หมดอายุ\n1  สยามวัสดุภัณฑ์ · เหล็กเส้น\n   QT-7 · 1,500,000 · ยืนราคาถึง ส. 28 พ.ย."
        in town.card("แบงค์")
    )
