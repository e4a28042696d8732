"""This month beside the last, or today beside yesterday: how sales go; and what was sold in any days."""

from __future__ import annotations

import re

from bot.language.crews import team
from bot.language.grammar.fields import firm
from bot.language.grammar.grammar import Grammar
from bot.language.grammar.lookups import back_from, back_to, span_back
from bot.language.grammar.team import period
from bot.language.line import Line
from bot.language.notes import leaves_nothing
from bot.language.understanding import Found
from bot.language.whose import member

BESIDE = re.compile(
    r"เทียบ|ดีกว่า|มากกว่า|น้อยกว่า|เยอะกว่า|แย่กว่า|สูงกว่า|ต่ำกว่า|ต่างจาก|กับเมื่อวาน"
    r"|\bvs\b|\bversus\b|\bcompared? (?:to|with)\b|\b(?:better|more|less) than\b"
)
SALES = re.compile(r"ยอด|ขาย|รายได้|\bsales\b|\bsold\b|\bsell(?:ing)?\b|\brevenue\b")
BEFORE = {
    "month": re.compile(r"เดือน(?:ที่แล้ว|ก่อน|ที่ผ่านมา)|\b(?:last|previous) month\b"),
    "week": re.compile(r"(?:สัปดาห์|อาทิตย์|วีค)(?:ที่แล้ว|ก่อน|ที่ผ่านมา)|\b(?:last|previous) week\b"),
    "quarter": re.compile(r"ไตรมาส(?:ที่แล้ว|ก่อน|ที่ผ่านมา)|\b(?:last|previous) quarter\b"),
    "day": re.compile(r"เมื่อวาน|\byesterday\b"),
}
ONLY_DAYS = re.compile(
    r"(?:ขอ|ช่วย|อยาก)?(?:ดู)?\s*(?:เปรียบ)?เทียบ\s*(?:เดือน|สัปดาห์|อาทิตย์|ไตรมาส|วัน)นี้\s*กับ\s*"
    r"(?:เดือน|สัปดาห์|อาทิตย์|ไตรมาส|เมื่อวาน)(?:ที่แล้ว|ก่อน|ที่ผ่านมา)?\s*(?:ให้)?(?:ดู|ที)?(?:หน่อย)?\W*(?:ครับ|ค่ะ|คะ|นะ)?"
    r"|(?:please |can you )?compare (?:this (?:month|week|quarter)|today) (?:to|with|and|against) "
    r"(?:(?:the )?(?:last|previous) (?:month|week|quarter)|yesterday)\W*(?:please)?\W*"
)
"""เทียบเดือนนี้กับเดือนที่แล้ว: what is compared of two stretches of days, unless said otherwise, is sales."""
OTHERS = re.compile(r"บอก|เล่า|วานซืน|\b(?:says|said|told|before yesterday)\b")
"""Somebody else's sales, or other days than today beside yesterday."""


def length(line: Line) -> Found[str] | None:
    """A month, a week, a quarter or a day beside the one before it."""
    found = ((name, pattern.search(line.text)) for name, pattern in BEFORE.items())
    return next((line.found(name, *match.span()) for name, match in found if match), None)


def compares(line: Line) -> bool:
    """ยอดขายเดือนนี้เทียบเดือนที่แล้ว: of all, not of one customer, one colleague or one team."""
    if firm(line) is not None or member(line) is not None or line.numbers:
        return False
    plain = BESIDE.search(line.text) and SALES.search(line.text)
    asks = (plain or ONLY_DAYS.fullmatch(line.text)) and not OTHERS.search(line.text)
    return bool(asks) and length(line) is not None and team(line) is None


COMPARED = Grammar(intent="compare_sales", when=compares, fields={"length": length})

SELLING = re.compile(
    r"(?:(?:what|how) (?:are|were) )?(?:show(?: me)? )?(?:(?:our|the|total) )*\bsales\b(?: figures| numbers)?"
    r"|(?:what|how much)(?: (?:did|have))? we (?:sell|sold)\b"
)


def asks_of_days(line: Line) -> bool:
    """sales today, how much did we sell this week: the days and nothing else."""
    if firm(line) is not None or member(line) is not None:
        return False
    asks = SELLING.search(line.text)
    days = line.once(span_back) if asks else None
    if asks is None or days is None:
        return False
    around = line.worded("particle", "question", "which", "link")
    return leaves_nothing(line, [asks.span(), days[2:], *around])


SOLD = Grammar(
    intent="team_summary",
    when=asks_of_days,
    fields={"period": period, "date_from": back_from, "date_to": back_to},
)
