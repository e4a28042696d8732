"""A line is read where it was said: on a quote, and beside a card."""

from __future__ import annotations

import pytest

from models.activity import ActivityChannel
from models.followup import FollowUpState
from tests.stored import ASIA, SIAM, activities, customer, drafts, followups
from tests.town import Town


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์", contacts={"สมชาย": "owner"})
    town.customer(ASIA, "แบงค์")
    return town


def log(town: Town, said: str = "โทร สยามวัสดุภัณฑ์ คุยราคาเหล็ก ตามจันทร์") -> str:
    """Log something; returns the id of its card."""
    town.say("แบงค์", said)
    town.heard("แบงค์")
    return town.platform.phone("แบงค์").received[-1].id


def test_within_fifteen_minutes_a_line_belongs_to_the_customer_just_spoken_of(rep: Town) -> None:
    log(rep)
    rep.move_to("2026-11-26 09:14")
    rep.play("""
        แบงค์> รอผู้จัดการเซ็น น่าจะพฤหัส
        แบงค์< ลงแล้ว · โน้ตสยามวัสดุภัณฑ์ · ตาม จ. 30 พ.ย.
    """)
    assert "ใส่ให้ สยามวัสดุภัณฑ์ ที่เพิ่งคุยถึง" in rep.card("แบงค์")
    note = activities(rep)[-1]
    assert (note.channel, note.note) == (ActivityChannel.NOTE, "รอผู้จัดการเซ็น น่าจะพฤหัส")


def test_the_guess_is_one_tap_from_another_customer(rep: Town) -> None:
    log(rep, "โทร เอเชียพรีซิชั่น ถามเรื่อง PO ตามจันทร์")
    log(rep)
    rep.say("แบงค์", "รอผู้จัดการเซ็น น่าจะพฤหัส")
    rep.tap("แบงค์", "ไม่ใช่ รายอื่น")
    assert "1  เอเชียพรีซิชั่น" in rep.card("แบงค์")
    rep.say("แบงค์", "1")
    assert activities(rep)[-1].customer_id == customer(rep, ASIA).id


def test_a_note_settles_nothing_and_is_no_contact(rep: Town) -> None:
    rep.say("แบงค์", "เตือนโทร สยามวัสดุภัณฑ์ วันนี้บ่ายสาม")
    rep.say("แบงค์", "ต้องเอาตัวอย่างเหล็กไปด้วย")
    assert len(followups(rep)) >= 1
    assert customer(rep, SIAM).last_contact_at is None


def test_after_fifteen_minutes_the_line_is_kept_and_asked_about(rep: Town) -> None:
    log(rep)
    rep.move_to("2026-11-26 10:00")
    rep.heard("แบงค์")
    rep.say("แบงค์", "เครื่องปั๊มต้องเอาไปซ่อม")
    assert rep.card("แบงค์").splitlines() == [
        "ยังไม่แน่ใจว่าให้ทำอะไรค่ะ เก็บข้อความไว้ให้แล้ว",
        "“เครื่องปั๊มต้องเอาไปซ่อม”",
        "ถ้าเป็นเรื่องลูกค้า พิมพ์ชื่อลูกค้าตามมาได้เลย จดจะใส่ให้",
        "(สยามวัสดุภัณฑ์) (เตือนพรุ่งนี้เช้า) (ไม่ต้องเก็บ) (ดูตัวอย่าง)",
    ]
    assert drafts(rep) == ["เครื่องปั๊มต้องเอาไปซ่อม"]


def test_a_kept_line_goes_to_the_customer_named_next(rep: Town) -> None:
    rep.say("แบงค์", "เครื่องปั๊มต้องเอาไปซ่อม")
    rep.say("แบงค์", ASIA)
    (note,) = activities(rep)
    assert (note.customer_id, note.note) == (customer(rep, ASIA).id, "เครื่องปั๊มต้องเอาไปซ่อม")
    assert drafts(rep) == []


def test_two_kept_lines_are_two_drafts(rep: Town) -> None:
    rep.say("แบงค์", "เครื่องปั๊มต้องเอาไปซ่อม")
    rep.say("แบงค์", "รอผู้จัดการเซ็น")
    assert drafts(rep) == ["เครื่องปั๊มต้องเอาไปซ่อม", "รอผู้จัดการเซ็น"]


def test_a_kept_line_becomes_a_reminder(rep: Town) -> None:
    rep.say("แบงค์", "เครื่องปั๊มต้องเอาไปซ่อม")
    rep.say("แบงค์", "เตือนพรุ่งนี้เช้า")
    rep.say("แบงค์", ASIA)
    (promised,) = followups(rep)
    assert (promised.about, f"{promised.due_on}") == ("เครื่องปั๊มต้องเอาไปซ่อม", "2026-11-27")


@pytest.mark.parametrize("said", ["ไม่ต้อง", "ไม่ต้องเก็บ"])
def test_a_kept_line_can_be_forgotten(rep: Town, said: str) -> None:
    rep.say("แบงค์", "เครื่องปั๊มต้องเอาไปซ่อม")
    rep.say("แบงค์", said)
    assert drafts(rep) == []


def test_the_same_in_english(town: Town) -> None:
    town.member("Bank", language="en")
    town.customer("Riverview Hotel", "Bank")
    town.say("Bank", "the blue pump is broken again")
    assert town.card("Bank").splitlines()[0] == "Not sure what to do with this, but it is kept."
    town.play("""
        Bank> Riverview Hotel
        Bank< Logged · Note Riverview Hotel
    """)
    town.say("Bank", "they want a quote for two")
    assert "Filed under Riverview Hotel, whom we just spoke of" in town.card("Bank")


def test_a_quoted_card_names_the_customer_however_old_it_is(rep: Town) -> None:
    card = log(rep)
    log(rep, "โทร เอเชียพรีซิชั่น ถามเรื่อง PO ตามจันทร์")
    rep.move_to("2026-11-26 13:00")
    rep.say("แบงค์", "โทรกลับมาแล้ว ตกลงราคา", quote=card)
    assert activities(rep)[-1].customer_id == customer(rep, SIAM).id
    assert "ใส่ให้" not in rep.card("แบงค์")


def test_a_quoted_line_of_ones_own_names_what_it_made(rep: Town) -> None:
    said = rep.platform.phone("แบงค์").say("โทร สยามวัสดุภัณฑ์ คุยราคาเหล็ก ตามจันทร์")
    log(rep, "โทร เอเชียพรีซิชั่น ถามเรื่อง PO ตามจันทร์")
    rep.say("แบงค์", "แก้ยอด 500,000", quote=said.id)
    assert [one.amount is not None for one in activities(rep)] == [True, False]


def test_a_quoted_appointment_has_its_result(rep: Town) -> None:
    rep.say("แบงค์", "นัด สยามวัสดุภัณฑ์ พรุ่งนี้ 10 โมง")
    card = rep.platform.phone("แบงค์").received[-1].id
    rep.say("แบงค์", "เข้าพบแล้ว ลูกค้าตกลง", quote=card)
    (done,) = followups(rep, FollowUpState.DONE)
    assert done.closed_by_id == activities(rep)[0].id


def test_a_quote_of_another_reps_card_shows_nothing(rep: Town) -> None:
    card = log(rep)
    rep.member("เมย์")
    rep.platform.phone("เมย์").say("ลูกค้าว่าไง", quote=card)
    assert rep.card("เมย์") == "สยามวัสดุภัณฑ์ เป็นลูกค้าของแบงค์ ถามแบงค์ได้เลยค่ะ"
