"""Promotions: what is checked before anybody hears of them, and what becomes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.context import Context, Desk
from models.base import literal
from models.batch import Batch
from models.changes import Change
from models.channel import Channel, ChannelKind
from models.consumer import Consumer
from models.member import Member
from models.promotion import Campaign, CampaignState, Promotion, PromotionState, Recipient, RecipientState
from models.promotion_errors import CodeInUse, EndsTooSoon, NoPromoWaiting, NoShop, NoSuchPromo, PromoGone
from models.queues import OutboxKind, OutboxMessage, OutboxState
from models.reach import Audience, Reach
from models.workspace import Workspace

PLAIN_CODE = "PROMO"
"""What a code begins with when nobody chose one."""
LARGE, HELD_OUT = 2_000, 10
"""From so many people on, so many percent get nothing, to measure against."""
TEN = time(10)
"""When a promotion goes if nobody said."""
OPENS, CLOSES = time(9), time(20)
"""Between these promotions may go, where the shop is."""
DAY = timedelta(days=1)
OPEN = (CampaignState.WAITING, CampaignState.APPROVED, CampaignState.REFUSED)
"""Nothing has gone yet."""
STANDING = (*OPEN, CampaignState.SENDING)
BEGUN = (CampaignState.SENDING, CampaignState.SENT)


def shop_channel(desk: Desk) -> Channel:
    """Where consumers are; raises NoShop."""
    here = select(Channel).where(Channel.workspace_id == desk.workspace.id)
    shop = desk.session.scalar(here.where(Channel.kind != ChannelKind.STAFF).order_by(Channel.id).limit(1))
    if shop is None:
        raise NoShop
    return shop


def shop_desk(session: Session, promotion: Promotion, now: datetime, public_url: str) -> Desk:
    """From where customers are told of it: in the language of who made it, as the preview shows."""
    workspace = session.get_one(Workspace, promotion.workspace_id)
    maker = session.get_one(Member, promotion.made_by_id)
    return Desk(session, workspace, maker, now.astimezone(workspace.zone), public_url=public_url)


def reach_of(desk: Desk, campaign: Campaign) -> Reach:
    """Whom it would reach if it were sent when it is planned."""
    moment = max(campaign.send_at, desk.now)
    return Audience.of(desk.session, campaign, moment).reach(desk.session)


def held_out_of(people: int) -> int:
    """How many of them are kept out to measure against."""
    return people * HELD_OUT // 100 if people >= LARGE else 0


def usual_time(desk: Desk) -> datetime:
    """Ten o'clock, today if that is still ahead."""
    ten = desk.at(desk.today, TEN)
    return ten if ten > desk.now else ten + DAY


def in_hours(moment: datetime) -> datetime:
    """That moment, or the next nine o'clock when it is said for the evening or the night."""
    if OPENS <= moment.time() < CLOSES:
        return moment
    day = moment.date() + (DAY if moment.time() >= CLOSES else timedelta())
    return datetime.combine(day, OPENS, moment.tzinfo)


def check_days(desk: Desk, promotion: Promotion, send_at: datetime) -> None:
    """Raise EndsTooSoon for what is over before it begins, or before anybody has heard of it."""
    words, sent_on = desk.words, desk.local(send_at).date()
    begins = max(promotion.starts_on, sent_on, desk.today)
    if promotion.ends_on < begins:
        days = {"ends": promotion.ends_on, "begins": begins}
        raise EndsTooSoon(**{name: words.day(day, desk.today) for name, day in days.items()})


def claim_code(desk: Desk, code: str) -> str:
    """The code, in capitals, or a new one; raises CodeInUse. What was never sent gives its code back."""
    if not code:
        return free_code(desk, PLAIN_CODE)
    taken = given_up(desk, code)
    if taken is None:
        return code.upper()
    renamed = update(Promotion).where(Promotion.id == taken.id).values(code=f"{taken.code[:24]}~{taken.id}")
    desk.session.execute(renamed)  # no history: undoing what happens now must not bring the old code back
    return code.upper()


def given_up(desk: Desk, code: str) -> Promotion | None:
    """Who has that code and never used it, if anybody has it; raises CodeInUse."""
    taken = desk.session.scalar(_coded(desk, code.upper()))
    if taken is None:
        return None
    sent = select(Campaign.id).where(
        Campaign.workspace_id == desk.workspace.id,
        Campaign.promotion_id == taken.id,
        Campaign.snapshot_at.is_not(None),
    )
    is_dropped = taken.state in (PromotionState.DELETED, PromotionState.CANCELLED)
    if not is_dropped or desk.session.scalar(sent.limit(1)) is not None:
        raise CodeInUse(code=code.upper(), free=free_code(desk, code.upper()))
    return taken


def free_code(desk: Desk, stem: str) -> str:
    """The stem with the first number that makes it nobody's."""
    number = 2
    while desk.session.scalar(_coded(desk, f"{stem}-{number}")) is not None:
        number += 1
    return f"{stem}-{number}"


def _coded(desk: Desk, code: str) -> Select[Promotion]:
    return select(Promotion).where(Promotion.workspace_id == desk.workspace.id, Promotion.code == code)


