"""Moments in a text: days and clocks joined as they are said, in whichever order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.language.dates.calendar import day_of
from bot.language.dates.clock import Clock, in_part
from bot.language.dates.clock_figures import dotted_alone, full_quarter
from bot.language.dates.clocks import clock
from bot.language.dates.day import Day, On
from bot.language.dates.days import day
from bot.language.dates.offsets import offset
from bot.language.scanner import HIDDEN, Tokens
from bot.language.values import When

USUAL = {"morning": time(9), "afternoon": time(13), "evening": time(17)}
TONIGHT = Clock(0, part="evening", around=time(20))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A moment as said, from token `first` up to `last`, not yet fixed in a calendar."""

    first: int
    last: int
    start: int
    end: int
    words: str
    day: Day | None = None
    clock: Clock | None = None
    minutes: int | None = None
    same: bool = False
    """It is the day said before it (วันเดียวกัน), perhaps at another hour."""

    @property
    def past(self) -> bool:
        """Said of what has been."""
        return (self.day is not None and self.day.past) or (self.minutes or 0) < 0

    def doubtful(self, now: datetime) -> bool:
        """Whether people truly read it two ways, so that it is asked about."""
        if self.clock and self.clock.doubtful:
            return True
        return bool(self.day and self.day.doubtful and self.day.other and self.day.other(now.date(), False))

    def when(self, now: datetime, *, past: bool = False) -> When | None:
        """The moment meant, seen from now; None if there is no such day or no such hour."""
        if self.clock and self.clock.impossible:
            return None
        if self.minutes is not None:
            return _exactly(now, self.minutes, self.words)
        if self.day is None:
            return self._clock_only(now, past=past)
        on = self.day.on(now.date(), past)
        return None if on is None else self._on(on, now, past=past)

    def until(self, now: datetime, *, past: bool = False) -> date | None:
        """The last day of a span of days."""
        if self.day is None or self.day.until is None:
            return None
        return self.day.until(now.date(), past)

    def with_clock(self, other: Phrase) -> Phrase:
        """This day at the clock said elsewhere in the sentence."""
        return Phrase(self.first, self.last, self.start, self.end, self.words, self.day, other.clock)

    def _on(self, on: date, now: datetime, *, past: bool) -> When:
        said, around, part = self._time()
        if self.clock and self.clock.midnight:
            on += timedelta(days=1)
        other = self.day.other(now.date(), past) if self.day and self.day.other else None
        return When(
            on,
            said,
            part,
            around,
            relative=bool(self.day and self.day.relative),
            words=self.words,
            other=self._other_moment(on, other, said),
            day_said=self.day is not None,
            repeat=self.day.repeat if self.day else None,
        )

    def _time(self) -> tuple[time | None, time | None, str | None]:
        """Clock, usual hour and part, where the part may be in the day's own word."""
        found = self.clock
        part = (found.part if found else None) or (self.day.part if self.day else None)
        if found is None or found.at is None:
            return None, (found.around if found else None) or (USUAL[part] if part else None), part
        return found.at, None, None

    def _other_moment(self, on: date, other: date | None, said: time | None) -> date | datetime | None:
        """The second reading: another day at the same clock, or the same day at another clock."""
        if self.clock and self.clock.other:
            return datetime.combine(on, self.clock.other)
        if other is None or other == on:
            return None
        return datetime.combine(other, said) if said else other

    def _clock_only(self, now: datetime, *, past: bool) -> When:
        """Today if that is still ahead (or, looking back, if it is gone), else the day after (before)."""
        said, around, _part = self._time()
        today, clock_time = now.date(), said or around or time(0)
        if self.clock and self.clock.midnight:
            return self._on(today, now, past=past)
        gone = clock_time <= now.time().replace(tzinfo=None)
        if past:
            return self._on(today if gone else today - timedelta(days=1), now, past=past)
        return self._on(today + timedelta(days=1) if gone else today, now, past=past)


