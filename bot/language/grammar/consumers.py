"""link_code: รหัสแนน asks for a code by which this customer is known in the shop's LINE."""

from __future__ import annotations

import re

from bot.language.grammar.fields import firm, stretches
from bot.language.grammar.grammar import Grammar
from bot.language.line import Line
from bot.language.notes import note
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import CustomerRef

THAI, ENGLISH = r"(?:ขอ)?(?:รหัส|โค้ด)(?:ของ|ให้|เชื่อม|ผูก)?\s*", r"(?:get |link )?code (?:for|of) "
ASKED = re.compile(f"{THAI}|{ENGLISH}", re.IGNORECASE)
"""No words of the lexicon: there รหัสสินค้า in a note would be torn apart."""


def whose_code(line: Line) -> Found[CustomerRef] | None:
    """The known customer right behind the word for a code, when nothing else is said."""
    asked = ASKED.match(line.text)
    if asked is None:
        return None
    named = (firm(line), customer_at(line, asked.end()))
    found = next((one for one in named if one is not None and one.start >= asked.end()), None)
    if found is None or not (found.value.id or found.value.candidates):
        return None
    taken = [asked.span(), *stretches(line, found), *line.worded("particle")]
    return found if note(line, taken) is None else None


LINK_CODE = Grammar(
    intent="link_code",
    when=lambda line: whose_code(line) is not None,
    fields={"customer": whose_code},
)
