"""How often customers of each size are followed up: shown, set by a manager, and told by what was won."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from models.cadence import Cadence, CadenceEnd, CadenceRound, CadenceState, rounds_of
from models.customer import Size
from models.member import Role
from tests.town import START, Town


@pytest.fixture
def led(town: Town) -> Town:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์", contacts={"วรรณา": "purchasing", "สมชาย": "owner"})
    return town


def gaps(town: Town, size: Size) -> list[int]:
    with town.database() as session:
        return [one.gap_days for one in rounds_of(session, 1, size)]


def won(town: Town, size: Size, done: list[int]) -> None:
    with town.database() as session:
        session.add_all(
            Cadence(
                workspace_id=1,
                customer_id=1,
                size=size,
                done=one,
                rounds=8,
                state=CadenceState.ENDED,
                end=CadenceEnd.WON,
                started_at=START,
                ended_at=START,
            )
            for one in done
        )


def test_fewer_rounds_and_more(led: Town) -> None:
    led.say("กบ", "ตั้งรอบ L 2 ครั้ง")
    assert gaps(led, Size.L) == [3, 5]
    led.say("กบ", "ตั้งรอบ L 4 ครั้ง")
    assert gaps(led, Size.L) == [3, 5, 5, 5]
    assert gaps(led, Size.M) == [2, 4, 7, 10, 14]


def test_undo_brings_the_usual_ones_back(led: Town) -> None:
    led.say("กบ", "ตั้งรอบ S 5 ครั้ง")
    led.say("กบ", "ยกเลิก")
    assert gaps(led, Size.S) == [2, 4, 7]
    led.say("กบ", "ตั้งรอบ S 2 ครั้ง")
    assert gaps(led, Size.S) == [2, 4]


def test_a_rep_changes_nothing(led: Town) -> None:
    led.say("แบงค์", "ตั้งรอบ L 2 ครั้ง")
    with led.database() as session:
        assert session.scalar(select(func.count()).select_from(CadenceRound)) == 0


@pytest.mark.parametrize(
    "said", ["ตั้งรอบ L 0 ครั้ง", "ตั้งรอบ L 99 ครั้ง", "รอบ L ครั้งที่ 1 ห่าง 900 วัน", "รอบ L ครั้งที่ 9 ห่าง 3 วัน"]
)
def test_what_cannot_be_is_refused(led: Town, said: str) -> None:
    led.say("กบ", said)
    assert gaps(led, Size.L) == [3, 5, 7, 7, 10, 14, 14, 21]


def test_a_round_is_planned_as_it_was_set(led: Town) -> None:
    led.say("กบ", "รอบ M ครั้งที่ 1 ห่าง 5 วัน โทร จัดซื้อ เรื่องราคา")
    led.say("แบงค์", "เข้าพบ สยามวัสดุภัณฑ์ แนะนำตัว")
    assert "ตามต่อ  อ. 1 ธ.ค. · จดวางให้" in led.card("แบงค์")
    led.say("แบงค์", "แผน 1 ธ.ค.")
    assert "โทรหาคุณวรรณา ราคา · ตามครั้งที่ 1 จาก 5 · จดวางให้" in led.card("แบงค์")


def test_it_is_told_when_such_customers_are_won_once_there_are_thirty(led: Town) -> None:
    won(led, Size.L, [3, 4, 5, 6, 7] * 5 + [5] * 4)
    led.say("กบ", "รอบ L")
    assert "ปิดได้" not in led.card("กบ")
    won(led, Size.L, [5])
    led.say("กบ", "รอบ L")
    assert "ปิดได้ 30 ราย · ส่วนใหญ่ครั้งที่ 4–6 (กลาง 5)" in led.card("กบ")
