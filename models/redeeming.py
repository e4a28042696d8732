"""Using a promotion at the counter: found by its code, checked, counted. Chat, till and import come here.

Whoever redeems holds the promotion's row until commit, so that no two count the same uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from models.consumer import Consumer, ConsumerState
from models.customer import Customer
from models.promotion import Coupon, Promotion, PromotionKind, PromotionState, Redemption
from models.promotion_errors import (
    CannotUseNow,
    CouponOfAnother,
    CouponUsed,
    OfferCalledOff,
    OfferNotYet,
    OfferOver,
    OfferUsedUp,
    OtherGoods,
    SpendMore,
)
from models.purchase import Purchase
from models.workspace import Workspace

WHOLE = 100
SATANG = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a code stands for: a promotion, and the person it was given to if it is somebody's own."""

    promotion: Promotion
    coupon: Coupon | None = None
    consumer: Consumer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What is being bought, and by whom if that is known; the amount is baht before any discount."""

    at: datetime
    amount: Decimal
    item: str = ""
    customer: Customer | None = None


def claim_of(session: Session, workspace_id: int, code: str) -> Claim | None:
    """The promotion or coupon of that code; None for one nobody has, or whose owner is erased."""
    promotions = select(Promotion).where(Promotion.workspace_id == workspace_id)
    promotion = session.scalar(promotions.where(Promotion.code == code.upper()))
    if promotion is not None:
        return Claim(promotion) if promotion.state is not PromotionState.DELETED else None
    coupons = select(Coupon).where(Coupon.workspace_id == workspace_id, Coupon.deleted.is_(False))
    coupon = session.scalar(coupons.where(Coupon.code == code.upper()))
    if coupon is None:
        return None
    consumer = session.get_one(Consumer, coupon.consumer_id)
    if consumer.state is ConsumerState.ERASED:
        return None
    return Claim(session.get_one(Promotion, coupon.promotion_id), coupon, consumer)


def redeem(session: Session, workspace: Workspace, claim: Claim, bill: Bill) -> Redemption:
    """Count one use of it towards that bill; its purchase is to be entered. Raises a kind of CannotUse."""
    promotion = _held(session, claim.promotion)
    _refuse_by_day(promotion, workspace.day_of(bill.at))
    _refuse_by_person(claim, bill.customer)
    _refuse_by_goods(promotion, bill)
    _refuse_by_uses(session, workspace, claim, bill.customer)
    redemption = Redemption(
        workspace_id=workspace.id,
        promotion_id=promotion.id,
        coupon_id=claim.coupon.id if claim.coupon else None,
        customer_id=_person(claim, bill.customer),
        consumer_id=claim.consumer.id if claim.consumer else None,
        discount=discount_on(promotion, bill.amount),
        at=bill.at,
    )
    session.add(redemption)
    session.flush()
    return redemption


def why_not(session: Session, workspace: Workspace, claim: Claim, at: datetime) -> CannotUseNow | None:
    """What stands against using it, whatever is bought; nothing is counted."""
    try:
        _refuse_by_day(claim.promotion, workspace.day_of(at))
        _refuse_by_uses(session, workspace, claim, None)
    except CannotUseNow as error:
        return error
    return None


def _held(session: Session, promotion: Promotion) -> Promotion:
    mine = select(Promotion).where(Promotion.id == promotion.id).with_for_update()
    return session.scalars(mine.execution_options(populate_existing=True)).one()


def _refuse_by_day(promotion: Promotion, day: date) -> None:
    if promotion.state is not PromotionState.ACTIVE:
        raise OfferCalledOff(code=promotion.code)
    if day > promotion.ends_on:
        raise OfferOver(code=promotion.code, ended=promotion.ends_on)
    if day < promotion.starts_on:
        raise OfferNotYet(code=promotion.code, begins=promotion.starts_on)


def _refuse_by_person(claim: Claim, customer: Customer | None) -> None:
    """A coupon whose owner is nobody's known customer yet is whoever's who brings it."""
    owner = claim.consumer.customer_id if claim.consumer else None
    if claim.coupon is not None and owner is not None and customer is not None and customer.id != owner:
        raise CouponOfAnother(code=claim.coupon.code)


def _refuse_by_goods(promotion: Promotion, bill: Bill) -> None:
    """Goods that nobody named are not held against it."""
    if promotion.minimum_spend is not None and bill.amount < promotion.minimum_spend:
        raise SpendMore(code=promotion.code, least=promotion.minimum_spend, amount=bill.amount)
    if promotion.item and bill.item and not Purchase(item=bill.item).is_called(promotion.item):
        raise OtherGoods(code=promotion.code, item=promotion.item)


def _refuse_by_uses(session: Session, workspace: Workspace, claim: Claim, customer: Customer | None) -> None:
    promotion = claim.promotion
    uses = uses_of(promotion)
    if promotion.in_total is not None and _count(session, uses) >= promotion.in_total:
        raise OfferUsedUp(code=promotion.code)
    used = used_on(session, claim, customer)
    if len(used) >= promotion.per_person:
        code = claim.coupon.code if claim.coupon else promotion.code
        raise CouponUsed(code=code, used=workspace.day_of(used[-1]))


def used_on(session: Session, claim: Claim, customer: Customer | None = None) -> Sequence[datetime]:
    """When this person has used it, in order; never for somebody whom nobody knows."""
    theirs = _by(claim, customer)
    if theirs is None:
        return ()
    uses = uses_of(claim.promotion).where(theirs).order_by(Redemption.at)
    return session.scalars(uses.with_only_columns(Redemption.at)).all()


def _by(claim: Claim, customer: Customer | None) -> ColumnElement[bool] | None:
    """Uses by the same person, as LINE or as the shop knows them; None for somebody nobody knows."""
    customer_id = _person(claim, customer)
    if claim.consumer is None:
        return None if customer_id is None else Redemption.customer_id == customer_id
    same = Redemption.consumer_id == claim.consumer.id
    return same if customer_id is None else same | (Redemption.customer_id == customer_id)


def _person(claim: Claim, customer: Customer | None) -> int | None:
    """Whoever buys, else whoever the coupon was given to."""
    if customer is not None:
        return customer.id
    return claim.consumer.customer_id if claim.consumer else None


def uses_of(promotion: Promotion) -> Select[Redemption]:
    """Every use that counts: neither undone nor freed by a return."""
    return select(Redemption).where(
        Redemption.workspace_id == promotion.workspace_id,
        Redemption.promotion_id == promotion.id,
        Redemption.freed_at.is_(None),
        Redemption.deleted.is_(False),
    )


def _count(session: Session, uses: Select[Redemption]) -> int:
    return session.scalar(uses.with_only_columns(func.count())) or 0


def discount_on(promotion: Promotion, amount: Decimal) -> Decimal | None:
    """Baht off that amount; None for what takes nothing off the bill (one more for free, free delivery)."""
    if promotion.kind is PromotionKind.PERCENT:
        off = amount * (promotion.percent or 0) / WHOLE
        return off.quantize(SATANG, ROUND_HALF_UP)
    if promotion.kind is PromotionKind.BAHT:
        return min(promotion.baht or Decimal(), amount)
    return None


def before_discount(promotion: Promotion, paid: Decimal) -> Decimal:
    """What the goods cost of which so much was paid after the discount: tills report what was paid."""
    if promotion.kind is PromotionKind.PERCENT and promotion.percent != WHOLE:
        return (paid * WHOLE / (WHOLE - (promotion.percent or 0))).quantize(SATANG, ROUND_HALF_UP)
    return paid + (promotion.baht or Decimal())


def is_all_back(session: Session, purchase: Purchase) -> bool:
    """Has everything of a purchase been brought back?"""
    back = session.scalars(purchase.taken_back().with_only_columns(Purchase.amount)).all()
    return purchase.amount + sum(back, Decimal()) <= 0


def free_use(session: Session, purchase: Purchase, at: datetime) -> None:
    """All of a purchase has been brought back: whoever used a promotion for it may use it again."""
    uses = select(Redemption).where(Redemption.purchase_id == purchase.id, Redemption.freed_at.is_(None))
    for redemption in session.scalars(uses.where(Redemption.deleted.is_(False))):
        redemption.freed_at = at
