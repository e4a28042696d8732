"""The team's day: at 18:30 without asking, and by asking at any time for any days."""

from __future__ import annotations

import textwrap
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot import outbox
from bot.replies import Text
from models.activity import Outcome
from models.member import Leave, Member, Role
from models.queues import OutboxMessage
from models.workspace import Holiday
from tests.days import THURSDAY, did, meets, owes, reached, row
from tests.town import Town


@pytest.fixture
def team(town: Town) -> Town:
    """Manager กบ and her reps, each with customers."""
    town.member("กบ", Role.MANAGER)
    for name in ("แบงค์", "เมย์", "นุ่น", "โจ"):
        town.member(name)
    town.customer("โรงแรมริเวอร์วิว", "แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.customer("TTM", "เมย์")
    town.customer("เพชรเกษมก่อสร้าง", "เมย์")
    town.customer("อีสเทิร์นโลจิสติกส์", "นุ่น")
    town.customer("คลีนวอเตอร์", "โจ")
    for firm in ("โรงแรมริเวอร์วิว", "สยามวัสดุภัณฑ์", "TTM", "เพชรเกษมก่อสร้าง", "คลีนวอเตอร์"):
        reached(town, firm, days_ago=3)
    return town


def lines(text: str) -> str:
    return textwrap.dedent(text).strip()


def a_busy_day(town: Town) -> None:
    did(town, "แบงค์", "โรงแรมริเวอร์วิว", "10:10", note="เสนอราคารีโนเวทล็อบบี้", amount=Decimal(2_300_000))
    did(town, "แบงค์", "สยามวัสดุภัณฑ์", "11:00", "call", outcome=Outcome.NO_ANSWER)
    did(town, "เมย์", "เพชรเกษมก่อสร้าง", "13:00", "line", note="ขอใบเสนอราคา", amount=Decimal(1_120_000))
    did(town, "นุ่น", "คลีนวอเตอร์", "15:00", "meeting", note="คุยสัญญา")
    did(town, "โจ", "คลีนวอเตอร์", "17:05", "call", day=THURSDAY - timedelta(days=1))
    meets(town, "เมย์", "TTM", "10:00")
    meets(town, "โจ", "คลีนวอเตอร์", "19:30")
    owes(town, "แบงค์", "สยามวัสดุภัณฑ์", date(2026, 12, 15), about="ลูกค้าขอเทียบ 2 เจ้า", moved=3)
    owes(town, "นุ่น", "อีสเทิร์นโลจิสติกส์", date(2026, 11, 27), about="ต่อสัญญา")
    meets(town, "นุ่น", "อีสเทิร์นโลจิสติกส์", "09:00", date(2026, 11, 27))
    reached(town, "อีสเทิร์นโลจิสติกส์", days_ago=34)


def everybody_visits(town: Town) -> None:
    """Everybody but โจ."""
    for who, firm in (("แบงค์", "สยามวัสดุภัณฑ์"), ("เมย์", "TTM"), ("นุ่น", "อีสเทิร์นโลจิสติกส์")):
        did(town, who, firm, "14:00")


def test_the_evening_summary_says_what_to_look_at_first(team: Town) -> None:
    a_busy_day(team)
    team.move_to("2026-11-26 18:30")
    assert team.heard("กบ") == ["สรุปทีม พฤ. 26 พ.ย. · ต้องดู 4 เรื่อง · เข้าพบ 2 โทร/ไลน์ 2 · ยอดที่คุย 3.42 ล้าน"]
    assert team.card("กบ") == lines("""
        สรุปทีม · พฤ. 26 พ.ย.
        ข้อมูลถึง 18:30
        ต้องดู
        1  สยามวัสดุภัณฑ์
           เลื่อนครั้งที่ 3 เป็น อ. 15 ธ.ค. “ลูกค้าขอเทียบ 2 เจ้า” · แบงค์
        2  นัดยังไม่มีผล 1 นัด
           TTM 10:00 ยังไม่ได้ลงผล และไม่ได้เลื่อน · เมย์
        3  อีสเทิร์นโลจิสติกส์
           ไม่ได้คุยมา 34 วัน · ต่อสัญญา · นุ่น
        4  โจ ยังไม่ลงงานวันนี้
           มี 1 นัดในแผน · ลงล่าสุดเมื่อวาน 17:05
        ทีมวันนี้
           เข้าพบ  โทร/ไลน์  คุยได้
        แบงค์  1  1 (1)  1 ราย
        เมย์  0  1  1 ราย
        นุ่น  1  0  1 ราย
        โจ  –  –  –
        ในวงเล็บ = ไม่รับสาย
        ยอด
        ยอดที่คุย 3.42 ล้าน จาก 2 ราย
        2,300,000 · โรงแรมริเวอร์วิว (แบงค์)
        1,120,000 · เพชรเกษมก่อสร้าง (เมย์)
        พรุ่งนี้: นัด 1 · ต้องตาม 1
        [ดูทีละคน]  [ฝากงานให้ทีม]
        [รายงานละเอียด]
    """)


def test_the_same_figures_can_be_asked_for_in_both_languages(team: Town) -> None:
    team.member("Kate", Role.MANAGER, language="en")
    a_busy_day(team)
    team.move_to("2026-11-26 18:00")
    team.play("""
        กบ> สรุปทีม
        กบ< สรุปทีม พฤ. 26 พ.ย. · ต้องดู 4 เรื่อง · เข้าพบ 2 โทร/ไลน์ 2 · ยอดที่คุย 3.42 ล้าน
        Kate> team summary
        Kate< Team summary Thu 26 Nov · 4 to look at · visits 2, calls/LINE 2 · amounts 3.42 M
        กบ> 4
        กบ< โจ · พฤ. 26 พ.ย. · มี 1 นัดในแผน · ลงล่าสุดเมื่อวาน 17:05
    """)


def test_a_day_with_nothing_wrong_is_two_lines_not_silence(team: Town) -> None:
    everybody_visits(team)
    did(team, "โจ", "คลีนวอเตอร์", "14:00")
    meets(team, "เมย์", "TTM", "09:30", date(2026, 11, 27))
    team.move_to("2026-11-26 18:30")
    assert team.card("กบ") == lines("""
        วันนี้เรียบร้อยค่ะ คุณกบ
        เข้าพบ 4 โทร/ไลน์ 0 รวม 4 ราย ลงงานครบทุกคน ไม่มีนัดหลุด
        พรุ่งนี้นัด 1 ต้องตาม 0 · พิมพ์ “สรุปทีม” ดูรายคนได้
    """)


def test_somebody_on_leave_is_on_leave_and_never_not_logged(team: Town) -> None:
    with team.database() as session:
        joe = row(session, Member, "โจ")
        session.add(Leave(workspace_id=joe.workspace_id, member_id=joe.id, first=THURSDAY, last=THURSDAY))
    everybody_visits(team)
    team.move_to("2026-11-26 18:30")
    assert team.heard("กบ")[0].startswith("วันนี้เรียบร้อยค่ะ")
    team.say("กบ", "สรุปทีม")
    assert "โจ  ลา  –  –" in team.card("กบ")
    assert "ยังไม่ลงงาน" not in team.card("กบ")


def test_no_summary_on_a_company_holiday_or_a_weekend_or_for_who_leads_nobody(team: Town) -> None:
    with team.database() as session:
        workspace = team.workspace(session)
        session.add(Holiday(workspace_id=workspace.id, day=THURSDAY, name="วันหยุดบริษัท"))
    team.move_to("2026-11-26 19:00")
    assert team.heard("กบ") == []
    team.move_to("2026-11-27 19:00")
    assert len(team.heard("กบ")) == 1
    team.move_to("2026-11-29 19:00")
    assert team.heard("กบ") == []
    assert [one for one in ("แบงค์", "เมย์") if any("สรุปทีม" in text for text in team.heard(one))] == []


def test_who_leads_nobody_gets_no_summary(town: Town) -> None:
    town.member("เฮีย", Role.OWNER, team="บริหาร")
    town.member("กบ", Role.MANAGER, team="เชียงใหม่")
    town.member("แบงค์", team="กรุงเทพ")
    town.move_to("2026-11-26 19:00")
    assert town.heard("กบ") == town.heard("แบงค์") == []
    assert len(town.heard("เฮีย")) == 1


def test_the_summary_comes_once_however_often_the_clock_ticks(team: Town) -> None:
    team.move_to("2026-11-26 18:30")
    team.jod.work()
    team.jod.ticker.tick()
    with team.database() as session:
        summaries = session.scalars(select(OutboxMessage).where(OutboxMessage.purpose == "summary")).all()
    assert [one.recipient for one in summaries] == [team.platform.phone("กบ").user.id]


def test_overdue_work_comes_first_and_opens(team: Town) -> None:
    owes(team, "แบงค์", "สยามวัสดุภัณฑ์", date(2026, 11, 24), about="ตามเรื่องแบบ")
    owes(team, "เมย์", "TTM", date(2026, 11, 25))
    owes(team, "เมย์", "เพชรเกษมก่อสร้าง", date(2026, 11, 23))
    team.say("กบ", "สรุปทีม")
    shown = team.card("กบ").splitlines()
    assert shown[3:7] == [
        "1  สยามวัสดุภัณฑ์",
        "   ค้าง 2 วัน · ตามเรื่องแบบ · แบงค์",
        "2  เมย์ ค้างตาม 2 เรื่อง",
        "   เพชรเกษมก่อสร้าง 3 วัน, TTM 1 วัน",
    ]
    assert team.say("กบ", "2") == ["เมย์ ค้างตาม 2 เรื่อง"]
    assert team.card("กบ") == lines("""
        เมย์ ค้างตาม 2 เรื่อง
        1  เพชรเกษมก่อสร้าง
           ค้าง 3 วัน · ตาม
        2  TTM
           ค้าง 1 วัน · ตาม
        [ฝากงานให้เมย์]
    """)


def test_of_more_people_behind_than_fit_the_first_are_told_and_the_others_counted(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    for number in range(10):
        who, firm = f"พนักงาน{number}", f"บริษัทที่{number}"
        town.member(who)
        town.customer(firm, who)
        for about in ("ส่งของ", "วางบิล")[: 1 + number % 2]:
            owes(town, who, firm, THURSDAY - timedelta(days=2), about=about)
    town.say("กบ", "สรุปทีม")
    card = town.card("กบ")
    assert "1  บริษัทที่0\n   ค้าง 2 วัน · ส่งของ · พนักงาน0" in card
    assert "8  พนักงาน7 ค้างตาม 2 เรื่อง\n   บริษัทที่7 2 วัน, บริษัทที่7 2 วัน\nและอีก 4 เรื่อง" in card
    assert "พนักงาน8 ค้าง" not in card


def test_days_gone_by_have_their_own_exceptions_and_no_tomorrow(team: Town) -> None:
    wednesday = THURSDAY - timedelta(days=1)
    did(team, "แบงค์", "สยามวัสดุภัณฑ์", "10:00", day=wednesday)
    meets(team, "เมย์", "TTM", "10:00", wednesday)
    team.say("กบ", "สรุปทีมเมื่อวาน")
    card = team.card("กบ")
    assert card.splitlines()[0] == "สรุปทีม · พ. 25 พ.ย."
    assert "นัดยังไม่มีผล 1 นัด" in card
    assert "เมย์ ยังไม่ลงงาน" in card
    assert "พรุ่งนี้" not in card


def test_a_week_a_month_or_any_days(team: Town) -> None:
    did(team, "แบงค์", "สยามวัสดุภัณฑ์", "10:00", day=date(2026, 11, 2))
    did(team, "แบงค์", "สยามวัสดุภัณฑ์", "10:00", day=date(2026, 11, 24))
    team.say("กบ", "สรุปทีมสัปดาห์นี้")
    assert team.card("กบ").splitlines()[0] == "สรุปทีม · จ. 23 พ.ย. – อา. 29 พ.ย."
    assert "แบงค์  1  0  1 ราย" in team.card("กบ")
    team.say("กบ", "สรุปทีมเดือนนี้")
    assert team.card("กบ").splitlines()[0] == "สรุปทีม · พ.ย. 69"
    assert "แบงค์  2  0  1 ราย" in team.card("กบ")


def test_more_names_than_fit_are_one_line_that_opens_them(team: Town) -> None:
    assert "ยังไม่ลงงาน 4 คน" in (team.say("กบ", "สรุปทีม") and team.card("กบ"))
    assert team.say("กบ", "1") == ["ยังไม่ลงงานวันนี้ 4 คน"]


def test_drafts_are_counted_but_not_shown(team: Town) -> None:
    team.say("แบงค์", "พรุ่งนี้เอาตัวอย่างไปด้วย")
    team.say("กบ", "สรุปทีม")
    assert "ฉบับร่างค้าง 1 ข้อความ" in team.card("กบ")
    assert "ตัวอย่าง" not in team.card("กบ")


def test_at_a_sixth_push_the_summary_waits_for_the_managers_next_line(team: Town) -> None:
    with team.database() as session:
        kob = row(session, Member, "กบ")
        for number in range(5):
            session.add(_push(kob, number, team.clock.now()))
    team.heard("กบ")
    team.move_to("2026-11-26 18:30")
    assert team.heard("กบ") == []
    assert any(text.startswith("สรุปทีม พฤ. 26 พ.ย.") for text in team.say("กบ", "ทีมไปไหน"))


def _push(member: Member, number: int, now: datetime) -> OutboxMessage:
    return outbox.push(
        member=member,
        channel_id=1,
        replies=[Text(text="…")],
        purpose="reminder",
        dedupe_key=f"test:{number}",
        now=now,
        machine=now + timedelta(days=3650),
    )
