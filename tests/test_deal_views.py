"""One deal, its history, how it stood on a day, and a person's own."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest

from tests.afternoon import afternoon
from tests.ledger import moment
from tests.town import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = afternoon(database_url)
    place.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ เหล็กเส้น 1.62 ล้าน")
    place.clock.move_to(moment("2026-12-02 13:00"))  # what the days between bring is no matter here
    place.say("แบงค์", "สยามวัสดุภัณฑ์ เข้าขั้นต่อรอง")
    place.clock.move_to(moment("2026-12-14 13:00"))
    place.say("แบงค์", "ปรับดีลสยามวัสดุภัณฑ์เป็น 1.5 ล้าน")
    yield place
    place.jod.stop()


def test_the_history_tells_who_when_from_what_to_what_and_how_long(town: Town) -> None:
    town.say("แบงค์", "ประวัติดีลสยามวัสดุภัณฑ์")
    assert town.card("แบงค์") == textwrap.dedent("""\
        ประวัติดีล
        สยามวัสดุภัณฑ์ · เหล็กเส้น
        จ. 14 ธ.ค.  ยอด 1,620,000 → 1,500,000
        พ. 2 ธ.ค.  ขั้น สนใจจริง → ต่อรอง
        พฤ. 26 พ.ย.  เปิดดีลที่ขั้นสนใจจริง 1,620,000
        เวลาในแต่ละขั้น
        สนใจจริง  6 วัน
        ต่อรอง  12 วัน
        [ลงผล]  [ดูดีล]""")


@pytest.mark.parametrize(
    ("day", "stood"),
    [
        ("1 ธ.ค.", "ยอด  1,620,000 บาท\nขั้น  สนใจจริง · โอกาส 10%"),
        ("5 ธ.ค.", "ยอด  1,620,000 บาท\nขั้น  ต่อรอง · โอกาส 75%"),
        ("14 ธ.ค.", "ยอด  1,500,000 บาท\nขั้น  ต่อรอง · โอกาส 75%"),
        ("1 พ.ย.", "วันนั้นยังไม่มีดีลนี้"),
    ],
)
def test_a_deal_is_shown_as_it_stood_on_a_day(town: Town, day: str, stood: str) -> None:
    town.say("แบงค์", f"ดีลสยามวัสดุภัณฑ์ ณ {day}")
    assert stood in town.card("แบงค์")


def test_a_deal_that_stands_still_too_long_catches_the_eye(town: Town) -> None:
    town.move_to("2026-12-20 13:00")
    town.say("แบงค์", "ดีลของฉัน")
    assert town.card("แบงค์") == textwrap.dedent("""\
        ดีลของฉัน
        1 ดีล รวม 1.50 ล้าน
        ต่อรอง
        1  สยามวัสดุภัณฑ์ · เหล็กเส้น
           1,500,000 · ต่อรอง · 18 วันแล้ว""")
    assert '"#B26A00"' in str(town.platform.phone("แบงค์").received[-1].body).replace("'", '"')


def test_who_has_no_deals_hears_how_to_open_one(town: Town) -> None:
    town.play("""
        Ken> my deals
        Ken< You have no open deals. Open one, e.g. “new deal Siam rebar 300k”.
        Ken> deal Eastern Steel
        Ken< Eastern Steel has no deals yet. Open one, e.g. “new deal Eastern Steel rebar 300k”.
    """)
