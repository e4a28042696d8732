"""When a follow-up is brought up, and with what card."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import timedelta

import pytest

from models.member import Member
from tests.afternoon import afternoon, promised, pushes
from tests.ledger import did, moment, named
from tests.town import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = afternoon(database_url)
    yield place
    place.jod.stop()


class TestMeetings:
    def test_the_brief_comes_an_hour_before_and_not_again(self, town: Town) -> None:
        town.play("""
            แบงค์> นัด สยามวัสดุภัณฑ์ วันนี้ 4 โมงเย็น
            แบงค์< ลงนัดแล้ว · สยามวัสดุภัณฑ์ พฤ. 26 พ.ย. 16:00
            @ 2026-11-26 14:59
            @ 2026-11-26 15:00
            แบงค์< อีก 1 ชม. · 16:00 เข้าพบสยามวัสดุภัณฑ์
            @ 2026-11-26 17:00
        """)

    @pytest.mark.parametrize(("minutes", "clock"), [(30, "15:30"), (60, "15:00"), (120, "14:00")])
    def test_each_person_chooses_how_long_before(self, town: Town, minutes: int, clock: str) -> None:
        with town.database() as session:
            named(session, Member, "แบงค์").remind_minutes = minutes
        promised(town, "TTM", "2026-11-26 16:00", kind="appointment")
        town.move_to(moment(f"2026-11-26 {clock}") - timedelta(minutes=1))
        assert town.heard("แบงค์") == []
        town.move_to(f"2026-11-26 {clock}")
        assert len(town.heard("แบงค์")) == 1

    def test_at_short_notice_the_brief_comes_at_the_time(self, town: Town) -> None:
        town.play("""
            แบงค์> นัด สยามวัสดุภัณฑ์ วันนี้บ่ายโมงครึ่ง
            แบงค์< ลงนัดแล้ว · สยามวัสดุภัณฑ์ พฤ. 26 พ.ย. 13:30
            @ 2026-11-26 13:30
            แบงค์< ถึงเวลาแล้ว · 13:30 เข้าพบสยามวัสดุภัณฑ์
        """)

    def test_a_day_without_a_time_is_never_pushed(self, town: Town) -> None:
        town.say("แบงค์", "นัด สยามวัสดุภัณฑ์ วันนี้ช่วงบ่าย")
        town.say("แบงค์", "ตาม TTM วันนี้")
        town.move_to("2026-11-26 17:00")
        assert pushes(town) == []


class TestTasks:
    def test_the_card_of_a_call_is_the_guide_s(self, town: Town) -> None:
        more = {"said": "ไลน์ เอเชีย รอผู้จัดการเซ็น น่าจะพฤหัส", "note": "รอผู้จัดการเซ็น น่าจะพฤหัส"}
        did(town, "แบงค์", "เอเชียพรีซิชั่น", "2026-11-24 10:00", "line", **more)
        about = "PO ชิ้นส่วน CNC ยังไม่ออก"
        promised(town, "เอเชียพรีซิชั่น", "2026-11-26 14:00", about, contact="สมศักดิ์", channel="call")
        town.play("""
            @ 2026-11-26 14:00
            แบงค์< ถึงเวลาโทรหาคุณสมศักดิ์ เอเชียพรีซิชั่น · PO ชิ้นส่วน CNC ยังไม่ออก
        """)
        assert town.card("แบงค์") == textwrap.dedent("""\
            โทรหาคุณสมศักดิ์
            เอเชียพรีซิชั่น · จัดซื้อ · 14:00
            เรื่อง  PO ชิ้นส่วน CNC ยังไม่ออก
            ครั้งก่อน  อ. 24 พ.ย. ไลน์
            “รอผู้จัดการเซ็น น่าจะพฤหัส”
            [โทรเลย]  [ไม่รับสาย]
            [คุยแล้ว ลงผล]  [พรุ่งนี้ 9:00]
            (เย็นนี้) (จันทร์ 30 พ.ย.) (เลือกวันเวลา) (ไม่ต้องตามแล้ว)""")

    def test_the_same_in_english(self, town: Town) -> None:
        about = "the PO"
        promised(town, "Eastern Steel", "2026-11-26 14:00", about, who="Ken", contact="John", channel="call")
        town.move_to("2026-11-26 14:00")
        assert town.card("Ken") == textwrap.dedent("""\
            Call John
            Eastern Steel · technical · 14:00
            About  the PO
            [Call now]  [No answer]
            [Log the result]  [tomorrow 9:00]
            (This evening) (Monday 30 Nov) (Pick a time) (Drop it)""")

    @pytest.mark.parametrize(
        ("tapped", "answer"),
        [
            ("ไม่รับสาย", "ไม่รับสาย จดแล้ว · TTM · โทรใหม่ วันนี้ 16:00"),
            ("พรุ่งนี้ 9:00", "เลื่อนแล้ว · TTM ศ. 27 พ.ย. 09:00"),
            ("เย็นนี้", "เลื่อนแล้ว · TTM พฤ. 26 พ.ย. 17:00"),
            ("จันทร์ 30 พ.ย.", "เลื่อนแล้ว · TTM จ. 30 พ.ย. 14:00"),
            ("ไม่ต้องตามแล้ว", "ไม่ตามแล้ว · TTM"),
        ],
    )
    def test_each_button_is_one_tap(self, town: Town, tapped: str, answer: str) -> None:
        promised(town, "TTM", "2026-11-26 14:00")
        town.move_to("2026-11-26 14:00")
        town.heard("แบงค์")
        assert town.tap("แบงค์", tapped) == [answer]

    def test_a_button_can_be_typed_where_there_is_none_to_tap(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 14:00")
        town.play("""
            @ 2026-11-26 14:00
            แบงค์< ถึงเวลาตามTTM
            แบงค์> พรุ่งนี้ 9:00
            แบงค์< เลื่อนแล้ว · TTM ศ. 27 พ.ย. 09:00
        """)

    def test_what_was_pushed_last_is_what_a_bare_word_is_about(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 14:00", "ส่งของ")
        town.play("""
            แบงค์> ตาม สยามวัสดุภัณฑ์ พรุ่งนี้ 10 โมง
            แบงค์< ตั้งวันตามแล้ว · สยามวัสดุภัณฑ์ ศ. 27 พ.ย. 10:00
            @ 2026-11-26 14:00
            แบงค์< ถึงเวลาตามTTM · ส่งของ
            แบงค์> เลื่อนจันทร์ 10 โมง
            แบงค์< เลื่อนแล้ว · TTM จ. 30 พ.ย. 10:00 · ส่งของ
        """)

    def test_a_deadline_comes_an_hour_before(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 16:00", "ส่งใบเสนอราคา", kind="deadline")
        town.play("""
            @ 2026-11-26 14:59
            @ 2026-11-26 15:00
            แบงค์< ภายใน 16:00 TTM · ส่งใบเสนอราคา
            @ 2026-11-26 16:30
        """)
        assert town.card("แบงค์") == textwrap.dedent("""\
            ภายใน 16:00 TTM
            อีก 1 ชั่วโมง
            เรื่อง  ส่งใบเสนอราคา
            [เสร็จแล้ว]
            [ลงผล]  [พรุ่งนี้ 9:00]
            (เย็นนี้) (จันทร์ 30 พ.ย.) (เลือกวันเวลา) (ไม่ต้องตามแล้ว)""")


class TestTogether:
    def test_tasks_within_ten_minutes_come_in_one_card(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 14:00", "ส่งของ")
        promised(town, "เอเชียพรีซิชั่น", "2026-11-26 14:08", "ถาม PO", contact="สมศักดิ์", channel="call")
        promised(town, "สยามวัสดุภัณฑ์", "2026-11-26 14:11", "ถามราคา")
        town.play("""
            @ 2026-11-26 14:00
            แบงค์< ถึงเวลาตาม 2 เรื่อง · TTM, เอเชียพรีซิชั่น
            @ 2026-11-26 14:10
            @ 2026-11-26 14:11
            แบงค์< ถึงเวลาตามสยามวัสดุภัณฑ์ · ถามราคา
        """)

    def test_the_list_is_worked_off_by_number(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 14:00", "ส่งของ")
        promised(town, "เอเชียพรีซิชั่น", "2026-11-26 14:00", "ถาม PO", contact="สมศักดิ์", channel="call")
        town.move_to("2026-11-26 14:00")
        assert town.card("แบงค์") == textwrap.dedent("""\
            ถึงเวลาตาม 2 เรื่อง
            1  TTM
               14:00 · ส่งของ
            2  เอเชียพรีซิชั่น
               14:00 · โทรหาคุณสมศักดิ์ (จัดซื้อ) · ถาม PO
            พิมพ์ได้เลย เช่น “เสร็จ 1” หรือ “เลื่อน 2 พรุ่งนี้เช้า”""")
        town.heard("แบงค์")
        town.play("""
            แบงค์> เสร็จ 1
            แบงค์< เสร็จแล้ว · TTM
        """)

    def test_a_number_opens_the_one_with_all_that_can_be_done(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 14:00", "ส่งของ")
        promised(town, "เอเชียพรีซิชั่น", "2026-11-26 14:00", "ถาม PO", contact="สมศักดิ์", channel="call")
        town.move_to("2026-11-26 14:00")
        town.heard("แบงค์")
        town.say("แบงค์", "2")
        assert town.card("แบงค์").startswith("โทรหาคุณสมศักดิ์\nเอเชียพรีซิชั่น · จัดซื้อ · 14:00")

    def test_a_meeting_and_a_task_are_two_cards_in_one_push(self, town: Town) -> None:
        promised(town, "สยามวัสดุภัณฑ์", "2026-11-26 15:00", kind="appointment")
        promised(town, "TTM", "2026-11-26 14:00", "ส่งของ")
        town.play("""
            @ 2026-11-26 14:00
            แบงค์< อีก 1 ชม. · 15:00 เข้าพบสยามวัสดุภัณฑ์
            แบงค์< ถึงเวลาตามTTM · ส่งของ
        """)
        assert len(pushes(town)) == 1

    def test_two_hundred_at_the_same_second_are_one_push_a_person(self, town: Town) -> None:
        for number in range(200):
            who, customer = ("แบงค์", "TTM") if number % 2 else ("Ken", "Eastern Steel")
            promised(town, customer, "2026-11-26 14:00", f"เรื่องที่ {number}", who=who)
        town.move_to("2026-11-26 14:00")
        assert sorted(len(town.heard(who)) for who in ("แบงค์", "Ken")) == [1, 1]
        assert town.card("แบงค์").startswith("ถึงเวลาตาม 100 เรื่อง")
        assert "และอีก 92 เรื่อง พิมพ์ “แผน” ดูทั้งหมด" in town.card("แบงค์")
        town.move_to("2026-11-26 14:30")
        assert len(pushes(town)) == 2

    def test_more_meetings_than_a_push_can_hold_are_one_list(self, town: Town) -> None:
        for minute in range(6):
            promised(town, "TTM", "2026-11-26 15:00", f"เรื่องที่ {minute}", kind="appointment")
        town.move_to("2026-11-26 14:00")
        assert town.heard("แบงค์") == ["ถึงเวลาตาม 6 เรื่อง · TTM"]
