"""The beginning of a campaign: checked once more against what was approved, then its list is taken."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, insert, literal, select
from sqlalchemy.orm import Session

from bot.affording import afford
from bot.cards.campaign import refused_card
from bot.cards.short_of_messages import short_card
from bot.context import Desk
from bot.promoting import HELD_OUT, LARGE
from bot.replies import Card
from models.consumer import Consumer
from models.member import Member
from models.promotion import (
    Campaign,
    CampaignState,
    Promotion,
    PromotionState,
    Recipient,
    RecipientState,
)
from models.reach import Audience
from scheduler.batches import MOST, cut, release
from scheduler.pushing import Pushing

CHUNK = 5_000
"""People taken onto the list in one transaction: a tenth of a second of SQLite's one writer."""
GROWN = 1.05
"""So many times the people approved are still sent to; more are asked about again."""
PRIME = 2_147_483_647
SEEDS = 1 << 30


def start(session: Session, campaign: Campaign, now: datetime, pushing: Pushing) -> None:
    """Under way from now on; or refused, and whoever approved it is asked again."""
    audience = Audience.of(session, campaign, now)
    if audience.promotion.repeat is not None:
        plan_next_turn(session, audience, campaign)
    people = audience.reach(session).people
    campaign.reason = _refusal(session, audience, campaign, people)
    if campaign.reason:
        campaign.state = CampaignState.REFUSED
        _tell(session, audience, campaign, people, pushing)
        return
    campaign.state = CampaignState.SENDING
    campaign.held_out = HELD_OUT if people >= LARGE else 0


def plan_next_turn(session: Session, audience: Audience, campaign: Campaign) -> None:
    """Tomorrow's turn of a promotion that sends itself, at the same time of day, approved as this one was."""
    promotion, zone = audience.promotion, audience.workspace.zone
    tomorrow = audience.workspace.day_of(audience.now) + timedelta(days=1)
    if promotion.state is not PromotionState.ACTIVE or tomorrow > promotion.ends_on:
        return
    clock = campaign.send_at.astimezone(zone).time()
    turn = Campaign(
        workspace_id=campaign.workspace_id,
        channel_id=campaign.channel_id,
        promotion_id=promotion.id,
        slot=tomorrow.isoformat(),
        send_at=datetime.combine(tomorrow, clock, zone),
        state=CampaignState.APPROVED,
        approved_by_id=campaign.approved_by_id,
        approved_at=campaign.approved_at,
        approved_for=campaign.approved_for,
        seed=campaign.seed,
    )
    session.add(turn)


def _refusal(session: Session, audience: Audience, campaign: Campaign, people: int) -> str:
    """Why it may not be sent as it was approved; empty when it may."""
    if audience.promotion.ends_on < audience.workspace.day_of(audience.now):
        return "ended"
    if not people:
        return "nobody"
    if people > GROWN * (campaign.approved_for or 0) and not audience.promotion.repeat:
        return "grown"
    return "" if afford(session, campaign, people, audience.now, audience.now).ok else "quota"


def _tell(session: Session, audience: Audience, campaign: Campaign, people: int, pushing: Pushing) -> None:
    """Nothing is sent, and the one who approved it hears why; not each day that nobody has a birthday."""
    promotion = audience.promotion
    if promotion.repeat and campaign.reason == "nobody":
        return
    approver = session.get_one(Member, campaign.approved_by_id or promotion.made_by_id)
    now = audience.now.astimezone(audience.workspace.zone)
    desk = Desk(session, audience.workspace, approver, now)
    card = _why(desk, promotion, campaign, people)
    pushing.owe(desk, [card], purpose="notice", dedupe_key=f"refused:{campaign.id}:{now:%y%m%d%H%M%S}")


def _why(desk: Desk, promotion: Promotion, campaign: Campaign, people: int) -> Card:
    if campaign.reason != "quota":
        return refused_card(desk, promotion, campaign, people)
    verdict = afford(desk.session, campaign, people, desk.now, desk.now)
    return short_card(desk, promotion, campaign, people, verdict)


def take_list(desk: Desk, campaign: Campaign, machine: datetime) -> None:
    """The next people onto the list, and into batches; when there are none left, it is complete."""
    if _add_people(desk.session, campaign, desk.now):
        cut(desk, campaign, MOST, machine)
        return
    cut(desk, campaign, 1, machine)
    release(desk.session, campaign, machine)
    campaign.snapshot_at = desk.now


def _add_people(session: Session, campaign: Campaign, now: datetime) -> bool:
    """False when there were none left."""
    reached = Audience.of(session, campaign, now).reached()
    beyond = reached.where(Consumer.id > _last_taken(session, campaign))
    if session.scalar(beyond.with_only_columns(Consumer.id).limit(1)) is None:
        return False
    columns = ["campaign_id", "user_id", "workspace_id", "consumer_id", "customer_id", "state", "reason"]
    people = beyond.with_only_columns(
        literal(campaign.id),
        Consumer.user_id,
        Consumer.workspace_id,
        Consumer.id,
        Consumer.customer_id,
        _planned_or_held_out(campaign),
        literal(""),
    )
    chunk = people.order_by(Consumer.id).limit(CHUNK)
    session.execute(insert(Recipient).from_select(columns, chunk))
    return True


def _last_taken(session: Session, campaign: Campaign) -> int:
    """The list grows in the order of ids, so that a crash knows where it stood."""
    newest = (
        session.scalar(
            select(func.max(Recipient.consumer_id)).where(
                Recipient.campaign_id == campaign.id, Recipient.state == state
            )
        )
        for state in (RecipientState.PLANNED, RecipientState.HELD_OUT)
    )
    return max((one for one in newest if one is not None), default=0)


def _planned_or_held_out(campaign: Campaign) -> ColumnElement[str]:
    """By chance, but the same each time it is asked: mixed from the person's id and the campaign's seed."""
    mixed = (Consumer.id * 1_103_515_245 + campaign.seed) % PRIME
    by_lot = (mixed * mixed + mixed) % PRIME % 100 < campaign.held_out
    return case((by_lot, RecipientState.HELD_OUT.value), else_=RecipientState.PLANNED.value)
