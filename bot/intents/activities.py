"""Logging what happened with a customer, and correcting it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from bot.intents.base import Intent
from bot.language import Amount, ContactRef, CustomerRef, DealRef, When
from bot.replies import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class LogActivity(Intent):
    """A visit, call, chat, mail, meeting or note with a customer, and what was agreed next."""

    name: ClassVar[str] = "log_activity"
    customer: CustomerRef | None = None
    deal: DealRef | None = None
    stage: str | None = None
    """A stage that was spoken of; moving the deal there is offered."""
    turned_down: bool = False
    """They do not want it any more, by this line; closing the deal as lost is offered."""
    lost_reason: str | None = None
    """Why not, where that is told too."""
    channel: str | None = None
    contact: ContactRef | None = None
    note: str = ""
    outcome: str | None = None
    amount: Amount | None = None
    paid: Amount | None = None
    """Money that was received, told beside what happened: kept as a payment, never as a sum talked of."""
    follow_up_at: When | None = None
    follow_up_kind: str | None = None
    told_day: When | None = None
    """A day to come that was told of and is no plan: offered for the next step."""
    puts_off: bool = False
    """The moment agreed is another one for the appointment there: that one moves, none is added."""
    occurred_at: When | None = None
    direction: str | None = None
    followup: int | None = None
    """The follow-up whose card was tapped: this is its result."""
    replaces: Record | None = None
    """The record this sentence stands in for, after `แก้` or after the message was edited in LINE."""
    said: str = ""
    """The sentence as typed, when it is no longer the event's own text (a question came between)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogDay(Intent):
    """Several lines pasted at once: shown first, stored on one confirmation."""

    name: ClassVar[str] = "multi"
    entries: tuple[dict[str, Any], ...] = ()
    """The lines, read one by one, as `bot.intents.keeping` writes them."""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LogAgain(Intent):
    """The same once more: a sentence said twice within two minutes is stored once unless one says so."""

    name: ClassVar[str] = "log_again"
    activity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer(Intent):
    """`ไม่รับสาย`: an attempt, and another try is planned."""

    name: ClassVar[str] = "no_answer"
    followup: int | None = None
    customer: CustomerRef | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Intent):
    """Take back the last thing, or what made this record."""

    name: ClassVar[str] = "undo"
    activity: int | None = None
    followup: int | None = None
    customer: int | None = None
    purchase: int | None = None
    payment: int | None = None
    sale: bool = False
    """This person's newest sale, whatever was stored after it."""
    event: str | None = None
    """Of a card that changed an older record: take back that change, not the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redo(Intent):
    """Bring back what an undo took away: that one, or the one just before."""

    name: ClassVar[str] = "redo"
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLast(Intent):
    """Change a field of the last record, or of this one; without a field, the next sentence replaces it."""

    name: ClassVar[str] = "edit_last"
    activity: int | None = None
    followup: int | None = None
    purchase: int | None = None
    payment: int | None = None
    amount: Amount | None = None
    customer: CustomerRef | None = None
    denied: CustomerRef | None = None
    """Whom it was not with; with whom it was is asked."""
    channel: str | None = None
    contact: ContactRef | None = None
    outcome: str | None = None
    note: str | None = None
    follow_up_at: When | None = None
    occurred_at: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveToCustomer(Intent):
    """The note belongs to another customer: the one-tap way out after context filled in a name."""

    name: ClassVar[str] = "other_customer"
    activity: int
    customer: CustomerRef | None = None
