"""Files that cannot be used: refused whole, with the row and the reason."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from xlsxwriter import Workbook

from bot.sheets.reading import read
from bot.sheets.refusal import Refused
from bot.texts import Words
from models.importing import Import, ImportRow, ImportState
from tests.test_imports import boss, names, send, state
from tests.town import Town

__all__ = ["boss"]


def in_excel(fill: Callable[[Any, Any], None]) -> bytes:
    target = io.BytesIO()
    book = Workbook(target)
    fill(book, book.add_worksheet())
    book.close()
    return target.getvalue()


LOCKED = b"\xd0\xcf\x11\xe0" + bytes(512) + "EncryptedPackage".encode("utf-16-le")


def _formula(_: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, ["name", "phone"])
    sheet.write_formula(1, 0, "=1+1", None, "ก")


def _merged(_: Any, sheet: Any) -> None:
    sheet.write(0, 0, "name")
    sheet.merge_range(0, 1, 0, 3, "phone")
    sheet.write(1, 0, "ก")


def _far(_: Any, sheet: Any) -> None:
    sheet.write(0, 0, "name")
    sheet.write(1_048_575, 16_383, "ไกล")


FORMULA, MERGED, FAR = in_excel(_formula), in_excel(_merged), in_excel(_far)
REFUSED = {
    "empty": (b"", "ไม่มีข้อมูลในไฟล์"),
    "headings alone": (b"name,phone\n", "ไม่มีข้อมูลในไฟล์"),
    "no column of names": ("อะไร,ก็ไม่รู้\n1,2\n".encode(), "ไม่เจอคอลัมน์ชื่อลูกค้า"),
    "two columns of phones": (b"name,tel,mobile\na,1,2\n", "มีสองคอลัมน์"),
    "unknown letters": (b"name\n\x81\xff\xfe\xfc\n", "อ่านตัวอักษรไม่ออก"),
    "no text": (b"\x89PNG\0\0\0", "ไม่ใช่ไฟล์ตาราง"),
    "no workbook": (b"PK\x03\x04 not really", "ไฟล์เสีย"),
    "cut off": (FORMULA[:-300], "ไฟล์เสีย"),
    "locked": (LOCKED, "ล็อกรหัสผ่าน"),
    "old Excel": (b"\xd0\xcf\x11\xe0" + bytes(512), "บันทึกเป็น .xlsx"),
    "merged headings": (MERGED, "(merge) ให้แยกช่องก่อน (แถว 1)"),
    "a far corner": (FAR, "กว้างหรือยาวเกินไป"),
    "a stray quotation mark": (b'name\n"' + b"x" * 200_000 + b"\n", "ไฟล์เสีย"),
}


@pytest.mark.parametrize(("content", "why"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_used_is_refused_whole(boss: Town, content: bytes, why: str) -> None:
    name = "ลูกค้า.xlsx" if content[:1] in (b"P", b"\xd0") else "ลูกค้า.csv"
    told = send(boss, content, name)[-1]
    assert told.startswith(f"นำเข้า {name} ไม่ได้ค่ะ")
    assert why in told
    assert (state(boss), names(boss)) == (ImportState.REFUSED, ["มีแล้ว"])
    with boss.database() as session:
        assert session.scalar(select(func.count()).select_from(ImportRow)) == 0


def test_more_than_a_hundred_thousand_rows_are_too_many() -> None:
    rows = read(b"name\n" + b"".join(b"r%d\n" % one for one in range(100_001))).rows
    with pytest.raises(Refused) as refused:
        deque(rows, maxlen=0)
    assert (refused.value.reason, refused.value.row) == ("too_many", 100_002)
    assert "เกิน 100,000 แถว" in Words("th")("sheets.refused_too_many")


def test_a_formula_is_no_name(boss: Town) -> None:
    send(boss, FORMULA, "สูตร.xlsx")
    assert "แถว 2: มีสูตรในช่อง" in boss.card("กบ")
    assert "ไม่มีรายใหม่ให้เพิ่มค่ะ" in boss.card("กบ")


def test_fifty_megabytes_are_refused_before_they_are_fetched(boss: Town) -> None:
    phone = boss.platform.phone("กบ")
    message = {"type": "file", "id": "99", "fileName": "ใหญ่.xlsx", "fileSize": 50 * 1024 * 1024}
    boss.platform.emit(phone.chat, "message", phone.user.id, message=message)
    assert boss.heard("กบ") == ["ใหญ่.xlsx ใหญ่เกิน 10 MB ค่ะ แบ่งเป็นหลายไฟล์แล้วส่งมาใหม่ได้เลย"]
    with boss.database() as session:
        assert session.scalars(select(Import)).all() == []
