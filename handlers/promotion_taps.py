"""What customers tap on a promotion, and ask for in the shop's chat: coupons, and what is offered today."""

from __future__ import annotations

from bot.capability import on
from bot.cards.coupon import coupon_card, coupons_card, promos_card, staff_promos_card
from bot.consumers import consumer_of, on_shop, words_for
from bot.context import Context
from bot.coupons import coupon_for, is_over, may_have, offered, usable
from bot.intents.coupons import MyCoupons, PromosToday
from bot.intents.promotions import AskShop, TakeCoupon
from bot.replies import Reply, Text
from bot.shopfront import is_from_consumer
from models.consumer import Consumer
from models.errors import NotFound
from models.promotion import Promotion
from models.redeeming import Claim, used_on


@on_shop(AskShop)
def ask_shop(_ctx: Context, _consumer: Consumer, _said: AskShop) -> None:
    """The keyboard has opened; a person of the shop answers what is asked."""


@on_shop(TakeCoupon)
def take_coupon(ctx: Context, consumer: Consumer, said: TakeCoupon) -> Reply:
    """The person's own code, for free and in their language; the tap is noted, once."""
    promotion = ctx.session.scalar(Promotion.here(ctx.workspace.id, said.promotion))
    if promotion is None:
        raise NotFound
    words = words_for(ctx.workspace, consumer)
    if is_over(ctx, promotion):
        return Text(text=words("promotions.over", code=promotion.code))
    if not may_have(ctx, consumer, promotion):
        return Text(text=words("coupons.not_for_you", code=promotion.code))
    claim = Claim(promotion, coupon_for(ctx, consumer, promotion), consumer)
    used = used_on(ctx.session, claim)
    if len(used) >= promotion.per_person:
        day = words.day(ctx.local(used[-1]).date(), ctx.today)
        return Text(text=words("coupons.used", code=promotion.code, day=day))
    return coupon_card(ctx, words, claim)


@on_shop(MyCoupons)
def my_coupons(ctx: Context, consumer: Consumer, _said: MyCoupons) -> Reply:
    """The coupons taken that can still be used; the only one at once."""
    claims, words = usable(ctx, consumer), words_for(ctx.workspace, consumer)
    if len(claims) == 1:
        coupon_for(ctx, consumer, claims[0].promotion)
        return coupon_card(ctx, words, claims[0])
    return coupons_card(ctx, words, claims)


@on(PromosToday, role=None, undoable=False, full_sentence=False)
def promos_today(ctx: Context, _said: PromosToday) -> Reply | None:
    """See what is offered today."""
    if ctx.is_member:
        valid = Promotion.valid_on(ctx.workspace.id, ctx.today)
        return staff_promos_card(ctx, ctx.session.scalars(valid).all())
    if not is_from_consumer(ctx):
        return None
    consumer = consumer_of(ctx)
    return promos_card(ctx, words_for(ctx.workspace, consumer), offered(ctx, consumer))
