"""The short commands that cards promise, alone and with whom or what they are about."""

from __future__ import annotations

import pytest

from bot.language import ChatContext
from tests.language.people import MAY, SIAM, TTM, read


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ฝากงาน", "people_to_assign"),
        ("ฝากงานให้ทีมครับ", "people_to_assign"),
        ("ฝากงานให้ใครดี", "people_to_assign"),
        ("give work", "people_to_assign"),
        ("เลื่อนที่ค้าง", "move_overdue"),
        ("move overdue", "move_overdue"),
        ("ไม่ได้ไป", "did_not_go"),
        ("I did not go", "did_not_go"),
        ("ลูกค้าใหม่", "new_customer"),
        ("new customer", "new_customer"),
    ],
)
def test_a_command_stands_alone(text: str, intent: str) -> None:
    assert read(text).intent == intent


def test_a_new_customer_is_an_answer_only_to_a_question() -> None:
    assert read("ลูกค้าใหม่", ChatContext(question="customer")).intent == "choose_new"


@pytest.mark.parametrize(
    ("text", "setting", "value"),
    [
        ("ชื่อบริษัท ไทยรุ่งเรือง", "company", "ไทยรุ่งเรือง"),
        ("company name Acme", "company", "Acme"),
        ("เรียกฉันว่า แนน", "my_name", "แนน"),
        ("เรียกผมว่า แบงค์ ครับ", "my_name", "แบงค์"),
        ("call me Kate", "my_name", "Kate"),
        ("แผนเช้า 25:00", "plan_time", "25:00"),
        ("แผนเช้า", "plan_time", None),
        ("ช่วงเงียบ", "quiet_hours", None),
        ("ปิดช่วงเงียบ", "quiet_hours", "off"),
        ("quiet hours off", "quiet_hours", "off"),
        ("ขายทั้งสองแบบ", "selling", "both"),
        ("remind me 2 hours before appointments", "lead_minutes", "120"),
    ],
)
def test_a_setting_is_seen_or_changed(text: str, setting: str, value: str | None) -> None:
    said = read(text)
    assert (said.intent, said.value("setting"), said.value("value")) == ("settings", setting, value)


@pytest.mark.parametrize("text", ["call me back", "call me tomorrow", "drop samples at TTM tomorrow"])
def test_what_begins_like_a_command_is_not_taken_for_it(text: str) -> None:
    assert read(text).intent not in ("settings", "drop_follow_up")


def test_what_is_missed_dropped_or_done_is_that_of_the_row_or_name_said() -> None:
    assert (read("ไม่ได้ไป 2").intent, read("ไม่ได้ไป 2").value("number")) == ("did_not_go", 2)
    assert (read("ไม่ได้ไป สยามวัสดุ").intent, read("ไม่ได้ไป สยามวัสดุ").value("customer").id) == (
        "did_not_go",
        SIAM,
    )
    assert (read("drop TTM").intent, read("drop TTM").value("customer").id) == ("drop_follow_up", TTM)
    done = read("เสร็จ 2 ลูกค้าตกลงแล้ว")
    assert (done.intent, done.value("number"), done.value("note")) == ("complete_reminder", 2, "ลูกค้าตกลงแล้ว")
    given = read("ฝาก 2 ให้เมย์")
    assert (given.intent, given.value("number"), given.value("rep").id) == ("hand_over", 2, MAY)


@pytest.mark.parametrize("text", ["ลูกค้าเลื่อนเป็นจันทร์", "ลูกค้า TTM ขอเลื่อนนัดเป็นจันทร์"])
def test_who_moves_an_appointment_is_kept(text: str) -> None:
    assert (read(text).intent, read(text).value("outcome")) == ("reschedule", "postponed_by_customer")


def test_a_code_is_read_whole() -> None:
    assert read("เข้าร่วม ABCD-2345").value("code") == "ABCD-2345"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("นัด ริเวอร์วิว พรุ่งนี้ 10 โมง เสนอราคาล็อบบี้", "เสนอราคาล็อบบี้"),
        ("นัด สยามวัสดุ พรุ่งนี้บ่ายสอง ปิดราคาเหล็ก", "ปิดราคาเหล็ก"),
        ("ตาม สยามวัสดุ มะรืน ส่งของ", "ส่งของ"),
    ],
)
def test_the_note_of_a_plan_is_what_is_to_be_done(text: str, note: str) -> None:
    assert read(text).value("note") == note
