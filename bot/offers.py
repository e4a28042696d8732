"""What a card offers can also be typed: its numbers, the labels of its buttons, an answer as it is listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.intents.answers import Answer, No
from bot.intents.base import VERSION, to_data
from bot.replies import Button, Item, Reply, Say, Tap, buttons_of, items_of
from models.chat import Chat

ANSWERS = f"{VERSION}.{Answer.name}:"


def remember(chat: Chat, replies: Sequence[Reply], asked: str = "") -> None:
    """Keep what these replies offer. The last list stands until there is another; labels do not.

    `asked` is the question they answer, which the next line may ask again of another day or person.
    A label left over from an earlier card would act on something the person no longer looks at.
    """
    if not replies:
        return
    lines = [(_label(item.title), _numbered(item)) for reply in replies for item in items_of(reply)]
    offered = [(_label(button.label), _typed(button)) for reply in replies for button in buttons_of(reply)]
    chat.offered = {
        **(_list(lines) if lines else _still_good(chat)),
        "labels": {label: data for label, data in offered if data},
        **({"asked": asked} if asked else {}),
    }


def _list(lines: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What its numbers mean; and its words, where they answer a question."""
    answers = {title: data for title, data in lines if data.startswith(ANSWERS)}
    return {"numbers": [data for _, data in lines], "answers": answers}


def _still_good(chat: Chat) -> dict[str, Any]:
    """The last list, unless its numbers answer a question that has been followed by something else."""
    last = chat.offered or {}
    asked = f"{ANSWERS}question={chat.question['id']};" if chat.question else ""
    numbers: list[str] = last.get("numbers", [])
    if any(data.startswith(ANSWERS) and not data.startswith(asked or "-") for data in numbers):
        return _list(())
    return {"numbers": numbers, "answers": last.get("answers", {})}


def typed(offered: dict[str, Any] | None, text: str) -> str | None:
    """The button data (or the words, for a `Say`) behind what was typed instead of tapped or numbered."""
    labels: dict[str, str] = (offered or {}).get("labels", {})
    answers: dict[str, str] = (offered or {}).get("answers", {})
    return labels.get(_label(text)) or answers.get(_label(text))


def numbered(offered: dict[str, Any] | None, number: int) -> str:
    """The button data behind a line of the last list; nothing when there is no such line to open."""
    numbers: list[str] = (offered or {}).get("numbers", [])
    return numbers[number - 1] if 1 <= number <= len(numbers) else ""


def agreed(offered: dict[str, Any] | None) -> str:
    """What a plain `ใช่` means: of a card that also offers a plain no the other button, of a question with one
    likely answer that answer; else nothing."""
    data: list[str] = list((offered or {}).get("labels", {}).values())
    refusal = to_data(No())
    if refusal in data:
        return next((one for one in data if one != refusal), "")
    numbers: list[str] = (offered or {}).get("numbers", [])
    return numbers[0] if len(numbers) == 1 and numbers[0].startswith(ANSWERS) else ""


def _numbered(item: Item) -> str:
    """A line that opens nothing keeps its place, or the numbers drawn and meant would part."""
    return to_data(item.intent) if item.intent is not None else ""


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
