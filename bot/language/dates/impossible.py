"""What is said as a day or a clock and is none: 31 ก.พ., วันที่ 32, 25:00, ตีหก, หกทุ่ม.

Such words are read as a moment that no calendar has, so that they are neither kept as a note nor passed over.
"""

from __future__ import annotations

from datetime import date

from bot.language.dates.calendar import day_of
from bot.language.dates.clock import Clock, closed
from bot.language.dates.day import Day
from bot.language.dates.figures import FIGURES, counts, follows_code, year_behind
from bot.language.numbers import figures, whole
from bot.language.scanner import Tokens

LAST_DAY, LAST_MONTH, LAST_HOUR = 31, 12, 24
HOUR_SIGNS = ("น.", "นาฬิกา")
VERB = "may"
"""A month that follows a count as well as a day: 60 may order."""


def no_day(tokens: Tokens, at: int) -> Day | None:
    """A day by its figures that no month has."""
    end = (
        _full_date(tokens, at)
        or _day_of_month(tokens, at)
        or _month_and_day(tokens, at)
        or _dayth(tokens, at)
    )
    return None if end is None else Day(end, _never)


def _never(_today: date, _past: bool) -> date | None:
    return None


def _full_date(tokens: Tokens, at: int) -> int | None:
    """31/2, 31/2/2569, 12/31/2026; not 99/12, which is a house, nor 10/20."""
    shape = tokens.tag(at, "numeral")
    if shape not in ("dmy", "dm", "iso") or follows_code(tokens, at) or counts(tokens, at + 1):
        return None
    first, month, last = ([int(each) for each in FIGURES.findall(tokens[at].text)] + [0])[:3]
    number = last if shape == "iso" else first
    if _is_day(number, month):
        return None
    looks = number <= LAST_DAY and month <= LAST_MONTH
    return at + 1 if looks or (shape != "dm" and min(number, month) <= LAST_MONTH) else None


def _is_day(number: int, month: int) -> bool:
    return 1 <= month <= LAST_MONTH and day_of(2000, month, number) is not None


def _day_of_month(tokens: Tokens, at: int) -> int | None:
    """31 ก.พ. 69, 45 มกรา."""
    said = _two_figures(tokens, at)
    month = tokens.next(at + 1, "month") if said is not None else None
    if said is None or month is None or tokens[at + 1].text == VERB or _is_day(said, int(month)):
        return None
    return year_behind(tokens, at + 2)[1]


def _month_and_day(tokens: Tokens, at: int) -> int | None:
    """Feb 30; Feb 69 is a year."""
    month = tokens.tag(at, "month")
    said = _two_figures(tokens, at + 1) if month and tokens.joined(at + 1) else None
    if month is None or said is None or not 1 <= said <= LAST_DAY or counts(tokens, at + 2):
        return None
    return (
        None if _is_day(said, int(month)) or tokens.next(at + 2, "clock") else year_behind(tokens, at + 2)[1]
    )


def _dayth(tokens: Tokens, at: int) -> int | None:
    """วันที่ 32."""
    thai = tokens.tag(at, "time") == "dayth" and not tokens[at].text.isascii() and tokens.joined(at + 1)
    said = _two_figures(tokens, at + 1) if thai else None
    return None if said is None or 1 <= said <= LAST_DAY or counts(tokens, at + 2) else at + 2


def _two_figures(tokens: Tokens, at: int) -> int | None:
    said = figures(tokens, at) if tokens.tag(at, "numeral") == "number" else None
    return said[0] if said and len(tokens[at].text) <= 2 else None


def no_clock(tokens: Tokens, at: int) -> Clock | None:
    """A time of day beyond the last hour, or one that its word does not go with."""
    end = _beyond_midnight(tokens, at) or _no_small_hour(tokens, at) or _no_hour_of_night(tokens, at)
    return None if end is None else closed(tokens, Clock(end, impossible=True))


def _beyond_midnight(tokens: Tokens, at: int) -> int | None:
    """25:00, 14:75, 25.30 น., 26 โมง."""
    if tokens.tag(at, "numeral") == "hms":
        return at + 1
    hour = _hour_figures(tokens, at)
    named = tokens.next(at + 1, "clock") == "oclock" or (
        tokens.next(at + 1, "clock") == "hour24" and tokens[at + 1].text in HOUR_SIGNS
    )
    return at + 2 if hour is not None and hour > LAST_HOUR and named else None


def _hour_figures(tokens: Tokens, at: int) -> int | None:
    """The hour in 25 or 25.30."""
    hour = tokens[at].text.split(".")[0] if tokens.tag(at, "numeral") == "number" else ""
    return int(hour) if hour.isdigit() and len(hour) <= 2 else None


def _no_small_hour(tokens: Tokens, at: int) -> int | None:
    """ตีหก: the hours of the night end at five."""
    said = (
        whole(tokens, at + 1) if tokens.tag(at, "clock") == "before_dawn" and tokens.joined(at + 1) else None
    )
    return said[1] if said and 6 <= said[0] <= 12 and not counts(tokens, said[1]) else None


def _no_hour_of_night(tokens: Tokens, at: int) -> int | None:
    """หกทุ่ม: there are five, then it is midnight."""
    said = whole(tokens, at)
    late = said is not None and said[0] > 5 and tokens.next(said[1], "clock") == "after_dark"
    return said[1] + 1 if said and late else None
