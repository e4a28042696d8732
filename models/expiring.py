"""Coupons that are about to expire unused, and whose owners may be told so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select, text
from sqlalchemy.orm import aliased
from sqlalchemy.sql import Select

from models.base import literal
from models.consumer import Consumer
from models.promotion import UNREMINDED, Coupon, Promotion, PromotionState, Redemption
from models.reach import heard_most


def next_end(workspace_id: int, after: datetime) -> Select[datetime]:
    """When the first coupon ends of which nobody has been reminded."""
    first: Select[datetime] = select(func.min(Coupon.expires_at)).where(
        Coupon.workspace_id == workspace_id, Coupon.expires_at > after, text(UNREMINDED)
    )
    return first


def about_to_expire(
    workspace_id: int, end: datetime, *, start_of_today: datetime, now: datetime, beyond: int
) -> Select[Coupon]:
    """Unused coupons that end at that moment, in the order of their ids from `beyond` on.

    Only of people who may be written to and have not had enough, and none that was taken today.
    """
    return (
        select(Coupon)
        .join(Consumer, Consumer.id == Coupon.consumer_id)
        .join(Promotion, Promotion.id == Coupon.promotion_id)
        .where(Coupon.workspace_id == workspace_id, Coupon.expires_at == end, text(f"coupons.{UNREMINDED}"))
        .where(Coupon.id > beyond, Coupon.deleted.is_(False), Coupon.claimed_at < start_of_today)
        .where(Promotion.state == literal(PromotionState.ACTIVE), Consumer.may_be_promoted_to())
        .where(~_is_used(Redemption.coupon_id == Coupon.id))
        .where(~_is_used(Redemption.customer_id == Consumer.customer_id))
        .where(~heard_most(now), ~_was_reminded_since(start_of_today))
        .order_by(Coupon.id)
    )


def _is_used(by: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        Redemption.workspace_id == Coupon.workspace_id,
        Redemption.promotion_id == Coupon.promotion_id,
        by,
        Redemption.freed_at.is_(None),
        Redemption.deleted.is_(False),
    )


def _was_reminded_since(moment: datetime) -> ColumnElement[bool]:
    """Of another one: two coupons that end together are not two messages on one day."""
    another = aliased(Coupon)
    return exists().where(
        another.workspace_id == Consumer.workspace_id,
        another.consumer_id == Consumer.id,
        another.reminded_at >= moment,
    )
