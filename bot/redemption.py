"""A code at the counter: whose it is, what it takes off, and the purchase it was used for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from bot.cards.promotion_words import title_of
from bot.context import Context
from bot.dates import happened
from bot.intents.purchases import RecordPurchase
from bot.purchasing import Buyer
from models.consumer import Consumer
from models.customer import Customer
from models.promotion import Coupon, Promotion, Redemption
from models.promotion_errors import NoSuchCoupon
from models.purchase import Purchase
from models.redeeming import Bill, Claim, claim_of, redeem


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a promotion, about to become part of a purchase; `full` is baht before the discount."""

    claim: Claim
    redemption: Redemption
    full: Decimal

    @property
    def paid(self) -> Decimal:
        return self.full - (self.redemption.discount or 0)

    @property
    def code(self) -> str:
        """The promotion's, by which its sales are found; whose coupon it was, the redemption knows."""
        return self.claim.promotion.code

    def enter(self, purchase: Purchase) -> None:
        """This is the purchase it was used for."""
        self.redemption.purchase_id = purchase.id

    def told(self, ctx: Context) -> str:
        """ลด 260 บาท จาก 2,600 บาท · ปูนลด 10% (POON10)."""
        words, promotion = ctx.words, self.claim.promotion
        values = {"gives": title_of(words, promotion), "code": promotion.code}
        if self.redemption.discount is None:
            return words("coupons.given", **values)
        off, full = words.baht(self.redemption.discount), words.baht(self.full)
        return words("coupons.off", off=off, full=full, **values)


def claim_said(ctx: Context, said: RecordPurchase) -> Claim | None:
    """What the code of a line stands for. A purchase may carry any code; to use one it has to be there."""
    if said.promo_code is None:
        return None
    claim = claim_of(ctx.session, ctx.workspace.id, said.promo_code)
    if claim is None and said.redeems:
        raise NoSuchCoupon(code=said.promo_code)
    return claim


def owner_of(ctx: Context, claim: Claim | None, buyer: Buyer) -> Buyer:
    """Whoever brings a coupon is who it was given to, if nobody else was named and the reader may know."""
    owner = claim.consumer.customer_id if claim and claim.consumer else None
    if buyer.customer is not None or buyer.phone is not None or owner is None:
        return buyer
    return Buyer(ctx.session.scalar(ctx.access.customers().where(Customer.id == owner)))


def use_of(
    ctx: Context, said: RecordPurchase, claim: Claim | None, buyer: Buyer, amount: Decimal
) -> Use | None:
    """Count the use of a code towards this purchase; raises a kind of CannotUse."""
    if claim is None:
        return None
    at = happened(ctx, said.occurred_at)
    bill = Bill(at=at, amount=amount, item=said.item, customer=buyer.customer)
    redemption = redeem(ctx.session, ctx.workspace, claim, bill)
    redemption.member_id = ctx.member.id
    return Use(claim, redemption, amount)


def use_again(ctx: Context, before: Purchase) -> Use | None:
    """The same code once more, for the same goods; raises CouponUsed and its like."""
    used = ctx.session.scalar(select(Redemption).where(Redemption.purchase_id == before.id))
    if used is None or used.deleted:
        return None
    coupon = ctx.session.get(Coupon, used.coupon_id) if used.coupon_id else None
    consumer = ctx.session.get(Consumer, used.consumer_id) if used.consumer_id else None
    claim = Claim(ctx.session.get_one(Promotion, used.promotion_id), coupon, consumer)
    customer = ctx.session.get(Customer, before.customer_id) if before.customer_id else None
    full = before.amount + (used.discount or 0)
    bill = Bill(at=ctx.now, amount=full, item=before.item, customer=customer)
    return Use(claim, redeem(ctx.session, ctx.workspace, claim, bill), full)
