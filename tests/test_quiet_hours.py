"""When nobody is disturbed: quiet hours, leave, what is settled, and after a stop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models.customer import Customer
from models.queues import Notice
from tests.afternoon import afternoon, away, promised, pushes, stopped_until
from tests.ledger import named
from tests.town import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = afternoon(database_url)
    yield place
    place.jod.stop()


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
