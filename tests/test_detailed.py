"""`รายงานละเอียด`: the figures of deals and people, and the lists behind them."""

from __future__ import annotations

import textwrap
from decimal import Decimal

import pytest

from bot.intents.reports import Report, ReportList
from models.followup import FollowUp, FollowUpState, Punctuality
from models.member import Member, Role
from models.target import Target, TargetMeasure
from models.workspace import Selling
from tests.days import did, meets, press, row
from tests.selling import ends, goes_on, on, sells
from tests.town import Town


@pytest.fixture
def team(town: Town) -> Town:
    """Two reps of กบ's, one of another team, and what they sell this autumn."""
    town.member("เฮีย", Role.OWNER, team="บริหาร")
    town.member("กบ", Role.MANAGER)
    for name in ("แบงค์", "เมย์"):
        town.member(name)
    town.member("โจ", team="เหนือ")
    for firm, who in {
        "ริเวอร์วิว": "แบงค์",
        "สยามวัสดุ": "แบงค์",
        "TTM": "เมย์",
        "ลานนา": "เมย์",
        "ดอยคำ": "โจ",
    }.items():
        town.customer(firm, who)
    return town


def lines(text: str) -> str:
    return textwrap.dedent(text).strip()


def an_autumn(town: Town) -> None:
    """Open deals that slip, stand still, begin and rest; won and lost ones; one of another team."""
    river = sells(town, "แบงค์", "ริเวอร์วิว", 2_000_000, begun=60, name="ล็อบบี้", expected_close=on(11, 10))
    goes_on(town, river, 40, stage="proposal")
    goes_on(town, river, 5, stage="negotiation", amount=Decimal(2_300_000))
    goes_on(town, river, 4, expected_close=on(12, 15), close_moved=3)
    sells(town, "เมย์", "TTM", 400_000, begun=30, stage="proposal", expected_close=on(11, 28))
    sells(town, "เมย์", "ลานนา", 100_000, begun=3)
    sells(town, "แบงค์", "สยามวัสดุ", 700_000, begun=50, stage="proposal", rests_until=on(12, 20))
    won = sells(town, "เมย์", "ลานนา", 500_000, begun=45, stage="negotiation", expected_close=on(11, 20))
    ends(town, won, 6)
    lost = sells(town, "แบงค์", "สยามวัสดุ", 300_000, begun=33, stage="presentation")
    ends(town, lost, 10, "price")
    gone = sells(town, "แบงค์", "สยามวัสดุ", 900_000, begun=70, stage="proposal", expected_close=on(10, 25))
    ends(town, gone, 35)
    sells(town, "โจ", "ดอยคำ", 5_000_000, begun=20, stage="awaiting_po", expected_close=on(11, 30))


def test_the_report_tells_every_figure_in_a_line(team: Town) -> None:
    an_autumn(team)
    team.say("กบ", "รายงานละเอียด")
    assert team.card("กบ") == lines("""
        รายงานละเอียด · พ.ย. 69
        ทีมขาย · ข้อมูลถึง 09:00
        ดีล
        1  ดีลที่เปิดอยู่
           4 ดีล · 3.50 ล้าน · ถ่วงน้ำหนัก 2.28 ล้าน
        2  คาดว่าจะปิดได้ 700,000
           ปิดได้แล้ว 500,000 · คาดอีก 200,000
        3  อัตราปิด 50%
           ปิดได้ 1 · หลุด 1 · ตามมูลค่า 62%
        4  ผ่านแต่ละขั้น
           ดีลที่เข้าขั้นในช่วงนี้ ไปต่อถึงตอนนี้
        5  ความเร็วการปิด
           ใช้เวลาปิด (ค่ากลาง) 39 วัน
        6  เลื่อนวันปิดเกิน 2 ครั้ง
           1 ดีล · 2.30 ล้าน
        7  นิ่งอยู่ขั้นเดิมนานเกิน
           1 ดีล · 400,000
        คนและลูกค้า
        8  งานของทีม
           ลงงาน 0 · คุยได้ 0 ราย
        9  ตรงเวลา
           ตรงเวลา 0 · ช้า 0 · พลาด 0
        10  ไม่ได้คุยเกิน 30 วัน
           4 ราย
        หน้าร้าน
        11  รายงานร้าน
           ขายได้ 0 บาท · 0 บิล
        [วัน]  [สัปดาห์]  [ไตรมาส]
        [ช่วงก่อนหน้า]
    """)


