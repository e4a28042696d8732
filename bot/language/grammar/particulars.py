"""change_customer: size, tax number, branch, address and the like, said beside the customer's name."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.grammar.birthdays import birthday
from bot.language.grammar.customers import without_politeness
from bot.language.grammar.fields import firm as known
from bot.language.grammar.fields import nearly_first, stretches
from bot.language.grammar.grammar import ADDRESS, Grammar, Reader, begins
from bot.language.grammar.named import name_behind
from bot.language.line import Line, Stretch
from bot.language.names import with_legal_forms
from bot.language.notes import leaves_nothing
from bot.language.numerals import phone, tax_id
from bot.language.understanding import Found
from bot.language.values import CustomerRef

TOLD = frozenset(
    [
        *("channel", "talk", "follow", "appoint", "say", "outcome", "purchase", "won", "lost", "reschedule"),
        *("question", "stage_move", "complete", "remind", "money", "price_word"),
    ]
)
"""Words of a line that tells what happened, or asks: nothing is a particular of the customer then."""
SIZES = re.compile(r"(?:ขนาด|ไซส์|size)\s*[:=]?\s*(xl|s|m|l)(?![a-z])")
LINK = re.compile(r"https?://\S+", re.IGNORECASE)
POINT = re.compile(r"(?<![\d.])(-?\d{1,2}\.\d{3,})\s*,\s*(-?\d{1,3}\.\d{3,})")
FORMS = re.compile(
    r"บริษัท|บจก\.?|หจก\.?|บมจ\.?|หสม\.?|จำกัด|co\.?,? ?ltd\.?|ltd\.?|inc\.?|plc\.?", re.IGNORECASE
)
LONGEST = {"branch": 40, "source": 60, "legal_form": 40, "address": 300}
"""Letters of what is written of each; more is a story."""


def firm(line: Line) -> Found[CustomerRef] | None:
    """The customer known, else one nearly so called: at the beginning, or behind a word of these."""
    return known(line) or nearly_first(line) or line.once(_behind)


def _behind(line: Line) -> Found[CustomerRef] | None:
    found = named(line)
    likely = found is not None and (found.value.id is not None or found.value.candidates)
    return found if likely else None


named = name_behind("particular", "change")


SMALL = ADDRESS | {"becomes", "link"}


def size(line: Line) -> Found[str] | None:
    """S, M, L or XL behind a word for size, or a phrase that says it whole (ขนาดใหญ่)."""
    if found := SIZES.search(line.text):
        return line.found(found[1].upper(), *found.span())
    at = line.first("size")
    whole = at is not None and len(line.token(at).text) > len("large")
    return line.of_token(line.token(at).tags["size"], at) if at is not None and whole else None


def place(line: Line) -> Found[str] | None:
    """A link to a map, or a point as 13.7563, 100.5018."""
    if "://" in line.normal.original and (found := LINK.search(line.normal.original)):
        return Found(found[0], found[0], *found.span())
    if "," in line.text and (found := POINT.search(line.text)):
        return line.found(found[0], *found.span())
    return None


def _written(field: str) -> Callable[[Line], Found[str] | None]:
    """What stands behind the field's word and the customer's name, to the end of the line."""

    def read(line: Line) -> Found[str] | None:
        at, whose = line.first("particular", field), firm(line) or line.once(of_the_last)
        if at is None or not whose or line.once(place) is not None:
            return None
        start = max(line.token(at).end, _name(line)[1] if _beside(line, at) else 0)
        start = _past_small(line, start)
        said = without_politeness(line, start, len(line.text), keep=".").strip(" ,:;")
        return line.found(said, start, len(line.text)) if 0 < len(said) <= LONGEST[field] else None

    return read


def _name(line: Line) -> Stretch:
    """The customer's name with the legal forms around it."""
    found = firm(line)
    return with_legal_forms(line.text, line.place(found.start), line.place(found.end)) if found else (0, 0)


def _beside(line: Line, at: int) -> bool:
    """Only small words stand between the field's word and the name."""
    token, (start, end) = line.token(at), _name(line)
    gap = (end, token.start) if end <= token.start else (token.end, start)
    small = [(each.start, each.end) for each in line.tokens if SMALL & each.tags.keys()]
    return leaves_nothing(line, [(0, gap[0]), *small, (gap[1], len(line.text))])


def _past_small(line: Line, start: int) -> int:
    """Over เป็น, คือ, is and signs."""
    while True:
        start += len(line.text[start:]) - len(line.text[start:].lstrip(" :=,"))
        at = line.behind(start)
        if at is None or line.token(at).start != start or "becomes" not in line.token(at).tags:
            return start
        start = line.token(at).end


WRITTEN = {field: _written(field) for field in LONGEST}


def _phone(line: Line) -> Found[str] | None:
    return phone(line) if line.has("particular", "phone") else None


def _legal_form(line: Line) -> Found[str] | None:
    """Only what is one: จดทะเบียน บจก."""
    found = WRITTEN["legal_form"](line)
    return found if found is not None and not FORMS.sub("", found.value).strip(" ().") else None


def changes(line: Line) -> bool:
    """One customer, one thing of it, and nothing that is told or planned."""
    if firm(line) is None:
        return line.once(of_the_last) and _only_written(line)
    if len(line.customers) > 1 or line.persons[1:]:
        return False
    return (_only_figures(line) or _only_written(line)) and not _opens_otherwise(line)


def of_the_last(line: Line) -> bool:
    """ที่อยู่ 55/3 บางนา, right after the card of a customer."""
    return line.context.last_customer is not None and not line.persons and begins("particular")(line)


def _opens_otherwise(line: Line) -> bool:
    """The line begins with neither the name nor a word of the particulars."""
    polite = [(each.start, each.end) for each in line.tokens if ADDRESS & each.tags.keys()]
    if any(begins(word)(line) for word in ("particular", "change", "size")):
        return False
    return not leaves_nothing(line, [*polite, (_name(line)[0], len(line.text))])


def _only_figures(line: Line) -> bool:
    """Sizes, numbers, links: all of the line is understood."""
    found = [each for each in (size(line), tax_id(line), _phone(line), place(line), birthday(line)) if each]
    if not found or (line.moments and tax_id(line) is None and birthday(line) is None):
        return False
    small = line.worded(*ADDRESS, "particular", "change", "becomes", "done", "phone_word", "kind", "size")
    return leaves_nothing(line, [_name(line), *stretches(line, *found), *small])


def _only_written(line: Line) -> bool:
    at = line.first("particular")
    if at is None or not _beside(line, at):
        return False
    written = [field for field in LONGEST if line.has("particular", field)]
    if len(written) != 1 or FIELDS[written[0]](line) is None:
        return False
    value = FIELDS[written[0]](line)
    start = line.place(value.start) if value else 0
    behind = [token for token in line.tokens if token.start >= start]
    if written[0] == "address":
        return not line.has("question") and any(letter.isdigit() for letter in line.text[start:])
    return not any(TOLD & token.tags.keys() for token in behind) and not line.moments


FIELDS: dict[str, Reader] = {
    "size": size,
    "tax_id": tax_id,
    "phone": _phone,
    "branch": WRITTEN["branch"],
    "address": WRITTEN["address"],
    "source": WRITTEN["source"],
    "legal_form": _legal_form,
    "place": place,
    "birthday": birthday,
}
CHANGE = Grammar(intent="change_customer", when=changes, fields={"customer": firm, **FIELDS})
