"""A line is read where it was said: on a quote, beside a card, under a question, in a group."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from models.activity import ActivityChannel
from models.followup import Draft, FollowUpState
from models.queues import InboxEvent, InboxState
from simulator import events
from tests.test_activities import SIAM, activities, customer, followups
from tests.town import Town

ASIA = "เอเชียพรีซิชั่น"


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์", contacts={"สมชาย": "owner"})
    town.customer(ASIA, "แบงค์")
    return town


def drafts(town: Town) -> list[str]:
    with town.database() as session:
        return list(session.scalars(select(Draft.said).where(Draft.open).order_by(Draft.id)))


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


@pytest.mark.parametrize(("answer", "kept"), [("1", 105), ("2", 150), ("150", 150), ("90 บาท", 90)])
def test_an_amount_read_two_ways_is_asked_about(rep: Town, answer: str, kept: int) -> None:
    rep.say("แบงค์", "โทร สยามวัสดุภัณฑ์ ลูกค้าขอลดร้อยห้า ตามจันทร์")
    assert rep.card("แบงค์").splitlines()[2:] == ["1  105 บาท", "2  150 บาท"]
    rep.say("แบงค์", answer)
    assert [one.amount for one in activities(rep)] == [kept]


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


STRANGE = [
    {},
    {"type": None},
    {"type": "teleport", "teleport": {"to": "mars"}},
    {"type": "message"},
    {"type": "message", "message": None},
    {"type": "message", "message": {"type": "hologram", "id": "1"}},
    {"type": "message", "message": {"type": "text", "id": "2", "text": ""}},
    {"type": "message", "message": {"type": "text", "id": "3", "text": "\x00\x00"}},
    {"type": "message", "message": {"type": "text", "id": "4", "text": "ก" * 5000}},
    {"type": "message", "message": {"type": "text", "id": "5", "text": "แผน", "quotedMessageId": "0"}},
    {"type": "message", "message": {"type": "text", "id": "6", "text": "x", "mention": {"mentionees": [{}]}}},
    {"type": "message", "message": {"type": "location", "id": "7"}},
    {"type": "message", "message": {"type": "file", "id": "8", "fileName": "ก" * 900, "fileSize": -1}},
    {"type": "message", "message": {"type": "image", "id": "9", "contentProvider": {"type": "external"}}},
    {"type": "message", "message": {"type": "sticker", "id": "10"}},
    {"type": "unsend", "unsend": {"messageId": "nobody knows"}},
    {"type": "unsend"},
    {"type": "messageEdited", "message": {"type": "text", "id": "11", "text": "โทร สยามวัสดุภัณฑ์"}},
    {"type": "messageEdited", "message": {"type": "text", "id": "12"}},
    {"type": "postback", "postback": {"data": "1.undo:activity=99999999"}},
    {"type": "postback", "postback": {"data": "1.undo:activity=x;nonsense"}},
    {"type": "postback", "postback": {"data": "9.future:a=b"}},
    {"type": "postback", "postback": {"data": "1.answer:question=1;customer=1"}},
    {"type": "postback", "postback": {"data": "1.reschedule:followup=1", "params": {"datetime": "never"}}},
    {"type": "postback", "postback": {}},
    {"type": "videoPlayComplete", "videoPlayComplete": {"trackingId": "x"}},
    {"type": "accountLink", "link": {"result": "ok", "nonce": "n"}},
    {"type": "membership", "membership": {"type": "joined"}},
]


@pytest.mark.parametrize("who", ["แบงค์", "คนแปลกหน้า"])
def test_no_event_is_too_strange(rep: Town, who: str) -> None:
    """Whatever LINE has or will add: 200, nothing is left undone, and the next line is answered."""
    user = (rep.person(who) if who != "แบงค์" else rep.platform.phone(who)).user
    for strange in STRANGE:
        source = {"type": "user", "userId": user.id}
        whole = events.event("?", source, rep.clock.now(), reply_token=None) | strange
        rep._deliver(rep.accounts["staff"], json.loads(json.dumps(whole)))
    with rep.database() as session:
        left = session.scalars(select(InboxEvent).where(InboxEvent.state != InboxState.DONE)).all()
        assert [(one.payload, one.reason) for one in left] == []
    rep.say("แบงค์", "โทร เอเชียพรีซิชั่น ส่งแบบแล้ว ตามพุธ")
    assert rep.card("แบงค์").startswith("ลงแล้ว · โทร")


def test_strange_sources_are_no_trouble(rep: Town) -> None:
    for source in ({}, {"type": "user"}, {"type": "room", "roomId": "R"}, {"type": "group"}, {"type": "x"}):
        said = {"type": "text", "id": "1", "text": "แผน"}
        whole = events.event("message", source, rep.clock.now(), message=said)
        rep._deliver(rep.accounts["staff"], whole)
    with rep.database() as session:
        states = session.scalars(select(InboxEvent.state)).all()
        assert set(states) == {InboxState.DONE}
