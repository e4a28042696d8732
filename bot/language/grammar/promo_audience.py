"""Whom a promotion is for, as a line says it."""

from __future__ import annotations

import re

from bot.language.grammar.grammar import value_of
from bot.language.grammar.team import days
from bot.language.line import Line
from bot.language.understanding import Found

BOUGHT = re.compile(
    r"(?:ให้|ถึง|ส่งให้|to\s+|for\s+)?(?:กลุ่ม|คนที่|ลูกค้าที่|those\s+who|who|customers\s+who|buyers\s+of)\s*"
    r"(?:เคย)?\s*(?:ซื้อ|bought\s+)?(?P<item>[^\d\s][^\d]*?)\s*(?:ใน|ภายใน|in|within)?(?:\s+the\s+last)?\s*"
    r"(?P<months>\d{1,2})\s*(?:เดือน|months?)"
)
"""กลุ่มซื้อปูน 6 เดือน: who bought that lately."""
FOR_WHOM = re.compile(
    r"(?:ส่ง)?(?:ให้|for|to)\s*(?:กลุ่ม|ลูกค้า|คนที่|customers|everybody|everyone)[^\d]*?(?=โค้ด|code|ถึง|หมด|ส่ง|\n|$)"
)
GROUP = re.compile(r"(?:กลุ่ม(?:ลูกค้า)?|\bgroup|\bsegment)\s*(?P<named>[^\s][^\n]*?)\s*(?=\n|\Z)")
BY_ITSELF = re.compile(r"อัตโนมัติ|ส่งเองทุกวัน|ทุกวันเกิด|automatic(?:ally)?|by itself")


def segment(line: Line) -> Found[str] | None:
    """A birthday's coupon for those of next month is for them, not for this month's."""
    at = line.first("segment", "next_birthday")
    return value_of("segment")(line) if at is None else line.of_token("next_birthday", at)


def segment_days(line: Line) -> Found[int] | None:
    return days(line) if line.has("segment") else None


def bought(line: Line) -> Found[str] | None:
    found = BOUGHT.search(line.text.lower())
    return None if found is None else line.found(line.words(*found.span("item")), *found.span("item"))


def months(line: Line) -> Found[int] | None:
    found = BOUGHT.search(line.text.lower())
    return None if found is None else line.found(int(found["months"]), *found.span("months"))


def repeats(line: Line) -> Found[str] | None:
    """A promotion that sends itself: on birthdays, or when somebody has been away."""
    found = BY_ITSELF.search(line.text.lower())
    if found is None:
        return None
    kind = "birthday" if line.has("segment", "birthday") else "win_back"
    return line.found(kind, *found.span())


def group(line: Line) -> Found[str] | None:
    """All that stands behind กลุ่ม or group: only the company knows where the name of its group ends."""
    found = GROUP.search(up_to_clocks(line))
    return None if found is None else line.found(line.words(*found.span("named")), *found.span("named"))


def up_to_clocks(line: Line) -> str:
    """The text with ends of lines in place of its clock times; สาย, no time by itself, may be in a name."""
    text = line.text.lower()
    for each in (one for one in line.moments if one.clock and one.clock.at):
        text = text[: each.start] + "\n" * (each.end - each.start) + text[each.end :]
    return text
