"""From an event to the intent it means, and from a refusal to its words. No database here."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot import offers
from bot.context import Context
from bot.events import Event, EventKind
from bot.intents import answers, media, people
from bot.intents.base import Intent, StaleButton, from_data, from_understanding, moment_of, with_field
from bot.language import ChatContext, CustomerRef, understand
from bot.questions import open_question
from bot.replies import Reply, Text
from bot.scene import Scene
from models.errors import CrmError, Outdated

SNAKE = re.compile(r"(?<=[a-z])(?=[A-Z])")
EVENTS: dict[EventKind, Intent] = {
    EventKind.SENT_MEDIA: media.SentMedia(),
    EventKind.STICKER: answers.SmallTalk(),
    EventKind.BEFRIENDED: people.Befriended(),
    EventKind.BLOCKED: people.Blocked(),
    EventKind.UNSENT: media.Unsent(),
    EventKind.EDITED: media.Edited(),
    EventKind.JOINED_GROUP: people.JoinedGroup(),
}


def of(scene: Scene) -> Intent | None:
    """What the event means; None when it asks for nothing (unknown types, group talk not meant for us)."""
    event = scene.event
    if event.kind is EventKind.TAPPED:
        return tapped(event.data, event.picked)
    if event.in_group and not _is_for_us(scene):
        return None
    if event.kind is EventKind.SAID:
        return _said(scene)
    return EVENTS.get(event.kind)


def tapped(data: str, picked: str | None = None) -> Intent:
    """The intent behind a button; an outdated one becomes a polite `stale`."""
    try:
        intent = from_data(data)
        return with_field(intent, "when", moment_of(picked)) if picked else intent
    except (StaleButton, ValueError, TypeError):
        return answers.Stale()


def _is_for_us(scene: Scene) -> bool:
    """In a group: a mention of us, our own arrival, or an answer from the very person we asked."""
    event = scene.event
    if event.mentions_us or event.kind in (EventKind.JOINED_GROUP, EventKind.UNSENT):
        return True
    return event.kind is EventKind.SAID and _question(scene) is not None


def _question(scene: Scene) -> dict[str, object] | None:
    return open_question(scene.chat.question, scene.now) if scene.chat is not None else None


def _said(scene: Scene) -> Intent | None:
    text = scene.event.text
    offered = scene.chat.offered if scene.chat is not None else None
    if (data := offers.typed(offered, text)) is not None:
        if not data.startswith("say:"):
            return tapped(data)
        text = data.removeprefix("say:")
    read = understand(text, scene.now, scene.directory, _context(scene))
    intent = from_understanding(read)
    return _as_answer(scene, intent) if _question(scene) is not None else intent


def _as_answer(scene: Scene, intent: Intent | None) -> Intent | None:
    """A bare name, day or number said while a question is open answers that question."""
    question = _question(scene)
    if question is None:
        return intent
    number = int(str(question["id"]))
    match intent:
        case answers.ChooseNew() if question["field"] == "customer":
            return answers.Answer(question=number, new=True)
        case _ if (bare := getattr(intent, "customer", None)) and question["field"] == "customer":
            if (
                isinstance(bare, CustomerRef)
                and bare.id is not None
                and intent is not None
                and intent.name == "brief"
            ):
                return answers.Answer(question=number, customer=bare)
    return intent


def _context(scene: Scene) -> ChatContext:
    chat = scene.chat
    if chat is None:
        return ChatContext()
    last, question = chat.last_record or {}, _question(scene)
    return ChatContext(
        last_intent="log_activity" if last.get("kind") == "activity" else None,
        last_customer=last.get("customer"),
        listed=len((chat.offered or {}).get("numbers", [])),
        question=str(question["field"]) if question else None,
    )


def refusal(ctx: Context, error: CrmError) -> Reply:
    """A CrmError in the reader's words."""
    key = f"errors.{SNAKE.sub('_', type(error).__name__).lower()}"
    return Text(text=ctx.words(key, **_worded(ctx, error)), public=isinstance(error, Outdated))


def _worded(ctx: Context, error: CrmError) -> dict[str, object]:
    return {
        name: ctx.words.moment(value.date(), value, ctx.today) if isinstance(value, datetime) else value
        for name, value in error.values.items()
    }


def greet_stranger(ctx: Context) -> list[Reply]:
    """One polite line, once: never sales data, and no second answer to small talk."""
    if ctx.chat.greeted_at is not None or not ctx.channel.is_for_staff or ctx.event.in_group:
        return []
    ctx.chat.greeted_at = ctx.now
    return [Text(text=ctx.words("people.stranger"))]


def retold(event: Event, text: str) -> Event:
    """The same event with other words: the sentence that a question interrupted."""
    return replace(event, text=text)
