"""Messages as a reader sees them: drawn as lines, and what can be tapped on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.phone import Phone

Json = dict[str, Any]


def told(message: Json) -> str:
    """A message as the chat list tells it: the text, or a card's alternative text."""
    return str(message["altText"] if message["type"] == "flex" else message["text"]).replace("\u00a0", " ")


def drawn(message: Json) -> str:
    """A message as lines: texts, then `[buttons]`, then `(chips)`."""
    lines = [message["text"]] if message["type"] == "text" else _lines(message["contents"])
    chips = [f"({item['action']['label']})" for item in message.get("quickReply", {}).get("items", [])]
    return "\n".join([*lines, *([" ".join(chips)] if chips else [])]).replace("\u00a0", " ")


def _lines(part: Json) -> list[str]:
    match part["type"]:
        case "bubble":
            return [
                line for name in ("hero", "body", "footer") if name in part for line in _lines(part[name])
            ]
        case "image":
            return ["(picture)"]
        case "text":
            return [part["text"]]
        case "button":
            return [f"[{part['action']['label']}]"]
        case "box" if part["layout"] == "vertical":
            return [line for child in part["contents"] for line in _lines(child)]
        case "box":
            cells = [_lines(child) for child in part["contents"]]
            rest = [line for cell in cells for line in cell[1:]]
            return ["  ".join(cell[0] for cell in cells if cell), *(f"   {line}" for line in rest)]
        case _:
            return []


def action_called(phone: Phone, label: str) -> Json:
    """The action of the newest thing on this phone with that label."""
    for message in reversed(phone.received):
        for action in actions_on(message.body):
            if action.get("label", "").replace("\u00a0", " ") == label:
                return action
    raise AssertionError(f"nothing to tap is called {label!r}; last: {drawn(phone.received[-1].body)}")


def actions_on(part: Any) -> Iterator[Json]:
    if isinstance(part, list):
        for one in part:
            yield from actions_on(one)
    elif isinstance(part, dict):
        if isinstance(part.get("action"), dict) and part.get("type") != "action":
            yield part["action"]
        if part.get("type") == "action":
            yield part["action"]
        for one in part.values():
            if isinstance(one, list | dict) and one is not part.get("action"):
                yield from actions_on(one)
