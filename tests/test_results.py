"""17:30: how did today's meetings go?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import time

import pytest

from models.followup import FollowUp, FollowUpState
from models.member import Member
from tests.afternoon import afternoon, away, pushes
from tests.ledger import moment, named, owes
from tests.town import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = afternoon(database_url)
    yield place
    place.jod.stop()


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
