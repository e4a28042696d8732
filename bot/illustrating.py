"""A photo sent by who is looking at a promotion that has not gone yet stands above it."""

from __future__ import annotations

from bot.context import Context
from bot.intents.promotions import DropPicture, ShowPromo
from bot.media import keep
from bot.photos import photo_state
from bot.pictures import unguessable
from bot.promoting import OPEN, newest_of
from bot.replies import Button, Tap, Text
from models.promotion import Campaign, CampaignState, Promotion
from models.promotion_errors import PictureNotThere


def take_picture(ctx: Context) -> Text | None:
    """Put the photo above the promotion on the quoted card, or the one just looked at, if there is one."""
    meant = _looked_at(ctx) if ctx.event.media.get("type") == "image" else None
    if meant is None:
        return None
    promotion, campaign = meant
    if not ctx.public_url:
        return Text(text=ctx.words("promotions.picture_nowhere"))
    promotion.photo_id, promotion.picture = keep(ctx, as_picture=True).id, unguessable()
    to_be_approved_again(campaign)
    return Text(text=ctx.words("promotions.picture_taken", code=promotion.code), chips=_chips(ctx, promotion))


def _looked_at(ctx: Context) -> tuple[Promotion, Campaign] | None:
    """What has not gone, of who made it or leads people."""
    shown = ctx.record_meant("promotion") if ctx.is_member and not ctx.event.in_group else None
    promotion = ctx.session.scalar(Promotion.here(ctx.workspace.id, shown)) if shown else None
    if promotion is None or not (ctx.member.is_manager or promotion.made_by_id == ctx.member.id):
        return None
    newest = ctx.session.scalar(newest_of(ctx, promotion.id).with_for_update())
    return (promotion, newest) if newest is not None and newest.state in OPEN else None


def _chips(ctx: Context, promotion: Promotion) -> tuple[Button, ...]:
    see = Button(ctx.words("promotions.picture_seen"), Tap(ShowPromo(promotion=promotion.id)))
    return see, Button(ctx.words("promotions.picture_off"), Tap(DropPicture(promotion=promotion.id)))


def to_be_approved_again(campaign: Campaign) -> None:
    """What was approved has changed."""
    campaign.state, campaign.approved_for = CampaignState.WAITING, None


def refuse_unseen(ctx: Context, promotion: Promotion) -> None:
    """Raises PictureNotThere where nobody can have seen what would be sent."""
    if promotion.photo_id is not None and photo_state(ctx, promotion) != "there":
        raise PictureNotThere
