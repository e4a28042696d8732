"""Groups of a shop's customers: the usual ones, and those that a company has put together itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from bot.intents.base import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSegments(Intent):
    """Which groups there are, and how many are in each."""

    name: ClassVar[str] = "segments"
    looks_up: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSegment(Intent):
    """Who is in a group, those who bought for most first."""

    name: ClassVar[str] = "show_segment"
    looks_up: ClassVar[bool] = True
    group: str = ""
    segment: int | None = None
    standing: str = ""
    """One of the usual groups: a standing, champions, birthday or next_birthday."""
    conditions: dict[str, Any] | None = None
    """What must hold of them, where no group was named."""
    asked: str = ""
    """The same as it was typed."""
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeSegment(Intent):
    """`สร้างกลุ่ม ขาประจำปูน = ซื้อปูนใน 6 เดือน และ ยอดเกิน 5,000`."""

    name: ClassVar[str] = "make_segment"
    group: str = ""
    conditions: dict[str, Any] | None = None
    unread: str = ""
    """Words among the conditions that nobody can make out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameSegment(Intent):
    name: ClassVar[str] = "rename_segment"
    group: str = ""
    new_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteSegment(Intent):
    """Delete an own group; its customers stay as they are."""

    name: ClassVar[str] = "delete_segment"
    group: str = ""
    segment: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopReport(Intent):
    """`รายงานร้าน`: what was sold over the counter, who came, who came again; this month unless said."""

    name: ClassVar[str] = "shop_report"
    looks_up: ClassVar[bool] = True
    topic: str = ""
    """items, newcomers, or everything."""
    date_from: date | None = None
    date_to: date | None = None
    page: int = 0
