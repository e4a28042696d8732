"""In a group Jod speaks when spoken to, to whoever asked, and never of customers."""

from __future__ import annotations

from sqlalchemy import select

from models.activity import Activity
from models.member import Role
from models.queues import OutboxKind, OutboxMessage
from simulator.chats import Chat
from simulator.phone import Phone
from tests.drawing import told
from tests.town import Town


class Group:
    """A LINE group with the bot in it: what its people say, and what the bot says to all of them."""

    def __init__(self, town: Town, *names: str) -> None:
        self.town = town
        self.chat: Chat = town.platform.groups.create("staff", "ทีมขาย", list(names))
        self._seen = 0

    def phone(self, name: str) -> Phone:
        return self.town.platform.phone(name, self.chat.id)

    def say(self, name: str, text: str) -> list[str]:
        self.phone(name).say(text)
        return self.heard(name)

    def heard(self, name: str) -> list[str]:
        received = self.phone(name).received
        new, self._seen = received[self._seen :], len(received)
        return [told(message.body) for message in new]


def a_team(town: Town) -> Group:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.person("คนนอก")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์", contacts={"สมชาย": "owner"})
    town.customer("สยามคอนกรีตบางพลี", "แบงค์")
    return Group(town, "กบ", "แบงค์", "เมย์", "คนนอก")


HELLO = "สวัสดีค่ะ จดเองนะคะ ในกลุ่มจะตอบเฉพาะตอนที่แท็กชื่อ เรื่องลูกค้าคุยกันในแชตส่วนตัวค่ะ"
IN_PRIVATE = "รับทราบค่ะ เรื่องลูกค้าดูและคุยต่อในแชตส่วนตัวกับจดนะคะ"
NOT_DONE = "เรื่องนี้ยังไม่ได้ลงนะคะ คุยกับจดในแชตส่วนตัวได้เลยค่ะ"


def activities(town: Town) -> list[str]:
    with town.database() as session:
        return list(session.scalars(select(Activity.note).where(Activity.deleted.is_(False))))


def test_it_says_hello_and_then_keeps_quiet(town: Town) -> None:
    group = a_team(town)
    assert group.heard("กบ") == [HELLO]
    assert group.say("แบงค์", "วันนี้เข้าพบ สยามวัสดุภัณฑ์ คุยราคาเหล็ก") == []
    assert group.say("กบ", "แผน") == []
    assert activities(town) == []


def test_what_is_logged_with_a_mention_is_stored_and_not_shown(town: Town) -> None:
    group = a_team(town)
    group.heard("กบ")
    assert group.say("แบงค์", "@จด เข้าพบ สยามวัสดุภัณฑ์ คุยราคาเหล็ก ตามพรุ่งนี้บ่ายสอง") == [IN_PRIVATE]
    assert len(activities(town)) == 1
    assert town.say("แบงค์", "สยามวัสดุภัณฑ์")[0].startswith("สยามวัสดุภัณฑ์")


def test_nothing_about_a_customer_is_said_to_a_group(town: Town) -> None:
    group = a_team(town)
    town.say("แบงค์", "เข้าพบ สยามวัสดุภัณฑ์ คุยราคาเหล็ก 1.5 ล้าน")
    group.heard("กบ")
    for asked in ("สยามวัสดุภัณฑ์", "แผน", "ประวัติ สยามวัสดุภัณฑ์", "สรุปวันนี้"):
        assert group.say("แบงค์", f"@จด {asked}") == [IN_PRIVATE]
    assert group.say("กบ", "@จด สรุปทีม") == [IN_PRIVATE]
    assert group.say("เมย์", "@จด สยามวัสดุภัณฑ์") == [NOT_DONE]


def test_a_question_is_answered_only_by_the_person_asked(town: Town) -> None:
    group = a_team(town)
    group.heard("กบ")
    question = group.say("แบงค์", "@จด เข้าพบสยาม คุยราคาเหล็ก")
    assert len(question) == 1
    assert "สยามวัสดุภัณฑ์" not in question[0]
    assert group.say("เมย์", "สยามวัสดุภัณฑ์") == []
    assert activities(town) == []
    assert group.say("แบงค์", "สยามวัสดุภัณฑ์") == [IN_PRIVATE]
    assert len(activities(town)) == 1


def test_a_stranger_in_the_group_is_not_answered(town: Town) -> None:
    group = a_team(town)
    group.heard("กบ")
    assert group.say("คนนอก", "@จด สยามวัสดุภัณฑ์") == []
    assert group.say("คนนอก", "@จด สรุปทีม") == []


def test_the_link_for_the_team_may_be_asked_for_in_the_group(town: Town) -> None:
    group = a_team(town)
    group.heard("กบ")
    said = group.say("กบ", "@จด ชวนทีม")
    assert said[0].startswith("เข้าทีมขายกับจด")
    assert said[1] == "ชวนเข้าทีมขาย"


def test_the_same_in_english(town: Town) -> None:
    town.member("Bank", language="en")
    town.customer("River View", "Bank")
    group = Group(town, "Bank")
    group.heard("Bank")
    assert group.say("Bank", "@จด visited River View, price agreed") == [
        "Noted. See it, and go on, in your own chat with me."
    ]
    assert len(activities(town)) == 1


def test_a_group_is_never_pushed_to(town: Town) -> None:
    group = a_team(town)
    group.heard("กบ")
    group.say("แบงค์", "@จด นัด สยามวัสดุภัณฑ์ วันนี้บ่ายสอง")
    town.move_to("2026-11-27 20:00")
    assert group.heard("กบ") == []
    with town.database() as session:
        pushed = select(OutboxMessage.recipient).where(OutboxMessage.kind == OutboxKind.PUSH)
        assert group.chat.id not in set(session.scalars(pushed))
