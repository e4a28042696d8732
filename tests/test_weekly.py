"""Monday's message: last week against the one before, to whoever leads."""

from __future__ import annotations

import textwrap
from datetime import date, timedelta
from decimal import Decimal

import pytest

from models.activity import Outcome
from models.customer import CustomerKind
from models.member import Leave, Member, Role
from models.workspace import Holiday, Selling
from tests.days import THURSDAY, did, owes, row
from tests.selling import ends, goes_on, on, sells
from tests.town import Town

FRIDAY_BEFORE = THURSDAY - timedelta(days=6)


@pytest.fixture
def team(town: Town) -> Town:
    """กบ leads two reps; one customer waits for something late."""
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.customer("ริเวอร์วิว", "แบงค์")
    town.customer("TTM", "เมย์")
    owes(town, "แบงค์", "ริเวอร์วิว", on(11, 25), about="ส่งแบบ")
    return town


def lines(text: str) -> str:
    return textwrap.dedent(text).strip()


def two_weeks(town: Town) -> None:
    """On Monday 30 November last week is 23 to 29; today is Thursday 26."""
    did(town, "แบงค์", "ริเวอร์วิว", "08:10")
    did(town, "เมย์", "TTM", "08:20", "call", outcome=Outcome.NO_ANSWER)
    did(town, "เมย์", "TTM", "10:00", "call", day=FRIDAY_BEFORE)
    river = sells(town, "แบงค์", "ริเวอร์วิว", 2_000_000, begun=30, expected_close=on(11, 27))
    goes_on(town, river, 2, stage="proposal", amount=Decimal(2_300_000))
    goes_on(town, river, 1, expected_close=on(12, 15), close_moved=1)
    sells(town, "เมย์", "TTM", 400_000, begun=1)
    won, before, lost = (sells(town, "เมย์", "TTM", 100_000 * n, begun=20 + n) for n in (5, 2, 3))
    ends(town, won, 2)
    ends(town, before, 6)
    ends(town, lost, 3, "price")


def test_last_week_beside_the_one_before(team: Town) -> None:
    two_weeks(team)
    team.say("กบ", "แผน")
    team.move_to("2026-11-30 08:29")
    assert "สรุปสัปดาห์" not in "".join(team.heard("กบ"))
    team.move_to("2026-11-30 08:31")
    assert team.card("กบ") == lines("""
        สรุปสัปดาห์ · จ. 23 พ.ย. – อา. 29 พ.ย.
        ทีมขาย
        เข้าพบ  1 (ก่อนหน้า 0)
        โทร/ไลน์  1 (ก่อนหน้า 1)
        คุยได้  1 (ก่อนหน้า 1)
        ดีล
        1  ปิดได้
           1 ดีล · 500,000 (ก่อนหน้า 200,000)
        2  หลุด
           1 ดีล · 300,000 (ก่อนหน้า 0)
        เปิดดีลใหม่  1 ดีล · 400,000
        ขยับขั้น  1 ดีล · 2.30 ล้าน
        เลื่อนวันปิด  1 ดีล · 2.30 ล้าน
        ต้องดู
        3  ริเวอร์วิว
           ค้าง 5 วัน · ส่งแบบ · แบงค์
        4  TTM
           ดีล 400,000 ไม่มีวันตาม · เมย์
        [รายงานละเอียด]
    """)
    team.say("กบ", "1")
    assert "ปิดได้ อ. 24 พ.ย. · เมย์" in team.card("กบ")


@pytest.mark.parametrize("off", ["holiday", "leave"])
def test_when_monday_is_off_it_comes_on_the_next_day_at_work(team: Town, off: str) -> None:
    monday = on(11, 30)
    with team.database() as session:
        boss = row(session, Member, "กบ")
        here = {"workspace_id": boss.workspace_id}
        session.add(
            Holiday(**here, day=monday, name="ปิด")
            if off == "holiday"
            else Leave(**here, member_id=boss.id, first=monday, last=monday)
        )
    assert comes_on(team) == [on(12, 1)]


def comes_on(town: Town) -> list[date]:
    """The days of the week on which กบ was told of last week."""
    days = [on(11, 30), *(on(12, day) for day in range(1, 5))]
    told = []
    for day in days:
        town.heard("กบ")
        town.move_to(f"{day} 08:40")
        told += [day] * any("สรุปสัปดาห์" in one for one in town.heard("กบ"))
    return told


def test_it_comes_once_a_week_and_only_to_who_leads(team: Town) -> None:
    assert comes_on(team) == [on(11, 30)]
    assert "สรุปสัปดาห์" not in "".join(team.heard("แบงค์"))


def test_a_shop_hears_of_its_work_alone(team: Town) -> None:
    with team.database() as session:
        team.workspace(session).selling = Selling.SHOP
    two_weeks(team)
    team.move_to("2026-11-30 08:31")
    assert "เข้าพบ  1 (ก่อนหน้า 0)" in team.card("กบ")
    assert "หลุด" not in team.card("กบ")


def test_a_shops_week_is_on_mondays_card_too(town: Town) -> None:
    town.member("เจ้", Role.OWNER)
    town.member("แบงค์")
    town.customer("แนน", "แบงค์", kind=CustomerKind.CONSUMER)
    town.say("แบงค์", "แนนซื้อปูน 2,600")
    town.say("แบงค์", "ขายหน้าร้าน สี 900")
    town.move_to("2026-11-30 08:31")
    card = town.card("เจ้")
    assert "3,500 · 2 บิล (ก่อนหน้า 0)" in card
    assert "มาครั้งแรก 1 คน · กลับมา 0 คน" in card
    assert "ปูน · สี" in card
