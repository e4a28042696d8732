"""ใช้คูปอง AB34CDE 650: a code is used at the counter, for so much."""

from __future__ import annotations

import re

from bot.language.grammar.fields import occurred_at, stretches
from bot.language.grammar.grammar import Grammar
from bot.language.grammar.promo_acts import ADDRESS, END
from bot.language.grammar.purchases import quantity, spans_of_numbers, unit
from bot.language.line import Line, spans
from bot.language.money import price
from bot.language.notes import note
from bot.language.understanding import Found

WORD = r"(?:คูปอง|โค้ด|โค๊ด|สิทธิ์|coupon|code|voucher)"
NAMED = rf"(?:(?:ใช้|แลก|redeem|use)\s*(?:the\s+)?{WORD})\s*[:#]?\s*(?P<named>[a-z][a-z0-9-]{{2,39}})"
BARE = r"(?:redeem|แลก)\s+(?P<bare>(?=[a-z0-9-]*\d)[a-z][a-z0-9-]{2,39})"
USES = re.compile(rf"{ADDRESS}(?:{NAMED}|{BARE})(?![a-z0-9-])", re.IGNORECASE)


CODE = r"(?P<code>(?=[a-z0-9-]*\d)[a-z0-9][a-z0-9-]{2,39})"
STILL = (
    r"\s*(?:ยัง)?(?:ใช้ได้|หมดอายุ)?(?:ไหม|มั้ย|หรือยัง|หรือเปล่า|รึเปล่า|(?:still\s+)?valid)?"
    rf"\??{END}"
)
CHECKS = re.compile(
    rf"{ADDRESS}(?:(?:เช็ค|เช็ก|ตรวจ|ดู|check|is)\s*(?:the\s+)?)?{WORD}\s*[:#]?\s*{CODE}{STILL}", re.IGNORECASE
)


def checked(line: Line) -> Found[str] | None:
    """In capitals: the code that is only asked about."""
    found = CHECKS.fullmatch(line.text)
    return None if found is None else line.found(found["code"].upper(), *found.span("code"))


def code(line: Line) -> Found[str] | None:
    """In capitals, right behind the word that uses it, at the beginning of the line."""
    found = USES.match(line.text)
    if found is None:
        return None
    group = "named" if found["named"] else "bare"
    return line.found(found[group].upper(), found.start(group), found.end(group))


def uses(line: Line) -> bool:
    """Said as a fact, of nobody else."""
    return code(line) is not None and not line.customers and not line.has("question")


def _true(line: Line) -> Found[bool] | None:
    found = USES.match(line.text)
    return None if found is None else line.found(True, 0, found.end())


def item(line: Line) -> Found[str] | None:
    """What was bought: what is left of the line."""
    taken = [(0, line.place(found.end)) for found in [_true(line)] if found is not None]
    taken += [*spans_of_numbers(line), *spans(line.moments), *stretches(line, occurred_at(line))]
    return note(line, taken + line.worded("purchase", "total", "money", "particle", "walk_in", "party"))


REDEEM = Grammar(
    intent="record_purchase",
    when=uses,
    fields={
        "promo_code": code,
        "redeems": _true,
        "walk_in": _true,
        "item": item,
        "quantity": quantity,
        "unit": unit,
        "amount": price,
        "occurred_at": occurred_at,
    },
)
CHECK = Grammar(
    intent="check_coupon", when=lambda line: checked(line) is not None, fields={"promo_code": checked}
)
