"""What a chat is about just now: the state that the next line is read against."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.context import RECENT
from bot.language import ChatContext
from bot.questions import open_question
from bot.scene import Scene
from models.workspace import Subject

MADE_BY = {"activity": "log_activity", "followup": "set_reminder", "promotion": "create_promo"}
"""The intent behind each kind of record that a line may go on about."""


def chat_context(scene: Scene) -> ChatContext:
    """The last record, the last list and the open question, as the grammars know them."""
    chat = scene.chat
    last, question = chat.last_record or {}, open_question(chat.question, scene.now)
    return ChatContext(
        last_intent=_last_intent(scene, last),
        last_customer=last.get("customer") if spoken_of_lately(scene) else None,
        listed=len((chat.offered or {}).get("numbers", [])),
        question=str(question["field"]) if question else None,
        may_close=scene.member is not None and scene.member.is_manager,
        keeps_shop=scene.workspace.selling.covers(Subject.COUNTER),
    )


def spoken_of_lately(scene: Scene) -> bool:
    """For 15 minutes the last record's customer is the one that is spoken of."""
    last = scene.chat.last_record or {}
    return last.get("customer") is not None and _is_recent(scene, last)


def _last_intent(scene: Scene, last: dict[str, Any]) -> str | None:
    """What the last record was made by; a promotion is spoken of as long as a customer, or when quoted."""
    if scene.quoted is not None and scene.quoted.kind == "promotion":
        return MADE_BY["promotion"]
    kind = last.get("kind", "")
    is_over = kind == "promotion" and not _is_recent(scene, last)
    return None if is_over else MADE_BY.get(kind)


def _is_recent(scene: Scene, last: dict[str, Any]) -> bool:
    return scene.now - datetime.fromisoformat(last["at"]) <= RECENT
