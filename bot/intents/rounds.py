"""How often a customer is followed up, what comes after the last round, and how a company sets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import CustomerRef, MemberRef, When


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRounds(Intent):
    """`รอบติดตาม`: how often customers of each size, or of one, are followed up."""

    name: ClassVar[str] = "rounds"
    looks_up: ClassVar[bool] = True
    size: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRounds(Intent):
    """How many rounds a size has, or how one of them goes: after how many days, how, whom, about what."""

    name: ClassVar[str] = "set_rounds"
    size: str | None = None
    count: int | None = None
    number: int | None = None
    days: int | None = None
    channel: str | None = None
    contact_role: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideRounds(Intent):
    """All rounds are done: what now? Asked until it is answered."""

    name: ClassVar[str] = "decide_rounds"
    customer: CustomerRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nurture(Intent):
    """`ดูแลห่าง ๆ`: the customer rests until a day, on which it comes back."""

    name: ClassVar[str] = "nurture"
    customer: CustomerRef | None = None
    follow_up_at: When | None = None
    when: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendRounds(Intent):
    """`ตามต่อ … เพราะ …`: some rounds more, for a reason."""

    name: ClassVar[str] = "extend_rounds"
    customer: CustomerRef | None = None
    text: str = ""
    """Why, in the rep's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRounds(Intent):
    """`ไม่สนใจแล้ว`: a plain refusal, or the decision to give up. Nothing is planned there any more."""

    name: ClassVar[str] = "end_rounds"
    customer: CustomerRef | None = None
    channel: str | None = None
    note: str = ""
    given_up: bool = False
    """Decided here, not said by the customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeOf(Intent):
    """How large the customer is: one tap, and the rounds are those of that size."""

    name: ClassVar[str] = "size_of"
    customer: CustomerRef
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNextStep(Intent):
    """A customer without a next step: the likely days, a rest, or a colleague, one tap each."""

    name: ClassVar[str] = "set_next_step"
    customer: CustomerRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoNextStep(Intent):
    """`ลูกค้าที่ไม่มีวันตาม`: what would drop, of this person or of those led."""

    name: ClassVar[str] = "no_next_step"
    rep: MemberRef | None = None
