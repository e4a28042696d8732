"""Consumers as known customers: linked, asked on behalf of, and their own data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import CustomerRef


@dataclass(frozen=True, slots=True, kw_only=True)
class MyData(Intent):
    name: ClassVar[str] = "my_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class GetMyData(Intent):
    """All of it as a text to keep."""

    name: ClassVar[str] = "get_my_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectMyData(Intent):
    name: ClassVar[str] = "correct_my_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseMyData(Intent):
    """Asked twice."""

    name: ClassVar[str] = "erase_my_data"
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepMyData(Intent):
    """Thought better of it."""

    name: ClassVar[str] = "keep_my_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkByCode(Intent):
    """Six figures that the shop has given."""

    name: ClassVar[str] = "link_by_code"
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkByPhone(Intent):
    """A phone number and nothing else."""

    name: ClassVar[str] = "link_by_phone"
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmLink(Intent):
    """A rep says whether the consumer who gave a customer's number is that customer."""

    name: ClassVar[str] = "confirm_link"
    consumer: int | None = None
    customer: CustomerRef | None = None
    refuse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeLinkCode(Intent):
    """`รหัสแนน`: a code that this customer types in the shop's chat."""

    name: ClassVar[str] = "link_code"
    customer: CustomerRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOptIn(Intent):
    """`แนน ยินยอมรับโปร`, typed by a rep: a note, and no reason to send."""

    name: ClassVar[str] = "opt_in"
    customer: CustomerRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOptOut(Intent):
    """`แนน ไม่รับโปร`: holds at once."""

    name: ClassVar[str] = "opt_out"
    customer: CustomerRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoAgreed(Intent):
    """`ใครยินยอมบ้าง`: how many agreed to promotions, and which customers of the reader's."""

    name: ClassVar[str] = "who_agreed"
    looks_up: ClassVar[bool] = True
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopLink(Intent):
    """The link by which people add the shop's account."""

    name: ClassVar[str] = "shop_link"
