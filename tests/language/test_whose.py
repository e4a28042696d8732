"""Whatever is said to be done, it is done to whoever is named: bound, offered or asked, never dropped."""

from __future__ import annotations

import pytest

from tests.language.people import SIAM, SIAM_STEEL, read

SENTENCES = (
    ("log_activity", "เข้าพบ {} คุยราคา"),
    ("log_activity", "visited {}, went well"),
    ("set_reminder", "นัด {} พรุ่งนี้ 10 โมง"),
    ("reschedule", "เลื่อน {} เป็นจันทร์หน้าบ่ายโมง"),
    ("reschedule", "{} ขอเลื่อนเป็นจันทร์"),
    ("reschedule", "reschedule {} to friday"),
    ("complete_reminder", "เสร็จ {}"),
    ("complete_reminder", "done with {}"),
    ("drop_follow_up", "ไม่ต้องตาม {} แล้ว"),
    ("drop_follow_up", "ยกเลิกนัด {}"),
    ("drop_follow_up", "cancel appointment {}"),
    ("assign", "ให้เมย์โทร {} พรุ่งนี้"),
    ("hand_over", "ฝากเมย์ไปแทน {}"),
    ("opt_out", "{} ไม่รับข่าวสาร"),
    ("edit_last", "แก้ลูกค้าเป็น {}"),
    ("add_contact", "เพิ่มผู้ติดต่อ {} คุณเอก ช่างเทคนิค 081-234-5678"),
    ("customer_history", "ประวัติ {}"),
    ("customer_history", "history of {}"),
    ("brief", "ข้อมูล {}"),
    ("deal_won", "ปิดดีล {} ได้แล้ว 3 แสน"),
    ("deal_lost", "เสียดีล {} เรื่องราคา"),
    ("open_deal", "เปิดดีล {} 3 แสน"),
)


@pytest.mark.parametrize("name", ["สยามวัสดุภัณฑ์", "SVP", "สยามวัสดุ", "บจก.สยามวัสดุภัณฑ์"])
@pytest.mark.parametrize(("intent", "sentence"), SENTENCES)
def test_a_name_in_any_form_is_the_customers(intent: str, sentence: str, name: str) -> None:
    said = read(sentence.format(name))
    customer = said.value("customer")
    assert said.intent == intent
    assert customer.id == SIAM or customer.candidates[0] == SIAM


@pytest.mark.parametrize(("intent", "sentence"), SENTENCES)
def test_a_name_nobody_has_is_asked_about(intent: str, sentence: str) -> None:
    said = read(sentence.format("แสนดีพร็อพเพอร์ตี้"))
    assert (said.intent, said.value("customer").said) == (intent, "แสนดีพร็อพเพอร์ตี้")
    assert said.value("customer").id is None
    assert "customer" in said.ask


@pytest.mark.parametrize(
    "text",
    [
        "เลื่อนเป็นบ่ายสาม",
        "เลื่อนอันนี้ไปพรุ่งนี้",
        "move it to friday",
        "ไม่ต้องตามแล้ว",
        "ยกเลิกนัดพรุ่งนี้",
        "ฝากเมย์ไปแทน พรุ่งนี้",
        "ทำเสร็จแล้ว",
    ],
)
def test_nobody_named_is_nobody_asked_about(text: str) -> None:
    assert read(text).value("customer") is None


def test_a_name_before_a_contact_counts_for_more_than_where_one_so_called_works() -> None:
    assert read("เข้าพบ สยามสตีล คุณสมชายขอราคา").value("customer").id == SIAM_STEEL
    said = read("เข้าพบ แสนดีพร็อพเพอร์ตี้ คุณวรรณาขอราคา")
    assert (said.value("customer").id, said.ask) == (None, ("customer",))
