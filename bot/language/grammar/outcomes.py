"""What was won and lost of some days, and why: เดือนนี้ชนะอะไรมาบ้าง, why did we lose deals last month."""

from __future__ import annotations

import re

from bot.language.grammar.fields import firm, stretches
from bot.language.grammar.grammar import Grammar
from bot.language.grammar.reports import date_from, date_to
from bot.language.line import Line
from bot.language.understanding import Found
from bot.language.whose import member

WON = r"ชนะ|ปิดได้|ได้งาน|(?:win|won)\b"
LOST = r"แพ้|เสีย|หลุด|(?:lost|lose|losing)\b"
WHY = r"ทำไม|เพราะ(?:อะไร|ไร)|สาเหตุ|why\b"
ASKING = rf"{WHY}|อะไร|ใคร|ไหน|กี่|เท่าไห?ร่?|บ้าง|(?:what|which|how many|how much)\b"
AROUND = (
    r"นี้|เรา|ทีม|ดีล|งาน|ลูกค้า|ที่|ให้|กับ|คู่แข่ง|บ่อย|จัง|เยอะ|ไป|มา|แล้ว|มี|เจ้า|ราย|กัน|ช่วง|ใน|ครับ|คับ|ค่ะ|คะ|นะ"
    r"|(?:did|do|have|has|are|we|our|the|team|any|so|much|many|often|deals?|to|competitors?|in)\b"
)
WHOLE = re.compile(rf"(?:{WON}|{LOST}|{ASKING}|{AROUND}|\W)+")


SUMS = {"summary", "my_numbers"}
"""ปิดได้เท่าไหร่, ปิดได้กี่ดีล ask for the figures of whoever asks, or of the team."""


def _words(line: Line) -> str:
    """The line without its days and whose sales are meant."""
    text = line.text
    for start, end in stretches(line, date_from(line), member(line)):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def topic(line: Line) -> Found[str] | None:
    """won, lost, or rates, which tell why; nothing where both are spoken of."""
    won, lost = re.search(WON, line.text), re.search(LOST, line.text)
    why = re.search(WHY, line.text)
    said = lost or won
    if said is None or (won and lost):
        return None
    return line.found("rates" if lost and why else "lost" if lost else "won", *said.span())


def asks_outcomes(line: Line) -> bool:
    """Won or lost, a word of asking, the days, and nothing else: nobody is told of."""
    if firm(line) is not None or topic(line) is None:
        return False
    if line.tags & SUMS and not re.search(LOST, line.text):
        return False
    words = _words(line)
    return re.search(ASKING, words) is not None and WHOLE.fullmatch(words) is not None


OUTCOMES = Grammar(
    intent="report",
    when=asks_outcomes,
    fields={"topic": topic, "rep": member, "date_from": date_from, "date_to": date_to},
)
