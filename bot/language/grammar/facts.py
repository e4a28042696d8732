"""What is said as a fact: no negation, condition, hope or question."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.grammar.grammar import begins
from bot.language.line import Line
from bot.language.moments import when

DOUBT_REACH = 4
"""Tokens before a word of winning in which a doubt takes it back."""


YES_OR_NO = re.compile(r"[^a-z0-9]*+(?:did|does|do|has|have|was|were|is|are)\b.*\?[^a-z0-9]*\Z")
"""did TTM call?"""
WHO_DOES = re.compile(r"[^a-z0-9]*+who (?:is|was|are|were) [a-z]+ing\b")
"""who is visiting TTM tomorrow?"""
ENDS_ASKING = re.compile(r"(?:หรือ|รึ|ปะ|เหรอ|หรอ)\s*(?:คะ|ค่ะ|ครับ|ฮะ|จ๊ะ|นะ|เนี่ย|\W)*\Z")
"""หลุดแล้วหรือ: a question by its last word, which elsewhere in a line joins two things."""


QUESTIONS = (
    r"(?:เมื่อไ[หร]+่?|ตอนไหน|วันไหน|วันที่เท่าไหร่|กี่โมง|กี่ครั้ง|กี่บาท|ขั้นไหน|ติดอะไร|เจ้าไหน|ยี่ห้อไหน|ยี่ห้ออะไร|เท่าไห?ร่?|นานแค่ไหน|คนไหน|ที่ไหน"
    r"|(?:หรือ|รึ)ยัง|(?:ไป|มา|ได้|แล้ว|\s)ยัง|ชื่ออะไร|เบอร์อะไร|ตกลงอะไร|รับปากอะไร|สัญญาอะไร|คือใคร|(?:เป็น)?(?:ยังไง|ไง)บ้าง)"
)
NAMED_AFTER = r"(?:\s*กับ\s*\S+)?"
ENDS = r"(?:แล้ว|ไว้|อยู่|ไป|มา|บ้าง|กัน|นะ|อ่ะ|อะ|เนี่ย|หว่า|หน่อ|วันนี้|ครับ|คับ|ค่ะ|คะ|ฮะ|จ๊ะ|\s|\W)*\Z"
ASKS_LAST = re.compile(QUESTIONS + NAMED_AFTER + ENDS)
REPORTS = re.compile(
    r"ถาม|ว่า|บอก|ไม่รู้|ไม่แน่|ไม่ทราบ|ไม่สรุป|ยังไม่|เช็[กค]|\bสรุป|รอ|อยาก|สนใจ|คุย|เค้า|เขา|(?<=.)(?:เรื่อง|ขอ(?!ง)|ตาม|ลูกค้า)|,|\n"
)
"""Words under which a question is somebody else's, or one still open: it is told of, not asked."""


def asks_last(line: Line) -> bool:
    """เจอลานนาล่าสุดเมื่อไหร่, โทรหา TTM ไปยัง: nothing is told behind the question, nor is it another's."""
    if line.numbers or line.has("remind") or begins("follow")(line) or any(_ahead(line)):
        return False
    asked_at = ASKS_LAST.search(line.text)
    if asked_at is None or REPORTS.search(line.tokens.text, 0, asked_at.start()) is not None:
        return False
    return not _in_a_matter(line, asked_at.start())


def _in_a_matter(line: Line, place: int) -> bool:
    """เข้าพบ TTM ลดได้เท่าไหร่: what they asked there, apart from the visit and the name."""
    if not line.customers or not begins("channel")(line):
        return False
    return MATTER.match(line.text[line.customers[0].end : place]) is not None


MATTER = re.compile(r"\s+(?!ล่าสุด|ครั้ง|ไป|มา|ไว้|แล้ว)\S")


def _ahead(line: Line) -> Iterator[bool]:
    """Moments still to come: a plan may end in what it is to find out."""
    today = line.now.date()
    return (found.value.day > today for each in line.moments if (found := when(line, each)))


def begins_asking(line: Line) -> bool:
    """A word of asking comes first: ทำไม TTM ยังไม่ปิด, did TTM call?"""
    return begins("question")(line) or any(asks.match(line.text) for asks in (YES_OR_NO, WHO_DOES))


def asks(line: Line) -> bool:
    """A question at either end of the line."""
    return begins_asking(line) or line.once(asks_last)


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
    """Whether a word of asking stands behind the token, or before all else."""
    if begins_asking(line):
        return True
    behind = range(at + 1, len(line.tokens))
    return any(line.tokens.tag(place, "question") for place in behind) or bool(ENDS_ASKING.search(line.text))
