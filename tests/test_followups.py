"""What was promised to a customer: set, moved, tried in vain, done, dropped, missed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.intents.base import to_data
from bot.intents.followups import (
    CompleteReminder,
    DidNotGo,
    DropFollowUp,
    MoveOverdue,
    OpenFollowUp,
    Reschedule,
)
from bot.language import When
from bot.texts import NBSP
from models.activity import Activity, ActivityChannel, Outcome
from models.customer import Customer
from models.followup import FollowUp, FollowUpState
from models.member import Role
from models.workspace import Holiday
from tests.ledger import moment, named, owes
from tests.town import BANGKOK, Town, action_called

NOON = datetime(2026, 11, 26, 13, 0, tzinfo=BANGKOK)
"""Thursday after the morning plan's hours, so that only what is asked for is answered."""


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = Town(database_url, NOON)
    place.member("กบ", Role.MANAGER)
    place.member("แบงค์")
    place.member("Ken", language="en")
    place.member("โจ", team="ชลบุรี")
    place.customer("สยามวัสดุภัณฑ์", "แบงค์", contacts={"สมชาย": "owner"})
    place.customer("เอเชียพรีซิชั่น", "แบงค์", contacts={"สมศักดิ์": "purchasing"})
    place.customer("TTM", "แบงค์")
    place.customer("Eastern Steel", "Ken")
    yield place
    place.jod.stop()


def followup(town: Town, customer: str) -> FollowUp:
    """The newest follow-up of that customer, as stored."""
    with town.database() as session:
        of = select(FollowUp).join(Customer).where(Customer.name == customer).order_by(FollowUp.id.desc())
        found = session.scalars(of).first()
        assert found is not None
        return found


def post(town: Town, who: str, intent: Any, picked: str = "") -> list[str]:
    """A tap on an older button, whatever card it was on."""
    action = {"type": "postback", "data": to_data(intent)}
    if picked:
        action |= {"type": "datetimepicker", "mode": "datetime"}
    town.platform.phone(who).tap(action, picked)
    return town.heard(who)


def due(followup: FollowUp) -> str:
    return f"{(followup.due_at or moment(f'{followup.due_on} 00:00')).astimezone(BANGKOK):%Y-%m-%d %H:%M}"


