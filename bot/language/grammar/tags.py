"""tag_customer, tagged_customers: words by which a company sorts its customers."""

from __future__ import annotations

import re

from bot.language.grammar.customers import without_politeness
from bot.language.grammar.fields import firm as known
from bot.language.grammar.fields import stretches
from bot.language.grammar.grammar import Grammar, begins
from bot.language.line import Line, Stretch, spans
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import CustomerRef

LONGEST = 40
JOINING = re.compile(
    r"(?<![^ \ue000])(?:ออกจาก|ออก|จาก|ให้|กับ|ว่า|เป็น)(?= |\Z|\ue000)|\b(?:from|to|as|on|off|for|with)\b"
)
"""What joins a tag and the customer it is of."""
SIGNS = " #\"'“”.,:;"


def firm(line: Line) -> Found[CustomerRef] | None:
    """The customer known, else one nearly so called where more words follow: the tag."""
    return known(line) or line.once(_near)


def _near(line: Line) -> Found[CustomerRef] | None:
    at = line.first("tag")
    if at is None or line.has("tag", "list"):
        return None
    start = line.token(at).end
    found = customer_at(line, start + (line.text[start : start + 1] == " "))
    if found is None or not line.text[line.place(found.end) :].strip(SIGNS):
        return None
    return found if found.value.id is not None or found.value.candidates else None


def tag(line: Line) -> Found[str] | None:
    """The words that are neither the command nor the customer, as typed: ลูกค้าเก่า is one."""
    start, end = _trimmed(line, _behind(line), len(line.text))
    said = without_politeness(line, start, end).strip(SIGNS)
    return line.found(said, start, end) if 0 < len(said) <= LONGEST else None


def _behind(line: Line) -> int:
    return line.token(line.places("tag")[0]).end


def _trimmed(line: Line, start: int, end: int) -> Stretch:
    """Without signs, the customer and what joins it at both ends."""
    joining = ((each.start(), each.end()) for each in JOINING.finditer(line.tokens.text))
    taken = [*stretches(line, firm(line)), *joining, *_polite(line)]
    moved = True
    while moved:
        start += len(line.text[start:end]) - len(line.text[start:end].lstrip(SIGNS))
        end -= len(line.text[start:end]) - len(line.text[start:end].rstrip(SIGNS))
        head = next((stretch[1] for stretch in taken if stretch[0] == start < end), start)
        tail = next((stretch[0] for stretch in taken if stretch[1] == end > head), end)
        moved = (head, tail) != (start, end)
        start, end = head, tail
    return start, end


def _polite(line: Line) -> list[Stretch]:
    return spans(token for token in line.tokens if token.tags.get("particle") == "end")


def removes(line: Line) -> Found[bool] | None:
    at = line.first("tag", "remove")
    return None if at is None else line.of_token(True, at)


def tags(line: Line) -> bool:
    return begins("tag")(line) and not line.has("tag", "list") and firm(line) is not None


def lists(line: Line) -> bool:
    return begins("tag")(line) and firm(line) is None and "\n" not in line.text


TAG = Grammar(
    intent="tag_customer",
    words=("tag",),
    when=tags,
    fields={"customer": firm, "tag": tag, "remove": removes},
)
TAGGED = Grammar(intent="tagged_customers", words=("tag",), when=lists, fields={"tag": tag})
