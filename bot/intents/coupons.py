"""Coupons: what a customer asks for in the shop's chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class PromosToday(Intent):
    """What is offered today: to a customer what they may take, to staff all of it."""

    name: ClassVar[str] = "promos_today"
    looks_up: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MyCoupons(Intent):
    """The coupons that a customer has taken and can still use."""

    name: ClassVar[str] = "my_coupons"
    looks_up: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCoupon(Intent):
    """`เช็คคูปอง AB34CDE`: can it still be used, and by whom; nothing is counted."""

    name: ClassVar[str] = "check_coupon"
    looks_up: ClassVar[bool] = True
    promo_code: str = ""
