"""What is said beside the card of a deal is about that deal."""

from __future__ import annotations

from dataclasses import fields

from bot.intents.activities import EditLast
from bot.intents.base import Intent
from bot.intents.deals import ChangeDeal
from bot.language import DealRef
from bot.scene import Scene


def of_the_deal_shown(scene: Scene, intent: Intent) -> Intent:
    """`แก้ยอด 1.8 ล้าน` after a deal's card is its new price; after any other card it is that card's."""
    if not isinstance(intent, EditLast) or not _only_amount(intent):
        return intent
    deal = _shown(scene)
    return intent if deal is None else ChangeDeal(deal=DealRef("", deal), amount=intent.amount)


def _only_amount(intent: EditLast) -> bool:
    said = {one.name for one in fields(intent) if getattr(intent, one.name) is not None}
    return said == {"amount"}


def _shown(scene: Scene) -> int | None:
    """The deal on the card quoted, else on the last one shown."""
    if scene.quoted is not None:
        return scene.quoted.id if scene.quoted.kind == "deal" else None
    last = scene.chat.last_record or {}
    return int(last["id"]) if last.get("kind") == "deal" else None
