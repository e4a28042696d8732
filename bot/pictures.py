"""Pictures that LINE fetches from us: whoever holds the address sees one, and nobody can guess an address."""

from __future__ import annotations

import secrets

from bot.context import Desk
from bot.replies import Picture

COUPONS, PROMOTIONS = "/pictures/coupons", "/pictures/promotions"


def unguessable() -> str:
    """What makes an address one that only we can have given."""
    return secrets.token_urlsafe(24)


def picture_at(desk: Desk, path: str, token: str | None, ratio: str = "1:1") -> Picture | None:
    """Above a card; none while nobody outside can reach us."""
    if not token or not desk.public_url:
        return None
    return Picture(f"{by_https(desk.public_url)}{path}/{token}", ratio)


def by_https(address: str) -> str:
    """LINE loads pictures by HTTPS alone; it reaches our webhook by nothing else either."""
    return f"https://{address.partition('://')[2]}"
