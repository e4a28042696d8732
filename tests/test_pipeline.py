"""Why a company's deals are lost: its own reasons, set by those who lead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models.workspace import Workspace
from tests.afternoon import afternoon
from tests.town import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = afternoon(database_url)
    yield place
    place.jod.stop()


def test_a_rep_sets_nothing(town: Town) -> None:
    town.play("""
        แบงค์> ตั้งขั้นต่อรอง โอกาส 60%
        แบงค์< เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ
        แบงค์> เพิ่มเหตุผลหลุด ขี้เกียจ
        แบงค์< เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ
    """)


def test_a_reason_is_added_once_and_taken_away_by_a_tap(town: Town) -> None:
    town.say("กบ", "เพิ่มเหตุผลหลุด ลูกค้าปิดกิจการ")
    town.say("กบ", "เพิ่มเหตุผลหลุด ลูกค้าปิดกิจการ")
    assert reasons(town) == ["ลูกค้าปิดกิจการ"]
    town.tap("กบ", "ลูกค้าปิดกิจการ")
    assert reasons(town) == []


def reasons(town: Town) -> list[str]:
    with town.database() as session:
        return list(session.scalars(select(Workspace)).one().lost_reasons)
