"""The picture above a promotion, taken off again; it is put there by sending a photo."""

from __future__ import annotations

from bot.capability import on
from bot.context import Context
from bot.illustrating import to_be_approved_again
from bot.intents.promotions import DropPicture
from bot.promoting import campaign_meant, newest_sending, still_open
from bot.replies import Reply, Text


@on(DropPicture)
def drop_picture(ctx: Context, said: DropPicture) -> Reply:
    """Take the picture off a promotion that has not been sent."""
    shown = said.promotion or ctx.record_meant("promotion")
    promotion, campaign = campaign_meant(ctx, "", newest_sending(ctx, shown) if shown else None)
    still_open(promotion, campaign)
    if promotion.photo_id is None:
        return Text(text=ctx.words("promotions.picture_none", code=promotion.code))
    promotion.photo_id = promotion.picture = None
    to_be_approved_again(campaign)
    return Text(text=ctx.words("promotions.picture_dropped", code=promotion.code))
