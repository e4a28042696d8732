"""Moments at which the customer will do something: what was told, no plan of ours."""

from __future__ import annotations

from bot.language.dates.phrases import Phrase
from bot.language.line import Line

AMONG = frozenset(
    ["filler", "time", "numeral", "digit", "place", "scale", "counted", "money", "approximate", "particle"]
)
"""Words between what the customer will do and the day: จะสั่ง 40 kg เดือนหน้า."""


def is_theirs(line: Line, phrase: Phrase, lead: int | None) -> bool:
    """A word of the customer's own doing or of things that come stands right before the moment."""
    if lead is not None and _they_will(line, lead):
        return True
    before = phrase.first - 1
    while before >= 0 and AMONG & line.token(before).tags.keys() and "happens" not in line.token(before).tags:
        before -= 1
    if before < 0 or "happens" not in line.token(before).tags:
        return False
    return "," not in line.text[line.token(before).end : phrase.start] and same_line(line, before, phrase)


def _they_will(line: Line, at: int) -> bool:
    """ลูกค้าจะส่งแบบวันศุกร์, เค้าจะไปญี่ปุ่นพรุ่งนี้."""
    said_who = any(line.tokens.tag(at - 1, tag) for tag in ("party", "pronoun"))
    return said_who and line.token(at).text.startswith(("จะ", "ต้อง", "เดี๋ยว")) and line.tokens.glued(at)


def same_line(line: Line, at: int, phrase: Phrase) -> bool:
    low, high = sorted((line.token(at).end, phrase.start))
    return "\n" not in line.text[low:high]
