"""Fault matrix D, one request: what is stored, what is refused, and what survives nonsense."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.activity import Activity
from models.channel import Channel
from models.queues import InboxEvent, InboxState, OutboxMessage
from simulator import events
from tests.delivered import Json, count, deliver, post, text_event
from tests.town import Town


def test_d6_a_forged_request_is_refused_and_leaves_nothing(town: Town) -> None:
    town.bind_channels()
    raw = events.body(town.accounts["staff"].bot_user_id, [text_event(town, "Ux", "สวัสดี")])
    good = events.signature(town.accounts["staff"].secret, raw)
    assert post(town, raw, signature="") == 400
    assert post(town, raw, signature="AAAA") == 400
    assert post(town, raw.replace(b"Ux", b"Uy"), signature=good) == 400
    assert post(town, raw, account=town.accounts["shop"]) == 400
    assert count(town, InboxEvent) == 0


def test_d6_a_refused_body_is_counted_but_not_logged(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    raw = events.body(town.accounts["staff"].bot_user_id, [text_event(town, "Ux", "ความลับของลูกค้า")])
    before = refused(town)
    post(town, raw, signature="AAAA")
    assert refused(town) == before + 1
    assert "refused a webhook" in caplog.text
    assert "ความลับ" not in caplog.text


def refused(town: Town) -> float:
    """How many webhooks this process has refused, as a monitor sees it."""
    found = re.search(r"^jod_webhooks_refused_total (.+)$", town.web.get("/metrics").text, re.MULTILINE)
    assert found is not None
    return float(found[1])


def test_d8_the_consoles_check_is_answered(town: Town) -> None:
    assert deliver(town) == 200
    with town.database() as session:
        bound = session.scalars(select(Channel.destination)).all()
    assert town.accounts["staff"].bot_user_id in bound


def test_d6_a_bound_channel_takes_no_other_destination(town: Town) -> None:
    assert deliver(town) == 200
    assert deliver(town, destination="U" + "f" * 32) == 400


BROKEN_BODIES = {
    "empty": b"",
    "cut": b"{",
    "list": b"[]",
    "null": b"null",
    "no destination": b'{"events": []}',
    "number": b'{"destination": 5, "events": []}',
    "words": b'{"destination": "U", "events": "all"}',
    "not UTF-8": b"\xff\xfe",
    "surrogate": '{"destination": "\ud800", "events": []}'.encode("utf-8", "surrogatepass"),
    "deep": b"[" * 100_000,
    "deeper": b'{"destination": "U", "events": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
}


def test_d12_a_broken_body_is_refused_and_the_process_lives(town: Town) -> None:
    for name, raw in BROKEN_BODIES.items():
        assert (name, post(town, raw)) == (name, 400)
    assert deliver(town) == 200


def test_d12_a_body_of_ten_megabytes_is_refused(town: Town) -> None:
    assert post(town, b" " * 10_000_000) == 413


def test_d2_a_message_delivered_again_has_one_effect_and_one_answer(town: Town) -> None:
    phone = town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    event = text_event(town, phone.user.id, "เข้าพบ สยามวัสดุภัณฑ์ คุยราคาเหล็ก")
    again = {**event, "deliveryContext": {"isRedelivery": True}}
    assert [deliver(town, event), deliver(town, event), deliver(town, again)] == [200, 200, 200]
    assert count(town, Activity) == 1
    assert count(town, OutboxMessage) == 1


def test_d10_several_people_in_one_request_are_answered_each(town: Town) -> None:
    people = [town.member(name) for name in ("แบงค์", "เมย์", "นุ่น")]
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    happened = [text_event(town, one.user.id, "เมนู", f"E{n}") for n, one in enumerate(people)]
    assert deliver(town, *happened) == 200
    with town.database() as session:
        told = session.scalars(select(OutboxMessage.recipient)).all()
    assert sorted(told) == sorted(one.user.id for one in people)


def test_d11_in_standby_a_line_is_stored_and_not_answered(town: Town) -> None:
    phone = town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    assert deliver(town, text_event(town, phone.user.id, "โทร สยามวัสดุภัณฑ์", mode="standby")) == 200
    assert count(town, OutboxMessage) == 0
    assert count(town, InboxEvent) == 1


ODD_EVENTS: dict[str, Callable[[Json], Json]] = {
    "a type of tomorrow": lambda event: {**event, "type": "hologram", "hologram": {"x": 1}},
    "a message of tomorrow": lambda event: {**event, "message": {"type": "smell", "id": "9"}},
    "new fields": lambda event: {**event, "mood": {"deep": [1, 2, {"x": None}]}},
    "no source": lambda event: {k: v for k, v in event.items() if k != "source"},
    "no message": lambda event: {k: v for k, v in event.items() if k != "message"},
    "message is a word": lambda event: {**event, "message": "hello"},
    "source is a list": lambda event: {**event, "source": []},
    "no timestamp": lambda event: {k: v for k, v in event.items() if k != "timestamp"},
    "text is a number": lambda event: {**event, "message": {"type": "text", "id": "1", "text": 5}},
    "NUL in the text": lambda event: {**event, "message": {"type": "text", "id": "1", "text": "เมนู\x00"}},
    "empty text": lambda event: {**event, "message": {"type": "text", "id": "1", "text": ""}},
    "an accountLink": lambda event: {**event, "type": "accountLink", "link": {"result": "ok", "nonce": "x"}},
    "a beacon": lambda event: {**event, "type": "beacon", "beacon": {"hwid": "1", "type": "enter"}},
    "a videoPlayComplete": lambda event: {**event, "type": "videoPlayComplete", "videoPlayComplete": {}},
    "a membership": lambda event: {**event, "type": "membership", "membership": {"type": "joined"}},
    "memberJoined": lambda event: {**event, "type": "memberJoined", "joined": {"members": []}},
    "memberLeft": lambda event: {**event, "type": "memberLeft", "left": {"members": []}},
    "leave": lambda event: {**event, "type": "leave"},
    "postback without data": lambda event: {**event, "type": "postback", "postback": {}},
    "postback of another bot": lambda event: {**event, "type": "postback", "postback": {"data": "buy=1"}},
    "postback of an old version": lambda event: {
        **event,
        "type": "postback",
        "postback": {"data": "0.undo:"},
    },
    "unsend": lambda event: {**event, "type": "unsend", "unsend": {"messageId": "nothing"}},
    "messageEdited": lambda event: {**event, "type": "messageEdited"},
}


def test_d9_whatever_comes_is_stored_and_harms_nothing(town: Town) -> None:
    phone = town.member("แบงค์")
    for number, (name, change) in enumerate(ODD_EVENTS.items()):
        odd = change(text_event(town, phone.user.id, "เมนู", f"E{number}"))
        assert (name, deliver(town, odd)) == (name, 200)
    with town.database() as session:
        assert session.scalars(select(InboxEvent.state)).all() == [InboxState.DONE] * len(ODD_EVENTS)
    town.clock.wait(timedelta(minutes=1))
    town.jod.work()
    assert town.say("แบงค์", "เมนู") != []


def test_d9_an_event_without_an_id_of_its_own_is_ignored(town: Town) -> None:
    event = text_event(town, "Ux", "สวัสดี")
    del event["webhookEventId"]
    assert deliver(town, event) == 200
    assert deliver(town, json.loads("{}")) == 200
    assert count(town, InboxEvent) == 0
