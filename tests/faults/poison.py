"""A handler that always breaks, in an otherwise whole Jod: the bug that nobody has found yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app import Jod
from bot.context import Context
from bot.conversation import Conversation
from bot.intents.base import Intent
from tests.town import Town

Run = Callable[[Context, Any], Any]


class Poison(Exception):
    """A bug of ours."""


def broken(ctx: Context, said: Any) -> None:
    raise Poison("a bug")


def with_handler(conversation: Conversation, intent: type[Intent], run: Run) -> Conversation:
    """The same conversation, in which another function answers this intent."""
    handlers = dict(conversation.handlers)
    handlers[intent] = replace(handlers[intent], run=run)
    return replace(conversation, handlers=handlers)


def put(town: Town, intent: type[Intent], run: Run) -> None:
    """The town's Jod answers this intent so from now on: its web side and its worker."""
    put_into(town.jod, intent, run)
    town.web = town.jod.web.test_client()


def put_into(jod: Jod, intent: type[Intent], run: Run) -> None:
    conversation = with_handler(jod.conversation, intent, run)
    for part in ("webhook", "web", "leftovers"):
        jod.__dict__.pop(part, None)  # parts that were put together with the old one
    jod.__dict__["conversation"] = conversation
