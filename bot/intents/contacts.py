"""The people at a customer: what they decide, and that they come and go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import ContactRef, CustomerRef


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRole(Intent):
    """One tap under the card that shows the person."""

    name: ClassVar[str] = "set_role"
    contact: ContactRef | None = None
    contact_role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLeft(Intent):
    """`คุณสมชายลาออกแล้ว`, perhaps with who came instead: `คนใหม่ชื่อคุณแอน 081…`."""

    name: ClassVar[str] = "contact_left"
    customer: CustomerRef | None = None
    contact: ContactRef | None = None
    successor: ContactRef | None = None
    phone: str | None = None
    """the successor's"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMoved(Intent):
    """`คุณนกย้ายไปอยู่ริเวอร์วิว`: from `before` to `customer`."""

    name: ClassVar[str] = "contact_moved"
    contact: ContactRef | None = None
    before: CustomerRef | None = None
    customer: CustomerRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoIsWho(Intent):
    """Which roles have been spoken with, when and by whom."""

    name: ClassVar[str] = "who_is_who"
    looks_up: ClassVar[bool] = True
    customer: CustomerRef | None = None
