"""The limits LINE documents but its definitions do not hold, each under the name it has there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import regex

Json = dict[str, Any]
UNITS = {
    "text": 300,
    "data": 300,
    "displayText": 300,
    "fillInText": 300,
    "clipboardText": 1_000,
    "uri": 1_000,
}
"""Of an action's fields, in UTF-16 code units."""
SCHEMES = ("https://", "http://", "tel:", "line://")
PICKED = {"date": "%Y-%m-%d", "time": "%H:%M", "datetime": "%Y-%m-%dT%H:%M"}
BUBBLE_BYTES, CAROUSEL_BYTES = 30_000, 50_000
FLEX_LABEL, LABEL = 40, 20
"""Graphemes: a Thai letter with its marks is one."""
COLOR = re.compile(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?")
SPACE = re.compile(r"none|xs|sm|md|lg|xl|xxl|\d+px|\d+%")
SPACES = ("margin", "spacing", "paddingAll", "paddingTop", "paddingBottom", "paddingStart", "paddingEnd")
COLORS = ("color", "backgroundColor", "borderColor")
IN_A_LINE = {"baseline": {"icon", "text", "filler"}}
IN_A_BOX = {"box", "button", "image", "video", "text", "separator", "filler"}


def message_limits(message: Json) -> Iterator[str]:
    """The faults of a message whose fields are LINE's."""
    yield from _too_long(message, "text", 5_000)
    yield from _too_long(message, "altText", 1_500)
    for at, item in _nodes(message.get("quickReply", {}), "quickReply"):
        if "action" in item:
            yield from _action(item["action"], at, LABEL, needs_label=True)
    match message["type"]:
        case "flex":
            yield from _flex(message["contents"])
        case "template":
            yield from _template(message["template"])


def menu_limits(menu: Json) -> Iterator[str]:
    """The faults of a rich menu whose fields are LINE's."""
    width, height = menu["size"]["width"], menu["size"]["height"]
    if not (800 <= width <= 2_500 and height >= 250 and width >= 1.45 * height):
        yield f"size: {width}×{height} is not a size of LINE's"
    for at, area in enumerate(menu["areas"]):
        place = area["bounds"]
        if place["x"] + place["width"] > width or place["y"] + place["height"] > height:
            yield f"areas[{at}]: outside the picture"
        yield from _action(area["action"], f"areas[{at}]", LABEL, needs_label=False)


def graphemes(text: str) -> int:
    """How many letters a reader sees."""
    return len(regex.findall(r"\X", text))


def units(text: str) -> int:
    """How LINE counts a text: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _too_long(part: Json, field: str, limit: int) -> Iterator[str]:
    if units(part.get(field, "")) > limit:
        yield f"{field}: longer than {limit}"


def _nodes(part: Any, at: str) -> Iterator[tuple[str, Json]]:
    """Every object inside, with the way to it."""
    match part:
        case dict():
            yield at, part
            for key, value in part.items():
                yield from _nodes(value, f"{at}.{key}")
        case list():
            for place, value in enumerate(part):
                yield from _nodes(value, f"{at}[{place}]")


def _flex(contents: Json) -> Iterator[str]:
    is_carousel = contents["type"] == "carousel"
    if is_carousel and _bytes(contents) > CAROUSEL_BYTES:
        yield f"contents: larger than {CAROUSEL_BYTES} bytes"
    for bubble in contents["contents"] if is_carousel else [contents]:
        yield from _bubble(bubble)
    for at, node in _nodes(contents, "contents"):
        yield from _component(node, at)


def _bytes(part: Json) -> int:
    return len(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def _bubble(bubble: Json) -> Iterator[str]:
    if _bytes(bubble) > BUBBLE_BYTES:
        yield f"bubble: larger than {BUBBLE_BYTES} bytes"
    if not {"header", "hero", "body", "footer"} & bubble.keys():
        yield "bubble: empty"
    if bubble.get("hero", {}).get("type", "box") not in ("box", "image", "video"):
        yield f"hero: cannot be a {bubble['hero']['type']}"


def _component(node: Json, at: str) -> Iterator[str]:
    yield from (f"{at}.{name}: no space" for name in SPACES if not SPACE.fullmatch(node.get(name, "none")))
    yield from (
        f"{at}.{name}: no colour" for name in COLORS if not COLOR.fullmatch(node.get(name, "#000000"))
    )
    if "action" in node:
        yield from _action(node["action"], at, FLEX_LABEL, needs_label=node["type"] == "button")
    match node:
        case {"type": "text"} if not node.get("text") and not node.get("contents"):
            yield f"{at}.text: empty"
        case {"type": "box", "layout": layout, "contents": parts}:
            allowed = IN_A_LINE.get(layout, IN_A_BOX)
            yield from (
                f"{at}: no {part['type']} in a {layout} box" for part in parts if part["type"] not in allowed
            )
        case {"type": "image", "url": url} if not url.startswith("https://") or len(url) > 2_000:
            yield f"{at}.url: must be https, at most 2,000 characters"


def _template(template: Json) -> Iterator[str]:
    for at, node in _nodes(template, "template"):
        for action in [*node.get("actions", []), *([node["action"]] if "action" in node else [])]:
            yield from _action(action, at, LABEL, needs_label=True)


def _action(action: Json, at: str, label_limit: int, *, needs_label: bool) -> Iterator[str]:
    label = action.get("label", "")
    if needs_label and not label:
        yield f"{at}.action: no label"
    if graphemes(label) > label_limit:
        yield f"{at}.action.label: {label!r} is longer than {label_limit}"
    yield from (
        f"{at}.action.{fault}" for name, limit in UNITS.items() for fault in _too_long(action, name, limit)
    )
    yield from (f"{at}.action: {fault}" for fault in _odd(action))


def _odd(action: Json) -> Iterator[str]:
    """Fields that are right alone and wrong together."""
    match action:
        case {"type": "uri", "uri": uri} if not uri.isascii() or " " in uri or not uri.startswith(SCHEMES):
            yield "uri must be https, http, tel or line, percent-encoded"
        case {"type": "postback", "displayText": _, "text": _}:
            yield "displayText and text exclude each other"
        case {"type": "postback", "fillInText": _} if action.get("inputOption") != "openKeyboard":
            yield "fillInText needs inputOption openKeyboard"
        case {"type": "datetimepicker", "mode": mode}:
            yield from _picker(action, PICKED[mode])


def _picker(action: Json, form: str) -> Iterator[str]:
    moments = [action[name] for name in ("min", "initial", "max") if name in action]
    if not all(_is_moment(moment, form) for moment in moments):
        yield f"not of the form {form}"
    elif moments != sorted(moments):
        yield "initial is not between min and max"


def _is_moment(text: str, form: str) -> bool:
    try:
        return datetime.strptime(text.replace("t", "T"), form).strftime(form) == text.replace("t", "T")  # noqa: DTZ007
    except ValueError:
        return False
