"""How each person likes to be spoken to, and how the company works."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.preferences import clock_of
from models.followup import FollowUp
from models.member import Member, Role
from tests.town import Town

BANGKOK = ZoneInfo("Asia/Bangkok")


def member(town: Town, name: str = "แบงค์") -> Member:
    with town.database() as session:
        return session.scalars(select(Member).where(Member.name == name)).one()


def test_what_is_set_is_shown_and_each_line_leads_on(town: Town) -> None:
    town.member("แบงค์")
    town.say("แบงค์", "ตั้งค่า")
    assert town.card("แบงค์").splitlines() == [
        "ตั้งค่า",
        "ของฉัน",
        "1  ภาษา",
        "   ไทย",
        "2  แผนเช้า",
        "   08:00",
        "3  เตือนก่อนนัด",
        "   1 ชั่วโมง",
        "4  ช่วงเงียบ",
        "   20:00–07:00",
        "5  ชื่อที่จดเรียก",
        "   แบงค์",
        "แตะหรือพิมพ์เลขข้อที่อยากเปลี่ยน",
    ]
    town.play("""
        แบงค์> 2
        แบงค์< แผนเช้า
        แบงค์> 07:30
        แบงค์< ตั้งค่า · ตั้งแผนเช้าเป็น 07:30 แล้ว
    """)
    assert member(town).plan_at == time(7, 30)


def test_settings_by_words(town: Town) -> None:
    town.member("แบงค์")
    town.play("""
        แบงค์> แผนเช้า 8:15
        แบงค์< ตั้งค่า · ตั้งแผนเช้าเป็น 08:15 แล้ว
        แบงค์> เงียบ 21:00-06:30
        แบงค์< ตั้งค่า · ตั้งช่วงเงียบเป็น 21:00–06:30 แล้ว
        แบงค์> เตือนก่อนนัด 2 ชม.
        แบงค์< ตั้งค่า · ตั้งเตือนก่อนนัดเป็น 2 ชั่วโมง แล้ว
        แบงค์> language English
        แบงค์< Settings · Language: English from now on
        แบงค์> morning plan 7:45
        แบงค์< Settings · Morning plan: 07:45 from now on
        แบงค์> ภาษาไทย
        แบงค์< ตั้งค่า · ตั้งภาษาเป็น ไทย แล้ว
    """)
    now = member(town)
    assert (now.plan_at, now.remind_minutes, now.language) == (time(7, 45), 120, "th")
    assert (now.quiet_from, now.quiet_until) == (time(21), time(6, 30))


def test_no_quiet_hours_at_all(town: Town) -> None:
    town.member("แบงค์")
    town.play("""
        แบงค์> ตั้งค่า
        แบงค์< ตั้งค่า
        แบงค์> 4
        แบงค์< ช่วงเงียบ
        แบงค์> ไม่มี
        แบงค์< ตั้งค่า · ตั้งช่วงเงียบเป็น ไม่มี แล้ว
    """)
    assert not member(town).is_quiet_at(time(3))


def test_a_value_it_cannot_have_is_answered_with_what_to_type(town: Town) -> None:
    town.member("แบงค์")
    town.play("""
        แบงค์> เตือนก่อนนัด 45 นาที
        แบงค์< ตั้งเป็น “45” ไม่ได้ค่ะ เลือกได้ 30 นาที 1 หรือ 2 ชั่วโมง เช่น “เตือนก่อนนัด 30 นาที”
        แบงค์> แผนเช้า 6:00
        แบงค์< ตั้งเป็น “06:00” ไม่ได้ค่ะ เวลาหลังช่วงเงียบ พิมพ์ได้เลย เช่น “แผนเช้า 7:45”
    """)
    assert member(town).plan_at == time(8)


def test_appointments_already_made_follow_the_new_lead_time(town: Town) -> None:
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.say("แบงค์", "นัดสยามวัสดุภัณฑ์ พรุ่งนี้บ่ายสอง")
    town.say("แบงค์", "เตือนก่อนนัด 30 นาที")
    with town.database() as session:
        appointment = session.scalars(select(FollowUp)).one()
        assert appointment.remind_at == datetime(2026, 11, 27, 13, 30, tzinfo=BANGKOK)


def test_the_company_is_set_by_whoever_leads(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.play("""
        กบ> ใช้ครับ
        กบ< ตั้งค่า · ตั้งคำลงท้ายของจดเป็น ครับ แล้ว
        กบ> เห็นลูกค้าทั้งทีม
        กบ< ตั้งค่า · ตั้งเซลส์เห็นลูกค้าของทั้งทีมเป็น เห็นทั้งทีม แล้ว
        กบ> วันทำงาน เสาร์เว้นเสาร์
        กบ< ตั้งวันทำงานเป็น เสาร์เว้นเสาร์ แล้ว · เสาร์ไหนทำงานครับ
        กบ> 1
        กบ< ตั้งค่า · ทำงาน ส. 28 พ.ย. แล้วเว้นเสาร์ไป
        แบงค์> เห็นเฉพาะลูกค้าตัวเอง
        แบงค์< เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะครับ
    """)


def test_team_wide_reading_opens_a_colleagues_customer(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.play("""
        เมย์> สยามวัสดุภัณฑ์
        เมย์< สยามวัสดุภัณฑ์ เป็นลูกค้าของแบงค์ ถามแบงค์ได้เลยค่ะ
        กบ> เห็นลูกค้าทั้งทีม
        กบ< ตั้งค่า · ตั้งเซลส์เห็นลูกค้าของทั้งทีมเป็น เห็นทั้งทีม แล้ว
    """)
    assert "ลูกค้าของแบงค์ ถาม" not in town.say("เมย์", "สยามวัสดุภัณฑ์")[0]


def test_a_setting_can_be_taken_back(town: Town) -> None:
    town.member("แบงค์")
    town.say("แบงค์", "แผนเช้า 8:30")
    town.say("แบงค์", "ยกเลิก")
    assert member(town).plan_at == time(8)


CLOCKS = {"7:30": time(7, 30), "07.30": time(7, 30), "0730": time(7, 30), "7": time(7), "8:00 น.": time(8)}


@pytest.mark.parametrize("said", CLOCKS)
def test_a_clock_as_people_write_it(said: str) -> None:
    assert clock_of(said) == CLOCKS[said]


@pytest.mark.parametrize("said", ["", "เช้า", "25:00", "7:75", "7:30:00"])
def test_what_is_no_clock(said: str) -> None:
    with pytest.raises(ValueError, match=r"^$|เช้า|hour|minute|7:30:00"):
        clock_of(said)
