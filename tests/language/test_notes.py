"""A note is the person's own words: every piece of it stands in what was typed."""

from __future__ import annotations

import pytest

from tests.language.people import read


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("เข้าพบ SVP คุณสมชายขอ 1.5 ล้าน ตามศุกร์หน้าบ่ายสอง", "คุณสมชายขอ 1.5 ล้าน"),
        ("โทร TTM ลูกค้ายังไม่ตัดสินใจ ตามใหม่จ.หน้า", "ลูกค้ายังไม่ตัดสินใจ"),
        ("เมื่อวานโทรหา TTM เค้ารอแบบจากช่าง", "เค้ารอแบบจากช่าง"),
        ("แวะ TTM ของเดิมยังเหลือค่ะ", "ของเดิมยังเหลือ"),
        ("เตือนพรุ่งนี้เช้า ส่งใบเสนอราคาให้ TTM", "ส่งใบเสนอราคา"),
        ("visited TTM, they want 3 samples, follow up monday", "they want 3 samples"),
        ("อีก 3 เดือนโทรตามต่ออายุ TTM", "โทรตามต่ออายุ"),
    ],
)
def test_what_is_left_is_kept_as_typed(text: str, note: str) -> None:
    assert read(text).value("note") == note


@pytest.mark.parametrize("text", ["โทร TTM", "นัด TTM พรุ่งนี้ 10 โมง", "เข้าพบ TTM แล้วค่ะ"])
def test_nothing_left_is_no_note(text: str) -> None:
    assert read(text).value("note") is None


def test_the_words_and_offsets_of_a_field_are_those_of_the_original() -> None:
    text = "โทร\u200b TTM ขอ ๑.๕ เเสน พรุุ่งนี้ 9 โมง ตาม"
    for found in read(text).fields.values():
        assert found.words in text
        assert text[found.start : found.end] == found.words