def campaign_meant(
    ctx: Context, code: str, campaign_id: int | None = None, likely: Collection[CampaignState] = OPEN
) -> tuple[Promotion, Campaign]:
    """The sending named, tapped or on the card shown last, else the newest that stands; held until commit.

    Of those that stand a `likely` one comes first. Raises NoSuchPromo, or NoPromoWaiting when none was named.
    """
    if campaign_id is None and not code:
        campaign_id = _unnamed(ctx, likely)
    mine = select(Campaign).where(Campaign.workspace_id == ctx.workspace.id)
    if campaign_id is not None:
        mine = mine.where(Campaign.id == campaign_id)
    else:
        promotion = ctx.session.scalar(_coded(ctx, code.upper()))
        mine = mine.where(Campaign.promotion_id == (promotion.id if promotion else 0))
    newest = mine.where(Campaign.state != CampaignState.DELETED).order_by(Campaign.id.desc()).limit(1)
    campaign = ctx.session.scalar(newest.with_for_update())
    if campaign is None:
        raise NoSuchPromo(code=code.upper()) if code else NoPromoWaiting
    return ctx.session.get_one(Promotion, campaign.promotion_id), campaign


def newest_of(desk: Desk, promotion_id: int) -> Select[Campaign]:
    """The newest sending of that promotion."""
    sendings = select(Campaign).where(
        Campaign.workspace_id == desk.workspace.id, Campaign.promotion_id == promotion_id
    )
    return sendings.order_by(Campaign.id.desc()).limit(1)


def newest_sending(desk: Desk, promotion_id: int) -> int:
    """Its id; 0 for none, which no sending is."""
    return desk.session.scalar(newest_of(desk, promotion_id).with_only_columns(Campaign.id)) or 0


def _unnamed(ctx: Context, likely: Collection[CampaignState]) -> int:
    """Of the few that stand; none is 0. Not the first by id: SQLite would read all campaigns backwards."""
    here = select(Campaign.promotion_id, Campaign.state, Campaign.id)
    standing = here.where(Campaign.workspace_id == ctx.workspace.id, Campaign.state.in_(STANDING))
    shown = ctx.record_meant("promotion")
    ranked = [(one == shown, state in likely, known) for one, state, known in ctx.session.execute(standing)]
    return max(ranked, default=(False, False, 0))[-1]


def newest_told_of(ctx: Context) -> int:
    """The newest sending that stands or has gone; 0 for none."""
    gone = select(Campaign.id).where(
        Campaign.workspace_id == ctx.workspace.id, Campaign.state == literal(CampaignState.SENT)
    )
    last = ctx.session.scalar(gone.order_by(Campaign.id.desc()).limit(1))
    return max(_unnamed(ctx, STANDING), last or 0)


def still_open(promotion: Promotion, campaign: Campaign) -> Campaign:
    """Raises PromoGone when anything of it has been sent, or it was called off."""
    if campaign.state not in OPEN:
        raise PromoGone(code=promotion.code)
    return campaign


def refuse_if_begun(session: Session, changes: Iterable[Change]) -> None:
    """Raises PromoGone for history of a sending that has begun: what people have read cannot be unsaid."""
    made = [one.row_id for one in changes if one.table_name == Campaign.__tablename__]
    for campaign in session.scalars(select(Campaign).where(Campaign.id.in_(made))):
        listed = select(Recipient.user_id).where(Recipient.campaign_id == campaign.id).limit(1)
        if campaign.state in BEGUN or session.scalar(listed) is not None:
            raise PromoGone(code=session.get_one(Promotion, campaign.promotion_id).code)


def stop_sending(ctx: Context, campaign: Campaign) -> None:
    """What has not been claimed goes to nobody; what LINE may have already stays counted as it ends."""
    stopped = update(Campaign).where(Campaign.id == campaign.id, Campaign.state == CampaignState.SENDING)
    ctx.session.execute(stopped.values(state=CampaignState.CANCELLED))
    untouched = update(OutboxMessage).where(
        OutboxMessage.id.in_(Batch.open(campaign).with_only_columns(Batch.outbox_id).order_by(None)),
        OutboxMessage.state.in_((OutboxState.PENDING, OutboxState.HELD)),
        OutboxMessage.kind == OutboxKind.MULTICAST,
        OutboxMessage.attempts == 0,
    )
    gone = untouched.values(state=OutboxState.CANCELLED, reason="cancelled")
    ctx.session.execute(gone, execution_options={"synchronize_session": False})
    ctx.session.expire(campaign)


def note_tap(desk: Desk, consumer: Consumer, promotion: Promotion) -> int | None:
    """The first time this person takes it; the sending of it that they were in, if they were in one."""
    sendings = select(Campaign.id).where(
        Campaign.workspace_id == desk.workspace.id, Campaign.promotion_id == promotion.id
    )
    tapped = update(Recipient).where(
        Recipient.campaign_id.in_(sendings),
        Recipient.user_id == consumer.user_id,
        Recipient.state != RecipientState.HELD_OUT,
    )
    noted = tapped.values(tapped_at=func.coalesce(Recipient.tapped_at, desk.now)).returning(
        Recipient.campaign_id
    )
    return max(desk.session.scalars(noted, execution_options={"synchronize_session": False}), default=None)