def _exactly(now: datetime, minutes: int, words: str) -> When:
    moment = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    return When(moment.date(), moment.time(), words=words)


def phrases(tokens: Tokens) -> Iterator[Phrase]:
    """The moments of a text in order, none overlapping another."""
    at, before, waits, appointed = 0, None, False, False
    while at < len(tokens):
        found = None if TIMELY.isdisjoint(tokens[at].tags) else _moment(tokens, at, before)
        if found is None and (before is not None or appointed) and "numeral" in tokens[at].tags:
            found = _quarter_apart(tokens, at, waits)
        if found:
            yield found
            before = found.day or before
            waits = found.day is not None and found.clock is None and found.minutes is None
        appointed = appointed or not MEETS.isdisjoint(tokens[at].tags)
        at = found.last if found else at + 1


def _moment(tokens: Tokens, at: int, before: Day | None) -> Phrase | None:
    """The moment said at a place; วันเดียวกัน is the day said `before` it."""
    if before is None:
        return phrase(tokens, at)
    if tokens.tag(at, "same_day"):
        return replace(_with_clock(tokens, at, _same(before, at)), same=True)
    found = phrase(tokens, at)
    if found is None or found.day is not None or tokens.next(found.last, "same_day") is None:
        return found
    joined = _made(tokens, at, found.last + 1, _same(before, found.last), found.clock)
    return replace(joined, same=True)


def _quarter_apart(tokens: Tokens, at: int, waits: bool) -> Phrase | None:
    """The 10.30 of พรุ่งนี้ไป TTM 10.30: of the day that waits for it, or right beside whom."""
    quarter = full_quarter(tokens, at)
    if quarter is None:
        return None
    found = _whole_span(tokens, quarter)
    before, behind = tokens.text[: tokens[at].start].rstrip(" ,"), tokens.text[tokens[at].end :].lstrip()
    is_beside = before.endswith((HIDDEN, *ENDS_ACT)) or behind.startswith(HIDDEN)
    return _made(tokens, at, found.end, None, found) if waits or is_beside else None


MEETS = frozenset(["appoint", "channel", "channel_weak", "reschedule", "moves_to"])
"""Words of meeting somebody, or of moving that: a quarter of an hour beside the name is when."""
ENDS_ACT = ("มา", "เป็น")
"""ไป TTM มา 9.30, เลื่อนเป็น 15.00."""


def _same(before: Day, at: int) -> Day:
    """That very day, once, by the word at a place."""
    return replace(before, end=at + 1, until=None, repeat=None, part=None)


TIMELY = frozenset(
    [
        *("day", "moment", "weekday", "month", "unit", "which", "edge", "part", "clock", "time", "numeral"),
        *("digit", "place", "number_word", "half", "same_day", "after_holiday", "holiday", "end_of"),
    ]
)


def phrase(tokens: Tokens, at: int) -> Phrase | None:
    """The moment said at a place, with everything joined to it."""
    if counted := offset(tokens, at):
        if counted.minutes is not None:
            return replace(_made(tokens, at, counted.day.end, counted.day, None), minutes=counted.minutes)
        return _with_clock(tokens, at, counted.day)
    if found := day(tokens, at):
        return _with_clock(tokens, at, found)
    if time_said := clock(tokens, at):
        return _with_day(tokens, at, time_said)
    early = dotted_alone(tokens, at)
    with_day = _with_day(tokens, at, early) if early else None
    return with_day if with_day and with_day.day is not None else None


def _with_clock(tokens: Tokens, at: int, found: Day) -> Phrase:
    """A day with the clock behind it, or with the part of the day in its own words (เย็นนี้)."""
    found = _until(tokens, found)
    if own := _own_part(tokens, at, found):
        end = max(found.end, own.end)
        behind = _clock_behind(tokens, end) if own.at is None else None
        return _made(tokens, at, behind.end if behind else end, found, behind or own)
    behind = _clock_behind(tokens, found.end)
    return _made(tokens, at, behind.end if behind else found.end, found, behind)


