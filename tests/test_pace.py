"""Who types faster than anybody reads is not answered for the rest of the minute, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import event, func, select

from bot.settings import BadSettings, Settings
from models.activity import Activity, Attachment
from models.chat import Chat, Friendship
from models.followup import Draft
from models.queues import InboxEvent, InboxState
from tests.town import Town

LIMIT = 3
CUSTOMER = "สยามวัสดุภัณฑ์"


@pytest.fixture
def hasty(database_url: str) -> Iterator[Town]:
    """A town where three answers a minute are all one gets."""
    town = Town(database_url, answers_per_minute=LIMIT)
    town.member("แบงค์")
    town.member("Kate", language="en")
    town.customer(CUSTOMER, "แบงค์")
    yield town
    town.jod.stop()


def fill_the_minute(town: Town, who: str) -> None:
    for _ in range(LIMIT):
        assert town.say(who, "เมนู")


def test_what_comes_too_fast_is_kept_and_told_once(hasty: Town) -> None:
    hasty.play("""
        แบงค์> เข้าพบ สยามวัสดุภัณฑ์ คุยราคา
        แบงค์< ลงแล้ว · เข้าพบสยามวัสดุภัณฑ์
        แบงค์> เมนู
        แบงค์< เมนู
        แบงค์> เมนู
        แบงค์< เมนู
        แบงค์> โทร สยามวัสดุภัณฑ์ ขอใบเสนอราคา
        แบงค์< ส่งมาถี่มาก จดตอบไม่ทันค่ะ ที่พิมพ์มาเก็บเป็นฉบับร่างไว้ให้แล้ว อีกหนึ่งนาทีพิมพ์ “ฉบับร่าง” ดูได้เลย
        แบงค์> โทร สยามวัสดุภัณฑ์ ไม่รับสาย
        @ 2026-11-26 09:01
        แบงค์> ฉบับร่าง
        แบงค์< ที่พิมพ์ไว้ยังไม่ได้ลง · 2
    """)
    with hasty.database() as session:
        kept = session.scalars(select(Draft.said).order_by(Draft.id)).all()
        states = session.scalars(select(InboxEvent.state)).all()
        logged = session.scalar(select(func.count()).select_from(Activity))
    assert kept == ["โทร สยามวัสดุภัณฑ์ ขอใบเสนอราคา", "โทร สยามวัสดุภัณฑ์ ไม่รับสาย"]
    assert set(states) == {InboxState.DONE}
    assert logged == 1


def test_it_is_told_in_english_and_nobody_else_waits(hasty: Town) -> None:
    fill_the_minute(hasty, "Kate")
    (told,) = hasty.say("Kate", "called Siam, no answer")
    assert told.startswith("That is faster than I can answer. What you typed is kept as drafts")
    assert hasty.say("Kate", "called Siam again") == []
    assert hasty.say("แบงค์", "เมนู") == ["เมนู"]


def test_photos_and_refusals_count_and_no_photo_is_lost(hasty: Town) -> None:
    for _ in range(LIMIT):
        assert hasty.say("แบงค์", "เลื่อน ร้านที่ไม่มี พรุ่งนี้")
    for _ in range(2):
        hasty.platform.phone("แบงค์").send_location(13.7, 100.5, "หน้าร้าน")
    assert len(hasty.heard("แบงค์")) == 1
    with hasty.database() as session:
        assert session.scalar(select(func.count()).select_from(Attachment)) == 2


def test_a_stranger_who_floods_hears_it_once_and_leaves_no_draft(hasty: Town) -> None:
    hasty.person("คนแปลกหน้า")
    heard = [hasty.say("คนแปลกหน้า", "สวัสดี") for _ in range(LIMIT + 3)]
    assert heard[LIMIT:] == [["ส่งมาถี่มาก ตอบไม่ทันค่ะ รอหนึ่งนาทีแล้วพิมพ์มาใหม่ได้เลย"], [], []]
    with hasty.database() as session:
        assert session.scalars(select(Draft.said)).all() == []
        assert session.scalar(select(func.count()).select_from(InboxEvent)) == LIMIT + 3


def test_that_somebody_blocks_us_is_heard_at_any_pace(hasty: Town) -> None:
    fill_the_minute(hasty, "แบงค์")
    hasty.platform.phone("แบงค์").block()
    with hasty.database() as session:
        chat = session.scalars(select(Chat).where(Chat.lines > 0)).one()
        assert (chat.friendship, chat.lines) == (Friendship.BLOCKED, LIMIT)


def test_counting_costs_no_statement_of_its_own(hasty: Town) -> None:
    """The chat's row is read under its lock, and written anyway with what the answer offers."""
    hasty.say("แบงค์", "เมนู")
    written: list[str] = []
    event.listen(hasty.jod.database.engine, "before_cursor_execute", lambda *told: written.append(told[2]))
    hasty.say("แบงค์", CUSTOMER)
    counted = [one for one in written if one.startswith("UPDATE chats") and "lines=" in one]
    assert [("offered=" in one) for one in counted] == [True]


@pytest.mark.parametrize("said", ["0", "-1", "many"])
def test_the_pace_is_a_whole_number(said: str) -> None:
    with pytest.raises(BadSettings, match="ANSWERS_PER_MINUTE"):
        Settings.from_env({"ANSWERS_PER_MINUTE": said})
