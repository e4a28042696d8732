"""Whose a phone number is that is said with a purchase: the name that stands before it."""

from __future__ import annotations

import re

from bot.language.grammar.fields import past_small_words
from bot.language.line import Line
from bot.language.understanding import Found
from bot.language.unknown import customer_at, nearest
from bot.language.values import CustomerRef

BETWEEN = re.compile(r"[\s:.,\-()]*(?:เบอร์(?:โทร)?|โทร(?:ศัพท์)?\.?|tel\.?|phone|mobile)?[\s:.,\-()]*")
"""What may stand between a name and its number."""
NAMED = re.compile(r"(?:ชื่อ|\bnamed?\b)\s*")
BARE = re.compile(r"(?P<name>[a-z\u0e01-\u0e3a\u0e40-\u0e4e]{2,20})" + BETWEEN.pattern)
NO_NAME = frozenset(["numeral", "counted", "purchase", "returned", "credit", "new_customer", "add_contact"])
"""Words of the matter, none of a name."""


def beside_phone(line: Line) -> Found[CustomerRef] | None:
    """แนน 089-111-2222 ซื้อปูน, ซื้อปูน … ชื่อแนน เบอร์ 089-111-2222."""
    at = line.first("numeral", "phone")
    if at is None:
        return None
    end = line.token(at).start
    places = [place for place in _places(line, end) if place < end]
    found = [*(customer_at(line, place) for place in places), *(_bare(line, place, end) for place in places)]
    return next((one for one in found if one and _leads_to(line, one, end) and not _is_mere(line, one)), None)


def _is_mere(line: Line, name: Found[CustomerRef]) -> bool:
    """ลูกค้าเบอร์ 089-111-2222: a customer, who is not named."""
    tokens = line.tokens.over(line.place(name.start), line.place(name.end))
    return any({"party", "walk_in"} & one.tags.keys() and one.text == name.words for one in tokens)


def _places(line: Line, end: int) -> list[int]:
    """Where a name may begin: behind ชื่อ or ของ, else with the line."""
    named = [one.end() for one in NAMED.finditer(line.text[:end])]
    claimed = [past_small_words(line, at + 1, line.token(at).end) for at in line.places("claim")]
    return [*named, *claimed] if line.has("claim") else [*named, 0, past_small_words(line, 0, 0)]


def _bare(line: Line, start: int, end: int) -> Found[CustomerRef] | None:
    """One word that is a name by its place alone: จ๋า and ลุงมา are words of other things elsewhere."""
    found = BARE.fullmatch(line.text, start, end)
    if found is None or any(NO_NAME & one.tags.keys() for one in line.tokens.over(*found.span("name"))):
        return None
    said = line.words(*found.span("name"))
    return line.found(nearest(line, said), *found.span("name"), sure=False)


def _leads_to(line: Line, name: Found[CustomerRef], number: int) -> bool:
    return BETWEEN.fullmatch(line.text[line.place(name.end) : number]) is not None
