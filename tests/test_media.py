"""Photos, files, voices and places beside a log; messages taken back or changed in LINE."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.activity import Activity, Attachment, AttachmentKind, Photo
from models.changes import Change
from models.followup import Draft, FollowUp
from models.queues import InboxEvent, OutboxMessage
from tests.stored import ASIA, SIAM, activities, customer, followups
from tests.town import Town

SAID = "โทร สยามวัสดุภัณฑ์ คุยราคาเหล็ก ตามจันทร์"


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์")
    town.customer(ASIA, "แบงค์")
    return town


def stored(town: Town, kind: Any) -> list[Any]:
    with town.database() as session:
        return list(session.scalars(select(kind)))


def test_a_photo_after_a_log_belongs_to_it(rep: Town) -> None:
    phone = rep.platform.phone("แบงค์")
    rep.say("แบงค์", SAID)
    rep.move_to("2026-11-26 09:09")
    phone.send_image(b"picture")
    assert rep.heard("แบงค์") == ["แนบรูปกับ โทรสยามวัสดุภัณฑ์ แล้วค่ะ"]
    (photo,) = stored(rep, Attachment)
    assert (photo.kind, photo.activity_id) == (AttachmentKind.PHOTO, activities(rep)[0].id)
    rep.jod.errands.work()
    assert [one.content for one in stored(rep, Photo)] == [b"picture"]


def test_a_photo_that_has_been_fetched_is_taken_back(rep: Town) -> None:
    rep.platform.phone("แบงค์").send_image(b"picture")
    rep.jod.errands.work()
    rep.heard("แบงค์")
    assert rep.say("แบงค์", "ยกเลิก")[0].startswith("ยกเลิกให้แล้ว")
    assert (stored(rep, Attachment), stored(rep, Photo)) == ([], [])


def test_what_was_sent_just_before_a_log_belongs_to_it(rep: Town) -> None:
    phone = rep.platform.phone("แบงค์")
    phone.send_image(b"one")
    assert rep.heard("แบงค์") == ["เก็บรูปไว้ให้แล้วค่ะ ลงงานภายใน 10 นาที จดจะแนบให้เอง"]
    phone.send_file("ใบเสนอราคา.pdf", b"two")
    assert rep.heard("แบงค์") == ["เก็บไฟล์ไว้ให้แล้วค่ะ ลงงานภายใน 10 นาที จดจะแนบให้เอง"]
    rep.move_to("2026-11-26 09:09")
    rep.say("แบงค์", SAID)
    assert "แนบไฟล์ที่ส่งไว้ 2 รายการ" in rep.card("แบงค์")
    assert {one.activity_id for one in stored(rep, Attachment)} == {activities(rep)[0].id}
    assert "ใบเสนอราคา.pdf" in {one.name for one in stored(rep, Attachment)}


def test_ten_minutes_apart_they_do_not_belong_together(rep: Town) -> None:
    phone = rep.platform.phone("แบงค์")
    phone.send_image(b"early")
    rep.move_to("2026-11-26 09:11")
    rep.say("แบงค์", SAID)
    rep.move_to("2026-11-26 09:22")
    phone.send_image(b"late")
    assert [one.activity_id for one in stored(rep, Attachment)] == [None, None]


def test_a_quoted_card_takes_the_photo(rep: Town) -> None:
    rep.say("แบงค์", SAID)
    card = rep.platform.phone("แบงค์").received[-1].id
    rep.say("แบงค์", "โทร เอเชียพรีซิชั่น ส่งแบบแล้ว ตามพุธ")
    event = {"type": "image", "id": "77", "quotedMessageId": card, "contentProvider": {"type": "line"}}
    phone = rep.platform.phone("แบงค์")
    rep.platform.emit(phone.chat, "message", phone.user.id, message=event)
    (photo,) = stored(rep, Attachment)
    assert photo.activity_id == activities(rep)[0].id


def test_twelve_photos_get_one_answer(rep: Town) -> None:
    rep.say("แบงค์", SAID)
    rep.heard("แบงค์")
    for number in range(12):
        rep.platform.phone("แบงค์").send_image(bytes([number]))
    assert len(rep.heard("แบงค์")) == 1
    assert len(stored(rep, Attachment)) == 12


def test_a_place_after_a_photo_is_answered_for_itself(rep: Town) -> None:
    phone = rep.platform.phone("แบงค์")
    rep.say("แบงค์", SAID)
    phone.send_image(b"picture")
    rep.heard("แบงค์")
    phone.send_location(13.7, 100.5)
    assert rep.heard("แบงค์") == ["แนบตำแหน่งกับ โทรสยามวัสดุภัณฑ์ แล้วค่ะ"]
    assert "(ใช้เป็นที่อยู่ลูกค้า)" in rep.card("แบงค์")


def test_a_place_is_kept_and_may_become_the_customers(rep: Town) -> None:
    rep.say("แบงค์", SAID)
    rep.platform.phone("แบงค์").send_location(13.7, 100.5, "โกดังสยาม", "ถ.บางนา")
    (place,) = stored(rep, Attachment)
    assert (place.latitude, place.longitude, place.name) == (13.7, 100.5, "โกดังสยาม · ถ.บางนา")
    rep.say("แบงค์", "ใช้เป็นที่อยู่ลูกค้า")
    found = customer(rep, SIAM)
    assert (found.latitude, found.address) == (13.7, "โกดังสยาม · ถ.บางนา")


def test_voice_and_video_are_kept_in_english_too(town: Town) -> None:
    town.member("Bank", language="en")
    phone = town.platform.phone("Bank")
    phone.send_audio(b"voice")
    assert town.heard("Bank") == ["The voice message is kept. Log within 10 minutes and it will be attached."]
    phone.send_video(b"film")
    assert {one.kind for one in stored(town, Attachment)} == {AttachmentKind.AUDIO, AttachmentKind.VIDEO}


def test_a_strangers_photo_is_not_kept(rep: Town) -> None:
    rep.person("คนแปลกหน้า").send_image(b"private")
    assert stored(rep, Attachment) == []


def everything_stored(town: Town) -> str:
    """All that the tables hold of words, in one string."""
    tables = (Activity, FollowUp, Draft, InboxEvent, OutboxMessage, Change)
    with town.database() as session:
        rows = [session.execute(select(table.__table__)).all() for table in tables]
    return str(rows)


def test_an_unsent_message_loses_its_words_everywhere(rep: Town) -> None:
    secret = "โทร สยามวัสดุภัณฑ์ ลูกค้าด่าเรื่องส่งช้า ตามจันทร์"
    message = rep.platform.phone("แบงค์").say(secret)
    rep.say("แบงค์", "แก้ยอด 500,000")
    rep.platform.phone("แบงค์").unsend(message.id)
    assert "ด่าเรื่อง" not in everything_stored(rep)
    (kept,) = activities(rep)
    assert (kept.said, kept.note) == ("", "(ข้อความถูกยกเลิกการส่ง)")
    assert [one.about for one in followups(rep)] == ["(ข้อความถูกยกเลิกการส่ง)"]
    told = rep.say("แบงค์", "โทร เอเชียพรีซิชั่น ส่งแบบแล้ว ตามพุธ")
    assert told[-1].startswith("ข้อความที่ยกเลิกการส่ง จดลบคำพูดออกให้แล้ว")


def test_an_unsent_draft_is_gone(rep: Town) -> None:
    message = rep.platform.phone("แบงค์").say("เครื่องปั๊มต้องเอาไปซ่อม")
    rep.platform.phone("แบงค์").unsend(message.id)
    assert "เครื่องปั๊ม" not in everything_stored(rep)
    rep.say("แบงค์", ASIA)
    assert activities(rep) == []


def test_an_unsent_photo_is_gone(rep: Town) -> None:
    message = rep.platform.phone("แบงค์").send_image(b"private")
    rep.platform.phone("แบงค์").unsend(message.id)
    rep.jod.errands.work()
    assert stored(rep, Attachment) == stored(rep, Photo) == []


def test_nobody_else_unsends_it(rep: Town) -> None:
    message = rep.platform.phone("แบงค์").say(SAID)
    other = rep.person("คนแปลกหน้า")
    unsend = {"messageId": message.id}
    rep.platform.emit(other.chat, "unsend", other.user.id, answerable=False, unsend=unsend)
    assert activities(rep)[0].said == SAID


def test_an_edited_message_logs_what_it_says_now(rep: Town) -> None:
    message = rep.platform.phone("แบงค์").say(SAID)
    rep.platform.phone("แบงค์").edit(message.id, "โทร สยามวัสดุภัณฑ์ คุยราคาปูน 1.2 ล้าน ตามพุธ")
    (kept,) = activities(rep)
    assert (kept.note, f"{kept.amount:.0f}", kept.message_id) == ("คุยราคาปูน 1.2 ล้าน", "1200000", message.id)
    assert [f"{one.due_on}" for one in followups(rep)] == ["2026-12-02"]
    assert rep.say("แบงค์", "แผน")[-1] == "แก้แล้ว · โทรสยามวัสดุภัณฑ์ 1,200,000 · ตาม พ. 2 ธ.ค."


def test_an_edited_message_that_logged_nothing_logs_nothing(rep: Town) -> None:
    message = rep.platform.phone("แบงค์").say("ขอบคุณค่ะ")
    rep.platform.phone("แบงค์").edit(message.id, "ขอบคุณมากค่ะ")
    assert activities(rep) == []
