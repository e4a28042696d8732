"""What a promotion is called by and gives: its code, its offer, and what is reduced."""

from __future__ import annotations

import re

from bot.language.grammar.promo_audience import BOUGHT, BY_ITSELF, FOR_WHOM, up_to_clocks
from bot.language.line import Line, spans
from bot.language.notes import note
from bot.language.numerals import code_after, plain_code, word_code
from bot.language.understanding import Found

OFFER = re.compile(
    r"(?:ซื้อ\s*)?\d+\s*แถม\s*\d+|buy\s*\d+\s*get\s*\d+(?:\s*free)?|แถม(?:ฟรี)?[ก-๙]{2,30}?(?=เมื่อ|ถ้า|ให้|ถึง|\s|\Z)|(?:จัด)?ส่งฟรี|free\s*(?:delivery|shipping)"
)
HALF = re.compile(r"ครึ่งราคา|\bhalf[- ]price\b")


def code(line: Line) -> Found[str] | None:
    return code_after(line, "promo_code") or plain_code(line) or word_code(line)


def item(line: Line) -> Found[str] | None:
    """What is reduced: what is left of the line."""
    taken, text = spans(line.moments) + spans(line.numbers), up_to_clocks(line)
    others = (BOUGHT, OFFER, FOR_WHOM, BY_ITSELF, HALF, FOR)
    taken += [match.span() for each in others if (match := each.search(text))]
    taken += [match.span() for match in EVERYTHING.finditer(text)]
    taken += line.worded(*WORDS)
    if found := code(line):
        taken.append((line.place(found.start), line.place(found.end)))
    return note(line, taken)


FOR = re.compile(r"(?:สำหรับ|เฉพาะ)(?:คนที่|ลูกค้า(?:ที่)?|กลุ่ม|สมาชิก)?|\s*(?:บาท|baht)?\s*(?:ขึ้นไป|เป็นต้นไป)")
"""Words that lead to whom it is for, or follow the least to be spent; no part of what is reduced."""
EVERYTHING = re.compile(
    r"วัน(?:แม่|พ่อ|เด็ก)|(?:วัน|เทศกาล|ช่วง)?(?:วาเลนไทน์|ตรุษจีน|สงกรานต์|ปีใหม่|คริสต์มาส|ลอยกระทง|ครบรอบ)"
    r"|(?:สินค้า)?(?:ทุก(?:อย่าง|ชิ้น|รายการ|ตัว)|ทั้งร้าน|ทั้งหมด)|\b(?:everything|storewide|all items)\b"
)
"""The occasion, or that it is for all there is: not something that is reduced."""
WORDS = frozenset(
    [
        *(
            "promo",
            "promo_word",
            "discount",
            "min_spend",
            "promo_code",
            "promo_start",
            "promo_end",
            "promo_send",
            "one_day",
            "segment",
        ),
        *(
            "money",
            "unit",
            "counted",
            "link",
            "party",
            "purchase",
            "time",
            "particle",
            "not_purchase",
            "assign",
            "percent",
            "approximate",
        ),
    ]
)
