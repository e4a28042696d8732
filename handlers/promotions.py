"""Promotions: made in a line, looked at, approved, changed, called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot import outbox
from bot.affording import afford
from bot.capability import on
from bot.cards.campaign import approved, state_card, stopped
from bot.cards.promo_results import results_card
from bot.cards.promotion import check_card, promotion_card
from bot.cards.short_of_messages import LONGER, month_after, short_card
from bot.context import Context, Desk
from bot.discounts import Discount
from bot.illustrating import refuse_unseen, to_be_approved_again
from bot.intents.promotions import (
    ApprovePromo,
    CancelPromo,
    ChangePromo,
    CreatePromo,
    FitPromo,
    PromoResults,
    ShowPromo,
)
from bot.language import When
from bot.promoting import (
    OPEN,
    TEN,
    campaign_meant,
    check_days,
    claim_code,
    in_hours,
    newest_sending,
    newest_told_of,
    reach_of,
    shop_channel,
    shop_desk,
    still_open,
    stop_sending,
    usual_time,
)
from bot.promoting_by_step import EVERYTHING, ask_next, likely_ends
from bot.promoting_to import for_others, for_whom
from bot.replies import Record, Reply, Text
from models.audience import EVER
from models.consumer import Consumer
from models.customer import Customer
from models.member import Member, Role
from models.promotion import Campaign, CampaignState, Promotion, PromotionKind, PromotionState, Repeat
from models.promotion_errors import LastDay, NeedsAnother, NobodyReached, SendsItself
from models.reach import Audience

KEEP = timedelta(days=2)
FOREVER = timedelta(days=365)
"""A promotion that repeats by itself, until somebody ends it."""


@on(CreatePromo)
def create(ctx: Context, said: CreatePromo) -> Sequence[Reply]:
    """Make a promotion, and see it as the customers will."""
    channel = shop_channel(ctx)
    discount = _discount(said)
    if said.by_step:
        ask_next(ctx, said)
    ends_on, send_at = _last_day(ctx, said), _moment(ctx, said.send_at)
    promotion = Promotion(
        workspace_id=ctx.workspace.id,
        made_by_id=ctx.member.id,
        code=claim_code(ctx, said.promo_code),
        item="" if said.item == EVERYTHING else said.item,
        minimum_spend=(said.min_spend.value or None) if said.min_spend else None,
        starts_on=said.starts_on or ctx.today,
        ends_on=ends_on,
        segment=for_whom(ctx, said),
        repeat=Repeat(said.repeats) if said.repeats else None,
        kind=discount.kind,
        created_at=ctx.now,
    )
    discount.keep(promotion)
    check_days(ctx, promotion, send_at)
    ctx.session.add(promotion)
    ctx.session.flush()
    campaign = Campaign(
        workspace_id=ctx.workspace.id,
        channel_id=channel.id,
        promotion_id=promotion.id,
        send_at=send_at,
        seed=promotion.id * 7919,
    )
    ctx.session.add(campaign)
    ctx.session.flush()
    _tell_who_approves(ctx, promotion, campaign)
    return (*_shown(ctx, promotion, campaign), *_welcome_a_picture(ctx, said))


def _welcome_a_picture(ctx: Context, said: CreatePromo) -> Sequence[Reply]:
    """The last step, which needs no answer; who wrote it all in a line knows what it is to look like."""
    return (Text(text=ctx.words("promotions.picture_welcome")),) if said.by_step and ctx.public_url else ()


def _discount(said: CreatePromo | ChangePromo) -> Discount:
    """Raises WhichOffer for a promotion that gives nothing."""
    if said.discount_pct is not None:
        return Discount(kind=PromotionKind.PERCENT, percent=said.discount_pct)
    if said.discount_amount is not None:
        return Discount(kind=PromotionKind.BAHT, baht=said.discount_amount.value)
    return Discount.read(said.offer if isinstance(said, CreatePromo) else "")


def _last_day(ctx: Context, said: CreatePromo) -> date:
    """As said, or answered; a repeating one goes on for a year. Raises LastDay."""
    day = said.ends_on or (said.until.day if said.until else None)
    if day is None and said.repeats:
        return ctx.today + FOREVER
    if day is None:
        raise LastDay(likely_ends(ctx))
    return day


def _moment(ctx: Context, said: When | None) -> Any:
    """As said, within the hours in which promotions go; ten o'clock if nobody said."""
    if said is None:
        return usual_time(ctx)
    return max(in_hours(said.at(ctx.workspace.zone, TEN)), in_hours(ctx.now))


