"""The shop's chat, where people answer: Jod tells when they are away, and keeps what known customers ask."""

from __future__ import annotations

from bot.consumers import on_shop
from bot.context import Context
from bot.hours import closed_text, is_open
from bot.intents.shop import SpeakToMe, UnsentAtShop, WroteToShop
from bot.replies import Reply, Text
from bot.shop_questions import keep_question, line_of
from bot.texts import LANGUAGES, Words
from models.consumer import Consumer
from models.errors import Outdated


@on_shop(WroteToShop)
def wrote(ctx: Context, consumer: Consumer, said: WroteToShop) -> Reply | None:
    """Silence, but for one word in twelve hours while the shop is closed."""
    keep_question(ctx, consumer)
    if is_open(ctx) or consumer.was_told_closed(ctx.now):
        return None
    consumer.closed_told_at = ctx.now
    return Text(text=closed_text(ctx))


@on_shop(UnsentAtShop)
def unsent(ctx: Context, consumer: Consumer, said: UnsentAtShop) -> None:
    """What somebody took back is not kept for them."""
    line = line_of(ctx, ctx.event.message_id)
    if line is not None and line.consumer_id == consumer.id:
        line.said, line.note, line.deleted = "", "", True


@on_shop(SpeakToMe)
def speak(ctx: Context, consumer: Consumer, said: SpeakToMe) -> Reply:
    """In the consumer's own language."""
    if said.language not in LANGUAGES:
        raise Outdated
    consumer.language = said.language
    return Text(text=Words(said.language, masculine=ctx.workspace.masculine)("shop.language_set"))
