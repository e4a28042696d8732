"""Names: with and without their legal forms, nearly right, put and dropped."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language import Directory, Entry
from bot.language.names import key
from tests.language.people import ENTRIES, RIVER, SIAM, SIAM_CONCRETE, SIAM_STEEL, TTM, read, workspace


@pytest.mark.parametrize(
    "name",
    [
        "สยามวัสดุภัณฑ์",
        "บจก.สยามวัสดุภัณฑ์",
        "บริษัทสยามวัสดุภัณฑ์จำกัด",
        "สยาม วัสดุภัณฑ์",
        "หจก. สยามวัสดุภัณฑ์ (มหาชน)",
        "svp",
        "S.V.P.",
    ],
)
def test_legal_forms_spaces_and_capitals_do_not_matter(name: str) -> None:
    assert workspace().exact(name) == (SIAM,)


@pytest.mark.parametrize(
    ("written", "customer"),
    [
        ("ริเวอวิว", RIVER),
        ("โรงแรมริเวอร์วิว", RIVER),
        ("รร.ริเวอร์วิว", RIVER),
        ("สยามคอนกรีด", SIAM_CONCRETE),
        ("สยามสติลเซนเตอร์", SIAM_STEEL),
        ("ทีทีเอมเอนจิเนียริง", TTM),
    ],
)
def test_a_name_nearly_right_is_the_nearest(written: str, customer: int) -> None:
    assert workspace().nearest(written)[0][0] == customer
    said = read(f"เข้าพบ {written} คุยราคา").value("customer")
    assert said.id == customer or said.candidates[0] == customer


def test_a_name_is_found_inside_unspaced_text() -> None:
    (mention,) = workspace().mentions("วันนี้เข้าพบสยามคอนกรีตบางพลีคุยราคา")
    assert mention.of("customer")[0].id == SIAM_CONCRETE


def test_what_is_dropped_is_found_no_more_and_what_is_put_is_found_at_once() -> None:
    here = workspace()
    here.drop(TTM)
    assert here.exact("TTM") == ()
    assert TTM not in [each for each, _ in here.nearest("ทีทีเอ็มเอ็นจิเนียริ่ง")]
    here.put(Entry(99, "ทีทีเอ็มพลัส", ("TTM",)))
    assert here.exact("TTM") == (99,)
    here.put(Entry(99, "ทีทีเอ็มพลัส"))
    assert here.exact("TTM") == ()


def test_an_alias_learnt_is_exact_from_then_on() -> None:
    here = workspace()
    assert here.exact("เอสซีจี") == ()
    here.put(Entry(4, "เอสซีจี เคมิคอลส์", ("SCG", "เอสซีจี")))
    assert here.exact("เอสซีจี") == (4,)


def test_many_names_are_indexed_as_they_come() -> None:
    here = Directory(Entry(number, f"ลูกค้าทดสอบรายที่{number}การค้า") for number in range(2_000))
    assert here.nearest("ลูกค้าทดสอบรายที1234การคา")[0][0] == 1234
    assert len(here) == 2_000


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    assert key(key(name)) in (key(name), key(key(key(name))))


@settings(deadline=None)
@given(st.lists(st.sampled_from(range(7)), max_size=20))
def test_putting_and_dropping_in_any_order_leaves_what_was_put_last(steps: list[int]) -> None:
    here = Directory()
    present: set[int] = set()
    for step in steps:
        entry = ENTRIES[step]
        if entry.id in present:
            here.drop(entry.id)
            present.discard(entry.id)
        else:
            here.put(entry)
            present.add(entry.id)
    assert {entry.id for entry in ENTRIES if entry.id in here.exact(entry.name)} == present
