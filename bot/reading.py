"""From what a line reads as to the intent it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bot.intents.activities import LogDay
from bot.intents.answers import Answer, NotUnderstood
from bot.intents.base import Intent, from_understanding
from bot.intents.keeping import to_json
from bot.language import Understanding

Reader = Callable[[str], Understanding]


def intent_of(read: Understanding) -> Intent:
    """What was meant; NotUnderstood for words that say something, but nothing that is known.

    An answer without its question says nothing either.
    """
    unread = read.intent == "none" and read.value("note") is not None
    if unread or read.intent == Answer.name:
        return NotUnderstood()
    return from_understanding(read) or NotUnderstood()


def several(read: Understanding, reader: Reader) -> LogDay:
    """The lines of a pasted day, each read by itself; a line that says nothing known is kept as it is."""
    return LogDay(entries=tuple(_entry(line) for line in _lines(read, reader)))


def _lines(read: Understanding, reader: Reader) -> Iterator[Understanding]:
    items = list(read.items)
    for line in filter(None, map(str.strip, read.text.splitlines())):
        if items and items[0].text.strip() in line:
            yield items.pop(0)
        elif isinstance(intent_of(alone := reader(line)), NotUnderstood):
            yield replace(alone, text=line)
    yield from items


def _entry(line: Understanding) -> dict[str, Any]:
    """A line in doubt about more than whose it is (6 โมง, 31 ก.พ.) is not stored with the others."""
    in_doubt = line.refused or any(name in line.fields for name in line.ask if name != "customer")
    intent = NotUnderstood() if in_doubt else intent_of(line)
    return {"said": line.text.strip(), "intent": to_json(intent)}
