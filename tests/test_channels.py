"""Who adds, blocks or writes to which account: the team, consumers, strangers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from models.channel import Channel, ChannelKind
from models.chat import Chat, Friendship
from models.member import Role
from models.queues import OutboxMessage, OutboxState
from models.workspace import Selling, Workspace
from simulator import events
from tests.town import Town

STRANGER = "สวัสดีค่ะ จดเป็นผู้ช่วยของทีมขาย ถ้าอยู่ในทีม พิมพ์ “เข้าร่วม” ตามด้วยรหัสจากหัวหน้าได้เลยค่ะ"
WELCOME = "สวัสดีค่ะ ร้านจดดีวัสดุก่อสร้าง ยินดีต้อนรับค่ะ 🙏\nถามราคา สั่งของ หรือเช็กว่าของมีไหม พิมพ์คุยได้เลย พนักงานจะมาตอบค่ะ"
QUESTION = "ขออนุญาตส่งโปรและคูปองทาง LINE ไม่รับก็ซื้อของได้ตามปกติค่ะ"


def named(town: Town, **settings: Any) -> None:
    with town.database() as session:
        session.execute(update(Workspace).values(name="ร้านจดดีวัสดุก่อสร้าง", **settings))


def one_account(town: Town) -> None:
    """The team's account serves the shop as well."""
    with town.database() as session:
        staff = session.scalars(select(Channel).where(Channel.kind == ChannelKind.STAFF)).one()
        staff.kind = ChannelKind.BOTH


def friendship(town: Town, name: str) -> Friendship:
    with town.database() as session:
        user = town.platform.user(name).id
        return session.scalars(select(Chat.friendship).where(Chat.user_id == user)).one()


def test_a_consumer_is_welcomed_by_the_shop_once_and_then_left_to_its_people(town: Town) -> None:
    named(town)
    consumer = town.person("มะลิ", "shop")
    consumer.befriend()
    assert town.heard("มะลิ") == [WELCOME, QUESTION]
    assert town.say("มะลิ", "ปูนถุงละเท่าไหร่คะ") == []
    assert town.say("มะลิ", "แผน") == []
    consumer.block()
    consumer.befriend()
    assert town.heard("มะลิ") == []


def test_a_member_is_no_consumer_of_the_shop(town: Town) -> None:
    named(town)
    town.member("แบงค์")
    phone = town.platform.phone("แบงค์", "shop")
    phone.befriend()
    assert phone.received == []


def test_a_stranger_on_the_teams_account_gets_one_polite_line(town: Town) -> None:
    stranger = town.person("คนนอก")
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    stranger.befriend()
    assert town.heard("คนนอก") == [STRANGER]
    assert town.say("คนนอก", "สยามวัสดุภัณฑ์") == []
    assert town.say("คนนอก", "สรุปทีม") == []


def test_one_account_for_both_welcomes_consumers_once_there_is_an_owner(town: Town) -> None:
    named(town)
    one_account(town)
    first = town.person("เอ")
    first.befriend()
    assert town.heard("เอ") == [STRANGER]
    town.member("เอก", Role.OWNER)
    second = town.person("บี")
    second.befriend()
    assert town.heard("บี") == [WELCOME, QUESTION]
    assert town.say("บี", "มีปูนไหม") == []


def test_one_account_that_sells_to_companies_is_the_teams(town: Town) -> None:
    named(town, selling=Selling.B2B)
    one_account(town)
    town.member("เอก", Role.OWNER)
    town.person("บี").befriend()
    assert town.heard("บี") == [STRANGER]


def test_a_code_belongs_into_the_teams_chat(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.say("กบ", "ชวนทีม")
    code = town.card("กบ").split("รหัส  ")[1].split()[0]
    consumer = town.person("มะลิ", "shop")
    consumer.say(f"join {code}")
    assert town.heard("มะลิ") == ["รหัสนี้ใช้ในแชตของทีมขายนะคะ ส่งรหัสนี้อีกทีในแชตนั้นได้เลย"]
    consumer.say("join XXXX2345")
    assert town.heard("มะลิ") == []


def test_an_older_event_never_overwrites_a_newer_one(town: Town) -> None:
    phone = town.member("แบงค์")
    phone.block()
    late = events.event(
        "follow",
        phone.chat.source(phone.user.id),
        town.clock.now() - timedelta(minutes=5),
        follow={"isUnblocked": False},
    )
    town.platform.emit_raw("staff", late)
    assert friendship(town, "แบงค์") is Friendship.BLOCKED


def test_what_is_owed_to_who_blocked_us_is_called_off_and_taken_up_again(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    phone = town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.say("แบงค์", "โทรหาสยามวัสดุภัณฑ์ วันนี้ 10 โมง")
    town.heard("แบงค์")
    phone.block()
    town.move_to("2026-11-26 10:00")
    assert states(town) == [(OutboxState.CANCELLED, "blocked")]
    town.move_to("2026-11-26 10:20")
    phone.befriend()
    assert town.heard("แบงค์") == ["กลับมาแล้วนะคะ คุณแบงค์ จดเตือนต่อให้ตามเดิมค่ะ"]
    town.move_to("2026-11-26 10:21")
    assert "ถึงเวลาโทรหาสยามวัสดุภัณฑ์" in town.heard("แบงค์")
    assert states(town) == [(OutboxState.SENT, "")]


def test_what_went_stale_while_blocked_is_not_sent(town: Town) -> None:
    phone = town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.say("แบงค์", "โทรหาสยามวัสดุภัณฑ์ วันนี้ 10 โมง")
    phone.block()
    town.move_to("2026-11-26 16:00")
    phone.befriend()
    town.move_to("2026-11-26 16:01")
    assert states(town) == [(OutboxState.CANCELLED, "blocked")]


def states(town: Town) -> list[tuple[OutboxState, str]]:
    """What became of the reminders."""
    with town.database() as session:
        rows = select(OutboxMessage).where(OutboxMessage.purpose == "reminder")
        return [(one.state, one.reason) for one in session.scalars(rows)]


def test_the_manager_hears_once_that_somebody_has_blocked_us(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.member("เอ๋", Role.MANAGER, team="ทีมขายเชียงใหม่")
    phone = town.member("แบงค์")
    phone.block()
    assert town.heard("กบ") == []
    assert town.say("กบ", "เมนู")[1:] == ["คุณแบงค์บล็อกจดอยู่ เตือนและแผนเช้าจะไปไม่ถึง ลองบอกให้ปลดบล็อกนะคะ"]
    assert len(town.say("กบ", "เมนู")) == 1
    assert len(town.say("เอ๋", "เมนู")) == 1


def test_the_same_in_english(town: Town) -> None:
    town.member("Kob", Role.MANAGER, language="en")
    phone = town.member("Bank", language="en")
    phone.block()
    assert town.say("Kob", "menu")[1:] == [
        "Bank has blocked me, so reminders and plans do not arrive. Please ask to be unblocked."
    ]
    phone.befriend()
    assert town.heard("Bank") == ["Welcome back Bank. Reminders go on as before."]


def test_the_name_at_line_is_learnt_from_the_first_event(town: Town) -> None:
    phone = town.person("แบงค์")
    phone.befriend()
    town.move_to("2026-11-26 09:01")
    with town.database() as session:
        chat = session.scalars(select(Chat).where(Chat.user_id == phone.user.id)).one()
        assert (chat.display_name, chat.friendship) == ("แบงค์", Friendship.FRIEND)
