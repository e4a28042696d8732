"""The customer a command is about, found in the place of a name even by a part of the name.

A command moves, closes or gives away what there is: passing a name over would do that to
somebody else's.
"""

from __future__ import annotations

from bot.language.grammar.fields import MOST_VERBS, firm, past_small_words
from bot.language.grammar.grammar import Reader
from bot.language.line import Line
from bot.language.people import Person
from bot.language.understanding import Found
from bot.language.unknown import customer_at, nearest
from bot.language.values import CustomerRef
from bot.language.words import load

NO_CUSTOMER = frozenset(
    [
        "undone",
        "undo",
        "drop",
        "instead",
        "overdue",
        "edit",
        "leave",
        "search",
        "plan",
        "new_customer",
        "opt",
        "small_talk",
        "item_number",
        "numeral",
    ]
)
"""Words in the place of a name that speak of the follow-up itself: อันนี้, ที่ค้าง."""


def name_behind(*tags: str, first: bool = False) -> Reader:
    """The words behind one of these tags; with `first` also those that the line begins with."""

    def read(line: Line) -> Found[CustomerRef] | None:
        behind = [at for tag in tags for at in line.places(tag)][:MOST_VERBS]
        found = (_name_at(line, at + 1, line.token(at).end) for at in behind)
        opening = _name_at(line, 0, 0) if first else None
        return next((each for each in found if each), opening)

    return lambda line: line.once(read)


def named_by(*tags: str, first: bool = False) -> Reader:
    """The customer known, else the words in the place of a name."""
    unknown = name_behind(*tags, first=first)
    return lambda line: firm(line) or unknown(line)


def _name_at(line: Line, at: int, end: int) -> Found[CustomerRef] | None:
    """A name, or a person nobody knows, where content begins behind a word."""
    start = past_small_words(line, at, end)
    if any(token.start == start and NO_CUSTOMER & token.tags.keys() for token in line.tokens):
        return None
    person = next((each for each in line.persons if _is_stranger(each) and each.start == start), None)
    if person is None:
        found = customer_at(line, start)
        return None if found is None else without_order(line, found)
    return line.found(CustomerRef(line.words(person.name, person.end)), person.start, person.end, sure=False)


def without_order(line: Line, found: Found[CustomerRef]) -> Found[CustomerRef]:
    """สยามวัสดุเป็น: the name without the word of changing that is glued to it."""
    start, end = line.place(found.start), line.place(found.end)
    cuts = [line.text.find(word, start + 1, end) for word in load("names")["changing"]]
    cut = min((each for each in cuts if each > 0), default=end)
    if found.value.id is not None or cut == end:
        return found
    ref = nearest(line, line.words(start, cut))
    return line.found(ref, start, cut, sure=ref.id is not None)


def _is_stranger(person: Person) -> bool:
    return person.start != person.name and not person.named
