"""What customers tap on a promotion."""

from __future__ import annotations

from bot.capability import on
from bot.cards.promotion_words import title_of
from bot.context import Context
from bot.intents.promotions import AskShop, TakeCoupon
from bot.promoting import note_tap, shop_desk
from bot.replies import Reply, Text
from models.errors import NotFound
from models.promotion import Promotion, PromotionState


@on(AskShop, role=None, undoable=False, full_sentence=False)
def ask_shop(_ctx: Context, _said: AskShop) -> None:
    """The keyboard has opened; a person of the shop answers what is asked."""


@on(TakeCoupon, role=None, undoable=False, full_sentence=False)
def take_coupon(ctx: Context, said: TakeCoupon) -> Reply:
    """The code, for free; and the tap is noted, once."""
    promotion = ctx.session.get(Promotion, said.promotion)
    if promotion is None or promotion.workspace_id != ctx.workspace.id:
        raise NotFound
    words = shop_desk(ctx.session, promotion, ctx.now).words
    if promotion.state is not PromotionState.ACTIVE or ctx.today > promotion.ends_on:
        return Text(text=words("promotions.over", code=promotion.code))
    note_tap(ctx, promotion)
    until = words.day(promotion.ends_on, ctx.today)
    return Text(
        text=words("promotions.taken", code=promotion.code, gives=title_of(words, promotion), day=until)
    )
