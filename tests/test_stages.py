"""The stages of a company's deals: set, added, taken away and brought back by those who lead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import select

from models.deal import Deal
from models.stage import Stage
from tests.afternoon import afternoon
from tests.town import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = afternoon(database_url)
    yield place
    place.jod.stop()


def stages(town: Town) -> dict[str, tuple[str, int, int]]:
    with town.database() as session:
        return {
            one.key: (one.name, one.probability, one.rotting_days) for one in session.scalars(select(Stage))
        }


def test_a_manager_sets_chance_and_patience_and_all_stages_are_written_down(town: Town) -> None:
    town.say("กบ", "ตั้งขั้นต่อรอง โอกาส 60% 20 วัน")
    assert len(stages(town)) == 5
    assert stages(town)["negotiation"] == ("", 60, 20)
    town.say("กบ", "ยกเลิก")
    assert stages(town).get("negotiation", ("", 75, 14))[1:] == (75, 14)


def test_a_stage_of_ones_own_name_is_understood_by_it(town: Town) -> None:
    town.say("กบ", "เปลี่ยนชื่อขั้นนำเสนอเป็น ส่งตัวอย่าง")
    town.say("แบงค์", "สยามวัสดุภัณฑ์ เข้าขั้นส่งตัวอย่าง")
    assert "ขั้น  ส่งตัวอย่าง · โอกาส 25%" in town.card("แบงค์")
    with town.database() as session:
        assert session.scalars(select(Deal.stage)).all() == ["presentation"]


def test_a_stage_nobody_knows_is_asked_for_with_the_companys_own(town: Town) -> None:
    town.say("แบงค์", "สยามวัสดุภัณฑ์ เข้าขั้นชิมลาง")
    assert "1  สนใจจริง" in town.card("แบงค์")
    town.say("แบงค์", "ต่อรอง")
    assert "ขั้น  ต่อรอง · โอกาส 75%" in town.card("แบงค์")


def test_a_chance_beyond_certainty_is_refused(town: Town) -> None:
    town.play("""
        กบ> ตั้งขั้นต่อรอง โอกาส 160%
        กบ< โอกาส 160% ไม่มีนะคะ ใส่ได้ 0 ถึง 100
    """)
    assert stages(town) == {}


def test_the_first_change_is_undone_and_done_again(town: Town) -> None:
    for _ in range(2):
        town.say("กบ", "เพิ่มขั้น ทดลองใช้ หลังนำเสนอ 40% 14 วัน")
        town.say("กบ", "ยกเลิก")
    town.say("กบ", "ขั้นการขาย")
    assert names_shown(town) == ["สนใจจริง", "นำเสนอ", "เสนอราคา", "ต่อรอง", "รอ PO"]


def test_an_undone_stage_stays_while_a_deal_stands_there(town: Town) -> None:
    town.say("กบ", "เพิ่มขั้น ทดลองใช้ หลังนำเสนอ 40% 14 วัน")
    town.say("แบงค์", "สยามวัสดุภัณฑ์ เข้าขั้นทดลองใช้")
    town.say("กบ", "ยกเลิก")
    town.say("กบ", "ขั้นการขาย")
    assert "ทดลองใช้" in names_shown(town)


def test_a_stage_taken_away_comes_back_by_its_name_with_its_history(town: Town) -> None:
    town.say("กบ", "ลบขั้นนำเสนอ")
    town.say("กบ", "เพิ่มขั้น นำเสนอ ก่อนเสนอราคา 30%")
    assert stages(town)["presentation"] == ("", 30, 14)
    town.say("กบ", "ขั้นการขาย")
    assert names_shown(town)[1] == "นำเสนอ"


def test_deals_carried_over_rest_and_wait_as_long_as_before(town: Town) -> None:
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ บางนา 1.5 ล้าน")
    town.say("แบงค์", "พักดีลบางนาไว้ถึง 15 ม.ค.")
    town.say("โจ", "เปิดดีล อีสเทิร์น 3 แสน")
    before = standing(town)
    town.say("กบ", "ลบขั้นสนใจจริง")
    town.say("กบ", "1")
    assert [(since, rests) for _, since, rests in standing(town)] == [
        (since, rests) for _, since, rests in before
    ]
    assert {key for key, _, _ in standing(town)} == {"presentation"}
    town.say("กบ", "ยกเลิก")
    assert standing(town) == before


def test_the_last_stage_stays_and_there_are_no_more_than_twelve(town: Town) -> None:
    for name in ("สนใจจริง", "นำเสนอ", "เสนอราคา", "ต่อรอง"):
        town.say("กบ", f"ลบขั้น{name}")
    assert town.say("กบ", "ลบขั้นรอ PO") == ["เหลือขั้นรอ PO ขั้นเดียวแล้ว ลบไม่ได้ค่ะ ดีลต้องมีขั้นให้อยู่"]
    for number in range(11):
        town.say("กบ", f"เพิ่มขั้น ขั้นที่{number}")
    assert "ตั้งได้ไม่เกิน 12 ขั้น" in town.say("กบ", "เพิ่มขั้น อีกขั้น")[0]


def test_the_longer_of_two_names_is_meant(town: Town) -> None:
    town.say("กบ", "เพิ่มขั้น เสนอราคารอบสอง หลังเสนอราคา 60%")
    town.say("กบ", "เพิ่มขั้น เสนอราคารอบสองแก้แบบ หลังเสนอราคารอบสอง 65%")
    town.say("แบงค์", "สยามวัสดุภัณฑ์ เข้าขั้นเสนอราคารอบสองแก้แบบ")
    assert "ขั้น  เสนอราคารอบสองแก้แบบ · โอกาส 65%" in town.card("แบงค์")
    town.say("แบงค์", "สยามวัสดุภัณฑ์ เข้าขั้นเสนอราคา")
    assert "ขั้น  เสนอราคา · โอกาส 50%" in town.card("แบงค์")


def names_shown(town: Town) -> list[str]:
    return [
        line.split("  ")[0] for line in town.card("กบ").splitlines() if "โอกาส" in line and "•" not in line
    ]


def standing(town: Town) -> list[tuple[str, datetime, date | None]]:
    with town.database() as session:
        deals = session.scalars(select(Deal).order_by(Deal.id))
        return [(one.stage, one.stage_since, one.rests_until) for one in deals]
