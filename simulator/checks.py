"""The main limits of a LINE message; tests may give the platform a stricter check."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import regex

from simulator.errors import Json
from simulator.events import utf16_length

Check = Callable[[Json], list[str]]

MEDIA = {"sticker", "image", "video", "audio", "location", "imagemap"}
MESSAGE_TYPES = {"text", "textV2", "template", "flex", "coupon"} | MEDIA
TEXT_LIMIT = 5000
ALT_LIMIT = 1500
QUICK_REPLIES = 13
BUBBLE_BYTES = 30_000
CAROUSEL_BYTES = 50_000
CAROUSEL_BUBBLES = 12
FLEX_LABEL = 40
LABEL = 20
LIMITS = {"data": 300, "displayText": 300, "fillInText": 300, "uri": 1000, "clipboardText": 1000}


def problems(message: Json) -> list[str]:
    """What LINE would refuse about one message object; empty if nothing."""
    if message.get("type") not in MESSAGE_TYPES:
        return ["type: unknown message type"]
    return [*_text(message), *_flex(message), *_quick_replies(message), *_actions(message)]


def _text(message: Json) -> Iterator[str]:
    if message["type"] in {"text", "textV2"}:
        yield from _length(message, "text", TEXT_LIMIT)
    if message["type"] in {"flex", "template", "imagemap"}:
        yield from _length(message, "altText", ALT_LIMIT)


def _length(message: Json, name: str, limit: int) -> Iterator[str]:
    value = message.get(name)
    if not isinstance(value, str) or not value:
        yield f"{name}: may not be empty"
    elif utf16_length(value) > limit:
        yield f"{name}: length must be between 1 and {limit}"


def _flex(message: Json) -> Iterator[str]:
    if message["type"] != "flex":
        return
    contents = message.get("contents")
    if not isinstance(contents, dict) or contents.get("type") not in {"bubble", "carousel"}:
        yield "contents: must be a bubble or a carousel"
    elif contents["type"] == "carousel":
        yield from _carousel(contents)
    else:
        yield from _bubble(contents)


def _carousel(contents: Json) -> Iterator[str]:
    bubbles = contents.get("contents") or []
    if not 1 <= len(bubbles) <= CAROUSEL_BUBBLES:
        yield f"contents.contents: size must be between 1 and {CAROUSEL_BUBBLES}"
    if _bytes(contents) > CAROUSEL_BYTES:
        yield f"contents: larger than {CAROUSEL_BYTES} bytes"
    for bubble in bubbles:
        yield from _bubble(bubble)


def _bubble(bubble: Json) -> Iterator[str]:
    if not {"header", "hero", "body", "footer"} & bubble.keys():
        yield "contents: at least one block must be specified"
    if _bytes(bubble) > BUBBLE_BYTES:
        yield f"contents: larger than {BUBBLE_BYTES} bytes"


def _bytes(part: Json) -> int:
    return len(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def _quick_replies(message: Json) -> Iterator[str]:
    items = (message.get("quickReply") or {}).get("items")
    if items is not None and not 1 <= len(items) <= QUICK_REPLIES:
        yield f"quickReply.items: size must be between 1 and {QUICK_REPLIES}"
    for item in items or []:
        yield from _label(item.get("action") or {}, LABEL)


def _actions(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for inner in part:
            yield from _actions(inner)
    if isinstance(part, dict):
        if isinstance(part.get("action"), dict):
            yield from _action(part["action"])
        for inner in part.values():
            yield from _actions(inner)


def _action(action: Json) -> Iterator[str]:
    yield from _label(action, FLEX_LABEL)
    for name, limit in LIMITS.items():
        if utf16_length(str(action.get(name, ""))) > limit:
            yield f"action.{name}: longer than {limit}"


def _label(action: Json, limit: int) -> Iterator[str]:
    if len(regex.findall(r"\X", action.get("label") or "")) > limit:
        yield f"action.label: longer than {limit}"
