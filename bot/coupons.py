"""Coupons: who may have one, and what they are given."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select

from bot.context import Desk
from bot.pictures import unguessable
from bot.promoting import note_tap
from models.consumer import Consumer
from models.promotion import Campaign, Coupon, Promotion, PromotionState, Recipient, RecipientState
from models.redeeming import Claim, used_on

LETTERS = "ACDEFGHJKLMNPQRTUVWXY"
"""Without those that are taken for a figure or for one another."""
FIGURES = "34679"
SIGNS = LETTERS + FIGURES
SHAPE = (LETTERS, SIGNS, SIGNS, FIGURES, SIGNS, SIGNS, SIGNS)
"""A thousand million codes, each with a figure in it: nobody takes it for a word."""
DAY = timedelta(days=1)


def is_over(desk: Desk, promotion: Promotion) -> bool:
    return promotion.state is not PromotionState.ACTIVE or desk.today > promotion.ends_on


def may_have(desk: Desk, consumer: Consumer, promotion: Promotion) -> bool:
    """It was sent to them, or is for everybody; who is held out to compare with has none."""
    states = _states(desk, consumer, promotion)
    if RecipientState.HELD_OUT in states:
        return False
    return bool(states) or (promotion.segment is None and promotion.repeat is None)


def _states(desk: Desk, consumer: Consumer, promotion: Promotion) -> Sequence[RecipientState]:
    """What they were in each sending of it."""
    sendings = select(Campaign.id).where(
        Campaign.workspace_id == desk.workspace.id, Campaign.promotion_id == promotion.id
    )
    theirs = select(Recipient.state).where(
        Recipient.workspace_id == desk.workspace.id, Recipient.consumer_id == consumer.id
    )
    return desk.session.scalars(theirs.where(Recipient.campaign_id.in_(sendings))).all()


def coupon_for(desk: Desk, consumer: Consumer, promotion: Promotion) -> Coupon:
    """This person's own code of it: the same, however often it is asked for."""
    mine = select(Coupon).where(Coupon.promotion_id == promotion.id, Coupon.consumer_id == consumer.id)
    coupon = desk.session.scalar(mine) or _new_coupon(desk, consumer, promotion)
    coupon.picture = coupon.picture or unguessable()
    return coupon


def _new_coupon(desk: Desk, consumer: Consumer, promotion: Promotion) -> Coupon:
    coupon = Coupon(
        workspace_id=desk.workspace.id,
        promotion_id=promotion.id,
        consumer_id=consumer.id,
        campaign_id=note_tap(desk, consumer, promotion),
        code=_free_code(desk),
        claimed_at=desk.now,
        expires_at=_end_of(desk, promotion),
    )
    desk.session.add(coupon)
    desk.session.flush()
    return coupon


def _free_code(desk: Desk) -> str:
    """One that nobody can guess, and that is no promotion's either."""
    while True:
        code = "".join(secrets.choice(signs) for signs in SHAPE)
        coupons = select(Coupon.id).where(Coupon.workspace_id == desk.workspace.id, Coupon.code == code)
        offers = select(Promotion.id).where(
            Promotion.workspace_id == desk.workspace.id, Promotion.code == code
        )
        if desk.session.scalar(coupons) is None and desk.session.scalar(offers) is None:
            return code


def _end_of(desk: Desk, promotion: Promotion) -> datetime:
    """Midnight after the last day, where the shop is."""
    return datetime.combine(promotion.ends_on + DAY, time(), desk.workspace.zone)


def usable(desk: Desk, consumer: Consumer) -> list[Claim]:
    """What they have taken and not used up, what ends first on top."""
    mine = (
        select(Coupon, Promotion)
        .join(Promotion, Promotion.id == Coupon.promotion_id)
        .where(Coupon.workspace_id == desk.workspace.id, Coupon.consumer_id == consumer.id)
        .where(Coupon.expires_at > desk.now, Coupon.deleted.is_(False))
        .where(Promotion.state == PromotionState.ACTIVE)
        .order_by(Coupon.expires_at, Coupon.id)
    )
    claims = [Claim(promotion, coupon, consumer) for coupon, promotion in desk.session.execute(mine)]
    return [one for one in claims if len(used_on(desk.session, one)) < one.promotion.per_person]


def offered(desk: Desk, consumer: Consumer) -> list[Promotion]:
    """Today's promotions that this person may take."""
    today = desk.session.scalars(Promotion.valid_on(desk.workspace.id, desk.today))
    return [one for one in today if may_have(desk, consumer, one)]
