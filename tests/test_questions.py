"""Questions back: one at a time, answered by tap or in words, never lost."""

from __future__ import annotations

import pytest

from tests.stored import ASIA, SIAM, activities, customer, drafts, followups
from tests.town import Town


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์", contacts={"สมชาย": "owner"})
    town.customer(ASIA, "แบงค์")
    return town


@pytest.fixture
def asked(rep: Town) -> Town:
    rep.customer("สยามคอนกรีตบางพลี", "แบงค์")
    rep.say("แบงค์", "โทรสยาม ขอเครดิต 60 วัน ตามจันทร์")
    rep.heard("แบงค์")
    return rep


@pytest.mark.parametrize("answer", ["2", "ข้อ 2", "สยามวัสดุภัณฑ์", "สยามวัสดุ"])
def test_a_question_is_answered_in_words(asked: Town, answer: str) -> None:
    second = asked.card("แบงค์").splitlines()[4].split("  ")[1]
    asked.say("แบงค์", answer)
    (stored,) = activities(asked)
    assert stored.customer_id == customer(asked, second if "2" in answer else SIAM).id
    assert drafts(asked) == []


def test_new_answers_with_a_new_customer(asked: Town) -> None:
    asked.say("แบงค์", "ใหม่")
    assert activities(asked)[0].customer_id == customer(asked, "สยาม").id


def test_an_answer_that_fits_nobody_is_a_name_to_confirm(asked: Town) -> None:
    asked.play("""
        แบงค์> ไบรท์แพ็ค
        แบงค์< ยังไม่มีลูกค้าชื่อ “ไบรท์แพ็ค”
        แบงค์> ใหม่
        แบงค์< ลงแล้ว · โทรไบรท์แพ็ค · ตาม จ. 30 พ.ย.
    """)
    assert activities(asked)[0].said == "โทรสยาม ขอเครดิต 60 วัน ตามจันทร์"


def test_one_likely_customer_is_asked_for_by_name_and_a_yes_is_enough(rep: Town) -> None:
    rep.customer("โรงแรมริเวอร์วิว", "แบงค์")
    rep.play("""
        แบงค์> โทร ริเวอร์ไซด์ ขอส่วนลด ตามอังคาร
        แบงค์< “ริเวอร์ไซด์” หมายถึงโรงแรมริเวอร์วิวไหมคะ
        แบงค์> ใช่ค่ะ
        แบงค์< ลงแล้ว · โทรโรงแรมริเวอร์วิว · ตาม อ. 1 ธ.ค.
        แบงค์< จำไว้แล้วค่ะ ต่อไป “ริเวอร์ไซด์” คือ โรงแรมริเวอร์วิว
    """)


@pytest.mark.parametrize("answer", ["ไม่ใช่", "ไม่ใช่ค่ะ", "no"])
def test_a_no_to_the_likely_customer_loses_no_word_and_leaves_the_question_open(
    rep: Town, answer: str
) -> None:
    rep.customer("โรงแรมริเวอร์วิว", "แบงค์")
    rep.say("แบงค์", "โทร ริเวอร์ไซด์ ขอส่วนลด ตามอังคาร")
    rep.say("แบงค์", answer)
    assert rep.card("แบงค์").startswith("ยังไม่รู้ว่ารายไหนค่ะ พิมพ์ชื่อลูกค้าได้เลย หรือ “ใหม่”")
    rep.say("แบงค์", "ใหม่")
    assert activities(rep)[0].customer_id == customer(rep, "ริเวอร์ไซด์").id


def test_a_look_up_keeps_no_draft_and_offers_no_new_customer(rep: Town) -> None:
    rep.customer("สยามคอนกรีตบางพลี", "แบงค์")
    rep.say("แบงค์", "ประวัติ สยาม")
    assert rep.card("แบงค์").splitlines() == [
        "หมายถึงรายไหนคะ",
        "แตะ หรือพิมพ์เลขหน้ารายการ",
        f"1  {SIAM}",
        "   ยังไม่เคยคุย",
        "2  สยามคอนกรีตบางพลี",
        "   ยังไม่เคยคุย",
    ]
    assert drafts(rep) == []


def test_a_new_sentence_is_a_new_entry_and_the_first_stays_as_a_draft(asked: Town) -> None:
    asked.say("แบงค์", "เข้าพบ เอเชียพรีซิชั่น ส่งแบบแล้ว ตามพุธ")
    assert [one.customer_id for one in activities(asked)] == [customer(asked, ASIA).id]
    assert drafts(asked) == ["โทรสยาม ขอเครดิต 60 วัน ตามจันทร์"]


def test_cancel_drops_the_question_not_the_last_record(asked: Town) -> None:
    asked.say("แบงค์", "เข้าพบ เอเชียพรีซิชั่น ส่งแบบแล้ว ตามพุธ")
    asked.say("แบงค์", "โทรสยาม คุยราคา ตามจันทร์")
    asked.say("แบงค์", "ยกเลิก")
    assert len(activities(asked)) == 1
    assert len(drafts(asked)) == 2


def test_help_does_not_close_the_question(asked: Town) -> None:
    asked.say("แบงค์", "เมนู")
    asked.say("แบงค์", "สยามวัสดุภัณฑ์")
    assert len(activities(asked)) == 1


def test_after_twelve_hours_the_question_has_lapsed(asked: Town) -> None:
    asked.move_to("2026-11-26 21:30")
    asked.tap("แบงค์", "สยามวัสดุภัณฑ์")
    assert activities(asked) == []
    assert asked.card("แบงค์").startswith("ปุ่มนี้เก่าแล้วค่ะ")
    assert drafts(asked) == ["โทรสยาม ขอเครดิต 60 วัน ตามจันทร์"]


