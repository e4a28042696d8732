"""What is said as a fact: no negation, condition, hope or question."""

from __future__ import annotations

import re

from bot.language.grammar.grammar import begins
from bot.language.line import Line

DOUBT_REACH = 4
"""Tokens before a word of winning in which a doubt takes it back."""


YES_OR_NO = re.compile(r"[^a-z0-9]*+(?:did|does|do|has|have|was|were|is|are)\b.*\?[^a-z0-9]*\Z")
"""did TTM call?"""
ENDS_ASKING = re.compile(r"(?:หรือ|รึ|ปะ)\s*(?:คะ|ค่ะ|ครับ|ฮะ|จ๊ะ|นะ|เนี่ย|\W)*\Z")
"""หลุดแล้วหรือ: a question by its last word, which elsewhere in a line joins two things."""


def begins_asking(line: Line) -> bool:
    """A word of asking comes first: ทำไม TTM ยังไม่ปิด, did TTM call?"""
    return begins("question")(line) or YES_OR_NO.match(line.text) is not None


def states(line: Line, tag: str) -> list[int]:
    """Places of the words with a tag that are said as a fact: no negation, condition, hope or question."""
    if line.has("condition"):
        return []
    return [at for at in line.places(tag) if not doubted(line, at) and not asked(line, at)]


def doubted(line: Line, at: int) -> bool:
    for place in range(max(0, at - DOUBT_REACH), at):
        token = line.token(place)
        if (
            "doubt" in token.tags
            and not {"won", "lost", "deal_word"} & token.tags.keys()
            and _same_clause(line, place, at)
        ):
            return True
    return False


CAME_TO_NOTHING = re.compile(
    r"(?:(?!แล้ว|ได้|เรียบร้อย|แต่|เพราะ|คู่แข่ง|ลูกค้า|เขา|เค้า|[,\n]).)*?"
    r"(?:(?:ยัง)?ไม่(?:ได้(?!ลด|แถม|ให้|ต่อ|ขอ|ใช้|เอา)|ทัน|สำเร็จ|ลง|จบ|ผ่าน|ไหว|น่า|เรียบร้อย)|ยังไม่|ยาก|ลำบาก)"
    r"|.*\b(?:not yet|fell through)\W*\Z"
)
"""ปิดดีล TTM ไม่ได้: Thai says behind the verb and its object that it failed; ไม่ได้ลด tells of something else."""


def failed(line: Line, at: int) -> bool:
    """Whether the word is taken back behind what it is about, before anything says that it is done."""
    return CAME_TO_NOTHING.match(line.tokens.text, line.token(at).end) is not None


def _same_clause(line: Line, first: int, last: int) -> bool:
    between = line.tokens.text[line.token(first).end : line.token(last).start]
    return "\n" not in between and "แต่" not in between


def asked(line: Line, at: int) -> bool:
    """Whether a word of asking stands behind the token."""
    behind = range(at + 1, len(line.tokens))
    return any(line.tokens.tag(place, "question") for place in behind) or bool(ENDS_ASKING.search(line.text))
