"""What customers tap on a promotion."""

from __future__ import annotations

from bot.cards.promotion_words import title_of
from bot.consumers import on_shop, words_for
from bot.context import Context
from bot.intents.promotions import AskShop, TakeCoupon
from bot.promoting import note_tap
from bot.replies import Reply, Text
from models.consumer import Consumer
from models.errors import NotFound
from models.promotion import Promotion, PromotionState


@on_shop(AskShop)
def ask_shop(_ctx: Context, _consumer: Consumer, _said: AskShop) -> None:
    """The keyboard has opened; a person of the shop answers what is asked."""


@on_shop(TakeCoupon)
def take_coupon(ctx: Context, consumer: Consumer, said: TakeCoupon) -> Reply:
    """The code, for free and in the person's own language; and the tap is noted, once."""
    promotion = ctx.session.scalar(Promotion.here(ctx.workspace.id, said.promotion))
    if promotion is None:
        raise NotFound
    words = words_for(ctx.workspace, consumer)
    if promotion.state is not PromotionState.ACTIVE or ctx.today > promotion.ends_on:
        return Text(text=words("promotions.over", code=promotion.code))
    note_tap(ctx, promotion)
    until = words.day(promotion.ends_on, ctx.today)
    gives = title_of(words, promotion)
    return Text(text=words("promotions.taken", code=promotion.code, gives=gives, day=until))
