"""Taking back, bringing back and changing what was stored, by tap and in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.activity import ActivityChannel
from models.followup import FollowUpState
from models.member import Role
from tests.stored import ASIA, SIAM, activities, customer, followups
from tests.town import Town


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์", contacts={"สมชาย": "owner"})
    town.customer(ASIA, "แบงค์")
    return town


def log(town: Town, said: str = "เข้าพบ สยามวัสดุภัณฑ์ คุยราคาเหล็ก ตาม 4 ธ.ค. บ่ายสอง") -> None:
    town.say("แบงค์", said)
    town.heard("แบงค์")


@pytest.mark.parametrize("how", ["typed", "tapped"])
def test_undo_takes_back_the_log_and_all_that_followed(rep: Town, how: str) -> None:
    rep.say("แบงค์", "เตือนโทร สยามวัสดุภัณฑ์ วันนี้บ่ายสาม")
    log(rep)
    rep.say("แบงค์", "ยกเลิก") if how == "typed" else rep.tap("แบงค์", "ยกเลิก")
    assert "ยกเลิกให้แล้ว · เข้าพบสยามวัสดุภัณฑ์" in rep.card("แบงค์")
    assert activities(rep) == []
    (reopened,) = followups(rep)
    assert (f"{reopened.due_on}", reopened.closed_by_id) == ("2026-11-26", None)
    assert customer(rep, SIAM).last_contact_at is None


def test_undo_twice_takes_back_one_thing_and_offers_the_one_before(rep: Town) -> None:
    log(rep)
    log(rep, "โทร เอเชียพรีซิชั่น ส่งแบบแล้ว ตามจันทร์")
    rep.play("""
        แบงค์> ยกเลิก
        แบงค์< ยกเลิกให้แล้ว · โทรเอเชียพรีซิชั่น
        แบงค์> ยกเลิก
        แบงค์< ยกเลิกไปแล้วเมื่อกี้
    """)
    assert len(activities(rep)) == 1
    rep.play("""
        แบงค์> [ยกเลิก เข้าพบสยามวัสดุภัณฑ์ ด้วย]
        แบงค์< ยกเลิกให้แล้ว · เข้าพบสยามวัสดุภัณฑ์
        แบงค์> ยกเลิก
        แบงค์< ไม่มีอะไรให้ยกเลิกค่ะ
    """)


def test_a_card_already_undone_says_so(rep: Town) -> None:
    log(rep)
    rep.tap("แบงค์", "ยกเลิก")
    rep.heard("แบงค์")
    rep.tap("แบงค์", "ยกเลิก")
    assert rep.card("แบงค์") == "ไม่มีอะไรให้ยกเลิกค่ะ"


def test_what_was_undone_can_be_brought_back_and_undone_again(rep: Town) -> None:
    log(rep)
    rep.play("""
        แบงค์> ยกเลิก
        แบงค์< ยกเลิกให้แล้ว · เข้าพบสยามวัสดุภัณฑ์
        แบงค์> เอากลับมา
        แบงค์< เอากลับมาให้แล้ว · เข้าพบสยามวัสดุภัณฑ์
    """)
    assert len(activities(rep)) == 1
    assert [f"{one.due_on}" for one in followups(rep)] == ["2026-12-04"]
    rep.say("แบงค์", "ยกเลิก")
    assert activities(rep) == []


def test_what_stands_again_cannot_be_brought_back_twice(rep: Town) -> None:
    log(rep)
    rep.say("แบงค์", "ยกเลิก")
    rep.tap("แบงค์", "เอากลับมา")
    rep.tap("แบงค์", "เอากลับมา")
    assert rep.card("แบงค์") == "ไม่มีอะไรให้เอากลับมาค่ะ"


def test_a_move_undone_leaves_no_trace_at_the_other_customer(rep: Town) -> None:
    log(rep)
    rep.say("แบงค์", "แก้ชื่อเป็น เอเชียพรีซิชั่น")
    rep.say("แบงค์", "ยกเลิก")
    assert customer(rep, SIAM).last_contact_at is not None
    assert customer(rep, ASIA).last_contact_at is None


def test_a_reminder_without_words_is_given_back_by_its_customer_and_day(rep: Town) -> None:
    rep.say("แบงค์", "ตาม สยามวัสดุภัณฑ์ 4 ธ.ค.")
    rep.say("แบงค์", "แก้")
    assert rep.card("แบงค์").endswith("“สยามวัสดุภัณฑ์ ศ. 4 ธ.ค.”")


def test_a_corrected_reminder_says_so_and_undo_takes_back_only_that(rep: Town) -> None:
    rep.say("แบงค์", "ตาม สยามวัสดุภัณฑ์ 4 ธ.ค. ส่งแบบ")
    assert rep.say("แบงค์", "แก้ยอด 500,000")[0].startswith("แก้แล้ว · สยามวัสดุภัณฑ์")
    rep.tap("แบงค์", "ยกเลิก")
    assert [(one.about, one.amount) for one in followups(rep)] == [("ส่งแบบ", None)]


def test_undo_keeps_what_somebody_else_has_changed_since(rep: Town) -> None:
    rep.member("กบ", Role.MANAGER)
    log(rep, "เข้าพบ ไบรท์แพ็ค คุยราคา ตามจันทร์")
    rep.say("แบงค์", "ใหม่")
    rep.say("กบ", "โทร ไบรท์แพ็ค คุยเรื่องเครดิต ตามพุธ")
    rep.say("แบงค์", "ยกเลิก")
    assert [one.said for one in activities(rep)] == ["โทร ไบรท์แพ็ค คุยเรื่องเครดิต ตามพุธ"]
    assert not customer(rep, "ไบรท์แพ็ค").deleted


def test_nobody_undoes_another_persons_record(rep: Town) -> None:
    rep.member("กบ", Role.MANAGER)
    log(rep)
    rep.play("""
        กบ> ยกเลิก
        กบ< ไม่มีอะไรให้ยกเลิกค่ะ
    """)
    assert len(activities(rep)) == 1


def test_edit_gives_the_sentence_back_and_the_new_one_replaces_the_record(rep: Town) -> None:
    log(rep)
    phone = rep.platform.phone("แบงค์")
    assert "เข้าพบ สยามวัสดุภัณฑ์ คุยราคาเหล็ก ตาม 4 ธ.ค. บ่ายสอง" in str(phone.received[-1].body)
    rep.tap("แบงค์", "แก้")
    rep.heard("แบงค์")
    rep.play("""
        แบงค์> โทรหา สยามวัสดุภัณฑ์ คุยราคาปูน ตาม 3 ธ.ค. 10 โมง
        แบงค์< แก้แล้ว · โทรสยามวัสดุภัณฑ์ · ตาม พฤ. 3 ธ.ค. 10:00
    """)
    (stored,) = activities(rep)
    assert (stored.channel, stored.note) == (ActivityChannel.CALL, "คุยราคาปูน")
    assert [f"{one.due_on}" for one in followups(rep)] == ["2026-12-03"]
    rep.say("แบงค์", "ยกเลิก")
    (stored,) = activities(rep)
    assert stored.channel is ActivityChannel.VISIT


def test_after_edit_a_sentence_about_somebody_else_is_a_new_entry(rep: Town) -> None:
    log(rep)
    rep.tap("แบงค์", "แก้")
    rep.say("แบงค์", "โทรหา เอเชียพรีซิชั่น เรื่อง PO ยังไม่ออก")
    assert len(activities(rep)) == 2
    assert rep.card("แบงค์").startswith("ลงแล้ว · โทร")


def test_edit_is_forgotten_after_ten_minutes(rep: Town) -> None:
    log(rep)
    rep.tap("แบงค์", "แก้")
    rep.move_to("2026-11-26 09:11")
    log(rep, "เข้าพบ สยามวัสดุภัณฑ์ คุยราคาปูน ตาม 4 ธ.ค. บ่ายสอง")
    assert len(activities(rep)) == 2


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("แก้ยอด 1.8 ล้าน", "ยอดที่คุย  1,800,000 บาท"),
        ("แก้ 27 พ.ย.", "ตามต่อ  ศ. 27 พ.ย. 14:00"),
        ("แก้เวลาเป็นบ่ายสาม", "ตามต่อ  ศ. 4 ธ.ค. 15:00"),
        ("แก้เป็นโทรนะ", "แก้แล้ว · โทร"),
        ("แก้ชื่อเป็น เอเชียพรีซิชั่น", "เอเชียพรีซิชั่น · วันนี้ 09:00"),
        ("แก้โน้ต ลูกค้าขอส่วนลด", "เรื่อง  ลูกค้าขอส่วนลด"),
        ("change amount to 1.8m", "ยอดที่คุย  1,800,000 บาท"),
    ],
)
def test_one_field_is_changed_in_words(rep: Town, said: str, row: str) -> None:
    log(rep)
    rep.say("แบงค์", said)
    assert row in rep.card("แบงค์").splitlines()
    assert len(activities(rep)) == 1
    rep.say("แบงค์", "ยกเลิก")
    (stored,) = activities(rep)
    assert (stored.amount, stored.channel, stored.note) == (None, ActivityChannel.VISIT, "คุยราคาเหล็ก")
    assert stored.customer_id == customer(rep, SIAM).id
    assert [f"{one.due_on} {one.due_at:%H:%M}" for one in followups(rep)] == ["2026-12-04 07:00"]


def test_another_customer_means_other_consequences(rep: Town) -> None:
    """What the wrong customer owed is open again; the right customer's is done."""
    rep.say("แบงค์", "เตือนโทร สยามวัสดุภัณฑ์ วันนี้บ่ายสาม")
    rep.say("แบงค์", "เตือนโทร เอเชียพรีซิชั่น วันนี้บ่ายสี่")
    log(rep, "เข้าพบ สยามวัสดุภัณฑ์ คุยราคาเหล็ก")
    rep.say("แบงค์", "แก้ชื่อเป็น เอเชียพรีซิชั่น")
    assert [one.customer_id for one in followups(rep)] == [customer(rep, SIAM).id]
    assert [one.customer_id for one in followups(rep, FollowUpState.DONE)] == [customer(rep, ASIA).id]
    assert customer(rep, SIAM).last_contact_at is None
    assert customer(rep, ASIA).last_contact_at is not None