def test_a_rep_sees_the_own_figures_and_an_owner_those_of_any_team(team: Town) -> None:
    an_autumn(team)
    team.say("แบงค์", "รายงานของฉัน")
    assert "2 ดีล · 3.00 ล้าน · ถ่วงน้ำหนัก 2.08 ล้าน" in team.card("แบงค์")
    team.say("เฮีย", "รายงานละเอียด")
    assert "5 ดีล · 8.50 ล้าน · ถ่วงน้ำหนัก 6.78 ล้าน" in team.card("เฮีย")
    team.say("เฮีย", "เลือกทีม")
    team.say("เฮีย", "4")
    assert "เหนือ · ข้อมูลถึง 09:00" in team.card("เฮีย")
    assert "1 ดีล · 5.00 ล้าน · ถ่วงน้ำหนัก 4.50 ล้าน" in team.card("เฮีย")


def test_the_pipeline_by_stage_and_what_needs_an_eye(team: Town) -> None:
    an_autumn(team)
    team.say("กบ", "ไปป์ไลน์")
    assert team.card("กบ") == lines("""
        ดีลที่เปิดอยู่
        ทีมขาย · 4 ดีล · 3.50 ล้าน · ถ่วงน้ำหนัก 2.28 ล้าน · ข้อมูลถึง 09:00
        1  สนใจจริง · 1 ดีล
           100,000 · ถ่วงน้ำหนัก 10,000
        2  นำเสนอ · 0 ดีล
        3  เสนอราคา · 2 ดีล
           1.10 ล้าน · ถ่วงน้ำหนัก 550,000
        4  ต่อรอง · 1 ดีล
           2.30 ล้าน · ถ่วงน้ำหนัก 1.72 ล้าน
        5  รอ PO · 0 ดีล
        ต้องดู
        6  เลื่อนวันปิดเกิน 2 ครั้ง
           1 ดีล · 2.30 ล้าน
        7  นิ่งอยู่ขั้นเดิมนานเกิน
           1 ดีล · 400,000
        8  ไม่มีวันที่คาดว่าจะปิด
           1 ดีล · 100,000
        9  พักไว้
           1 ดีล · 700,000
        [วัน]  [สัปดาห์]  [ไตรมาส]
        [ช่วงก่อนหน้า]  [รายงานทั้งหมด]
    """)
    for number, line in {4: "ต่อรอง · คาดปิด", 6: "เลื่อน 3 ครั้ง", 7: "อยู่ขั้นนี้ 30 วัน", 9: "พักถึง"}.items():
        team.say("กบ", "ไปป์ไลน์")
        team.say("กบ", str(number))
        assert line in team.card("กบ")


def test_a_month_gone_by_is_told_as_it_stood(team: Town) -> None:
    an_autumn(team)
    team.say("กบ", "ไปป์ไลน์เดือนที่แล้ว")
    card = team.card("กบ")
    assert card.startswith("ดีลที่เปิดอยู่ ณ สิ้น ต.ค. 69\nทีมขาย · 5 ดีล · 3.90 ล้าน · ถ่วงน้ำหนัก 2.00 ล้าน")
    team.say("กบ", "3")
    assert team.card("กบ") == lines("""
        ขั้นเสนอราคา · ต.ค. 69
        ทีมขาย · 3 รายการ
        1  ริเวอร์วิว · ล็อบบี้ 2.00 ล้าน
           ต่อรอง · คาดปิด อ. 15 ธ.ค. · แบงค์
        2  สยามวัสดุ 700,000
           เสนอราคา · แบงค์
        3  TTM 400,000
           เสนอราคา · คาดปิด ส. 28 พ.ย. · เมย์
        [รายงานทั้งหมด]
    """)


def test_a_forecast_stands_beside_those_that_came_before(team: Town) -> None:
    an_autumn(team)
    team.say("กบ", "พยากรณ์เดือนนี้")
    assert team.card("กบ") == lines("""
        คาดว่าจะปิดได้ · พ.ย. 69
        ทีมขาย · 700,000 · ข้อมูลถึง 09:00
        1  ปิดได้
           1 ดีล · 500,000
        2  คาดว่าปิดในช่วงนี้
           1 ดีล · 400,000 · ถ่วงน้ำหนัก 200,000
        3  เลยวันที่คาดว่าจะปิด
           0 ดีล · 0
        4  ไม่มีวันที่คาดว่าจะปิด
           1 ดีล · 100,000
        ที่ผ่านมา
        5  ต.ค. 69 คาด 450,000 ได้ 900,000
           คลาด 50%
        6  ก.ย. 69 คาด 0 ได้ 0
           คลาด –
        7  ส.ค. 69 คาด 0 ได้ 0
           คลาด –
        ที่ผ่านมาคลาดเฉลี่ย 50%
        [วัน]  [สัปดาห์]  [ไตรมาส]
        [ช่วงก่อนหน้า]  [รายงานทั้งหมด]
    """)
    team.say("กบ", "5")
    assert team.card("กบ").splitlines()[:5] == [
        "คาดว่าจะปิดได้ · ต.ค. 69",
        "ทีมขาย",
        "1  คาดไว้ตอนต้น 450,000",
        "   คลาด 50%",
        "2  ปิดได้ 900,000",
    ]
    team.say("กบ", "1")
    assert "ปิดได้ พฤ. 22 ต.ค. · แบงค์" in team.card("กบ")


