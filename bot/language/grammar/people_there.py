"""contact_left, contact_moved, who_is_who: the people at a customer come and go."""

from __future__ import annotations

import re

from bot.language.grammar.contacts import name_at
from bot.language.grammar.fields import firm, past_small_words, stretches
from bot.language.grammar.grammar import Grammar, begins
from bot.language.grammar.named import named_by
from bot.language.grammar.politeness import START
from bot.language.line import Line
from bot.language.mentions import Mention
from bot.language.notes import note
from bot.language.numerals import phone
from bot.language.people import Person
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import ContactRef, CustomerRef
from bot.language.whose import contact

SMALL = ("no_longer_there", "particle", "done", "party", "link", "remove_member", "small_talk", "successor")


def leaves(line: Line) -> bool:
    """คุณสมชายลาออกแล้ว: a person at a customer, gone, perhaps who came instead, and nothing else is told."""
    if not line.has("no_longer_there") or line.moments or firm(line) is None or contact(line) is None:
        return False
    people = stretches(line, firm(line), contact(line), successor(line), _their_phone(line))
    around = line.worded(*SMALL, "add_contact", "phone_word") if successor(line) else line.worded(*SMALL)
    return note(line, [*people, *around]) is None


def successor(line: Line) -> Found[ContactRef] | None:
    """คนใหม่ชื่อคุณแอน: whoever is named behind the word of taking the place."""
    at = line.first("successor")
    if at is None or line.tokens.tag(at + 1, "doubt"):
        return None
    end = line.token(at).end
    person = next((each for each in line.persons if each.start >= end), None)
    if person is None:
        return name_at(line, end)
    said = line.words(person.name, person.end)
    return line.found(ContactRef(said), person.start, person.end)


def _their_phone(line: Line) -> Found[str] | None:
    """The number given with the successor."""
    return phone(line) if successor(line) else None


LEFT = Grammar(
    intent="contact_left",
    words=("no_longer_there",),
    when=leaves,
    fields={"customer": firm, "contact": contact, "successor": successor, "phone": _their_phone},
)


def mover(line: Line) -> Found[ContactRef] | None:
    """The person before the word of moving; known by the firm named before it, or by being the only one."""
    person = line.once(_mover)
    if person is None:
        return None
    known = [each for each in person.named if each.kind == "contact"]
    here = {named.id for mention in _before(line) for named in mention.of("customer")}
    ids = [each.id for each in known if each.customer in here] or [each.id for each in known]
    said = line.words(person.name, person.end)
    return line.found(ContactRef(said, ids[0] if len(ids) == 1 else None), person.start, person.end)


def _mover(line: Line) -> Person | None:
    at = line.first("moved_firm")
    if at is None:
        return None
    before = [each for each in line.persons if each.end <= line.token(at).start]
    people = [each for each in before if not _is_firm(line, each)]
    return people[0] if people else None


def _is_firm(line: Line, person: Person) -> bool:
    return any(each.start == person.name for each in line.customers)


def _before(line: Line) -> list[Mention]:
    at = line.first("moved_firm")
    return [each for each in line.customers if at is not None and each.end <= line.token(at).start]


def old_firm(line: Line) -> Found[CustomerRef] | None:
    """The firm named before the word of moving, else those at which somebody of that name works."""
    person = line.once(_mover)
    named = _before(line)
    if person is None:
        return None
    ids = [each.id for mention in named for each in mention.of("customer")]
    ids = ids or [each.customer for each in person.named if each.kind == "contact" and each.customer]
    firms, said = tuple(dict.fromkeys(ids)), line.words(person.name, person.end)
    one = firms[0] if len(firms) == 1 else None
    return line.found(CustomerRef(said, one, firms), person.start, person.end) if firms else None


def new_firm(line: Line) -> Found[CustomerRef] | None:
    """The name behind the word of moving."""
    at = line.first("moved_firm")
    if at is None:
        return None
    end = line.token(at).end
    known = next((each for each in line.customers if each.start >= end), None)
    if known is None:
        return customer_at(line, past_small_words(line, at + 1, end))
    ids = tuple(dict.fromkeys(each.id for each in known.of("customer")))
    said = line.words(known.start, known.end)
    ref = CustomerRef(said, ids[0] if len(ids) == 1 else None, ids)
    return line.found(ref, known.start, known.end, sure=len(ids) == 1)


def moves(line: Line) -> bool:
    """คุณนกย้ายไปอยู่ริเวอร์วิว: who, a word of moving, where, and no more."""
    person, firm_there = mover(line), new_firm(line)
    if person is None or firm_there is None or line.moments:
        return False
    known = any(each.kind == "contact" for each in (line.once(_mover) or Person(0, 0, 0)).named)
    spoken = known or (line.once(_mover) is not None and bool(_before(line)))
    names = [(each.start, each.end) for each in line.customers]
    taken = [*stretches(line, person, firm_there), *names, *line.worded("moved_firm", *SMALL, "kind")]
    return spoken and note(line, taken) is None


MOVED = Grammar(
    intent="contact_moved",
    words=("moved_firm",),
    when=moves,
    fields={"contact": mover, "before": old_firm, "customer": new_firm},
)
REMOVES = re.compile(
    rf"{START}(?:ลบ|เอา|delete|remove)\s*(?:ชื่อ|the\s+)?(?P<said>(?:ผู้ติดต่อ|คนติดต่อ|contact)(?:ชื่อ)?)?\s*"
)
AWAY = re.compile(r"ออก(?:จาก|ไป)?|จาก|ของ|ที่|ทิ้ง|เลย|หน่อย|\b(?:from|at|of)\b")


def removes(line: Line) -> bool:
    return line.once(_removed) is not None


def _removed(line: Line) -> Found[ContactRef] | None:
    """ลบผู้ติดต่อคุณเล็ก: whoever is to be taken off a customer, and nothing else."""
    begun = REMOVES.match(line.text)
    if begun is None or ("เอา" in begun[0] and "ออก" not in line.text):
        return None
    who = contact(line) or (name_at(line, begun.end()) if begun["said"] else None)
    if who is None or not (begun["said"] or _is_known_there(line, who, begun.end())):
        return None
    small = [found.span() for found in AWAY.finditer(line.text, begun.end())]
    firms = [(each.start, each.end) for each in line.customers]
    said = [begun.span(), *stretches(line, who), *firms, *small, *line.worded("particle")]
    return who if note(line, said) is None else None


def _is_known_there(line: Line, who: Found[ContactRef], start: int) -> bool:
    """ลบคุณวิทย์: a contact and nobody else is called so; a customer of that name would be meant."""
    here = [each for each in line.persons if each.start == start == line.place(who.start)]
    return bool(here) and all(named.kind == "contact" for each in here for named in each.named)


REMOVED = Grammar(
    intent="contact_left",
    when=removes,
    fields={"customer": firm, "contact": lambda line: line.once(_removed)},
)
behind_coverage = named_by("coverage")
WHO_IS_WHO = Grammar(
    intent="who_is_who",
    words=("coverage",),
    when=lambda line: begins("coverage")(line) and behind_coverage(line) is not None,
    fields={"customer": behind_coverage},
)
