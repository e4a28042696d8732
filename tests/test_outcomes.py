"""What became of a promise: done, dropped, missed, or called in vain."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.intents.answers import Answer
from bot.intents.base import Intent
from bot.intents.followups import (
    CompleteReminder,
    DidNotGo,
)
from bot.intents.keeping import to_json
from models.activity import Activity, ActivityChannel, Outcome
from models.chat import Chat
from models.customer import Customer
from models.followup import FollowUp, FollowUpState
from tests.afternoon import NOON, afternoon, due, followup, post
from tests.drawing import action_called
from tests.ledger import named, owes
from tests.town import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = afternoon(database_url)
    yield place
    place.jod.stop()


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

    def test_a_result_said_with_it_is_logged_and_only_the_next_step_is_asked(self, town: Town) -> None:
        meeting = owes(town, "แบงค์", "TTM", "2026-11-26 10:00", "เสนอราคา", kind="appointment", contact="เมย์")
        asked = asked_which(town, CompleteReminder(note="ลูกค้าตกลงราคาแล้ว"))
        assert post(town, "แบงค์", Answer(question=asked, followup=meeting)) == ["เสร็จแล้ว · TTM"]
        assert "ครั้งหน้า  จ. 30 พ.ย. · จดวางให้\nตามต่อวันไหนดีคะ" in town.card("แบงค์")
        with town.database() as session:
            logged = session.scalars(select(Activity)).one()
            assert (logged.channel, logged.note) == (ActivityChannel.VISIT, "ลูกค้าตกลงราคาแล้ว")
            assert session.get_one(FollowUp, meeting).closed_by_id == logged.id
            assert named(session, Customer, "TTM").last_contact_at == NOON

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

    @pytest.mark.parametrize("said", ["ไม่ได้ไป TTM", "ไม่ได้ไป"])
    def test_of_several_matters_only_a_visit_can_be_missed(self, town: Town, said: str) -> None:
        owes(town, "แบงค์", "TTM", "2026-11-26 11:00", "ถาม PO", channel="call")
        owes(town, "แบงค์", "TTM", "2026-11-26 10:00", "เสนอราคา", kind="appointment")
        assert town.say("แบงค์", said) == ["จดไว้ว่าไม่ได้ไป · TTM"]
        assert town.card("แบงค์").splitlines()[1] == "10:00 TTM"


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


def asked_which(town: Town, intent: Intent) -> int:
    """แบงค์ has been asked which follow-up a sentence is about; returns the question's number."""
    with town.database() as session:
        chat = session.scalars(select(Chat)).one()
        asked = {"id": 7, "field": "followup", "name": "", "options": [], "intent": to_json(intent)}
        words = {"said": "", "message": "", "quoted": None, "draft": None}
        chat.question = asked | words | {"until": "2026-11-26T23:00:00+07:00"}
    return 7