class TestSetting:
    def test_a_meeting_is_set_in_one_line_and_taken_back_in_one_tap(self, town: Town) -> None:
        town.play("""
            แบงค์> นัด สยามวัสดุภัณฑ์ พรุ่งนี้บ่ายสอง
            แบงค์< ลงนัดแล้ว · สยามวัสดุภัณฑ์ ศ. 27 พ.ย. 14:00
            แบงค์> [ยกเลิก]
            แบงค์< ยกเลิกให้แล้ว · สยามวัสดุภัณฑ์ ศ. 27 พ.ย. 14:00
        """)
        assert followup(town, "สยามวัสดุภัณฑ์").state is FollowUpState.DELETED

    def test_the_card_shows_the_date_beside_the_words_and_when_jod_will_remind(self, town: Town) -> None:
        town.say("แบงค์", "นัด สยามวัสดุภัณฑ์ พรุ่งนี้บ่ายสอง")
        assert town.card("แบงค์") == textwrap.dedent("""\
            ลงนัดแล้ว
            สยามวัสดุภัณฑ์ · เข้าพบ
            นัด  ศ. 27 พ.ย. 14:00 “พรุ่งนี้บ่ายสอง”
            เตือน  13:00
            [แก้]  [ยกเลิก]""")

    def test_the_same_in_english(self, town: Town) -> None:
        town.play("""
            Ken> remind me to call Eastern Steel tomorrow 10am
            Ken< Follow-up set · Eastern Steel Fri 27 Nov 10:00
            Ken> move Eastern Steel to monday
            Ken< Moved · Eastern Steel Mon 30 Nov 10:00
            Ken> [Undo]
            Ken< Undone · Eastern Steel Fri 27 Nov 10:00
            Ken> done Eastern Steel
            Ken< Done · Eastern Steel
            Ken> [Finished]
            Ken< Finished · Eastern Steel
        """)

    def test_an_unanswered_call_in_english(self, town: Town) -> None:
        owes(town, "Ken", "Eastern Steel", "2026-11-26 13:00", "ask about the PO", channel="call")
        town.play("""
            Ken> no answer
            Ken< No answer, noted · Eastern Steel · Call again today 15:00
        """)

    def test_a_date_read_two_ways_is_kept_by_the_convention_the_other_one_tap_away(self, town: Town) -> None:
        town.play("""
            แบงค์> นัด สยามวัสดุภัณฑ์ ศุกร์หน้า 10 โมง
            แบงค์< ลงนัดแล้ว · สยามวัสดุภัณฑ์ ศ. 4 ธ.ค. 10:00
            แบงค์> [หมายถึง ศ. 27 พ.ย.]
            แบงค์< เลื่อนแล้ว · สยามวัสดุภัณฑ์ ศ. 27 พ.ย. 10:00
        """)

    def test_an_exact_date_on_a_day_off_is_kept_with_a_warning(self, town: Town) -> None:
        town.say("แบงค์", "ตาม TTM เสาร์นี้")
        assert town.card("แบงค์") == textwrap.dedent("""\
            ตั้งวันตามแล้ว
            TTM
            ตามต่อ  ส. 28 พ.ย. “เสาร์นี้”
            เตือน  ในแผนเช้าวันนั้น
            ส. 28 พ.ย. เป็นวันหยุดนะคะ
            [แก้]  [ยกเลิก]
            (เลื่อนเป็น จ. 30 พ.ย.)""")
        assert town.tap("แบงค์", "เลื่อนเป็น จ. 30 พ.ย.") == ["เลื่อนแล้ว · TTM จ. 30 พ.ย."]

    def test_a_counted_date_moves_off_the_day_off_and_says_so(self, town: Town) -> None:
        town.say("แบงค์", "ตาม TTM อีก 2 วัน")
        assert "ส. 28 พ.ย. เป็นวันหยุด เลื่อนเป็น จ. 30 พ.ย. ให้" in town.card("แบงค์")
        assert due(followup(town, "TTM")) == "2026-11-30 00:00"

    def test_the_company_s_own_holidays_count(self, town: Town) -> None:
        with town.database() as session:
            workspace = town.workspace(session)
            session.add(
                Holiday(workspace_id=workspace.id, day=moment("2026-11-30 00:00").date(), name="พิเศษ")
            )
        town.say("แบงค์", "ตาม TTM อีก 2 วัน")
        assert due(followup(town, "TTM")) == "2026-12-01 00:00"

    def test_a_past_time_says_what_to_type_instead(self, town: Town) -> None:
        town.play("""
            แบงค์> ตาม TTM วันนี้ 9 โมงเช้า
            แบงค์< พฤ. 26 พ.ย. 09:00 ผ่านไปแล้วค่ะ พิมพ์วันเวลาใหม่ได้เลย เช่น “พรุ่งนี้ 10 โมง”
            แบงค์> พรุ่งนี้ 10 โมง
            แบงค์< ตั้งวันตามแล้ว · TTM ศ. 27 พ.ย. 10:00
        """)

    def test_without_a_date_one_question_is_asked(self, town: Town) -> None:
        town.play("""
            แบงค์> ตาม TTM
            แบงค์< วันไหนดีคะ
            แบงค์> 2
            แบงค์< ตั้งวันตามแล้ว · TTM พฤ. 3 ธ.ค. 09:00
        """)

    def test_the_same_button_tapped_twice_promises_once(self, town: Town) -> None:
        town.say("แบงค์", "นัด สยามวัสดุภัณฑ์ พรุ่งนี้บ่ายสอง")
        assert town.say("แบงค์", "นัด สยามวัสดุภัณฑ์ พรุ่งนี้บ่ายสอง") == ["ตั้งไว้แล้ว · สยามวัสดุภัณฑ์ ศ. 27 พ.ย. 14:00"]
        with town.database() as session:
            assert len(session.scalars(select(FollowUp)).all()) == 1

    def test_a_repetition_is_kept_once_and_the_card_says_so(self, town: Town) -> None:
        town.say("แบงค์", "นัด TTM ทุกวันจันทร์ 10 โมง")
        assert "ตั้งให้ครั้งแรกก่อน จดยังตั้งซ้ำเองไม่ได้ค่ะ" in town.card("แบงค์")


