"""When a follow-up is brought up, with what card, and what is asked when the day is over."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from models.customer import Customer
from models.followup import FollowUp, FollowUpKind, FollowUpState, remind_at
from models.member import Leave, Member, Role
from models.queues import Notice, OutboxKind, OutboxMessage
from tests.ledger import did, moment, named, owes
from tests.town import BANGKOK, Town

NOON = datetime(2026, 11, 26, 13, 0, tzinfo=BANGKOK)


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = Town(database_url, NOON)
    place.member("กบ", Role.MANAGER)
    place.member("แบงค์")
    place.member("Ken", language="en")
    place.customer("สยามวัสดุภัณฑ์", "แบงค์", contacts={"สมชาย": "owner"})
    place.customer("เอเชียพรีซิชั่น", "แบงค์", contacts={"สมศักดิ์": "purchasing"}, phone="+66812345678")
    place.customer("TTM", "แบงค์", contacts={"เมย์": None})
    place.customer("Eastern Steel", "Ken", contacts={"John": "technical"}, phone="+66812345678")
    place.say("แบงค์", "สวัสดีค่ะ")
    yield place
    place.jod.stop()


def promised(town: Town, customer: str, due: str, about: str = "", who: str = "แบงค์", **more: str) -> int:
    """A follow-up that was promised some days ago: its reminder is owed by the rules."""
    kind = FollowUpKind(more.get("kind", "task"))
    with town.database() as session:
        at = remind_at(kind, moment(due), named(session, Member, who), moment("2026-11-20 09:00"))
    return owes(town, who, customer, due, about, remind_at=at, **more)


def pushes(town: Town, purpose: str = "reminder") -> list[OutboxMessage]:
    with town.database() as session:
        owed = select(OutboxMessage).where(OutboxMessage.kind == OutboxKind.PUSH)
        return list(session.scalars(owed.where(OutboxMessage.purpose == purpose)))


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
    def test_each_button_can_be_tapped_and_typed(self, town: Town, tapped: str, answer: str) -> None:
        promised(town, "TTM", "2026-11-26 14:00")
        town.move_to("2026-11-26 14:00")
        town.heard("แบงค์")
        assert town.tap("แบงค์", tapped) == [answer]
        town.tap("แบงค์", "ยกเลิก")
        promised(town, "TTM", "2026-11-26 14:30")
        town.move_to("2026-11-26 14:30")
        town.heard("แบงค์")
        if tapped not in ("ไม่รับสาย", "จันทร์ 30 พ.ย."):  # those say another time than half an hour ago
            assert town.say("แบงค์", tapped) == [answer]

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


class TestNotAnyMore:
    def test_what_was_moved_or_closed_before_its_time_is_not_brought_up(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 14:00", "ส่งของ")
        promised(town, "สยามวัสดุภัณฑ์", "2026-11-26 14:00", "ถามราคา")
        promised(town, "เอเชียพรีซิชั่น", "2026-11-26 14:00", "ถาม PO")
        town.say("แบงค์", "เลื่อน TTM เป็นพรุ่งนี้")
        town.say("แบงค์", "เสร็จ สยามวัสดุภัณฑ์")
        town.say("แบงค์", "ไม่ต้องตาม เอเชียพรีซิชั่น แล้ว")
        town.move_to("2026-11-26 18:00")
        assert town.heard("แบงค์") == []
        town.move_to("2026-11-27 14:00")
        assert "ถึงเวลาตามTTM · ส่งของ" in town.heard("แบงค์")

    def test_a_move_taken_back_after_the_reminder_does_not_remind_again(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 14:00", "ส่งของ")
        town.play("""
            @ 2026-11-26 14:00
            แบงค์< ถึงเวลาตามTTM · ส่งของ
            แบงค์> [พรุ่งนี้ 9:00]
            แบงค์< เลื่อนแล้ว · TTM ศ. 27 พ.ย. 09:00 · ส่งของ
            แบงค์> [ยกเลิก]
            แบงค์< ยกเลิกให้แล้ว · TTM พฤ. 26 พ.ย. 14:00
            @ 2026-11-26 14:10
        """)

    def test_nobody_on_leave_is_reminded(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 14:00", "ส่งของ")
        away(town, "แบงค์")
        town.move_to("2026-11-26 15:00")
        assert pushes(town) == []

    def test_nobody_is_reminded_of_a_customer_who_is_gone(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 14:00", "ส่งของ")
        with town.database() as session:
            named(session, Customer, "TTM").deleted = True
        town.move_to("2026-11-26 15:00")
        assert pushes(town) == []


class TestQuietHours:
    def test_an_exact_minute_fires_inside_quiet_hours(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 21:00", "ส่งของ")
        town.play("""
            @ 2026-11-26 20:59
            @ 2026-11-26 21:00
            แบงค์< ถึงเวลาตามTTM · ส่งของ
        """)

    def test_our_own_lead_waits_for_the_end_of_quiet_hours(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-27 07:30", kind="appointment")
        town.play("""
            @ 2026-11-27 06:59
            @ 2026-11-27 07:00
            แบงค์< อีก 30 นาที · 07:30 เข้าพบTTM
        """)

    def test_a_meeting_inside_quiet_hours_is_brought_up_at_its_own_minute(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-27 06:00", kind="appointment")
        town.play("""
            @ 2026-11-27 05:59
            @ 2026-11-27 06:00
            แบงค์< ถึงเวลาแล้ว · 06:00 เข้าพบTTM
        """)


class TestAfterAStop:
    def test_a_late_task_is_still_brought_up(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 14:00", "ส่งของ")
        stopped_until(town, "2026-11-26 17:00")
        assert town.heard("แบงค์") == ["ถึงเวลาตามTTM · ส่งของ"]

    def test_late_in_quiet_hours_it_waits_for_the_next_answer(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 14:00", "ส่งของ")
        stopped_until(town, "2026-11-26 21:00")
        assert town.heard("แบงค์") == []
        with town.database() as session:
            assert len(session.scalars(select(Notice)).all()) == 1

    def test_no_brief_for_a_meeting_that_has_begun(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 14:00", kind="appointment")
        stopped_until(town, "2026-11-26 15:00")
        assert town.heard("แบงค์") == []

    def test_a_day_late_it_is_left_to_the_plan(self, town: Town) -> None:
        promised(town, "TTM", "2026-11-26 14:00", "ส่งของ")
        stopped_until(town, "2026-11-27 14:01")
        assert pushes(town) == []


class TestResults:
    @pytest.fixture
    def meeting(self, town: Town) -> int:
        return owes(town, "แบงค์", "TTM", "2026-11-26 14:00", "ปั๊มแรงดันสูง", kind="appointment", contact="เมย์")

    def test_the_card_is_the_guide_s(self, town: Town, meeting: int) -> None:
        town.play("""
            @ 2026-11-26 17:29
            @ 2026-11-26 17:30
            แบงค์< นัด 14:00 TTM วันนี้เป็นไงบ้างคะ
        """)
        assert town.card("แบงค์") == textwrap.dedent("""\
            TTM 14:00 เป็นไงบ้างคะ
            คุณเมย์ · ปั๊มแรงดันสูง · ยังไม่ได้ลงผล
            [ไปมาแล้ว ลงผล]
            [ลูกค้าเลื่อน]  [ไม่ได้ไป]""")

    def test_the_same_in_english(self, town: Town) -> None:
        owes(town, "Ken", "Eastern Steel", "2026-11-26 14:00", "pumps", kind="appointment", contact="John")
        town.move_to("2026-11-26 17:30")
        assert town.card("Ken") == textwrap.dedent("""\
            How was Eastern Steel 14:00?
            John · pumps · no result yet
            [I went: log result]
            [Customer moved it]  [Did not go]""")

    def test_each_answer_is_one_tap(self, town: Town, meeting: int) -> None:
        town.move_to("2026-11-26 17:30")
        town.heard("แบงค์")
        assert town.tap("แบงค์", "ลูกค้าเลื่อน", "2026-11-30T10:00") == [
            "ลูกค้าขอเลื่อน จดแล้ว · TTM จ. 30 พ.ย. 10:00 · ปั๊มแรงดันสูง"
        ]
        town.tap("แบงค์", "ยกเลิก")
        assert town.tap("แบงค์", "ไม่ได้ไป") == ["จดไว้ว่าไม่ได้ไป · TTM"]

    def test_the_result_typed_after_the_tap_settles_it(self, town: Town, meeting: int) -> None:
        town.move_to("2026-11-26 17:30")
        assert town.tap("แบงค์", "ไปมาแล้ว ลงผล")[1:] == []
        town.say("แบงค์", "เข้าพบ TTM ลูกค้าขอใบเสนอราคาใหม่")
        with town.database() as session:
            assert session.get_one(FollowUp, meeting).state is FollowUpState.DONE

    def test_several_are_one_card_that_opens_by_number(self, town: Town, meeting: int) -> None:
        owes(town, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-26 16:00", "ปิดราคา", kind="appointment")
        town.move_to("2026-11-26 17:30")
        assert town.card("แบงค์") == textwrap.dedent("""\
            นัดวันนี้ 2 ราย เป็นไงบ้างคะ
            1  TTM
               14:00 · เข้าพบคุณเมย์ · ปั๊มแรงดันสูง
            2  สยามวัสดุภัณฑ์
               16:00 · เข้าพบ · ปิดราคา
            แตะหรือพิมพ์เลข แล้วลงผลทีละราย""")
        town.heard("แบงค์")
        assert town.say("แบงค์", "2") == ["นัด 16:00 สยามวัสดุภัณฑ์ วันนี้เป็นไงบ้างคะ"]

    def test_nobody_is_asked_twice(self, town: Town, meeting: int) -> None:
        town.move_to("2026-11-26 17:30")
        town.jod.ticker.fire("results", moment("2026-11-26 17:45"))
        town.move_to("2026-11-27 18:00")
        assert len(pushes(town, "result")) == 1

    def test_who_has_said_what_came_of_it_is_not_asked(self, town: Town, meeting: int) -> None:
        town.say("แบงค์", "เข้าพบ TTM คุยเรื่องปั๊ม")
        town.move_to("2026-11-26 17:30")
        assert pushes(town, "result") == []

    def test_a_meeting_still_ahead_is_not_asked_about(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-26 18:30", kind="appointment")
        owes(town, "แบงค์", "TTM", "2026-11-26 15:00", "ส่งของ")
        town.move_to("2026-11-26 17:30")
        assert pushes(town, "result") == []

    def test_not_on_a_day_off_nor_on_leave(self, town: Town, meeting: int) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-28 14:00", kind="appointment")
        away(town, "แบงค์")
        town.move_to("2026-11-28 18:00")
        assert pushes(town, "result") == []

    def test_in_quiet_hours_it_waits_for_the_next_answer(self, town: Town, meeting: int) -> None:
        with town.database() as session:
            named(session, Member, "แบงค์").quiet_from = time(17)
        town.move_to("2026-11-26 17:30")
        assert pushes(town, "result") == []
        assert town.say("แบงค์", "ตาม TTM พรุ่งนี้")[-1] == "นัด 14:00 TTM วันนี้เป็นไงบ้างคะ"


def away(town: Town, who: str) -> None:
    """On leave that Thursday."""
    with town.database() as session:
        member, day = named(session, Member, who), NOON.date()
        session.add(Leave(workspace_id=member.workspace_id, member_id=member.id, first=day, last=day))


def stopped_until(town: Town, at: str) -> None:
    """Nothing ticks until then."""
    town.clock.move_to(moment(at))
    town.jod.work()
