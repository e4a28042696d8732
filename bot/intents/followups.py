"""Promising to get back to a customer, and what becomes of the promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import Amount, ContactRef, CustomerRef, MemberRef, When
from bot.replies import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReminder(Intent):
    """An appointment, a task or a deadline with a customer."""

    name: ClassVar[str] = "set_reminder"
    customer: CustomerRef | None = None
    contact: ContactRef | None = None
    follow_up_at: When | None = None
    follow_up_kind: str | None = None
    note: str = ""
    channel: str | None = None
    amount: Amount | None = None
    replaces: Record | None = None
    """The record this sentence stands in for, after `แก้`."""
    said: str = ""
    when: When | None = None
    """The moment picked or tapped, which stands before the one said."""
    after: int | None = None
    """The follow-up it continues, whose matter and person it takes over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reschedule(Intent):
    """Another moment for a follow-up, named by tap, number or customer; `when` comes from a button."""

    name: ClassVar[str] = "reschedule"
    followup: int | None = None
    customer: CustomerRef | None = None
    number: int | None = None
    numbers: tuple[int, ...] = ()
    """Several rows of the list."""
    follow_up_at: When | None = None
    due_before: When | None = None
    """The day it stood at, where that is said too."""
    when: When | None = None
    by_customer: bool = False
    """The customer asked for it: no fault of the rep's."""
    outcome: str | None = None
    """The same, as a sentence tells it: postponed_by_customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteReminder(Intent):
    """`เสร็จ`: asks one thing, what came of it."""

    name: ClassVar[str] = "complete_reminder"
    followup: int | None = None
    customer: CustomerRef | None = None
    number: int | None = None
    numbers: tuple[int, ...] = ()
    """Several rows of the last list, where more than one is named."""
    note: str = ""
    finished: bool = False
    """Nothing more is needed: the tap after the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropFollowUp(Intent):
    """`ไม่ต้องตามแล้ว`, `ยกเลิกนัดพรุ่งนี้`."""

    name: ClassVar[str] = "drop_follow_up"
    followup: int | None = None
    customer: CustomerRef | None = None
    number: int | None = None
    due_before: When | None = None
    """The day it stands at, where that is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DidNotGo(Intent):
    """`ไม่ได้ไป`: the rep missed the appointment and says so."""

    name: ClassVar[str] = "did_not_go"
    followup: int | None = None
    customer: CustomerRef | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOverdue(Intent):
    """Everything overdue moves to the next working day, in one tap."""

    name: ClassVar[str] = "move_overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Intent):
    """Give a follow-up to a colleague; its result comes back to whoever gave it."""

    name: ClassVar[str] = "assign"
    rep: MemberRef | None = None
    customer: CustomerRef | None = None
    contact: ContactRef | None = None
    channel: str | None = None
    note: str = ""
    follow_up_at: When | None = None
    follow_up_kind: str | None = None
    followup: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Intent):
    """`ฝากเมย์ไปแทน`: a colleague takes today's appointments, or this one."""

    name: ClassVar[str] = "hand_over"
    rep: MemberRef | None = None
    followup: int | None = None
    customer: CustomerRef | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartResult(Intent):
    """`ลงผล`: the keyboard opens with the customer's name; the next sentence is what came of it."""

    name: ClassVar[str] = "start_result"
    followup: int | None = None
    customer: CustomerRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFollowUp(Intent):
    """A number of a list of reminders: that one follow-up, with all that can be done about it."""

    name: ClassVar[str] = "open_follow_up"
    followup: int
