"""What a consumer means in the shop's chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class WroteToShop(Intent):
    """Anything that is not for Jod: the shop's people answer it."""

    name: ClassVar[str] = "wrote_to_shop"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsentAtShop(Intent):
    """A consumer took back what was written."""

    name: ClassVar[str] = "unsent_at_shop"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForPromos(Intent):
    """`รับโปร`: agrees if the question is in sight, else it is put first."""

    name: ClassVar[str] = "ask_for_promos"


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveConsent(Intent):
    """The button under the question; it carries which words were shown."""

    name: ClassVar[str] = "give_consent"
    version: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineConsent(Intent):
    name: ClassVar[str] = "decline_consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPromos(Intent):
    """`หยุดส่งโปร`, STOP."""

    name: ClassVar[str] = "stop_promos"


@dataclass(frozen=True, slots=True, kw_only=True)
class MyConsents(Intent):
    name: ClassVar[str] = "my_consents"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakToMe(Intent):
    """In Thai or English from now on."""

    name: ClassVar[str] = "speak_to_me"
    language: str = ""
