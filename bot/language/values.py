"""What a sales line can speak of: moments, money, customers, people, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

NO_YEAR = 4
"""Of a birthday whose year nobody said; a leap year."""
LARGEST_SUM = Decimal(10) ** 12
"""Baht: nobody means more, and no database has to hold it."""


@dataclass(frozen=True, slots=True)
class When:
    """A moment as a person says it; `day` is always known, the clock only if it was said."""

    day: date
    clock: time | None = None
    part: str | None = None
    """morning, afternoon or evening, when a part of the day is all that was said"""
    around: time | None = None
    """the hour that part usually means: เช้า 09:00, บ่าย 13:00, ค่ำ 19:00, คืน 20:00"""
    relative: bool = False
    """counted from today (อีก 10 วัน), so that it may move off a day off; an exact date stays"""
    words: str = ""
    """the phrase as typed"""
    other: date | datetime | None = None
    """the second reading, where people truly disagree (ศุกร์หน้า said on a Tuesday)"""
    day_said: bool = True
    """False for a clock without a day (เลื่อนเป็นบ่ายสาม), which keeps the day of what it changes"""
    repeat: str | None = None
    """daily, weekly:MO, monthly:5 or monthly:last"""

    def at(self, zone: tzinfo, default: time) -> datetime:
        """The instant meant: the clock said, else the part's usual hour, else `default`."""
        return datetime.combine(self.day, self.clock or self.around or default, zone)


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in baht; `approximate` when it was said so (ประมาณ, กว่า)."""

    value: Decimal
    approximate: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class CustomerRef:
    """A customer as said: `id` when sure, else `candidates` to ask about (best first), else a new name."""

    said: str
    id: int | None = None
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactRef:
    """A person at a customer; `id` when the directory knows them."""

    said: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class MemberRef:
    """A rep or manager of the team as said."""

    said: str
    id: int | None = None
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DealRef:
    """A deal as said by its site or project; `id` when there is only one of that name, else `candidates`."""

    said: str
    id: int | None = None
    candidates: tuple[int, ...] = ()