class TestMoving:
    @pytest.fixture(autouse=True)
    def meeting(self, town: Town) -> int:
        return owes(town, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-27 14:00", "ปิดราคาเหล็ก", kind="appointment")

    def test_another_day_keeps_the_time_of_day(self, town: Town) -> None:
        town.play("""
            แบงค์> เลื่อน สยามวัสดุภัณฑ์ เป็นจันทร์
            แบงค์< เลื่อนแล้ว · สยามวัสดุภัณฑ์ จ. 30 พ.ย. 14:00 · ปิดราคาเหล็ก
            แบงค์> เลื่อนเป็นอังคาร 10 โมง
            แบงค์< เลื่อนแล้ว · สยามวัสดุภัณฑ์ อ. 1 ธ.ค. 10:00 · ปิดราคาเหล็ก
        """)
        moved = followup(town, "สยามวัสดุภัณฑ์")
        assert (moved.moved, moved.remind_at) == (2, moment("2026-12-01 09:00"))

    def test_another_time_keeps_the_day(self, town: Town) -> None:
        town.play("""
            แบงค์> เลื่อน สยามวัสดุภัณฑ์ เป็น 4 โมงเย็น
            แบงค์< เลื่อนแล้ว · สยามวัสดุภัณฑ์ ศ. 27 พ.ย. 16:00 · ปิดราคาเหล็ก
        """)

    def test_another_time_of_what_is_overdue_is_today_s(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-24 10:00", "ส่งของ")
        town.play("""
            แบงค์> เลื่อน TTM เป็น 4 โมงเย็น
            แบงค์< เลื่อนแล้ว · TTM พฤ. 26 พ.ย. 16:00 · ส่งของ
        """)

    def test_undoing_a_move_brings_the_old_moment_back_not_the_follow_up_down(self, town: Town) -> None:
        town.play("""
            แบงค์> เลื่อน สยามวัสดุภัณฑ์ เป็นจันทร์
            แบงค์< เลื่อนแล้ว · สยามวัสดุภัณฑ์ จ. 30 พ.ย. 14:00 · ปิดราคาเหล็ก
            แบงค์> [ยกเลิก]
            แบงค์< ยกเลิกให้แล้ว · สยามวัสดุภัณฑ์ ศ. 27 พ.ย. 14:00
        """)
        stands = followup(town, "สยามวัสดุภัณฑ์")
        assert (stands.state, due(stands)) == (FollowUpState.OPEN, "2026-11-27 14:00")

    def test_the_picker_moves_it(self, town: Town, meeting: int) -> None:
        assert post(town, "แบงค์", Reschedule(followup=meeting), "2026-12-03T09:30") == [
            "เลื่อนแล้ว · สยามวัสดุภัณฑ์ พฤ. 3 ธ.ค. 09:30 · ปิดราคาเหล็ก"
        ]

    def test_without_a_moment_one_question_is_asked_about_that_very_follow_up(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-26", "ส่งของ")
        town.say("แบงค์", "แผน")
        town.play("""
            แบงค์> เลื่อน 1
            แบงค์< วันไหนดีคะ
            แบงค์> 1
            แบงค์< เลื่อนแล้ว · TTM ศ. 27 พ.ย. 09:00 · ส่งของ
        """)

    def test_what_the_customer_moved_is_in_the_history_and_no_fault_of_the_rep(
        self, town: Town, meeting: int
    ) -> None:
        post(town, "แบงค์", Reschedule(followup=meeting, by_customer=True), "2026-12-03T09:30")
        assert town.card("แบงค์").startswith("ลูกค้าขอเลื่อน จดแล้ว")
        with town.database() as session:
            noted = session.scalars(select(Activity)).one()
        assert (noted.outcome, noted.channel) == (Outcome.POSTPONED, ActivityChannel.NOTE)
        told = noted.note.replace(NBSP, " ")
        assert told == "ลูกค้าขอเลื่อน จาก ศ. 27 พ.ย. 14:00 เป็น พฤ. 3 ธ.ค. 09:30"

    def test_tapping_twice_moves_and_notes_once(self, town: Town, meeting: int) -> None:
        for _ in range(2):
            post(town, "แบงค์", Reschedule(followup=meeting, by_customer=True), "2026-12-03T09:30")
        with town.database() as session:
            assert len(session.scalars(select(Activity)).all()) == 1
        assert followup(town, "สยามวัสดุภัณฑ์").moved == 1

    def test_several_at_one_customer_are_asked_about(self, town: Town) -> None:
        owes(town, "แบงค์", "สยามวัสดุภัณฑ์", "2026-12-04 10:00", "ส่งตัวอย่าง")
        town.play("""
            แบงค์> เลื่อน สยามวัสดุภัณฑ์ เป็น 8 ธ.ค.
            แบงค์< เรื่องไหนคะ
            แบงค์> 2
            แบงค์< เลื่อนแล้ว · สยามวัสดุภัณฑ์ อ. 8 ธ.ค. 10:00 · ส่งตัวอย่าง
        """)

    def test_a_closed_one_says_so(self, town: Town, meeting: int) -> None:
        post(town, "แบงค์", DropFollowUp(followup=meeting))
        assert post(town, "แบงค์", Reschedule(followup=meeting), "2026-12-03T09:30") == [
            "เรื่องนี้กับ สยามวัสดุภัณฑ์ ปิดไปแล้วค่ะ ตั้งใหม่ได้ เช่น “ตาม สยามวัสดุภัณฑ์ พรุ่งนี้ 10 โมง”"
        ]

    def test_quoting_its_card_moves_it(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-26", "ส่งของ")
        town.say("แบงค์", "เลื่อน สยามวัสดุภัณฑ์ เป็นจันทร์")
        card = town.platform.phone("แบงค์").received[-1].id
        town.say("แบงค์", "เลื่อน TTM เป็นจันทร์")
        assert town.say("แบงค์", "เลื่อนเป็นอังคาร", quote=card) == [
            "เลื่อนแล้ว · สยามวัสดุภัณฑ์ อ. 1 ธ.ค. 14:00 · ปิดราคาเหล็ก"
        ]


class TestOverdue:
    def test_everything_late_moves_to_the_next_working_day(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-24 10:00", "ส่งตัวอย่าง")
        owes(town, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-25 14:00", "ปิดราคา", kind="appointment")
        owes(town, "แบงค์", "เอเชียพรีซิชั่น", "2026-11-27", "ถาม PO")
        assert post(town, "แบงค์", MoveOverdue()) == ["เลื่อนที่ค้างให้แล้ว 2 เรื่อง · เป็น ศ. 27 พ.ย."]
        assert town.card("แบงค์") == textwrap.dedent("""\
            เลื่อนที่ค้างให้แล้ว 2 เรื่อง
            เป็น ศ. 27 พ.ย.
            1  TTM
               10:00 · ส่งตัวอย่าง
            2  สยามวัสดุภัณฑ์
               เข้าพบ · ปิดราคา
            [ยกเลิก]""")

    def test_one_tap_takes_the_whole_move_back(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-24", "ส่งตัวอย่าง")
        owes(town, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-25", "ปิดราคา")
        post(town, "แบงค์", MoveOverdue())
        town.tap("แบงค์", "ยกเลิก")
        assert due(followup(town, "TTM")) == "2026-11-24 00:00"
        assert due(followup(town, "สยามวัสดุภัณฑ์")) == "2026-11-25 00:00"

    def test_nothing_late_is_said_kindly(self, town: Town) -> None:
        assert post(town, "แบงค์", MoveOverdue()) == ["ไม่มีเรื่องค้างตามค่ะ"]


class TestDone:
    def test_done_asks_one_thing(self, town: Town) -> None:
        owes(town, "แบงค์", "เอเชียพรีซิชั่น", "2026-11-26", "ถาม PO", contact="สมศักดิ์", channel="call")
        town.say("แบงค์", "เสร็จ เอเชียพรีซิชั่น")
        assert town.card("แบงค์") == textwrap.dedent("""\
            เสร็จแล้ว
            เอเชียพรีซิชั่น · โทรหาคุณสมศักดิ์ (จัดซื้อ)
            เรื่อง  ถาม PO
            ได้ผลยังไงบ้าง หรือจะตามต่อวันไหนดีคะ
            [ลงผล]
            [พรุ่งนี้]  [พฤ. 3 ธ.ค.]  [เลือกวันเวลา]
            [จบเรื่องนี้]  [ยกเลิก]""")
        assert followup(town, "เอเชียพรีซิชั่น").state is FollowUpState.DONE

    def test_the_keyboard_opens_with_how_and_with_whom(self, town: Town) -> None:
        owes(town, "แบงค์", "เอเชียพรีซิชั่น", "2026-11-26", "ถาม PO", channel="call")
        town.say("แบงค์", "เสร็จ เอเชียพรีซิชั่น")
        result = action_called(town.platform.phone("แบงค์"), "ลงผล")
        assert (result["inputOption"], result["fillInText"]) == ("openKeyboard", "โทร เอเชียพรีซิชั่น ")

    def test_the_next_step_takes_over_the_matter_and_the_person(self, town: Town) -> None:
        owes(town, "แบงค์", "เอเชียพรีซิชั่น", "2026-11-26", "ถาม PO", contact="สมศักดิ์", channel="call")
        town.say("แบงค์", "เสร็จ เอเชียพรีซิชั่น")
        assert town.tap("แบงค์", "พรุ่งนี้") == ["ตั้งวันตามแล้ว · เอเชียพรีซิชั่น ศ. 27 พ.ย. · ถาม PO"]
        assert "โทรหาคุณสมศักดิ์ (จัดซื้อ)" in town.card("แบงค์")

    def test_finished_is_finished(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-26", "ส่งของ")
        town.play("""
            แบงค์> เสร็จ TTM
            แบงค์< เสร็จแล้ว · TTM
            แบงค์> [จบเรื่องนี้]
            แบงค์< จบเรื่องนี้แล้ว · TTM
            แบงค์> เสร็จ TTM
            แบงค์< ไม่มีเรื่องค้างตามกับ TTM ค่ะ ตั้งใหม่ได้ เช่น “ตาม TTM พรุ่งนี้ 10 โมง”
        """)

    def test_by_number_of_the_list_just_shown(self, town: Town) -> None:
        owes(town, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-26", "ปิดราคา")
        owes(town, "แบงค์", "TTM", "2026-11-26", "ส่งของ")
        town.say("แบงค์", "แผน")
        assert town.say("แบงค์", "เสร็จ 2") == ["เสร็จแล้ว · TTM"]

    def test_of_several_at_a_customer_the_one_due_is_meant(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-26", "ส่งของ")
        owes(town, "แบงค์", "TTM", "2026-12-20", "ต่อสัญญา")
        town.say("แบงค์", "เสร็จ TTM")
        assert "เรื่อง  ส่งของ" in town.card("แบงค์")
        assert "ครั้งหน้า  อา. 20 ธ.ค." in town.card("แบงค์")

    def test_dropped_and_brought_back(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-26", "ส่งของ")
        town.play("""
            แบงค์> ไม่ต้องตาม TTM แล้ว
            แบงค์< ไม่ตามแล้ว · TTM
            แบงค์> [ยกเลิก]
            แบงค์< ยกเลิกให้แล้ว · TTM พฤ. 26 พ.ย.
        """)
        assert followup(town, "TTM").state is FollowUpState.OPEN

    def test_a_missed_visit_stays_open_and_asks_for_a_new_day(self, town: Town) -> None:
        meeting = owes(town, "แบงค์", "TTM", "2026-11-26 10:00", "เสนอราคา", kind="appointment")
        assert post(town, "แบงค์", DidNotGo(followup=meeting)) == ["จดไว้ว่าไม่ได้ไป · TTM"]
        assert town.card("แบงค์") == textwrap.dedent("""\
            จดไว้ว่าไม่ได้ไป
            10:00 TTM
            ตามต่อวันไหนดีคะ
            [พรุ่งนี้]  [พฤ. 3 ธ.ค.]  [เลือกวันเวลา]
            [ไม่ต้องตามแล้ว]  [ยกเลิก]""")
        assert followup(town, "TTM").missed_at is not None
        town.tap("แบงค์", "พรุ่งนี้")
        again = followup(town, "TTM")
        assert (due(again), again.missed_at) == ("2026-11-27 10:00", None)


class TestNoAnswer:
    def test_the_next_try_is_two_hours_later_and_the_third_waits_for_the_morning(self, town: Town) -> None:
        owes(town, "แบงค์", "เอเชียพรีซิชั่น", "2026-11-26 13:00", "ถาม PO", channel="call")
        town.play("""
            แบงค์> ไม่รับสาย
            แบงค์< ไม่รับสาย จดแล้ว · เอเชียพรีซิชั่น · โทรใหม่ วันนี้ 15:00
            @ 2026-11-26 14:10
            แบงค์> ไม่รับสาย
            แบงค์< ไม่รับสาย จดแล้ว · เอเชียพรีซิชั่น · โทรใหม่ วันนี้ 16:10
            @ 2026-11-26 14:20
            แบงค์> ไม่รับสาย
            แบงค์< ไม่รับสาย จดแล้ว · เอเชียพรีซิชั่น · โทรใหม่ พรุ่งนี้ 09:00
        """)
        assert "ครั้งที่ 3 ของวันนี้" in town.card("แบงค์")
        tried = followup(town, "เอเชียพรีซิชั่น")
        assert (tried.attempts, tried.moved, due(tried)) == (3, 0, "2026-11-27 09:00")

    def test_it_counts_as_an_attempt_and_never_as_contact(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-26", "ถาม PO", channel="call")
        town.say("แบงค์", "ไม่รับสาย")
        with town.database() as session:
            customer, call = named(session, Customer, "TTM"), session.scalars(select(Activity)).one()
            assert (call.channel, call.outcome) == (ActivityChannel.CALL, Outcome.NO_ANSWER)
            assert customer.last_contact_at is None
            assert customer.last_attempt_at == NOON

    def test_a_second_tap_at_once_is_the_same_call(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-26", "ถาม PO")
        for _ in range(2):
            town.say("แบงค์", "ไม่รับสาย")
        assert followup(town, "TTM").attempts == 1

    def test_a_try_that_would_fall_into_quiet_hours_waits_for_the_morning(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-27", "ถาม PO")
        town.move_to("2026-11-27 18:30")
        town.heard("แบงค์")
        town.say("แบงค์", "ไม่รับสาย")
        assert due(followup(town, "TTM")) == "2026-11-30 09:00"

    def test_a_meeting_stays_when_it_is(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-26 16:00", "เสนอราคา", kind="appointment")
        town.play("""
            แบงค์> ไม่รับสาย
            แบงค์< ไม่รับสาย จดแล้ว · TTM · นัดยังอยู่ วันนี้ 16:00
        """)

    def test_undo_takes_back_the_call_and_the_next_try(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-26 13:00", "ถาม PO")
        town.say("แบงค์", "ไม่รับสาย")
        town.tap("แบงค์", "ยกเลิก")
        stands = followup(town, "TTM")
        assert (due(stands), stands.attempts) == ("2026-11-26 13:00", 0)

    def test_several_due_are_asked_about(self, town: Town) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-26", "ถาม PO")
        owes(town, "แบงค์", "เอเชียพรีซิชั่น", "2026-11-26", "ถามแบบ")
        town.play("""
            แบงค์> ไม่รับสาย
            แบงค์< เรื่องไหนคะ
            แบงค์> 2
            แบงค์< ไม่รับสาย จดแล้ว · เอเชียพรีซิชั่น · โทรใหม่ วันนี้ 15:00
        """)


class TestWhoMay:
    @pytest.fixture(autouse=True)
    def task(self, town: Town) -> int:
        return owes(town, "แบงค์", "TTM", "2026-11-26", "ส่งของ")

    @pytest.mark.parametrize("intent", [Reschedule, CompleteReminder, DropFollowUp, DidNotGo, OpenFollowUp])
    def test_nobody_touches_another_team_s_follow_up(self, town: Town, task: int, intent: Any) -> None:
        said = intent(followup=task)
        answer = post(town, "โจ", said)
        assert answer == ["ไม่เจอรายการนี้ค่ะ พิมพ์ชื่อลูกค้า หรือ “แผน” เพื่อดูรายการใหม่ได้เลย"]
        assert followup(town, "TTM").state is FollowUpState.OPEN

    def test_the_manager_may(self, town: Town, task: int) -> None:
        when = Reschedule(followup=task, when=When(moment("2026-11-30 00:00").date()))
        assert post(town, "กบ", when) == ["เลื่อนแล้ว · TTM จ. 30 พ.ย. · ส่งของ"]

    def test_another_s_customer_tells_only_whose_it_is(self, town: Town) -> None:
        town.play("""
            โจ> ตาม TTM พรุ่งนี้
            โจ< TTM เป็นลูกค้าของแบงค์ ถามแบงค์ได้เลยค่ะ
        """)
