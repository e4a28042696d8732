"""How a company's deals go: its own stages and reasons, set by those who lead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models.deal import Deal
from models.stage import Stage
from models.workspace import Workspace
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


def test_a_rep_sets_nothing(town: Town) -> None:
    town.play("""
        แบงค์> ตั้งขั้นต่อรอง โอกาส 60%
        แบงค์< เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ
        แบงค์> เพิ่มเหตุผลหลุด ขี้เกียจ
        แบงค์< เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ
    """)


def test_a_chance_beyond_certainty_is_refused(town: Town) -> None:
    town.play("""
        กบ> ตั้งขั้นต่อรอง โอกาส 160%
        กบ< โอกาส 160% ไม่มีนะคะ ใส่ได้ 0 ถึง 100
    """)
    assert stages(town) == {}


def test_a_reason_is_added_once_and_taken_away_by_a_tap(town: Town) -> None:
    town.say("กบ", "เพิ่มเหตุผลหลุด ลูกค้าปิดกิจการ")
    town.say("กบ", "เพิ่มเหตุผลหลุด ลูกค้าปิดกิจการ")
    assert reasons(town) == ["ลูกค้าปิดกิจการ"]
    town.tap("กบ", "ลูกค้าปิดกิจการ")
    assert reasons(town) == []


def reasons(town: Town) -> list[str]:
    with town.database() as session:
        return list(session.scalars(select(Workspace)).one().lost_reasons)
