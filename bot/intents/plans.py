"""A rep's own day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.intents.base import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class MyPlan(Intent):
    """What is to be done: today, any day or days, or what is overdue."""

    name: ClassVar[str] = "my_plan"
    date_from: date | None = None
    date_to: date | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastEntry(Intent):
    """`เมื่อกี้ลงว่าอะไร`, `บันทึกยัง`: what this person stored last."""

    name: ClassVar[str] = "last_entry"
    looks_up: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDays(Intent):
    """`พรุ่งนี้หยุดมั้ย`, `วันหยุดบริษัทมีวันไหนบ้าง`: whether a day is worked, or the days to come that are not."""

    name: ClassVar[str] = "closed_days"
    looks_up: ClassVar[bool] = True
    date_from: date | None = None
    date_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyReport(Intent):
    """The day as plain text, to forward into the team's group."""

    name: ClassVar[str] = "daily_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts(Intent):
    """Lines that were kept but not placed yet."""

    name: ClassVar[str] = "drafts"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDraft(Intent):
    """A kept line goes back to the keyboard, to be completed."""

    name: ClassVar[str] = "open_draft"
    draft: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetDraft(Intent):
    """`ไม่ต้องเก็บ`."""

    name: ClassVar[str] = "keep_not"
    draft: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeLeave(Intent):
    """Days away: no plan, no reminders."""

    name: ClassVar[str] = "leave"
    date_from: date | None = None
    date_to: date | None = None
    reason: str = ""
    half: bool = False
    """Of one day only the morning or the afternoon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOffLeave(Intent):
    """`ยกเลิกลาพรุ่งนี้`: working after all; without a day it is the next leave."""

    name: ClassVar[str] = "call_off_leave"
    date_from: date | None = None
    date_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDay(Intent):
    """All appointments of a day, or of a leave until `last`, move to the next working day after it."""

    name: ClassVar[str] = "move_day"
    day: date
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedMyself(Intent):
    """`โทรเลื่อนเองแล้ว`: the customers of these days know; only the new times are missing."""

    name: ClassVar[str] = "moved_myself"
    day: date
    last: date | None = None
