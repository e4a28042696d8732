"""What people send that is not words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import CustomerRef


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMedia(Intent):
    """A photo, video, voice, file or place; the event holds which."""

    name: ClassVar[str] = "media"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent(Intent):
    """A message was unsent: its words go, the record stays with a remark."""

    name: ClassVar[str] = "unsent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(Intent):
    """A message was edited in LINE: what it logged is logged anew."""

    name: ClassVar[str] = "edited"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOfCustomer(Intent):
    """The place just shared is where the customer is."""

    name: ClassVar[str] = "place_of_customer"
    attachment: int
    customer: CustomerRef | None = None
    """Whose place it is, where no log tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInAt(Intent):
    """The place just shared is where a customer is being visited now."""

    name: ClassVar[str] = "check_in"
    attachment: int
    customer: CustomerRef | None = None
