"""A birthday: the day behind เกิด or birthday, in the year of birth where that was said."""

from __future__ import annotations

import re
from datetime import date

from bot.language.dates.day import Day
from bot.language.line import Line
from bot.language.understanding import Found
from bot.language.values import NO_YEAR

REFERENCES = (date(2004, 12, 31), date(2016, 6, 15), date(2024, 12, 31))
"""Seen from each of these, a day without a year falls in another one, and พรุ่งนี้ in another month."""
OLDEST = 1900
LEAP_DAY = re.compile(r"29\s*(?:ก\.?พ\.?|กุมภา(?:พันธ์)?|feb(?:ruary)?|/\s*0?2)(?![\d/])\s*$", re.IGNORECASE)
"""Three years of four have no such day, and a date of this year is not read."""


def birthday(line: Line) -> Found[date] | None:
    """The only day of the line, somewhere behind the word for it: วันเกิดแนน 5 ธ.ค."""
    at = line.first("particular", "birthday")
    if at is None:
        return None
    start = line.token(at).start
    if found := LEAP_DAY.search(line.text, line.token(at).end):
        return line.found(date(NO_YEAR, 2, 29), start, found.end())
    return _of_moment(line, line.token(at).end, start)


def _of_moment(line: Line, behind: int, start: int) -> Found[date] | None:
    said = line.moments[0] if len(line.moments) == 1 else None
    if said is None or said.day is None or said.clock is not None or said.start < behind:
        return None
    born = _born(said.day, line.now.date())
    return None if born is None else line.found(born, start, said.end)


def _born(said: Day, today: date) -> date | None:
    """A day of the calendar, never in the future; in `NO_YEAR` if it is one of every year."""
    seen = {day for day in (said.on(reference, True) for reference in REFERENCES) if day}
    if len({(day.month, day.day) for day in seen}) != 1:
        return None
    if len(seen) > 1:
        return min(seen).replace(year=NO_YEAR)
    born = seen.pop()
    return born if born.year >= OLDEST and born <= today else None
