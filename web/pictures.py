"""`/pictures/…`: what cards in LINE show above their words, to whoever holds the address."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import select

from bot.pictures import COUPONS
from bot.qr import qr, said_by_qr
from models.consumer import Consumer, ConsumerState
from models.database import Database
from models.promotion import Coupon

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
        return _png(qr(text)) if text else Response(status=NOT_FOUND, headers=HEADERS)

    return pages


def _png(content: bytes) -> Response:
    return Response(content, content_type="image/png", headers=HEADERS)
