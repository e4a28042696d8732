"""Answers to what Jod asked, and talk that asks for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import Amount, CustomerRef, DealRef, MemberRef, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Intent):
    """One field of an open question; the conversation puts it into the intent that waits."""

    name: ClassVar[str] = "answer"
    question: int
    customer: CustomerRef | None = None
    phone: str = ""
    """A number that was typed beside the customer's name."""
    rep: MemberRef | None = None
    followup: int | None = None
    when: When | None = None
    amount: Amount | None = None
    deal: DealRef | None = None
    stage: str | None = None
    new: bool = False
    """The name is a new customer's."""
    yes: bool = False
    text: str = ""
    """Whatever was typed, where words are what was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverMind(Intent):
    """`ยกเลิก` while a question is open: nothing is stored, the line stays as a draft."""

    name: ClassVar[str] = "never_mind"
    question: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered(Intent):
    """A few words that do not answer the open question: it is put again, in other words."""

    name: ClassVar[str] = "unanswered"
    question: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Intent):
    """A number of the list just shown."""

    name: ClassVar[str] = "choose"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseNew(Intent):
    """`ใหม่`: none of those, a new customer."""

    name: ClassVar[str] = "choose_new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes(Intent):
    name: ClassVar[str] = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class No(Intent):
    name: ClassVar[str] = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallTalk(Intent):
    """`5555`, thanks, a sticker: not stored, and no lecture."""

    name: ClassVar[str] = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood(Intent):
    """Kept, and answered with the nearest thing to say."""

    name: ClassVar[str] = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Intent):
    name: ClassVar[str] = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu(Intent):
    name: ClassVar[str] = "menu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale(Intent):
    """A tap on an outdated or foreign button."""

    name: ClassVar[str] = "stale"
