"""Promotions: made in a line, seen before they go, approved, changed, called off; and a customer's taps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from bot.intents.base import Intent
from bot.language import Amount, When


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatePromo(Intent):
    """A new promotion; what is missing is asked for."""

    name: ClassVar[str] = "create_promo"
    promo_code: str = ""
    discount_pct: int | None = None
    discount_amount: Amount | None = None
    offer: str = ""
    """What it gives in other words: buy 1 get 1, free delivery; or what was picked when asked."""
    min_spend: Amount | None = None
    item: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    until: When | None = None
    """The last day, as answered."""
    send_at: When | None = None
    segment: str = ""
    days: int | None = None
    bought: str = ""
    months: int | None = None
    """Who bought that within so many months."""
    repeats: str = ""
    """birthday or win_back, for a promotion that sends itself."""
    group: str = ""
    """What follows the word group: an own group's name, and whatever else the line says."""
    by_step: bool = False
    """The line says no more than that there is to be one: one thing is asked after another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePromo(Intent):
    """Change what has not been sent; without a code the one on the card, else the newest draft, is meant."""

    name: ClassVar[str] = "change_promo"
    promo_code: str = ""
    promotion: int | None = None
    discount_pct: int | None = None
    discount_amount: Amount | None = None
    min_spend: Amount | None = None
    ends_on: date | None = None
    send_at: When | None = None
    when: When | None = None
    """When to send it, as picked."""
    audience: dict[str, Any] | None = None
    """Who gets it from now on, as `models.audience` reads it; nothing in it is everybody."""
    group: str = ""
    """The company's own group that gets it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPromo(Intent):
    """A promotion as the customers see it, and how it stands."""

    name: ClassVar[str] = "show_promo"
    looks_up: ClassVar[bool] = True
    promo_code: str = ""
    promotion: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoResults(Intent):
    """What came of a promotion; without a code the newest is meant."""

    name: ClassVar[str] = "promo_results"
    looks_up: ClassVar[bool] = True
    promo_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovePromo(Intent):
    """Send it, at the time shown, to so many people."""

    name: ClassVar[str] = "approve_promo"
    promo_code: str = ""
    campaign: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelPromo(Intent):
    """Do not send it, or send it no further; without a code the newest one is meant."""

    name: ClassVar[str] = "cancel_promo"
    promo_code: str = ""
    campaign: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPicture(Intent):
    """No picture above a promotion after all; without a number the newest that stands is meant."""

    name: ClassVar[str] = "drop_picture"
    promotion: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FitPromo(Intent):
    """A way out when a month's messages do not suffice: fewer people now, the rest next month or never."""

    name: ClassVar[str] = "fit_promo"
    campaign: int
    way: str
    """newest, split or next_month"""
    people: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AskShop(Intent):
    """A customer asks about a promotion: the keyboard opens, and a person of the shop answers."""

    name: ClassVar[str] = "ask_shop"
    promotion: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCoupon(Intent):
    """A customer takes a promotion: the only "opened" there is."""

    name: ClassVar[str] = "take_coupon"
    promotion: int
