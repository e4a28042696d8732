"""What a card offers can also be typed: its numbers, and the labels of its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.intents.base import to_data
from bot.replies import Button, Reply, Say, Tap, buttons_of, items_of
from models.chat import Chat


def remember(chat: Chat, replies: Sequence[Reply]) -> None:
    """Keep what these replies offer; an answer without an offer leaves the last list standing."""
    numbers = [
        to_data(item.intent) for reply in replies for item in items_of(reply) if item.intent is not None
    ]
    labels = {
        _label(button.label): _typed(button)
        for reply in replies
        for button in buttons_of(reply)
        if _typed(button)
    }
    if not numbers and not labels:
        return
    kept = chat.offered or {}
    chat.offered = {"numbers": numbers or kept.get("numbers", []), "labels": labels}


def typed(offered: dict[str, Any] | None, text: str) -> str | None:
    """The button data (or the words, for a `Say`) behind a label that was typed instead of tapped."""
    labels: dict[str, str] = (offered or {}).get("labels", {})
    return labels.get(_label(text))


def _label(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split()).casefold()


def _typed(button: Button) -> str:
    match button.action:
        case Tap(intent, fill, _) if fill is None:
            return to_data(intent)
        case Say(text):
            return f"say:{text}"
        case _:
            return ""
