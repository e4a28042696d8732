"""Being away: no plan and no reminders, the appointments, and who hears of it."""

from __future__ import annotations

import textwrap
from datetime import date

import pytest
from sqlalchemy import select

from models.followup import FollowUp
from models.member import Leave, Member, Role
from tests.ledger import moment, named, owes
from tests.town import Town


@pytest.fixture
def team(town: Town) -> Town:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.member("วิทย์", team="ทีมเหนือ")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์", contacts={"สมชาย": "owner"})
    town.customer("คลีนวอเตอร์", "แบงค์")
    return town


def meets(town: Town, customer: str, due: str, **more: str) -> int:
    return owes(town, "แบงค์", customer, due, kind="appointment", remind_at=moment(due), **more)


def due(town: Town, followup: int) -> str:
    with town.database() as session:
        row = session.get_one(FollowUp, followup)
        at = row.due_at.astimezone(town.workspace(session).zone) if row.due_at else None
        return f"{row.due_on} {at:%H:%M}" if at else f"{row.due_on}"


def leaves(town: Town) -> list[tuple[date, date, str]]:
    with town.database() as session:
        rows = session.scalars(select(Leave).order_by(Leave.first))
        return [(one.first, one.last, one.reason) for one in rows]


def test_a_sick_day_as_the_guide_tells_it(team: Town) -> None:
    meets(team, "สยามวัสดุภัณฑ์", "2026-11-26 14:00")
    team.play("""
        แบงค์> วันนี้ลาป่วย
        แบงค์< หายไว ๆ นะคะ วันนี้จดจะไม่เตือนและแจ้งคุณกบในสรุปเย็นว่าลา
          มีนัดวันนี้ 1 ราย: สยามวัสดุภัณฑ์ 14:00
    """)
    assert team.card("แบงค์").splitlines()[-1] == "(เลื่อนเป็นพรุ่งนี้) (ฝากเมย์ไปแทน) (โทรเลื่อนเองแล้ว)"
    assert leaves(team) == [(date(2026, 11, 26), date(2026, 11, 26), "sick")]


def test_its_appointments_move_to_the_day_one_is_back(team: Town) -> None:
    siam = meets(team, "สยามวัสดุภัณฑ์", "2026-11-26 14:00", contact="สมชาย")
    water = meets(team, "คลีนวอเตอร์", "2026-11-26 16:00")
    team.play("""
        แบงค์> วันนี้ลาป่วย
        แบงค์< หายไว ๆ นะคะ วันนี้จดจะไม่เตือนและแจ้งคุณกบในสรุปเย็นว่าลา
          มีนัดวันนี้ 2 ราย: สยามวัสดุภัณฑ์ 14:00, คลีนวอเตอร์ 16:00
        แบงค์> เลื่อนเป็นพรุ่งนี้
        แบงค์< เลื่อนแล้ว 2 นัด · สยามวัสดุภัณฑ์, คลีนวอเตอร์
    """)
    assert (due(team, siam), due(team, water)) == ("2026-11-27 14:00", "2026-11-27 16:00")
    assert team.card("แบงค์") == textwrap.dedent("""\
        เลื่อนแล้ว 2 นัด
        1  สยามวัสดุภัณฑ์
           ศ. 27 พ.ย. 14:00 · คุณสมชาย (เจ้าของ)
        2  คลีนวอเตอร์
           ศ. 27 พ.ย. 16:00
        อย่าลืมบอกลูกค้านะคะ แตะชื่อเพื่อโทร""")
    team.say("แบงค์", "ยกเลิก")
    assert (due(team, siam), due(team, water)) == ("2026-11-26 14:00", "2026-11-26 16:00")


def test_over_a_weekend_and_further_leave_the_first_day_back_is_offered(team: Town) -> None:
    siam = meets(team, "สยามวัสดุภัณฑ์", "2026-11-27 14:00")
    team.say("แบงค์", "ลาพักร้อนวันที่ 30 พ.ย.")
    team.play("""
        แบงค์> พรุ่งนี้ลากิจ
        แบงค์< รับทราบค่ะ พรุ่งนี้จดจะไม่เตือนและแจ้งคุณกบในสรุปเย็นว่าลา
          มีนัดพรุ่งนี้ 1 ราย: สยามวัสดุภัณฑ์ 14:00
        แบงค์> เลื่อนเป็น อ. 1 ธ.ค.
        แบงค์< เลื่อนแล้ว 1 นัด · สยามวัสดุภัณฑ์
        แบงค์> [เลื่อนเป็น อ. 1 ธ.ค.]
        แบงค์< ไม่มีนัดให้เลื่อนแล้วค่ะ
    """)
    assert due(team, siam) == "2026-12-01 14:00"


def test_some_days_of_vacation(team: Town) -> None:
    meets(team, "สยามวัสดุภัณฑ์", "2026-12-02 14:00")
    owes(team, "แบงค์", "คลีนวอเตอร์", "2026-12-02", "ส่งสัญญา")
    team.play("""
        แบงค์> ลาพักร้อน 1-3 ธ.ค.
        แบงค์< พักผ่อนให้เต็มที่นะคะ อ. 1 ธ.ค. – พฤ. 3 ธ.ค. จดจะไม่เตือนและแจ้งคุณกบในสรุปเย็นว่าลา
          มีนัดช่วงนั้น 1 ราย: สยามวัสดุภัณฑ์ พ. 2 ธ.ค. 14:00
    """)
    assert leaves(team) == [(date(2026, 12, 1), date(2026, 12, 3), "vacation")]
    team.move_to("2026-12-03 20:00")
    assert team.heard("แบงค์") == []


