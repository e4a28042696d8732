"""What a fault of ours left unanswered: kept, said to be kept, and answered once it can be."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot import inbox
from models.activity import Activity
from models.channel import Channel
from models.queues import InboxEvent, InboxState
from simulator import events
from tests.town import Town


def test_what_failed_is_apologised_for_and_answered_later(town: Town) -> None:
    phone = town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    token = town.platform.reply_tokens.issue("staff", phone.chat, town.clock.machine())
    said = {"type": "text", "id": "1", "text": "เข้าพบ สยามวัสดุภัณฑ์ คุยราคาเหล็ก"}
    source = phone.chat.source(phone.user.id)
    event = events.event("message", source, town.clock.now(), reply_token=token, message=said)
    with town.database() as session:
        channel = session.scalars(select(Channel).order_by(Channel.id)).first()
        assert channel is not None
        (stored,) = inbox.store(session.connection(), channel, [event], town.clock.machine())
    sorry = town.jod.conversation.apologise(stored, "KeyError")
    assert sorry is not None
    town.jod.sender.post(sorry)
    assert town.heard("แบงค์") == ["เก็บข้อความไว้แล้วค่ะ จดสะดุดนิดหนึ่ง กำลังลองให้ใหม่ ไม่ต้องพิมพ์ซ้ำนะคะ"]
    town.clock.wait(timedelta(minutes=1))
    town.jod.work()
    assert [one.split(" · ")[0] for one in town.heard("แบงค์")] == ["ลงแล้ว"]
    with town.database() as session:
        assert len(session.scalars(select(Activity)).all()) == 1
        assert session.scalars(select(InboxEvent.state)).all() == [InboxState.DONE]
