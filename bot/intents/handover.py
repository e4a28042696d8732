"""Customers that get another rep for good, and what was changed of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import CustomerRef, MemberRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign(Intent):
    """`โอนลูกค้า สยามวัสดุ ให้เมย์`, `โอนลูกค้าทั้งหมดของโจให้เมย์`."""

    name: ClassVar[str] = "reassign"
    customer: CustomerRef | None = None
    rep: MemberRef | None = None
    """To whom,"""
    whose: MemberRef | None = None
    """and from whom, when it is all that person has."""
    everything: bool = False
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Intent):
    """The customers that one event gave to the reader, page by page."""

    name: ClassVar[str] = "handed_over"
    looks_up: ClassVar[bool] = True
    event: str
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoChanged(Intent):
    """`ใครแก้ยอดดีล สยามวัสดุ`."""

    name: ClassVar[str] = "who_changed"
    looks_up: ClassVar[bool] = True
    customer: CustomerRef | None = None
    deals: bool = False
    """Only what was changed of its deals."""
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoChangedStages(Intent):
    """`ใครแก้ขั้นการขาย`."""

    name: ClassVar[str] = "who_changed_stages"
    looks_up: ClassVar[bool] = True
    page: int = 0
