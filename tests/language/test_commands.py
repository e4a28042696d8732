"""The short commands that cards promise, alone and with whom or what they are about."""

from __future__ import annotations

from datetime import time

import pytest

from bot.language import ChatContext
from tests.language.people import BANK, JOE, MAY, SCG, SIAM, TTM, plain, read


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


@pytest.mark.parametrize(
    ("text", "intent", "fields"),
    [
        ("ค้างตามของโจ", "team_summary", {"rep": JOE, "scope": "overdue"}),
        ("โจวันนี้", "team_summary", {"rep": JOE, "date_from": "2026-11-18"}),
        ("Bank yesterday", "team_summary", {"rep": BANK, "date_from": "2026-11-17", "date_to": "2026-11-17"}),
        ("สรุปทีม 1-15 พ.ย.", "team_summary", {"date_from": "2026-11-01", "date_to": "2026-11-15"}),
        ("สรุปทีมวันศุกร์", "team_summary", {"date_from": "2026-11-13"}),
        ("สรุปทีมเดือนตุลา", "team_summary", {"date_from": "2026-10-01", "date_to": "2026-10-31"}),
        ("customers not reached for 30 days", "team_summary", {"scope": "neglected", "days": 30}),
        ("where does the team go tomorrow", "team_today", {"date": "2026-11-19"}),
        ("snooze 1 hour", "reschedule", {"number": None, "follow_up_at": "2026-11-18 11:15"}),
        ("ask Bank to call SCG", "assign", {"rep": BANK, "customer": SCG, "channel": "call", "note": None}),
        (
            "ให้เมย์โทร TTM พรุ่งนี้",
            "assign",
            {"rep": MAY, "channel": "call", "follow_up_kind": "task", "note": None},
        ),
        ("ลูกค้าโทรกลับมาแล้ว", "log_activity", {"customer": None, "direction": "inbound"}),
        ("met them", "log_activity", {"customer": None, "channel": "visit", "note": None}),
        ("โทรไปแล้ว ไม่รับสาย", "log_activity", {"customer": None, "outcome": "no_answer"}),
        ("คุยแล้ว ขอส่วนลด", "log_activity", {"customer": None, "outcome": "reached"}),
        ("โทรไม่ติดอีกแล้ว", "no_answer", {}),
        ("แก้เป็นเมื่อวาน", "edit_last", {"occurred_at": "2026-11-17", "follow_up_at": None}),
        ("แก้เป็นไม่รับสาย", "edit_last", {"outcome": "no_answer", "channel": None}),
        ("หา สมชาย", "search", {"query": "สมชาย"}),
        ("ลูกค้าใหม่ ร้านป้าแดง ลูกค้าทั่วไป", "new_customer", {"kind": "b2c"}),
        ("วันหยุดบริษัท", "setup", {"step": "holidays"}),
        ("hand over to Kate", "hand_over", {"rep": None}),
        ("สมาชิก", "members", {}),
        ("ไม่รับ โจ", "approve", {"newcomer": "โจ", "refuse": True}),
        ("ลาออกแล้ว โจ", "remove_member", {"rep": JOE}),
        ("ยกเลิก SCG", "drop_follow_up", {"customer": SCG}),
        ("โทร SCG คุยราคาอีก", "log_activity", {"note": "คุยราคาอีก"}),
    ],
)
def test_a_short_line_is_read_with_its_fields(text: str, intent: str, fields: dict[str, object]) -> None:
    said = read(text)
    assert said.intent == intent
    assert {name: plain(said.value(name)) for name in fields} == fields


def test_who_it_was_not_is_said_and_who_it_was_is_asked() -> None:
    said = read("ไม่ใช่ TTM")
    assert (said.intent, said.value("customer"), said.ask) == ("edit_last", None, ("customer",))


def test_a_person_with_firm_role_and_number_is_a_contact() -> None:
    said = read("คุณเอก สยามวัสดุ จัดซื้อ โทร 0812345678 email ek@siam.co.th")
    assert (said.intent, said.value("customer").id, said.value("contact").said) == (
        "add_contact",
        SIAM,
        "เอก",
    )
    assert (said.value("contact_role"), said.value("phone"), said.value("email")) == (
        "purchasing",
        "0812345678",
        "ek@siam.co.th",
    )


def test_an_hour_behind_at_is_kept_or_asked_about() -> None:
    assert read("meeting with TTM friday at 3").value("follow_up_at").clock == time(15)
    assert read("meeting with TTM friday at 6").ask == ("follow_up_at",)


def test_a_visit_told_of_a_day_just_ahead_is_asked_about() -> None:
    said = read("I visited TTM on 30 Nov, talked prices")
    assert (said.intent, said.ask) == ("log_activity", ("occurred_at",))


def test_days_to_move_by_are_asked_about_unless_they_count_from_now() -> None:
    assert read("เลื่อน TTM ไป 2 วัน").ask == ("follow_up_at",)
    assert read("เลื่อน TTM อีก 2 วัน").ask == ()


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
