"""A row of the list shown last, and the customer a command is about beside it."""

from __future__ import annotations

import re

from bot.language.grammar.fields import firm
from bot.language.grammar.grammar import Reader
from bot.language.line import Line
from bot.language.understanding import Found

LEADS = ("item_number", "complete", "reschedule", "drop", "undo", "outcome", "missed", "assign")
LONGEST_LIST = 99
BARE = ("plain", "code")
"""Kinds of number that may be a row."""


def number(line: Line) -> Found[int] | None:
    """A row of the list shown last: ข้อ 2, เสร็จ 3, เลื่อน 6 พรุ่งนี้, item 2, ข้อแรก."""
    if (first := line.first("item_number", "first")) is not None:
        return line.of_token(1, first)
    for at in range(len(line.tokens)):
        if not any(line.tokens.tag(at - 1, tag) for tag in LEADS) and at > 0:
            continue
        text, digit = line.token(at).text, line.tokens.tag(at, "digit")
        if (
            text.isdigit()
            and 0 < int(text) <= LONGEST_LIST
            and not (_of_moment(line, at) or _counts(line, at))
        ):
            return line.of_token(int(text), at)
        if digit and at > 0 and line.tokens.tag(at - 1, "item_number"):
            return line.of_token(int(digit), at)
    return None


MORE = re.compile(
    r"\d{1,2}(?:\s*(?:,|/|กับ|และ|แล้วก็|\band\b|&)\s*(?:ข้อ(?:ที่)?\s*)?\d{1,2})+(?!\s*(?:[\d.:%]|โมง|น\.|ล้าน|แสน|หมื่น|พัน|บาท))"
)


def numbers(line: Line) -> Found[tuple[int, ...]] | None:
    """Several rows of it: ข้อ 2 กับ 3, done 1, 2 and 4."""
    first = number(line)
    found = MORE.match(line.text, line.place(first.start)) if first else None
    if found is None:
        return None
    rows = dict.fromkeys(int(each) for each in re.findall(r"\d+", found[0]))
    known = len(rows) > 1 and all(0 < each <= LONGEST_LIST for each in rows)
    return line.found(tuple(rows), *found.span()) if known else None


def _of_moment(line: Line, at: int) -> bool:
    return any(each.first <= at < each.last for each in line.moments)


def _counts(line: Line, at: int) -> bool:
    """ไปแล้ว 4 แสน, โทรไปแล้ว 2 รอบ: so much or so many of something, unlike ข้อ 4."""
    led = line.tokens.tag(at - 1, "item_number") is not None
    return not led and any(each.first <= at < each.last and each.kind not in BARE for each in line.numbers)


def or_row(reader: Reader) -> Reader:
    """The customer named; beside a row of the list only one that is known (ข้อ 1 เสร็จแล้ว ลูกค้ารับของแล้ว)."""
    return lambda line: firm(line) if number(line) else reader(line)