def test_why_deals_were_lost(team: Town) -> None:
    an_autumn(team)
    team.say("กบ", "อัตราปิด")
    assert "ตามจำนวน 50% · ตามมูลค่า 62%" in team.card("กบ")
    assert "ช่วงก่อน 100% · ตามมูลค่า 100%" in team.card("กบ")
    team.say("กบ", "3")
    assert team.card("กบ").splitlines() == [
        "หลุดเพราะ สู้ราคาไม่ได้ · พ.ย. 69",
        "ทีมขาย · 1 รายการ · ข้อมูลถึง 09:00",
        "1  สยามวัสดุ 300,000",
        "   หลุด จ. 16 พ.ย. · สู้ราคาไม่ได้ · แบงค์",
        "[รายงานทั้งหมด]",
    ]


def test_who_worked_and_won_how_much_of_the_target(team: Town) -> None:
    an_autumn(team)
    did(team, "แบงค์", "ริเวอร์วิว", "08:30")
    with team.database() as session:
        may, boss = row(session, Member, "เมย์"), row(session, Member, "กบ")
        goal = {
            "workspace_id": may.workspace_id,
            "member_id": may.id,
            "set_by_id": boss.id,
            "month": on(11, 1),
        }
        session.add_all([Target(**goal, value=Decimal(9)), Target(**goal, value=Decimal(2_000_000))])
        session.add(Target(**goal, measure=TargetMeasure.CUSTOMERS, value=Decimal(30)))
    team.say("กบ", "งานของทีม")
    assert team.card("กบ").splitlines()[2:6] == [
        "1  แบงค์",
        "   ปิดได้ 0 · ลงงาน 1 · คุยได้ 1 ราย",
        "2  เมย์",
        "   ปิดได้ 500,000 จากเป้า 2.00 ล้าน (25%) · ลงงาน 0 · คุยได้ 0 จากเป้า 30 (0%) ราย",
    ]


def test_who_keeps_promises_in_time(team: Town) -> None:
    for punctual in (Punctuality.KEPT, Punctuality.LATE, Punctuality.KEPT):
        promise = meets(team, "เมย์", "TTM", "08:30")
        with team.database() as session:
            kept = session.get_one(FollowUp, promise)
            kept.state, kept.punctual = FollowUpState.DONE, punctual
    team.say("กบ", "ความตรงเวลา")
    assert team.card("กบ").splitlines()[2:4] == ["1  เมย์ 67%", "   ตรงเวลา 2 · ช้า 1 · พลาด 0"]
    team.say("กบ", "1")
    assert "1  TTM\n   พฤ. 26 พ.ย. 08:30 · ช้า · เมย์" in team.card("กบ")


def test_a_long_list_has_pages(team: Town) -> None:
    for number in range(23):
        sells(team, "แบงค์", "ริเวอร์วิว", 1000 + number, begun=2, name=f"อาคาร {number}")
    team.say("กบ", "ไปป์ไลน์")
    team.say("กบ", "1")
    assert "ทีมขาย · 23 รายการ · หน้า 1 จาก 3" in team.card("กบ")
    team.say("กบ", "ดูต่อ")
    team.say("กบ", "ดูต่อ")
    card = team.card("กบ")
    assert "3  ริเวอร์วิว · อาคาร 0 1,000" in card
    assert "[ดูต่อ]" not in card


def test_a_shop_is_told_of_no_deals(team: Town) -> None:
    with team.database() as session:
        team.workspace(session).selling = Selling.SHOP
    team.say("กบ", "รายงานละเอียด")
    assert "ดีล" not in team.card("กบ")
    assert "งานของทีม" in team.card("กบ")


def test_nobody_sees_people_he_does_not_lead(team: Town) -> None:
    an_autumn(team)
    with team.database() as session:
        others = row(session, Member, "โจ").team_id
    for who in ("กบ", "แบงค์"):
        for intent in (Report(team=others), ReportList(what="open", team=others)):
            press(team, who, intent)
        assert "ดอยคำ" not in team.card(who)
        assert "5.00 ล้าน" not in team.card(who)
    assert team.say("แบงค์", "รายงานละเอียด เมย์") != []
    assert "500,000" not in str(team.say("แบงค์", "อัตราปิดของเมย์"))


@pytest.mark.parametrize("what", ["nonsense", "stage.nonsense", "entered.nonsense"])
def test_a_figure_that_there_is_not_has_nothing_behind_it(team: Town, what: str) -> None:
    assert press(team, "กบ", ReportList(what=what)) != []