def test_in_english(team: Town) -> None:
    meets(team, "สยามวัสดุภัณฑ์", "2026-11-26 14:00")
    with team.database() as session:
        named(session, Member, "แบงค์").language = "en"
    team.play("""
        แบงค์> sick today
        แบงค์< Get well soon. No reminders today; กบ will see it as leave in the evening summary.
          Meetings today: 1 · สยามวัสดุภัณฑ์ 14:00
        แบงค์> Move to tomorrow
        แบงค์< Meetings moved: 1 · สยามวัสดุภัณฑ์
    """)


def test_no_plan_comes_on_a_day_of_leave_not_even_with_the_answer(team: Town) -> None:
    owes(team, "แบงค์", "คลีนวอเตอร์", "2026-11-27", "ส่งสัญญา")
    team.move_to("2026-11-27 07:00")
    team.heard("แบงค์")
    assert len(team.say("แบงค์", "วันนี้ลาป่วย")) == 1
    assert len(team.say("แบงค์", "คลีนวอเตอร์")) == 1
    team.move_to("2026-11-27 12:00")
    assert team.heard("แบงค์") == []


def test_undone_leave_brings_the_plan_back(team: Town) -> None:
    owes(team, "แบงค์", "คลีนวอเตอร์", "2026-11-27", "ส่งสัญญา")
    team.say("แบงค์", "พรุ่งนี้ลากิจ")
    assert team.say("แบงค์", "ยกเลิก")[0].startswith("ยกเลิกให้แล้ว")
    assert leaves(team) == []
    team.move_to("2026-11-27 08:00")
    assert team.heard("แบงค์") == ["วันนี้มี ตาม 1 เรื่อง"]


def test_said_twice_it_is_kept_once(team: Town) -> None:
    team.say("แบงค์", "ลาพักร้อน 1-3 ธ.ค.")
    team.say("แบงค์", "ลาพักร้อน 2 ธ.ค.")
    assert leaves(team) == [(date(2026, 12, 1), date(2026, 12, 3), "vacation")]


def test_a_meeting_that_is_over_is_not_offered_to_move(team: Town) -> None:
    meets(team, "สยามวัสดุภัณฑ์", "2026-11-26 10:00")
    team.move_to("2026-11-26 12:00")
    team.heard("แบงค์")
    assert team.say("แบงค์", "วันนี้ลาป่วย") == ["หายไว ๆ นะคะ วันนี้จดจะไม่เตือนและแจ้งคุณกบในสรุปเย็นว่าลา"]


def test_moved_by_telephone_only_the_new_time_is_missing(team: Town) -> None:
    siam = meets(team, "สยามวัสดุภัณฑ์", "2026-11-26 14:00")
    team.say("แบงค์", "วันนี้ลาป่วย")
    assert team.say("แบงค์", "โทรเลื่อนเองแล้ว") == ["เลื่อนเป็นเมื่อไหร่คะ · สยามวัสดุภัณฑ์"]
    team.say("แบงค์", "เลื่อน 1 จันทร์ 10 โมง")
    assert due(team, siam) == "2026-11-30 10:00"


def test_a_colleague_goes_instead(team: Town) -> None:
    siam = meets(team, "สยามวัสดุภัณฑ์", "2026-11-26 14:00")
    team.say("แบงค์", "วันนี้ลาป่วย")
    team.tap("แบงค์", "ฝากเมย์ไปแทน")
    with team.database() as session:
        assert session.get_one(FollowUp, siam).owner_id == named(session, Member, "เมย์").id


def test_only_who_is_there_is_offered_to_go(team: Town) -> None:
    meets(team, "สยามวัสดุภัณฑ์", "2026-11-26 14:00")
    team.say("เมย์", "วันนี้ลาป่วย")
    team.say("แบงค์", "วันนี้ลาป่วย")
    assert team.card("แบงค์").splitlines()[-1] == "(เลื่อนเป็นพรุ่งนี้) (โทรเลื่อนเองแล้ว)"


def test_nobody_moves_another_s_day(team: Town) -> None:
    siam = meets(team, "สยามวัสดุภัณฑ์", "2026-11-27 14:00")
    for who in ("เมย์", "วิทย์", "กบ"):
        team.platform.phone(who).tap({"type": "postback", "data": "1.move_day:day=2026-11-27"})
        assert team.heard(who) == ["ไม่มีนัดให้เลื่อนแล้วค่ะ"]
    assert due(team, siam) == "2026-11-27 14:00"


def test_half_a_day_off_leaves_the_reminders_of_the_other_half(town: Town) -> None:
    town.member("แบงค์")
    told = town.say("แบงค์", "พรุ่งนี้ลาครึ่งวันเช้า")
    assert told == ["ลาครึ่งวัน จดยังเตือนพรุ่งนี้ตามปกติค่ะ เรื่องที่ชนกับช่วงลา พิมพ์ “เลื่อน …” ได้เลย"]
    with town.database() as session:
        assert session.scalars(select(Leave)).all() == []
