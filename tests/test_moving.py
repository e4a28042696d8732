"""Another moment for a promise: by tap, picker, number, customer or quote."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.intents.followups import (
    DropFollowUp,
    MoveOverdue,
    Reschedule,
)
from bot.texts import NBSP
from models.activity import Activity, ActivityChannel, Outcome
from models.followup import FollowUpState
from tests.afternoon import afternoon, due, followup, post
from tests.ledger import moment, owes
from tests.town import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = afternoon(database_url)
    yield place
    place.jod.stop()


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