def _own_part(tokens: Tokens, at: int, found: Day) -> Clock | None:
    if tokens.tag(at, "part") or (tokens.tag(at, "which") and tokens.tag(at + 1, "part")):
        place = at if tokens.tag(at, "part") else at + 1
        return clock(tokens, place) if place < found.end else None
    return TONIGHT if tokens.tag(at, "time") == "tonight" else None


def _clock_behind(tokens: Tokens, at: int) -> Clock | None:
    """A clock after a day, over words such as เวลา, ตอน, at; of 10:00-12:00 the beginning counts."""
    place = _past_fillers(tokens, at)
    found = clock(tokens, place, after_day=True) if place < len(tokens) and tokens.joined(place) else None
    return _whole_span(tokens, found) if found else None


def _past_fillers(tokens: Tokens, at: int) -> int:
    while at < len(tokens) and tokens.joined(at) and tokens.tag(at, "time") == "at":
        at += 1
    return at


def _whole_span(tokens: Tokens, found: Clock) -> Clock:
    """Reads over the end of a span of hours."""
    end = found.end
    if (
        tokens.next(end, "time") == "to"
        and tokens.joined(end + 1)
        and (last := clock(tokens, end + 1, after_day=True))
    ):
        return Clock(
            last.end, found.at, found.part, found.around, found.other, found.doubtful, found.midnight
        )
    return found


def _until(tokens: Tokens, found: Day) -> Day:
    """A span of days: 24 ก.ย. ถึง 26 ก.ย."""
    if tokens.next(found.end, "time") != "to" or not tokens.joined(found.end + 1):
        return found
    last = day(tokens, found.end + 1)
    if last is None or found.past:
        return found
    has_month = found.number is None or last.number is not None
    first = found.on if has_month else _ahead_of(last.on, found.number or 1)
    return Day(last.end, first, until=_not_before(first, last.on), relative=found.relative)


def _ahead_of(last: On, number: int) -> On:
    """วันที่ 13 ถึง 15 เม.ย.: the month said with the last day is the first one's too, or the month before it."""

    def on(today: date, past: bool) -> date | None:
        end = last(today, past)
        if end is None:
            return None
        month = end if number <= end.day else end.replace(day=1) - timedelta(days=1)
        return day_of(month.year, month.month, number)

    return on


def _not_before(first: On, last: On) -> On:
    """พุธถึงศุกร์ said on a Wednesday: the Friday behind that Wednesday."""

    def on(today: date, past: bool) -> date | None:
        start, end = first(today, past), last(today, past)
        return last(start, False) if start and end and end < start else end

    return on


def _with_day(tokens: Tokens, at: int, found: Clock) -> Phrase:
    """A clock with the day behind it: บ่ายสองพรุ่งนี้, เช้าวันจันทร์ 9 โมง."""
    found = _whole_span(tokens, found)
    place = _past_fillers(tokens, found.end)
    behind = _day_at(tokens, place) if place < len(tokens) and tokens.joined(place) else None
    if behind is None:
        return _made(tokens, at, found.end, None, found)
    own = _own_part(tokens, place, behind)
    end = max(behind.end, own.end if own else 0)
    if found.at is not None:
        return _made(tokens, at, end, behind, in_part(found, own.part) if own else found)
    exact = _clock_behind(tokens, behind.end)
    if exact and exact.at is not None:
        return _made(tokens, at, exact.end, behind, in_part(exact, found.part))
    return _made(tokens, at, end, behind, found)


def _day_at(tokens: Tokens, at: int) -> Day | None:
    counted = offset(tokens, at)
    if counted:
        return counted.day if counted.minutes is None else None
    return day(tokens, at)


def _made(tokens: Tokens, first: int, last: int, found: Day | None, said: Clock | None) -> Phrase:
    start, end = tokens[first].start, tokens[last - 1].end
    return Phrase(first, last, start, end, tokens.text[start:end], found, said)