def _tell_who_approves(ctx: Context, promotion: Promotion, campaign: Campaign) -> None:
    """Those who may, but for who made it: with the next thing they hear anyway."""
    if ctx.member.role is Role.OWNER:
        return
    leading = Member.active(ctx.workspace.id).where(Member.role.in_((Role.OWNER, Role.MANAGER)))
    for leader in ctx.session.scalars(leading.where(Member.id != ctx.member.id)):
        desk = Desk(ctx.session, ctx.workspace, leader, ctx.now)
        card = check_card(desk, promotion, campaign, reach_of(desk, campaign))
        outbox.notice(ctx.session, leader, card, ctx.now, KEEP)


def _shown(ctx: Context, promotion: Promotion, campaign: Campaign) -> Sequence[Reply]:
    """As the customers see it, and what is to be checked; why it cannot go, if it cannot."""
    ctx.show(Record("promotion", promotion.id), None)
    preview = promotion_card(shop_desk(ctx.session, promotion, ctx.now, ctx.public_url), promotion)
    reach = reach_of(ctx, campaign)
    check = check_card(ctx, promotion, campaign, reach)
    short = _short(ctx, promotion, campaign, reach.people)
    return (preview, check) if short is None else (preview, check, short)


def _short(ctx: Context, promotion: Promotion, campaign: Campaign, people: int) -> Reply | None:
    """The ways out, when the messages of its month do not suffice, the team's put aside."""
    verdict = afford(ctx.session, campaign, people, campaign.send_at, ctx.now)
    return None if verdict.ok else short_card(ctx, promotion, campaign, people, verdict)


@on(ShowPromo, undoable=False)
def show(ctx: Context, said: ShowPromo) -> Sequence[Reply]:
    """See a promotion, and how it stands."""
    return _stands(ctx, *_meant(ctx, said.promo_code, said.promotion))


def _stands(ctx: Context, promotion: Promotion, campaign: Campaign) -> Sequence[Reply]:
    """What is still to go, or what became of it."""
    if campaign.state in OPEN:
        return _shown(ctx, promotion, campaign)
    return (state_card(ctx, promotion, campaign),)


@on(PromoResults, role=Role.MANAGER, undoable=False)
def results(ctx: Context, said: PromoResults) -> Sequence[Reply]:
    """See what came of a promotion, and whether it was the promotion; before it has gone, how it stands."""
    newest = None if said.promo_code else newest_told_of(ctx)
    promotion, campaign = campaign_meant(ctx, said.promo_code, newest)
    found = results_card(ctx, promotion)
    return _stands(ctx, promotion, campaign) if found is None else (found,)


def _meant(ctx: Context, code: str, promotion_id: int | None) -> tuple[Promotion, Campaign]:
    if promotion_id is None:
        return campaign_meant(ctx, code)
    return campaign_meant(ctx, "", newest_sending(ctx, promotion_id))


@on(ChangePromo)
def change(ctx: Context, said: ChangePromo) -> Sequence[Reply]:
    """Change a promotion that has not been sent; what was approved is to be approved again."""
    promotion, campaign = _meant(ctx, said.promo_code, said.promotion)
    still_open(promotion, campaign)
    if said.group or said.audience is not None:
        _for_others(ctx, said, promotion, campaign)
    if said.discount_pct is not None or said.discount_amount is not None:
        _discount(said).keep(promotion)
    if said.min_spend is not None:
        promotion.minimum_spend = said.min_spend.value
    promotion.ends_on = said.ends_on or promotion.ends_on
    if (when := said.send_at or said.when) is not None:
        campaign.send_at = _moment(ctx, when)
        campaign.most = campaign.rest_at = None
    to_be_approved_again(campaign)
    check_days(ctx, promotion, campaign.send_at)
    ctx.session.flush()
    return _shown(ctx, promotion, campaign)


