"""Lines that were misread once, each with the fields that it says."""

from __future__ import annotations

import pytest

from bot.language import ChatContext
from tests.language.people import BANK, JOE, MAY, NOK, RIVER, SCG, SIAM, TTM, plain, read

LINES: tuple[tuple[str, str, dict[str, object]], ...] = (
    # whose it is
    ("สยามวัสดุ เข้าขั้นต่อรองแล้ว", "move_stage", {"customer": SIAM, "stage": "negotiation"}),
    ("สยามวัสดุ ขอราคา", "log_activity", {"customer": SIAM, "note": "ขอราคา"}),
    ("ออกจากสยามวัสดุแล้ว ลูกค้าไม่อยู่", "log_activity", {"customer": SIAM, "outcome": "not_met"}),
    ("โทร ทีทีเอ็ม ลูกค้าส่ง PO แล้ว", "deal_won", {"customer": TTM, "channel": "call"}),
    ("โทร ตึกนก ขอส่วนลด ตามอังคาร", "log_activity", {"customer": None, "note": "ขอส่วนลด"}),
    ("โทร เก่งการช่าง คุยราคา", "log_activity", {"customer": None, "note": "คุยราคา"}),
    ("called The Quay, wants a discount", "log_activity", {"customer": None, "note": "wants a discount"}),
    ("อย่าลืมเรื่องกล่องด้วย", "set_reminder", {"customer": None, "note": "เรื่องกล่อง"}),
    ("ไม่ใช่ TTM เป็นสยามวัสดุ", "edit_last", {"customer": SIAM}),
    ("ผิดคน เป็น TTM", "edit_last", {"customer": TTM}),
    ("TTM ปิดได้แล้วววว 720k 🎉🎉", "deal_won", {"customer": TTM, "amount": 720000}),
    ("visit ทีทีเอ็ม today คุณเอก ok เรื่อง pump", "log_activity", {"customer": TTM, "note": "ok เรื่อง pump"}),
    ("เข้าพบแกบอกว่าแพง", "log_activity", {"customer": None, "note": "แกบอกว่าแพง"}),
    # when
    ("ประชุมออนไลน์ SCG ได้แบบครบแล้ว ส่งราคาภายในวันที่ 25", "log_activity", {"follow_up_at": "2026-11-25"}),
    (
        "เข้า TTM แล้ว ของถูกใจ พุธหน้าเข้าไปเอา PO",
        "log_activity",
        {"channel": "visit", "follow_up_at": "2026-11-25"},
    ),
    ("อาทิตย์หน้าลาพักร้อน พุธถึงศุกร์", "leave", {"date_from": "2026-11-25", "date_to": "2026-11-27"}),
    ("customer moved it to next Wednesday 10am", "reschedule", {"follow_up_at": "2026-11-25 10:00"}),
    ("ไตรมาสที่แล้วทีมทำได้เท่าไหร่", "team_summary", {"date_from": "2026-07-01", "date_to": "2026-09-30"}),
    ("ลูกค้าตกลงแล้ว ตามจันทร์", "log_activity", {"follow_up_at": "2026-11-23", "note": "ลูกค้าตกลงแล้ว"}),
    ("TTM PO ออกแล้ว เดี๋ยวแวะไปรับพรุ่งนี้ 10 โมง", "deal_won", {"follow_up_at": "2026-11-19 10:00"}),
    ("SCG ตกลงแล้ว เดี๋ยวออก PO พรุ่งนี้", "log_activity", {"customer": SCG, "follow_up_at": None}),
    ("reschedule TTM from tue to thu 3pm", "reschedule", {"follow_up_at": "2026-11-26 15:00"}),
    # how, and what is not done yet
    ("กำลังไปริเวอร์วิว", "log_activity", {"customer": RIVER, "channel": "note"}),
    ("ลืมโทรหา TTM พรุ่งนี้เช้าเตือนที", "set_reminder", {"customer": TTM, "follow_up_part": "morning"}),
    ("TTM บอกให้รอถึงสิ้นเดือนค่อยโทรไป", "set_reminder", {"channel": "call", "follow_up_at": "2026-11-30"}),
    ("แวะ ที ที เอ็ม มา พี่ เอก ไม่ อยู่ ฝาก ของ ไว้", "log_activity", {"outcome": "not_met"}),
    ("เข้าพบ TTM ดูหน้างาน ตาม 8/12", "log_activity", {"note": "ดูหน้างาน", "follow_up_at": "2026-12-08"}),
    ("บันทึกการเข้าเยี่ยม TTM สนใจปั๊ม", "log_activity", {"channel": "visit"}),
    # the team, the list, and what is nobody's record
    ("บอกแบงค์ให้โทร SCG", "assign", {"rep": BANK, "customer": SCG, "channel": "call"}),
    ("TTM บอกแบงค์ว่าจะสั่ง", "log_activity", {"customer": TTM}),
    ("โอนลูกค้า TTM ให้เมย์", "reassign", {"rep": MAY, "customer": TTM}),
    ("give 1 to Joe", "hand_over", {"rep": JOE, "number": 1}),
    ("เลื่อนข้อ 3 เป็นพรุ่งนี้", "reschedule", {"number": 3, "customer": None}),
    ("เสร็จ 2 ลูกค้าส่ง PO มาแล้ว", "complete_reminder", {"number": 2, "note": "ลูกค้าส่ง PO มาแล้ว"}),
    ("ยกเลิกนัดพรุ่งนี้ทั้งหมด", "none", {}),
    ("ลบ TTM", "delete_customer", {"customer": TTM}),
    ("พรุ่งนี้ไปไหนดี", "my_plan", {"date_from": "2026-11-19"}),
    ("ทำไม TTM ยังไม่ปิด", "brief", {"customer": TTM}),
    ("แปลว่าอะไร", "none", {"question": True}),
    ("5555 ลูกค้าบอกมาบ่อยจังซื้อก็ได้", "none", {}),
    ("555 ขอบคุณนะคะ", "none", {"note": None}),
    ("เอ่อ", "none", {"note": None}),
    ("ชวนแบงค์ออก", "none", {}),
    ("081-234-5678", "search", {"query": "081-234-5678"}),
    ("แก้เบอร์ริเวอร์วิว 0899999999", "change_customer", {"customer": RIVER, "phone": "0899999999"}),
    ("ชื่อบริษัท จดดีวัสดุก่อสร้าง", "settings", {"value": "จดดีวัสดุก่อสร้าง"}),
    ("ปิดแจ้งเตือนหลังสองทุ่มถึง 7 โมง", "settings", {"setting": "quiet_hours", "value": "20:00-07:00"}),
    ("นกซื้อผ้าขนหนู 4 ผืน 560", "record_purchase", {"customer": NOK, "item": "ผ้าขนหนู", "amount": 560}),
    ("ไม่ใช่ 3 แสน 2 แสน", "edit_last", {"amount": 200000}),
)


