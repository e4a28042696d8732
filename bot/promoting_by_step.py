"""A promotion made step by step: one thing is asked after another, each with what most shops answer."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from bot.cards.short_of_messages import month_after
from bot.context import Context, Desk
from bot.intents.promotions import CreatePromo
from bot.language import When
from bot.promoting import PLAIN_CODE, free_code, given_up, usual_time
from models.promotion_errors import (
    LastDay,
    SendingTime,
    WhichAudience,
    WhichCode,
    WhichGoods,
    WhichLeast,
)

EVERYTHING = "all-goods"
"""Instead of goods."""
LEASTS = (Decimal(0), Decimal(300), Decimal(500), Decimal(1000))
"""Baht; nothing is no least sum."""
STANDINGS = ("all", "new", "loyal", "at_risk", "birthday")
WEEK, DAY = timedelta(days=7), timedelta(days=1)


def ask_next(ctx: Context, said: CreatePromo) -> None:
    """Raises the next question that is open, CodeInUse included; nothing when all has been answered."""
    if not said.item:
        raise WhichGoods
    if said.min_spend is None:
        raise WhichLeast
    if said.ends_on is None and said.until is None:
        raise LastDay(likely_ends(ctx))
    if not said.segment:
        raise WhichAudience
    if not said.promo_code:
        raise WhichCode(free=free_code(ctx, PLAIN_CODE))
    given_up(ctx, said.promo_code)
    if said.send_at is None:
        ten = usual_time(ctx)
        raise SendingTime([When(one.date(), one.time()) for one in (ten, ten + DAY)])


def likely_ends(desk: Desk) -> list[When]:
    """In a week, and at the month's end."""
    return [When(one) for one in sorted({desk.today + WEEK, month_after(desk.today) - DAY})]