def test_a_quoted_card_is_the_one_that_is_changed(rep: Town) -> None:
    log(rep)
    card = rep.platform.phone("แบงค์").received[-1].id
    log(rep, "โทร เอเชียพรีซิชั่น ส่งแบบแล้ว ตามจันทร์")
    rep.say("แบงค์", "แก้ยอด 500,000", quote=card)
    first, second = activities(rep)
    assert (first.amount, second.amount) == (Decimal(500_000), None)


def test_a_follow_up_is_changed_like_a_log(rep: Town) -> None:
    log(rep, "นัด สยามวัสดุภัณฑ์ พรุ่งนี้ 10 โมง")
    rep.say("แบงค์", "แก้เป็น 4 ธ.ค.")
    assert [f"{one.due_on} {one.due_at:%H:%M}" for one in followups(rep)] == ["2026-12-04 03:00"]


def test_there_is_nothing_to_change_yet(rep: Town) -> None:
    rep.play("""
        แบงค์> แก้ยอด 1.8 ล้าน
        แบงค์< ยังไม่มีรายการให้แก้ค่ะ พิมพ์ลงงานมาได้เลย เช่น “เข้าพบ สยามวัสดุ คุยราคา”
    """)


def test_a_manager_does_not_change_a_reps_words(rep: Town) -> None:
    rep.member("กบ", Role.MANAGER)
    log(rep)
    from bot.intents.activities import EditLast
    from bot.intents.base import to_data

    data = to_data(EditLast(activity=activities(rep)[0].id))
    rep.platform.phone("กบ").tap({"type": "postback", "data": data})
    assert rep.card("กบ").startswith("ยังไม่มีรายการให้แก้")
