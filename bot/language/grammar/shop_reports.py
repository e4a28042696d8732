"""What a shop sold: รายงานร้าน, ขายดี, ลูกค้าใหม่เดือนนี้; of any days."""

from __future__ import annotations

import re
from datetime import date

from bot.language.grammar.grammar import Grammar
from bot.language.grammar.lookups import Days
from bot.language.grammar.politeness import START
from bot.language.grammar.reports import days
from bot.language.line import Line, read_line
from bot.language.understanding import Found

ALL = re.compile(
    rf"{START}(?:ดู|show\s+)?(?:(?:รายงาน|ยอดขาย|ยอด|ภาพรวม|สรุป)(?:หน้า)?ร้าน"
    r"|(?:the\s+)?(?:shop|store)\s+(?:report|summary|sales|figures))"
)
ITEMS = re.compile(
    rf"{START}(?:ดู|show\s+)?(?:(?:สินค้า|ของ|รายการ)?(?:อะไร|(?:ตัว|อัน)?ไหน)?ขายดี(?:ที่สุด|สุด(?:ๆ)?)?(?:\s*\d{{1,2}}\s*(?:อันดับ(?:แรก)?|ตัว|อย่าง|รายการ))?"
    r"|best[- ]?sell(?:ers?|ing(?:\s+items)?)|top\s+(?:items|products)|what\s+sells\s+best)"
)
NEWCOMERS = re.compile(rf"{START}(?:ดู|show\s+)?(?:ลูกค้าใหม่|new\s+customers)")
TOPICS = {"all": ALL, "items": ITEMS, "newcomers": NEWCOMERS}
BESIDE = re.compile(
    r"(?:\s|ของ|ใน|ประจำ|มีใครบ้าง|มีอะไรบ้าง|(?:มี)?กี่(?:คน|ราย|เจ้า)|นี้|this|of|in|for|the|นะ|คะ|ค่ะ|ครับ|หน่อย|please|[^ก-๙a-z0-9])*"
)
"""What may stand beside a topic and its days."""


def _topic(line: Line) -> tuple[str, re.Match[str]] | None:
    found = ((name, pattern.match(line.text)) for name, pattern in TOPICS.items())
    return next(((name, match) for name, match in found if match), None)


def asks(line: Line) -> bool:
    """A topic, its days and nothing else; new customers are only asked about with days."""
    found = line.once(_topic)
    said = line.once(_days) if found else None
    if found is None or (found[0] == "newcomers" and said is None):
        return False
    start, text = found[1].end(), line.text
    beside = [text[start:]] if said is None else [text[start : said[2]], text[said[3] :]]
    return all(BESIDE.fullmatch(part) for part in beside)


def _days(line: Line) -> Days | None:
    """The days behind the topic, read by themselves: of ร้านเดือนนี้ nobody is called เดือนนี้."""
    found = line.once(_topic)
    if found is None:
        return None
    start = found[1].end()
    said = days(read_line(line.text[start:], line.now, line.directory, line.context))
    return None if said is None else (said[0], said[1], said[2] + start, said[3] + start)


def topic(line: Line) -> Found[str] | None:
    found = line.once(_topic)
    return None if found is None or found[0] == "all" else line.found(found[0], *found[1].span())


def date_from(line: Line) -> Found[date] | None:
    found = line.once(_days)
    return None if found is None else line.found(found[0], found[2], found[3])


def date_to(line: Line) -> Found[date] | None:
    found = line.once(_days)
    return None if found is None else line.found(found[1], found[2], found[3])


REPORT = Grammar(
    intent="shop_report", when=asks, fields={"topic": topic, "date_from": date_from, "date_to": date_to}
)
