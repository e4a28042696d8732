"""Promising to get back to a customer: in one line, on which day, and who may touch it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.intents.followups import (
    CompleteReminder,
    DidNotGo,
    DropFollowUp,
    OpenFollowUp,
    Reschedule,
)
from bot.language import When
from models.followup import FollowUp, FollowUpState
from models.workspace import Holiday
from tests.afternoon import afternoon, due, followup, post
from tests.ledger import moment, owes
from tests.town import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = afternoon(database_url)
    yield place
    place.jod.stop()


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
            workspace.touch_directory(session)
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
