"""A firm that is named behind somebody: คุณสมชาย ทองดีฮาร์ดแวร์ is another than the คุณสมชาย who is known."""

from __future__ import annotations

import re

from bot.language.line import Line
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import CustomerRef
from bot.language.words import load

BEGINS: tuple[str, ...] = (*load("names")["firm_begins"], *load("names")["places"])
ENDS: tuple[str, ...] = (*load("names")["firm_ends"], *load("names")["trades"])
JOINED = re.compile(r"\s*(?:จาก|ของ|ที่|@|from\b|at\b|of\b)?\s*")
MORE = 2
"""Letters that a name has beside such a word: วัสดุ alone is goods."""


def firm_behind(line: Line) -> Found[CustomerRef] | None:
    """The name behind a contact who is known by name only, where it is called as firms are."""
    person = next((one for one in line.persons if any(named.kind == "contact" for named in one.named)), None)
    joined = JOINED.match(line.text, person.end) if person is not None and not line.customers else None
    found = customer_at(line, joined.end()) if joined is not None else None
    return found if found is not None and _is_called_like_one(found.value.said.lower()) else None


def _is_called_like_one(said: str) -> bool:
    ends = (word for word in ENDS if said.endswith(word))
    begins = (word for word in BEGINS if said.startswith(word))
    return any(len(said) >= len(word) + MORE for word in (*ends, *begins))
