"""leave: days on which a rep is not working."""

from __future__ import annotations

import re
from datetime import date

from bot.language.grammar.fields import firm
from bot.language.grammar.grammar import Grammar, begins
from bot.language.grammar.lookups import date_from, date_to
from bot.language.line import Line
from bot.language.understanding import Found

HALF = re.compile(
    r"ครึ่งวัน|ครึ่งเช้า|ครึ่งบ่าย|\bhalf[- ]?(?:a[- ]?)?day\b|\bhalf[- ]?(?:the )?(?:morning|afternoon)\b"
)
SHORT = 3
"""Letters of a word of leave that needs a day beside it (ลา)."""


def takes_leave(line: Line) -> bool:
    """A word of leave about oneself: no customer, nobody else, nothing told."""
    at = line.first("leave")
    if at is None or firm(line) is not None or line.persons:
        return False
    if begins("leave")(line) and line.moments and not line.has("party"):
        return True
    if any(line.has(tag) for tag in ("channel", "party", "question", "remind")):
        return False
    return len(line.token(at).text) > SHORT or bool(line.moments)


def reason(line: Line) -> Found[str] | None:
    at = line.first("leave")
    value = None if at is None else line.token(at).tags["leave"]
    return None if at is None or value == "any" else line.of_token(value, at)


def first_day(line: Line) -> Found[date] | None:
    """The day said; without one it is today."""
    return _said(line, 0) or line.found(line.now.date(), 0, 0)


def _said(line: Line, which: int) -> Found[date] | None:
    """The first or last of the days behind the word of leave, else of those said anywhere."""
    at = line.first("leave")
    days = [each for each in line.moments if each.day is not None]  # ครึ่งเช้า is none
    behind = [each for each in days if at is not None and each.first > at]
    if not behind or days[0] is behind[0] or days[0].until(line.now):
        return (date_from, date_to)[which](line)
    found = behind[0].when(line.now)
    last = behind[0].until(line.now)
    if found is None:
        return None
    return line.found(last if which and last else found.day, behind[0].start, behind[0].end)


def last_day(line: Line) -> Found[date] | None:
    return _said(line, 1) or line.found(line.now.date(), 0, 0)


def half(line: Line) -> Found[bool] | None:
    """ลาครึ่งวัน, half day off: the other half is worked."""
    found = HALF.search(line.text)
    return None if found is None else line.found(True, *found.span())


def calls_off(line: Line) -> bool:
    """ยกเลิกลาพรุ่งนี้, ไม่ลาแล้ว: working after all."""
    at = next(iter(line.places("leave") or line.places("leave_noted")), None)
    if at is None or firm(line) is not None or line.persons or line.has("question"):
        return False
    return line.has("undo") or line.text[: line.token(at).start].rstrip().endswith(NOT)


NOT = ("ไม่", "ไม่ได้", "not", "not taking")
CALL_OFF = Grammar(
    intent="call_off_leave",
    words=("leave", "leave_noted"),
    when=calls_off,
    fields={"date_from": date_from, "date_to": date_to},
)
LEAVE = Grammar(
    intent="leave",
    words=("leave",),
    when=takes_leave,
    fields={"date_from": first_day, "date_to": last_day, "reason": reason, "half": half},
)
