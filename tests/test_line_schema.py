"""The checker lets through what LINE takes, and nothing else."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from simulator import events
from tests.line_schema import errors_in, event_errors, menu_errors

Json = dict[str, Any]
DESIGNED = json.loads((Path(__file__).parent / "data" / "messages.json").read_text(encoding="utf-8"))
MESSAGES = [
    pytest.param(message, id=f"{card['id']}-{place}")
    for card in DESIGNED
    for place, message in enumerate(card["messages"])
]
THAI = "ก็"
"""One letter to a reader, two to LINE."""


@pytest.mark.parametrize("message", MESSAGES)
def test_every_designed_message_is_one_line_takes(message: Json) -> None:
    assert errors_in(message) == []


def text(said: str = "ลงแล้วค่ะ", **more: Any) -> Json:
    return {"type": "text", "text": said, **more}


def chips(count: int, label: str = "เย็นนี้") -> Json:
    item = {"type": "action", "action": {"type": "message", "label": label, "text": "เย็นนี้"}}
    return {"items": [item] * count}


def bubble(*parts: Json) -> Json:
    return {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": list(parts)}}


def card(*parts: Json, **more: Any) -> Json:
    return {"type": "flex", "altText": "แผนวันนี้", "contents": bubble(*parts), **more}


def words(said: str = "แผน", **more: Any) -> Json:
    return {"type": "text", "text": said, **more}


def button(**action: Any) -> Json:
    return {
        "type": "button",
        "action": {"type": "postback", "label": "ยกเลิก", "data": "1.undo:a=7", **action},
    }


def carousel(*bubbles: Json) -> Json:
    return {"type": "flex", "altText": "แผนวันนี้", "contents": {"type": "carousel", "contents": list(bubbles)}}


FINE = {
    "a text as long as can be": text("😀" * 2_500),
    "thirteen quick replies": text(quickReply=chips(13, THAI * 20)),
    "a label of forty letters": card(button(label=THAI * 40)),
    "a picker": card(
        button(type="datetimepicker", mode="datetime", initial="2026-11-27T14:00", min="2026-11-26T00:00")
    ),
    "a keyboard filled in": card(button(inputOption="openKeyboard", fillInText="ลงผล สยามวัสดุภัณฑ์ ")),
    "a call": card({"type": "button", "action": {"type": "uri", "label": "โทร", "uri": "tel:0812345678"}}),
    "twelve bubbles": carousel(*[bubble(words())] * 12),
    "icons beside text": card(
        {"type": "box", "layout": "baseline", "contents": [words(color="#06C755", margin="8px")]}
    ),
}


@pytest.mark.parametrize("message", FINE.values(), ids=FINE)
def test_what_line_takes_has_no_errors(message: Json) -> None:
    assert errors_in(message) == []


WRONG = {
    "no text": {"type": "text"},
    "an empty text": text(""),
    "a text of 5,001 units": text("😀" * 2_500 + "ๆ"),
    "an unknown type": {"type": "telegram", "text": "ลงแล้ว"},
    "a misspelt field": text(quickreply=chips(1)),
    "a text that is a number": {"type": "text", "text": 5},
    "fourteen quick replies": text(quickReply=chips(14)),
    "a quick reply of 21 letters": text(quickReply=chips(1, THAI * 21)),
    "a quick reply without a label": text(quickReply=chips(1, "")),
    "no alt text": {"type": "flex", "contents": bubble(words())},
    "an alt text of 1,501 units": card(words()) | {"altText": "ก" * 1_501},
    "an empty bubble": card() | {"contents": {"type": "bubble"}},
    "a bubble over 30 KB": card(*[words("ก" * 100)] * 100),
    "a carousel over 50 KB": carousel(*[bubble(*[words("ก" * 100)] * 50)] * 4),
    "thirteen bubbles": carousel(*[bubble(words())] * 13),
    "a carousel of nothing": carousel(),
    "an unknown component": card({"type": "table"}),
    "a misspelt component field": card(words(colour="#222222")),
    "a colour by name": card(words(color="red")),
    "a margin of nothing known": card(words(margin="huge")),
    "empty words": card(words("")),
    "a button in a line of text": card({"type": "box", "layout": "baseline", "contents": [button()]}),
    "a hero of words": card(words()) | {"contents": bubble(words()) | {"hero": words()}},
    "a picture without https": card({"type": "image", "url": "http://jod.example/a.png"}),
    "a button without a label": card(button(label="")),
    "a label of 41 letters": card(button(label=THAI * 41)),
    "no data": card({"type": "button", "action": {"type": "postback", "label": "ยกเลิก"}}),
    "data of 301 units": card(button(data="x" * 301)),
    "shown text of 301 units": card(button(displayText="ก" * 301)),
    "filled-in text of 301 units": card(button(inputOption="openKeyboard", fillInText="ก" * 301)),
    "filled-in text without a keyboard": card(button(fillInText="ลงผล ")),
    "shown twice": card(button(displayText="ยกเลิก", text="ยกเลิก")),
    "a picker of months": card(button(type="datetimepicker", mode="month")),
    "a picker that starts on no day": card(button(type="datetimepicker", mode="date", initial="2026-02-30")),
    "a picker that starts before it may": card(
        button(type="datetimepicker", mode="date", initial="2026-11-26", min="2026-11-27")
    ),
}


@pytest.mark.parametrize("message", WRONG.values(), ids=WRONG)
def test_what_line_refuses_has_errors(message: Json) -> None:
    assert errors_in(message) != []


@pytest.mark.parametrize(
    "uri",
    [
        "javascript:alert(1)",
        "https://jod.example/สยาม",
        "https://jod.example/a b",
        "https://jod.example/" + "a" * 1_000,
    ],
)
def test_a_link_is_encoded_short_and_of_a_known_kind(uri: str) -> None:
    link = {"type": "button", "action": {"type": "uri", "label": "เปิด", "uri": uri}}
    assert errors_in(card(link)) != []


def test_a_copied_text_has_a_thousand_units() -> None:
    copied = {
        "type": "button",
        "action": {"type": "clipboard", "label": "คัดลอก", "clipboardText": "ก" * 1_000},
    }
    assert errors_in(card(copied)) == []
    copied["action"]["clipboardText"] += "ก"  # type: ignore[index]
    assert errors_in(card(copied)) != []


def test_an_error_says_where() -> None:
    [error] = errors_in(card(words(), words(colour="#222222")))
    assert "$.contents.body.contents[1]" in error
    assert "colour" in error


MENU: Json = {
    "size": {"width": 2500, "height": 843},
    "selected": True,
    "name": "rep",
    "chatBarText": "เมนู",
    "areas": [
        {
            "bounds": {"x": 0, "y": 0, "width": 2500, "height": 843},
            "action": {"type": "message", "label": "แผน", "text": "แผน"},
        }
    ],
}
MENU_FAULTS: dict[str, Callable[[Json], object]] = {
    "too flat": lambda menu: menu["size"].update(height=200),
    "an area outside": lambda menu: menu["areas"][0]["bounds"].update(x=1),
    "a long bar text": lambda menu: menu.update(chatBarText="ก" * 15),
    "an area that does nothing": lambda menu: menu["areas"][0].pop("action"),
    "a long label": lambda menu: menu["areas"][0]["action"].update(label=THAI * 21),
}


def test_a_rich_menu_may_be_fine() -> None:
    assert menu_errors(MENU) == []


@pytest.mark.parametrize("spoil", MENU_FAULTS.values(), ids=MENU_FAULTS)
def test_a_wrong_rich_menu_has_errors(spoil: Callable[[Json], object]) -> None:
    menu = copy.deepcopy(MENU)
    spoil(menu)
    assert menu_errors(menu) != []


NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
PERSON = {"type": "user", "userId": "U" + "0" * 32}
SAID = {"type": "text", "id": "1", "text": "แผน", "quoteToken": "q"}
EVENTS: dict[str, Json] = {
    "message": {"reply_token": "r", "message": SAID},
    "postback": {"reply_token": "r", "postback": {"data": "1.undo:a=7", "params": {"date": "2026-11-27"}}},
    "follow": {"reply_token": "r", "follow": {"isUnblocked": True}},
    "unfollow": {},
    "unsend": {"unsend": {"messageId": "1"}},
}


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_as_line_writes_it_is_fine(kind: str) -> None:
    assert event_errors(events.event(kind, PERSON, NOW, **EVENTS[kind])) == []


EVENT_FAULTS: dict[str, Callable[[Json], object]] = {
    "an unknown type": lambda event: event.update(type="telegram"),
    "no id": lambda event: event.pop("webhookEventId"),
    "no message": lambda event: event.pop("message"),
    "a source of nobody": lambda event: event["source"].update(type="robot"),
    "a time in words": lambda event: event.update(timestamp="today"),
    "a field LINE does not know": lambda event: event["message"].update(texts="แผน"),
}


@pytest.mark.parametrize("spoil", EVENT_FAULTS.values(), ids=EVENT_FAULTS)
def test_a_wrong_event_has_errors(spoil: Callable[[Json], object]) -> None:
    event = copy.deepcopy(events.event("message", PERSON, NOW, message=SAID))
    spoil(event)
    assert event_errors(event) != []
