"""A day to come that a line tells of without a word of what is to be done then: เข้าบอร์ดวันที่ 25."""

from __future__ import annotations

from bot.language.grammar.fields import seen
from bot.language.line import Line
from bot.language.moments import when
from bot.language.understanding import Found
from bot.language.values import When


def told_day(line: Line) -> Found[When] | None:
    """Offered for the next step, where none is agreed; never set by itself."""
    found = seen(line)
    phrase = found.loose or next(iter(found.theirs), None)
    if found.planned is not None or phrase is None or phrase.day is None:
        return None
    day = when(line, phrase)
    return day if day is not None and day.value.day > line.now.date() else None
