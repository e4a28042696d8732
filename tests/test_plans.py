"""The plan of a day: pushed once in the morning, or riding on an answer, or asked for."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal

import pytest
from sqlalchemy import select

from models.member import Leave, Member, Role
from models.queues import JobSlot, OutboxKind, OutboxMessage
from models.workspace import Holiday
from tests.ledger import did, moment, named, owes
from tests.town import BANGKOK, Town

EARLY = datetime(2026, 11, 26, 5, 30, tzinfo=BANGKOK)
"""Before anybody is up on that Thursday."""


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    """แบงค์'s Thursday as the message guide draws it."""
    place = Town(database_url, EARLY)
    place.member("กบ", Role.MANAGER)
    place.member("แบงค์")
    place.member("เมย์")
    place.customer("โรงแรมริเวอร์วิว", "แบงค์", contacts={"นก": "purchasing"})
    place.customer("สยามวัสดุภัณฑ์", "แบงค์", contacts={"สมชาย": "owner"})
    place.customer("เอเชียพรีซิชั่น", "แบงค์", contacts={"สมศักดิ์": "purchasing"})
    for name in ("ทรัพย์ไพศาลการช่าง", "คลีนวอเตอร์", "แกรนด์โฮมบิลเดอร์", "นครพลาสติก"):
        place.customer(name, "แบงค์")
    yield place
    place.jod.stop()


