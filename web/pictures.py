"""`/pictures/…`: what cards in LINE show above their words, to whoever holds the address."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import select

from bot.photos import fitted
from bot.pictures import COUPONS, PROMOTIONS
from bot.qr import qr, said_by_qr
from models.activity import Photo
from models.consumer import Consumer, ConsumerState
from models.database import Database
from models.promotion import Coupon, Promotion

HEADERS = {
    "Cache-Control": "private, max-age=86400",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
NOT_FOUND = 404


def pictures(database: Database) -> Blueprint:
    """Each by an address that only its card has."""
    pages = Blueprint("pictures", __name__)

    @pages.get(f"{COUPONS}/<token>")
    def coupon(token: str) -> Response:
        """Of whoever has been erased nothing is shown any more."""
        its_owner = select(Coupon).join(Consumer, Consumer.id == Coupon.consumer_id)
        stands = Coupon.deleted.is_(False), Consumer.state != ConsumerState.ERASED
        with database.read() as session:
            found = session.scalar(its_owner.where(Coupon.picture == token, *stands))
            text = said_by_qr(session, found) if found is not None else ""
        return _shown(qr(text), "image/png") if text else _nothing()

    @pages.get(f"{PROMOTIONS}/<token>")
    def promotion(token: str) -> Response:
        wanted = select(Photo).join(Promotion, Promotion.photo_id == Photo.attachment_id)
        with database.read() as session:
            photo = session.scalar(wanted.where(Promotion.picture == token))
        return _shown(*fitted(photo.content)) if photo is not None else _nothing()

    return pages


def _shown(content: bytes, content_type: str) -> Response:
    return Response(content, content_type=content_type, headers=HEADERS)


def _nothing() -> Response:
    return Response(status=NOT_FOUND, headers=HEADERS)
