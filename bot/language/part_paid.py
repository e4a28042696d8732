"""A sale of which a part is paid: ซื้อโซฟา 25,900 มัดจำ 5,000 is a sale on credit, and money received for it."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.language.grammar.facts import states
from bot.language.grammar.purchases import buyer
from bot.language.line import Line
from bot.language.sums import Sum

DEPOSIT = r"(?:วาง|จ่าย|โอน)?(?:เงิน)?(?:มัดจำ|ดาวน์)|(?:จ่าย|โอน)(?:มา)?ก่อน|(?:a )?deposit(?: of)?"
PAID = re.compile(rf"(?:{DEPOSIT}|จ่าย|โอน|paid)(?:ไป|มา|ไว้|แล้ว|ก่อน)*\s*\Z")
IS_PART = re.compile(rf"{DEPOSIT}|(?:ส่วน)?ที่เหลือ|ค้าง|ติดไว้|ผ่อน|\brest\b|\bbalance\b")
OWED = re.compile(r"(?:ยัง)?(?:ค้าง|เหลือ|ติดไว้)(?:อยู่|อีก|จ่าย)?\s*\Z|\b(?:still )?owes\s*\Z")


def part_paid(line: Line) -> list[str]:
    """The sale on credit and what was paid of it, each as a line; [] of any other."""
    who = buyer(line) if states(line, "purchase") and IS_PART.search(line.text) else None
    if who is None:
        return []
    sums = [one for one in line.numbers if one.kind != "unit_price"]
    price = next((one for one in sums if not _counts(line, one)), None)
    paid = _paid(line, [one for one in sums if price is not None and one.start > price.start], price)
    if price is None or paid is None or not 0 < paid < price.value:
        return []
    return [f"{line.words(0, price.end)} ติดไว้{_when(line, price)}", f"{who.words} จ่ายที่ค้าง {paid:.2f}"]


def _counts(line: Line, one: Sum) -> bool:
    """10 ถุง, unlike the 15,000 of 15,000 มัดจำ 5,000."""
    return one.kind == "count" and IS_PART.match(line.text[one.end :].lstrip()) is None


def _paid(line: Line, behind: list[Sum], price: Sum | None) -> Decimal | None:
    """The sum behind a word of paying; else what is left when that which is still owed is taken off."""
    for one in behind:
        if PAID.search(line.text, 0, one.start):
            return one.value * price.value / 100 if price and one.kind == "percent" else one.value
    owed = next((one for one in behind if OWED.search(line.text, 0, one.start)), None)
    return price.value - owed.value if price is not None and owed is not None else None


def _when(line: Line, price: Sum) -> str:
    """The day on which the rest is to be paid."""
    ahead = next((one for one in line.moments if one.start > price.end and not one.past), None)
    return "" if ahead is None else f" จ่าย{line.words(ahead.start, ahead.end)}"
