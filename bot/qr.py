"""A coupon's code as a QR code: scanned at the counter it opens the staff's LINE, ready to redeem it."""

from __future__ import annotations

import io
from urllib.parse import quote

import segno
from sqlalchemy.orm import Session

from bot.texts import Words
from models.channel import Channel
from models.member import Member
from models.promotion import Coupon, Promotion

OPENS_CHAT = "https://line.me/R/oaMessage/{account}/?{text}"
SIDE = 800
"""Pixels; LINE takes up to 1,024."""
QUIET = 4
"""Modules of white around it, as the standard wants."""


def said_by_qr(session: Session, coupon: Coupon) -> str:
    """The address of the staff's chat with the line already typed; the code alone while that is not known."""
    staff = session.scalar(Channel.staff_of(coupon.workspace_id))
    if staff is None or not staff.basic_id:
        return coupon.code
    promotion = session.get_one(Promotion, coupon.promotion_id)
    words = Words(session.get_one(Member, promotion.made_by_id).language)
    return OPENS_CHAT.format(
        account=quote(staff.basic_id), text=quote(words("coupons.redeem", code=coupon.code))
    )


def qr(text: str) -> bytes:
    """That text as a PNG of about `SIDE` pixels; a tenth of it may be dirty."""
    code = segno.make(text, error="m", micro=False)
    width, _ = code.symbol_size(border=QUIET)
    target = io.BytesIO()
    code.save(target, kind="png", scale=SIDE // width, border=QUIET)
    return target.getvalue()