def test_an_old_questions_button_does_not_answer_the_new_one(asked: Town) -> None:
    first = asked.platform.phone("แบงค์").received[-1].body["contents"]["body"]["contents"][2]["action"]
    asked.say("แบงค์", "เข้าพบสยาม คุยราคา ตามพุธ")
    asked.platform.phone("แบงค์").tap(first)
    assert activities(asked) == []


@pytest.mark.parametrize(
    ("answer", "kept"),
    [("1", "18:00"), ("2", "06:00"), ("6 โมงเย็น", "18:00"), ("ตีห้าครึ่ง", "05:30")],
)
def test_a_time_read_two_ways_is_asked_about(rep: Town, answer: str, kept: str) -> None:
    rep.say("แบงค์", "นัด สยามวัสดุภัณฑ์ ศุกร์หน้า 6 โมง")
    assert rep.card("แบงค์").splitlines()[:4] == [
        "เมื่อไหร่คะ",
        "ที่พิมพ์มาจดไว้แล้ว เลือกก็ลงให้เลย",
        "1  ศ. 4 ธ.ค. 18:00",
        "2  ศ. 4 ธ.ค. 06:00",
    ]
    rep.say("แบงค์", answer)
    (promised,) = followups(rep)
    assert promised.due_at is not None
    at = promised.due_at.astimezone(rep.clock.now().tzinfo)
    assert (f"{promised.due_on}", f"{at:%H:%M}") == ("2026-12-04", kept)


def test_a_question_says_whose_day_it_asks_for_when_the_line_does_not(rep: Town) -> None:
    rep.say("แบงค์", "โทร สยามวัสดุภัณฑ์ คุยราคา ตามพุธ")
    rep.say("แบงค์", "นัด")
    assert rep.card("แบงค์").splitlines()[1] == "สยามวัสดุภัณฑ์ · ที่พิมพ์มาจดไว้แล้ว เลือกก็ลงให้เลย"
    rep.say("แบงค์", "นัด เอเชียพรีซิชั่น")
    assert rep.card("แบงค์").splitlines()[1] == "ที่พิมพ์มาจดไว้แล้ว เลือกก็ลงให้เลย"


@pytest.mark.parametrize(("answer", "kept"), [("1", 105), ("2", 150), ("150", 150), ("90 บาท", 90)])
def test_an_amount_read_two_ways_is_asked_about(rep: Town, answer: str, kept: int) -> None:
    rep.say("แบงค์", "โทร สยามวัสดุภัณฑ์ ลูกค้าขอลดร้อยห้า ตามจันทร์")
    assert rep.card("แบงค์").splitlines()[2:] == ["1  105 บาท", "2  150 บาท"]
    rep.say("แบงค์", answer)
    assert [one.amount for one in activities(rep)] == [kept]


def test_of_two_sums_the_right_one_is_asked_for(rep: Town) -> None:
    rep.say("แบงค์", "เข้าพบ สยามวัสดุภัณฑ์ เสนอ 1.8 ล้าน ลูกค้าขอ 1.5 ล้าน ตามจันทร์")
    assert rep.card("แบงค์").splitlines()[2:] == ["1  1,500,000 บาท", "2  1,800,000 บาท"]
    rep.say("แบงค์", "2")
    assert [one.amount for one in activities(rep)] == [1_800_000]


def test_words_that_answer_nothing_leave_the_question_open(rep: Town) -> None:
    rep.say("แบงค์", "นัด สยามวัสดุภัณฑ์ ศุกร์หน้า 6 โมง")
    rep.say("แบงค์", "อะไรก็ได้มั้ง")
    assert rep.card("แบงค์").startswith("ยังอ่านวันเวลาไม่ออกค่ะ")
    rep.say("แบงค์", "1")
    assert len(followups(rep)) == 1


def test_a_number_beyond_the_list_says_how_many_there_are(asked: Town) -> None:
    asked.play("""
        แบงค์> 7
        แบงค์< รายการล่าสุดมีแค่ 2 ข้อค่ะ พิมพ์ 1–2 ได้เลย
    """)


def test_a_number_without_a_list_says_so(rep: Town) -> None:
    rep.play("""
        แบงค์> 3
        แบงค์< ยังไม่มีรายการให้เลือกค่ะ พิมพ์ “แผน” หรือ “เมนู” เพื่อเปิดรายการได้เลย
    """)


def test_a_question_about_somebody_is_no_answer_to_whose_a_draft_is(town: Town) -> None:
    town.member("แบงค์")
    town.customer("โรงแรมริเวอร์วิว", "แบงค์", contacts={"คุณนก": "purchasing"})
    assert town.say("แบงค์", "พรุ่งนี้เอาแคตตาล็อกไปด้วย")[0].startswith("ยังไม่แน่ใจ")
    assert town.say("แบงค์", "เบอร์พี่นก ริเวอร์วิว")[0].startswith("โรงแรมริเวอร์วิว · ")
    assert activities(town) == []


@pytest.mark.parametrize("line", ["วันนี้ขายไม่ดีเลย", "ส่งข้อความหาลูกค้าทุกคนว่าพรุ่งนี้หยุด", "แจ้งลูกค้าทุกคนว่าพรุ่งนี้หยุด"])
def test_what_is_of_no_one_customer_is_not_filed_under_the_last(town: Town, line: str) -> None:
    town.member("แบงค์")
    town.customer("นครพลาสติก", "แบงค์")
    town.say("แบงค์", "โทรนครพลาสติก ขอราคาใหม่")
    assert not any("นครพลาสติก" in told for told in town.say("แบงค์", line))
