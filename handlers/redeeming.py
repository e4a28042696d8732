"""A coupon looked at before it is used."""

from __future__ import annotations

from bot.capability import on
from bot.cards.coupon import valid_card
from bot.context import Context
from bot.intents.coupons import CheckCoupon
from bot.purchasing import Buyer
from bot.redemption import owner_of
from bot.refusing import told
from bot.replies import Reply, Text
from models.promotion_errors import NoSuchCoupon
from models.redeeming import claim_of, why_not


@on(CheckCoupon, undoable=False, full_sentence=False)
def check_coupon(ctx: Context, said: CheckCoupon) -> Reply:
    """See whether a code can still be used, without using it."""
    claim = claim_of(ctx.session, ctx.workspace.id, said.promo_code)
    if claim is None:
        raise NoSuchCoupon(code=said.promo_code)
    if (reason := why_not(ctx.session, ctx.workspace, claim, ctx.now)) is not None:
        return Text(text=told(ctx, reason))
    return valid_card(ctx, claim, owner_of(ctx, claim, Buyer(None)).customer)
