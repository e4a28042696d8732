"""What came of a promotion: taps, uses, baht and opt-outs of who had it; and against those held out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Executable, Float, case, cast, distinct, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from models.lift import Arm
from models.promotion import Campaign, CampaignState, Promotion, Recipient, RecipientState, Redemption
from models.purchase import Purchase
from models.redeeming import uses_of
from models.workspace import Workspace

DAY = timedelta(days=1)
SATANG = 100.0
"""In a baht: sums of money are whole numbers of them inside the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A promotion's figures over all of its sendings."""

    accepted: int
    tapped: int
    opted_out: int
    uses: int
    redeemers: int
    """Different people who used it, as far as they are known."""
    revenue: Decimal
    """Baht after the discount, of the purchases it was used for."""
    discount: Decimal
    sent: Arm | None
    """Who was to get it, and who was held out: of a sending that kept a part out and went to its end."""
    held_out: Arm | None


def outcome_of(session: Session, workspace: Workspace, promotion: Promotion) -> Outcome:
    """Counted from the rows themselves, each time."""
    accepted, tapped, opted_out = session.execute(_reached(promotion)).one()
    uses, redeemers, discount, revenue = session.execute(_used(promotion)).one()
    sent, held_out = _arms(session, workspace, promotion)
    return Outcome(
        accepted=accepted,
        tapped=tapped,
        opted_out=opted_out,
        uses=uses,
        redeemers=redeemers,
        revenue=revenue or Decimal(),
        discount=discount or Decimal(),
        sent=sent,
        held_out=held_out,
    )


def _sendings(promotion: Promotion) -> Select[int]:
    return select(Campaign.id).where(
        Campaign.workspace_id == promotion.workspace_id, Campaign.promotion_id == promotion.id
    )


def _reached(promotion: Promotion) -> Executable:
    """How many had it, how many of these tapped, how many withdrew within a week."""
    had_it = select(
        func.count(), func.count(Recipient.tapped_at), func.count(Recipient.opted_out_at)
    ).select_from(Recipient)
    return had_it.where(
        Recipient.campaign_id.in_(_sendings(promotion)), Recipient.state == RecipientState.ACCEPTED
    )


def _used(promotion: Promotion) -> Executable:
    """How often, by how many people, with how much off, for how much."""
    who = func.coalesce(Redemption.customer_id, -Redemption.consumer_id)
    figures = uses_of(promotion).with_only_columns(
        func.count(Redemption.id),
        func.count(distinct(who)),
        func.sum(Redemption.discount, type_=Redemption.discount.type),
        func.sum(Purchase.amount, type_=Purchase.amount.type),
    )
    return figures.outerjoin(Purchase, (Purchase.id == Redemption.purchase_id) & Purchase.deleted.is_(False))


def _arms(
    session: Session, workspace: Workspace, promotion: Promotion
) -> tuple[Arm, Arm] | tuple[None, None]:
    """Everybody on the list by whether chance held them out, whatever became of the rest: it stays fair."""
    here = select(Campaign).where(
        Campaign.workspace_id == workspace.id, Campaign.promotion_id == promotion.id
    )
    whole = here.where(Campaign.state == CampaignState.SENT, Campaign.held_out > 0)
    campaign = session.scalars(whole.order_by(Campaign.id.desc()).limit(1)).first()
    if campaign is None:
        return None, None
    end = datetime.combine(promotion.ends_on + DAY, time(), workspace.zone)
    rows = session.execute(_compared(campaign, end)).all()
    arms = {
        bool(is_out): Arm(people, buyers, baht, squares) for is_out, people, buyers, baht, squares in rows
    }
    return (arms[False], arms[True]) if len(arms) > 1 else (None, None)


def _compared(campaign: Campaign, end: datetime) -> Select[Any]:
    """Each group's people, buyers, baht and squares of baht, by all they bought until `end`."""
    spent = _spent(campaign, end).subquery()
    baht = func.coalesce(cast(spent.c.satang, Float), 0.0) / SATANG
    is_out = case((Recipient.state == RecipientState.HELD_OUT, 1), else_=0)
    buys = case((spent.c.satang > 0, 1), else_=0)
    groups = select(is_out, func.count(), func.sum(buys), func.sum(baht), func.sum(baht * baht))
    return (
        groups.select_from(Recipient)
        .outerjoin(spent, spent.c.customer_id == Recipient.customer_id)
        .where(Recipient.campaign_id == campaign.id)
        .group_by(is_out)
    )


def _spent(campaign: Campaign, end: datetime) -> Select[Any]:
    """What each customer bought from the sending on, less what was brought back."""
    satang = cast(func.sum(Purchase.amount, type_=Purchase.amount.type), Float).label("satang")
    return (
        select(Purchase.customer_id, satang)
        .where(Purchase.workspace_id == campaign.workspace_id, Purchase.deleted.is_(False))
        .where(Purchase.occurred_at >= campaign.send_at, Purchase.occurred_at < end)
        .where(Purchase.customer_id.is_not(None))
        .group_by(Purchase.customer_id)
    )