@pytest.mark.parametrize(("text", "intent", "fields"), LINES, ids=[line[0] for line in LINES])
def test_a_line_is_read_with_what_it_says(text: str, intent: str, fields: dict[str, object]) -> None:
    said = read(text)
    assert said.intent == intent
    assert {name: plain(said.value(name)) for name in fields} == fields


def test_what_may_be_two_customers_is_asked_about() -> None:
    said = read("เข้าพบสยามวัดสุกับริเวอร์วิว คุยราคา")
    assert {SIAM, RIVER} <= set(said.value("customer").candidates)
    assert said.ask == ("customer",)


def test_an_hour_behind_a_day_is_asked_about() -> None:
    assert read("พรุ่งนี้ 10 TTM").ask == ("follow_up_at",)


def test_a_meeting_of_the_team_is_with_no_customer() -> None:
    said = read("พรุ่งนี้ประชุมทีม 9 โมง")
    assert (said.value("customer").id, said.ask) == (None, ("customer",))


def test_a_day_over_a_report_is_that_of_its_lines_and_no_line_itself() -> None:
    said = read("รายงานเมื่อวาน\n1. เข้าพบ TTM คุยราคา\n2. โทร SCG ไม่รับ ตามพรุ่งนี้")
    assert [plain(each.value("occurred_at")) for each in said.items] == ["2026-11-17", "2026-11-17"]
    assert said.text.splitlines()[0] == "1. เข้าพบ TTM คุยราคา"


def test_a_list_within_a_line_is_a_report() -> None:
    said = read("วันนี้ไป3ที่ 1.TTM วางบิล 2.SCG ขอราคา 3.ริเวอร์วิวไม่อยู่")
    assert [each.value("customer").id for each in said.items] == [TTM, SCG, RIVER]


def test_what_was_just_recorded_is_corrected_in_any_words() -> None:
    last = ChatContext(last_intent="log_activity", last_customer=TTM)
    said = read("อ้าวลงผิดราย ไม่ใช่ TTM เป็น SCG", last)
    assert (said.intent, said.value("customer").id) == ("edit_last", SCG)
