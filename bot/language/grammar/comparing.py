"""This month beside the last: how sales go."""

from __future__ import annotations

import re

from bot.language.grammar.fields import firm
from bot.language.grammar.grammar import Grammar
from bot.language.line import Line
from bot.language.understanding import Found

BESIDE = re.compile(
    r"เทียบ|ดีกว่า|มากกว่า|น้อยกว่า|เยอะกว่า|แย่กว่า|ต่างจาก"
    r"|\bvs\b|\bversus\b|\bcompared? (?:to|with)\b|\b(?:better|more|less) than\b"
)
SALES = re.compile(r"ยอด|ขาย|รายได้|\bsales\b|\bsold\b|\brevenue\b")
BEFORE = {
    "month": re.compile(r"เดือน(?:ที่แล้ว|ก่อน|ที่ผ่านมา)|\b(?:last|previous) month\b"),
    "week": re.compile(r"(?:สัปดาห์|อาทิตย์|วีค)(?:ที่แล้ว|ก่อน|ที่ผ่านมา)|\b(?:last|previous) week\b"),
    "quarter": re.compile(r"ไตรมาส(?:ที่แล้ว|ก่อน|ที่ผ่านมา)|\b(?:last|previous) quarter\b"),
}


def length(line: Line) -> Found[str] | None:
    """A month, a week or a quarter beside the one before it."""
    found = ((name, pattern.search(line.text)) for name, pattern in BEFORE.items())
    return next((line.found(name, *match.span()) for name, match in found if match), None)


def compares(line: Line) -> bool:
    """ยอดขายเดือนนี้เทียบเดือนที่แล้ว: of all, not of one customer."""
    asks = BESIDE.search(line.text) and SALES.search(line.text)
    return bool(asks) and length(line) is not None and firm(line) is None and not line.numbers


COMPARED = Grammar(intent="compare_sales", when=compares, fields={"length": length})