@pytest.fixture
def thursday(town: Town) -> Town:
    rooms = "เสนอราคารีโนเวทล็อบบี้ 2,300,000"
    owes(town, "แบงค์", "โรงแรมริเวอร์วิว", "2026-11-26 10:00", rooms, kind="appointment", contact="นก")
    steel = "ปิดราคาเหล็กเส้นโครงการบางนา"
    owes(town, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-26 14:00", steel, kind="appointment", contact="สมชาย")
    owes(town, "แบงค์", "ทรัพย์ไพศาลการช่าง", "2026-11-26 16:00", "ส่งใบเสนอราคาปั๊มน้ำ", kind="deadline")
    owes(town, "แบงค์", "เอเชียพรีซิชั่น", "2026-11-26", "ถามเรื่อง PO", contact="สมศักดิ์", channel="call")
    owes(town, "แบงค์", "คลีนวอเตอร์", "2026-11-26", "คุยต่อสัญญารายปี หมด 15 ธ.ค.")
    owes(town, "แบงค์", "แกรนด์โฮมบิลเดอร์", "2026-11-25", "ตามเรื่องแบบกับวิศวกร")
    did(town, "แบงค์", "นครพลาสติก", "2026-11-20 10:00", note="คุยราคาถัง", amount=Decimal(720_000))
    return town


def pushes(town: Town, purpose: str = "plan") -> int:
    with town.database() as session:
        owed = select(OutboxMessage).where(
            OutboxMessage.kind == OutboxKind.PUSH, OutboxMessage.purpose == purpose
        )
        return len(session.scalars(owed).all())


def test_the_morning_plan_comes_at_eight_as_the_guide_draws_it(thursday: Town) -> None:
    thursday.play("""
        @ 2026-11-26 07:59
        @ 2026-11-26 08:00
        แบงค์< วันนี้มี 2 นัด ตาม 3 เรื่อง ค้าง 1 · นัดแรก 10:00 โรงแรมริเวอร์วิว
        @ 2026-11-26 08:30
    """)
    assert thursday.card("แบงค์") == textwrap.dedent("""\
        แผนวันนี้ · พฤ. 26 พ.ย.
        วันนี้มี 2 นัด กับ 3 เรื่องที่ต้องตามค่ะ คุณแบงค์
        นัด
        1  10:00 โรงแรมริเวอร์วิว
           คุณนก (จัดซื้อ) · เสนอราคารีโนเวทล็อบบี้ 2,300,000
        2  14:00 สยามวัสดุภัณฑ์
           คุณสมชาย (เจ้าของ) · ปิดราคาเหล็กเส้นโครงการบางนา
        ต้องตาม
        3  ทรัพย์ไพศาลการช่าง
           ส่งใบเสนอราคาปั๊มน้ำ ภายใน 16:00
        4  เอเชียพรีซิชั่น
           โทรหาคุณสมศักดิ์ ถามเรื่อง PO
        5  คลีนวอเตอร์
           คุยต่อสัญญารายปี หมด 15 ธ.ค.
        ค้างตาม
        6  แกรนด์โฮมบิลเดอร์
           ค้าง 1 วัน · ตามเรื่องแบบกับวิศวกร
        ยังไม่มีนัดครั้งหน้า
        7  นครพลาสติก
           คุยไว้ 720,000 ไม่มีวันตาม ตั้งวันไว้กันหลุดนะคะ
        พิมพ์ได้เลย เช่น “เสร็จ 3” หรือ “เลื่อน 6 พรุ่งนี้เช้า”
        [ข้อมูลนัดแรก]  [เลื่อนที่ค้าง]""")


def test_a_number_of_the_plan_opens_the_brief(thursday: Town) -> None:
    thursday.say("แบงค์", "ขอบคุณค่ะ")
    thursday.move_to("2026-11-26 08:00")
    thursday.heard("แบงค์")
    assert thursday.say("แบงค์", "2") == [
        "อีก 6 ชม. · 14:00 เข้าพบสยามวัสดุภัณฑ์ คุณสมชาย · ปิดราคาเหล็กเส้นโครงการบางนา"
    ]


def test_in_english(thursday: Town) -> None:
    with thursday.database() as session:
        named(session, Member, "แบงค์").language = "en"
    thursday.play("""
        @ 2026-11-26 08:00
        แบงค์< 2 meetings, 3 follow-ups, 1 overdue today · first 10:00 โรงแรมริเวอร์วิว
        แบงค์> plan tomorrow
        แบงค์< No meetings and nobody to follow up tomorrow, แบงค์.
          Tell me any time, e.g. “meeting Siam Steel Friday 2pm”.
    """)


def test_who_writes_after_six_gets_the_plan_with_the_answer_and_no_push(thursday: Town) -> None:
    thursday.move_to("2026-11-26 06:10")
    first, plan = thursday.say("แบงค์", "คลีนวอเตอร์")
    assert first.startswith("คลีนวอเตอร์")
    assert plan.startswith("วันนี้มี 2 นัด ตาม 3 เรื่อง")
    thursday.play("""
        แบงค์> ค้างตาม
        แบงค์< ค้างตาม · ค้าง 1 เรื่อง
        @ 2026-11-26 08:00
        @ 2026-11-26 09:00
    """)
    assert pushes(thursday) == 0


def test_the_chips_of_the_answer_stay_under_the_plan_that_rides_after_it(thursday: Town) -> None:
    owes(thursday, "แบงค์", "คลีนวอเตอร์", "2026-11-27 10:00", kind="appointment")
    thursday.move_to("2026-11-26 07:00")
    leave, plan = thursday.say("แบงค์", "พรุ่งนี้ลากิจ")
    assert leave.startswith("รับทราบค่ะ พรุ่งนี้จดจะไม่เตือน")
    assert plan.startswith("วันนี้มี 2 นัด")
    assert thursday.card("แบงค์").endswith("\n(เลื่อนเป็น จ. 30 พ.ย.) (ฝากเมย์ไปแทน) (โทรเลื่อนเองแล้ว)")


def test_an_empty_morning_is_looked_at_once_and_what_comes_up_later_is_pushed(town: Town) -> None:
    town.move_to("2026-11-26 06:10")
    assert len(town.say("เมย์", "คลีนวอเตอร์")) == 1
    owes(town, "เมย์", "คลีนวอเตอร์", "2026-11-26 15:00", kind="appointment")
    assert len(town.say("เมย์", "คลีนวอเตอร์")) == 1
    town.move_to("2026-11-26 08:00")
    assert town.heard("เมย์")[-1].startswith("วันนี้มี 1 นัด")


def test_before_six_nothing_rides_and_the_push_comes(thursday: Town) -> None:
    assert len(thursday.say("แบงค์", "คลีนวอเตอร์")) == 1
    thursday.move_to("2026-11-26 08:00")
    assert pushes(thursday) == 1


def test_asking_for_the_plan_is_the_morning_plan(thursday: Town) -> None:
    thursday.play("""
        @ 2026-11-26 07:00
        แบงค์> แผน
        แบงค์< วันนี้มี 2 นัด ตาม 3 เรื่อง ค้าง 1 · นัดแรก 10:00 โรงแรมริเวอร์วิว
        @ 2026-11-26 08:00
        @ 2026-11-26 09:00
        แบงค์> แผนวันนี้
        แบงค์< วันนี้มี 2 นัด ตาม 3 เรื่อง ค้าง 1 · นัดแรก 10:00 โรงแรมริเวอร์วิว
    """)


def test_a_later_plan_time_on_the_same_day_brings_no_second_plan(thursday: Town) -> None:
    thursday.move_to("2026-11-26 08:00")
    with thursday.database() as session:
        named(session, Member, "แบงค์").plan_at = time(9, 30)
    thursday.move_to("2026-11-26 10:00")
    assert pushes(thursday) == 1
    with thursday.database() as session:
        assert len(session.scalars(select(JobSlot).where(JobSlot.job.startswith("plan:"))).all()) > 1


def test_everybody_has_a_plan_time_of_their_own_even_in_a_quiet_hour(thursday: Town) -> None:
    with thursday.database() as session:
        named(session, Member, "แบงค์").plan_at = time(6, 30)
    thursday.play("""
        @ 2026-11-26 06:29
        @ 2026-11-26 06:30
        แบงค์< วันนี้มี 2 นัด ตาม 3 เรื่อง ค้าง 1 · นัดแรก 10:00 โรงแรมริเวอร์วิว
    """)


def test_nothing_to_do_is_no_push(town: Town) -> None:
    did(town, "แบงค์", "นครพลาสติก", "2026-11-20 10:00")
    town.move_to("2026-11-26 12:00")
    assert pushes(town) == 0


def test_no_plan_on_leave_or_on_a_day_off(thursday: Town) -> None:
    with thursday.database() as session:
        bank = named(session, Member, "แบงค์")
        leave = Leave(workspace_id=bank.workspace_id, member_id=bank.id)
        leave.first = leave.last = moment("2026-11-26 00:00").date()
        holiday = Holiday(workspace_id=bank.workspace_id, day=moment("2026-11-27 00:00").date(), name="หยุด")
        session.add_all([leave, holiday])
    thursday.move_to("2026-11-29 12:00")
    assert pushes(thursday) == 0
    thursday.move_to("2026-11-30 08:00")
    assert pushes(thursday) == 1


def test_a_long_morning_is_cut_at_eight_and_asked_for_in_full(town: Town) -> None:
    for number in range(12):
        town.customer(f"ร้านที่ {number:02}", "แบงค์")
        owes(town, "แบงค์", f"ร้านที่ {number:02}", "2026-11-26", "ตามเรื่องสินค้า")
    town.move_to("2026-11-26 08:00")
    card = town.card("แบงค์")
    assert "8  ร้านที่ 07" in card
    assert "9  ร้านที่ 08" not in card
    assert "และอีก 4 เรื่อง พิมพ์ “แผน” ดูทั้งหมด" in card
    town.say("แบงค์", "แผน")
    assert "12  ร้านที่ 11" in town.card("แบงค์")
    assert "และอีก" not in town.card("แบงค์")


def test_any_day_any_days_and_an_empty_one(thursday: Town) -> None:
    owes(thursday, "แบงค์", "คลีนวอเตอร์", "2026-11-30 09:30", "ต่อสัญญา", kind="appointment")
    owes(thursday, "แบงค์", "นครพลาสติก", "2026-12-01", "ส่งตัวอย่าง", part="afternoon")
    thursday.move_to("2026-11-26 09:00")
    thursday.heard("แบงค์")
    thursday.play("""
        แบงค์> พรุ่งนี้มีนัดกี่โมง
        แบงค์< พรุ่งนี้ไม่มีนัดและไม่มีรายที่ต้องตามค่ะ คุณแบงค์
          ถัดไป จ. 30 พ.ย. 09:30 คลีนวอเตอร์
        แบงค์> แผนวันที่ 30
        แบงค์< จ. 30 พ.ย. มี 1 นัด · นัดแรก 09:30 คลีนวอเตอร์
        แบงค์> แผนอาทิตย์หน้า
        แบงค์< ช่วงนี้มี 1 นัด ตาม 1 เรื่อง · นัดแรก 09:30 คลีนวอเตอร์
    """)
    assert thursday.card("แบงค์") == textwrap.dedent("""\
        แผน · จ. 30 พ.ย. – อา. 6 ธ.ค.
        ช่วงนี้มี 1 นัด กับ 1 เรื่องที่ต้องตามค่ะ คุณแบงค์
        จ. 30 พ.ย.
        1  09:30 คลีนวอเตอร์
           ต่อสัญญา
        อ. 1 ธ.ค.
        2  นครพลาสติก
           ส่งตัวอย่าง · ช่วงบ่าย
        พิมพ์ได้เลย เช่น “เสร็จ 2” หรือ “เลื่อน 2 พรุ่งนี้เช้า”
        [ข้อมูลนัดแรก]""")


def test_what_is_overdue_and_nothing_overdue(thursday: Town) -> None:
    thursday.move_to("2026-11-26 09:00")
    thursday.heard("แบงค์")
    thursday.play("""
        แบงค์> ค้างตาม
        แบงค์< ค้างตาม · ค้าง 1 เรื่อง
        เมย์> ค้างตาม
        เมย์< ไม่มีค้างตามค่ะ คุณเมย์
    """)
    assert "[เลื่อนที่ค้าง]" in thursday.card("แบงค์")


def test_a_plan_is_the_own_one_whoever_asks(thursday: Town) -> None:
    thursday.move_to("2026-11-26 09:00")
    assert thursday.say("กบ", "แผน")[0].startswith("วันนี้ไม่มีนัดและไม่มีรายที่ต้องตามค่ะ คุณกบ")
    assert thursday.say("เมย์", "แผน")[0].startswith("วันนี้ไม่มีนัดและไม่มีรายที่ต้องตามค่ะ คุณเมย์")


def test_the_longest_plan_and_the_longest_evening_still_fit_a_bubble(town: Town) -> None:
    names = [f"{'ห้างหุ้นส่วนจำกัดวัสดุภัณฑ์' * 6} {number:02}" for number in range(40)]
    for name in names:
        town.customer(name, "แบงค์")
        owes(town, "แบงค์", name, "2026-11-26 10:00", "เรื่องยาวมาก" * 90, kind="appointment")
    town.move_to("2026-11-26 17:00")
    town.say("แบงค์", "แผน")
    assert "และอีก 15 เรื่อง" in town.card("แบงค์")
    town.say("แบงค์", "สรุปวันนี้")
    assert "และอีก 20 รายการ" in town.card("แบงค์")
    town.say("แบงค์", "พรุ่งนี้ลาป่วย")
    assert town.card("แบงค์").startswith("หายไว ๆ")
