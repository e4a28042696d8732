"""Whatever LINE delivers, now or one day: 200, done, and the next line is answered."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from models.queues import InboxEvent, InboxState
from simulator import events
from tests.stored import ASIA, SIAM
from tests.town import Town


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์", contacts={"สมชาย": "owner"})
    town.customer(ASIA, "แบงค์")
    return town


STRANGE: list[dict[str, Any]] = [
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