def _for_others(ctx: Context, said: ChangePromo, promotion: Promotion, campaign: Campaign) -> None:
    """Other people get it, all at once; raises SendsItself for one that goes by its own rule."""
    if promotion.repeat is not None:
        raise SendsItself(code=promotion.code)
    promotion.segment = for_others(ctx, said)
    campaign.most = campaign.rest_at = None


@on(ApprovePromo, role=Role.MANAGER)
def approve(ctx: Context, said: ApprovePromo) -> Reply:
    """Let a promotion go, at its time, to as many as shown."""
    promotion, campaign = campaign_meant(ctx, said.promo_code, said.campaign)
    if promotion.made_by_id == ctx.member.id and ctx.member.role is not Role.OWNER:
        raise NeedsAnother
    if campaign.state is CampaignState.APPROVED:
        return approved(ctx, promotion, campaign)
    still_open(promotion, campaign)
    refuse_unseen(ctx, promotion)
    campaign.send_at = max(campaign.send_at, in_hours(ctx.now))
    check_days(ctx, promotion, campaign.send_at)
    reach = reach_of(ctx, campaign)
    if not reach.people and promotion.repeat is None:
        raise NobodyReached(left_out=sum(reach.left_out.values()))
    short = _short(ctx, promotion, campaign, reach.people)
    if short is not None:
        return short
    campaign.state, campaign.reason = CampaignState.APPROVED, ""
    campaign.approved_by_id, campaign.approved_at = ctx.member.id, ctx.now
    campaign.approved_for = reach.people
    promotion.state = PromotionState.ACTIVE
    return approved(ctx, promotion, campaign)


@on(CancelPromo)
def cancel(ctx: Context, said: CancelPromo) -> Reply:
    """Do not send a promotion, or send it no further."""
    under_way = (CampaignState.SENDING,)
    promotion, campaign = campaign_meant(ctx, said.promo_code, said.campaign, likely=under_way)
    if not ctx.member.is_manager and promotion.made_by_id != ctx.member.id:
        raise NeedsAnother
    if campaign.state is CampaignState.SENDING:
        stop_sending(ctx, campaign)
        return stopped(ctx, promotion, campaign)
    still_open(promotion, campaign)
    campaign.state, promotion.state = CampaignState.CANCELLED, PromotionState.CANCELLED
    campaign.done_at = ctx.now
    return stopped(ctx, promotion, campaign)


@on(FitPromo)
def fit(ctx: Context, said: FitPromo) -> Sequence[Reply]:
    """Fewer people now, and the others next month or never; or all of them next month."""
    promotion, campaign = campaign_meant(ctx, "", said.campaign)
    still_open(promotion, campaign)
    campaign.most = campaign.rest_at = None
    if said.way == "newest":
        _only_newest(ctx, promotion, campaign, said.people)
    else:
        month = month_after(ctx.local(max(campaign.send_at, ctx.now)).date())
        _next_month(campaign, ctx.at(month, TEN), said.people)
        promotion.ends_on = max(promotion.ends_on, month + LONGER)
    to_be_approved_again(campaign)
    ctx.session.flush()
    return _shown(ctx, promotion, campaign)


def _next_month(campaign: Campaign, at: datetime, now: int) -> None:
    """All of it, or what is left after so many."""
    if now:
        campaign.most, campaign.rest_at = now, at
    else:
        campaign.send_at = at


def _only_newest(ctx: Context, promotion: Promotion, campaign: Campaign, most: int) -> None:
    """Those who bought last, at most so many: who has never bought is not among them."""
    reached = Audience.of(ctx.session, campaign, max(campaign.send_at, ctx.now)).reached()
    bought = reached.join(Customer, Customer.id == Consumer.customer_id).where(
        Customer.last_purchase_at.is_not(None)
    )
    newest = bought.with_only_columns(Customer.last_purchase_at).order_by(Customer.last_purchase_at.desc())
    first_left_out = ctx.session.scalar(newest.offset(most).limit(1))
    since = first_left_out.isoformat() if first_left_out else EVER
    promotion.segment = {**(promotion.segment or {}), "bought_since": since}
