"""When a line says that a deal is won: a plain word, a price got, a PO that has come."""

from __future__ import annotations

import re

from bot.language.grammar.facts import asked, asks, failed, states
from bot.language.grammar.fields import seen
from bot.language.line import Line, spans

PLAIN = ("แล้ว", "ได้", "เรียบร้อย", "won", "signed", "closed", "got", "received")


def wins(line: Line) -> bool:
    """A word of winning said as a fact; with a day to come it must say that it is done (แล้ว, ได้)."""
    places = states(line, "won")
    if not places or _fell_through(line, places[0]) or TO_SIGN.search(line.text):
        return False
    plain = any(mark in line.token(places[0]).text for mark in PLAIN) or line.has("done") or _at_a_price(line)
    return plain or (seen(line).planned is None and seen(line).loose is None)


def _at_a_price(line: Line) -> bool:
    """ปิดดีล TTM ได้ที่ 185,000 ส่งของสิ้นเดือน."""
    sums = (each for each in line.numbers if each.kind == "money")
    return any(GOT_AT.search(line.text, 0, each.start) for each in sums)


GOT_AT = re.compile(r"(?<!ไม่)(?<!จะ)(?:ได้(?:\s*(?:ที่|ราคา|ยอด|มา))?|\b(?:at|for))\s*\Z")
TO_SIGN = re.compile(
    r"รอ(?:เซ็น|ลายเซ็น)|ส่ง(?:สัญญา|เอกสาร|ใบ)[^\n]{0,60}?ให้[^\n]{0,40}?เซ็น|for (?:their )?signature"
)
"""ส่งสัญญาให้ TTM เซ็นแล้ว: it has been sent, and is not signed yet."""


def _fell_through(line: Line, at: int) -> bool:
    """ปิดดีล TTM ไม่ได้, unlike ปิดได้แล้ว TTM ไม่ได้ลด, whose first word says it is done, as ชนะ always does."""
    word = line.token(at).text
    may_fail = word.isascii() or (word.startswith("ปิด") and not any(mark in word for mark in PLAIN))
    return may_fail and failed(line, at)


PO_OF = re.compile(r"(?:\bpo|พีโอ|ใบสั่งซื้อ)\s*(?:ของ|จาก|from|of)?\s*\Z")
HAS_COME = re.compile(r"\s*(?:(?:เข้า|มา|ออก)(?:ให้)?(?:เรียบร้อย)?แล้ว|(?:is in|has come|came|arrived)\b)")
CLOSING = re.compile(r"(?<!จะ)(?<!ไม่)(?<!คาด)ปิด(?:ดีล|งาน|จ๊อบ|การขาย|ยอด)?\s*\Z")
HAS_CLOSED = re.compile(r"\s*ได้(?:เรียบร้อย)?(?:แล้ว|ละ|แระ|แร้ว|ซะที|สักที)")


def won_around(line: Line) -> bool:
    """PO TTM เข้าแล้ว, ปิด BFP ได้แล้ว: the customer is named between the words of winning."""
    if line.has("condition") or asks(line) or asked(line, 0):
        return False
    return any(_around(line, start, end) for start, end in spans(line.customers))


def _around(line: Line, start: int, end: int) -> bool:
    """What stands right before a name and right behind it; a doubt before it takes it back."""
    if any(first < start for first, _ in line.worded("doubt")):
        return False
    came = PO_OF.search(line.text, 0, start) and HAS_COME.match(line.text, end)
    closed = CLOSING.search(line.text, 0, start) and HAS_CLOSED.match(line.text, end)
    return bool(came or closed)
