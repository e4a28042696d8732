"""Which customer, contact and member of the team a line is about."""

from __future__ import annotations

import re

from bot.language.entries import LOOSE_RANK
from bot.language.line import Line, Stretch
from bot.language.matters import DOING, is_led, rivals
from bot.language.mentions import Mention
from bot.language.named_firm import firm_behind
from bot.language.names import key, with_legal_forms
from bot.language.normalise import tidy
from bot.language.people import Person
from bot.language.understanding import Found
from bot.language.unknown import LIKE, OFFERED, SURE, chunk_end, clear, customer_at
from bot.language.values import ContactRef, CustomerRef, DealRef, MemberRef
from bot.language.words import load

JOINING = ("กับ", "และ", "and", "with")
SPELT_OUT = 8
"""Letters from which a known name is trusted though more letters follow it."""
ABOUT_DEALS = frozenset(
    ["deal_word", "deal_view", "won", "lost", "stage_move", "reprice", "close_move", "hold", "quote_doc"]
)
"""Words beside which the name of a deal stands for it."""
NUMBER_OF_QUOTE = re.compile(r"[a-z]{1,4}[-/ ]?\d[\w/-]*\s*\Z")
"""QT-6911-02 may stand between the word and the name."""
THAI = re.compile(r"[\u0e01-\u0e2e\u0e40-\u0e44]")


def customer(line: Line) -> Found[CustomerRef] | None:
    """The customer mentioned, or that of the contact or site mentioned; None if nobody known is."""
    if line.customers:
        return _mentioned(line, _principal(line))
    return firm_behind(line) or _by_contact(line) or _by_deal(line)


def _principal(line: Line) -> Mention:
    """Of several customers the one whose contact is named, else the one that a word of doing leads to."""
    if len(line.customers) == 1:
        return line.customers[0]
    firms = {named.customer for person in line.persons for named in person.named if named.kind == "contact"}
    with_contact = [each for each in line.customers if firms & {named.id for named in each.of("customer")}]
    led = [each for each in line.customers if is_led(line, each)]
    likely = [*with_contact, *led, *line.customers]
    return next((each for each in likely if not _works_at_another(line, each)), likely[0])


AT_A_FIRM = re.compile(r" ?(?:ที่|จาก|ของ|ทาง|at|from)? ?\Z")


def _works_at_another(line: Line, mention: Mention) -> bool:
    """The คุณแนน of โทรหาคุณแนน TTM: called like somebody who buys over the counter, but at a firm."""
    called = any(person.name == mention.start != person.start for person in line.persons)
    if not called or not _all_are(line, mention, "b2c") or line.has("purchase"):
        return False
    beside = (each for each in line.customers if each is not mention and _touch(line, mention, each))
    return any(_all_are(line, each, "b2b") for each in beside)


def _touch(line: Line, first: Mention, second: Mention) -> bool:
    """Side by side, but for a title or the word that joins a person to a firm."""
    low, high = sorted((first, second), key=lambda each: each.start)
    person = next((each.start for each in line.persons if each.name == high.start), high.start)
    return AT_A_FIRM.match(line.text, low.end, min(person, high.start)) is not None


def _all_are(line: Line, mention: Mention, kind: str) -> bool:
    entries = [line.directory.entry(named.id) for named in mention.of("customer")]
    return bool(entries) and all(each is not None and each.kind == kind for each in entries)


def _mentioned(line: Line, mention: Mention) -> Found[CustomerRef]:
    named = mention.of("customer")
    best = min(each.rank for each in named)
    ids = tuple(dict.fromkeys(each.id for each in named if each.rank == best))
    if best == LOOSE_RANK:
        ids = tuple(dict.fromkeys((*ids, *_family(line, mention))))
    start, end = _with_honorific(line, mention)
    if len(several := rivals(line)) > 1:
        return _found(line, start, end, several, mention)
    if other := _nearly_named_before(line, mention):
        return _found(line, start, end, tuple(dict.fromkeys((*other, *ids))), mention)
    if longer := _longer_name(line, mention):
        return _goes_on(line, mention, ids, longer)
    return _found(line, start, end, _narrowed(line, ids), mention)


def _nearly_named_before(line: Line, mention: Mention) -> tuple[int, ...]:
    """เข้าพบสยามวัสดุกับริเวอร์วิว: whoever is nearly named between the verb and a joined name."""
    at = line.before(mention.start)
    if (
        at is None
        or line.token(at).text not in JOINING
        or line.text[line.token(at).end : mention.start].strip()
    ):
        return ()
    verb = next((place for place in range(at - 1, -1, -1) if DOING & line.token(place).tags.keys()), None)
    start = line.token(verb).end if verb is not None else mention.start
    found = (
        customer_at(line, start + (line.text[start : start + 1] == " ")) if start < mention.start else None
    )
    if found is None or line.place(found.end) > line.token(at).start:
        return ()
    return (found.value.id,) if found.value.id is not None else found.value.candidates


def _family(line: Line, mention: Mention) -> list[int]:
    """เอสซีจี is เอสซีจี โลจิสติกส์ without its trade, and as well the beginning of เอสซีจี เคมิคอลส์."""
    said = line.words(mention.start, mention.end)
    likely = (line.directory.entry(each) for each, _ in line.likes(said, OFFERED))
    return [one.id for one in likely if one is not None and key(one.name).startswith(key(said))]


def _found(line: Line, start: int, end: int, ids: tuple[int, ...], name: Mention) -> Found[CustomerRef]:
    said = tidy(line.words(name.start, name.end))
    if len(ids) == 1:
        return line.found(CustomerRef(said, ids[0]), start, end)
    return line.found(CustomerRef(said, candidates=ids[:OFFERED]), start, end, sure=False)


def _with_honorific(line: Line, mention: Mention) -> Stretch:
    for person in line.persons:
        if person.name == mention.start:
            return person.start, mention.end
    return with_legal_forms(line.text, mention.start, mention.end)


def _narrowed(line: Line, ids: tuple[int, ...]) -> tuple[int, ...]:
    """Of customers with one name, the one where the contact named works."""
    if len(ids) < 2:
        return ids
    firms = {named.customer for person in line.persons for named in person.named if named.kind == "contact"}
    return tuple(each for each in ids if each in firms) or ids


def _longer_name(line: Line, mention: Mention) -> str | None:
    """The whole name said, where a short known one is only its beginning: สยาม in สยามคอนกรีต."""
    if not THAI.match(line.text, mention.end):
        return None
    if any(token.start == mention.end for token in line.tokens):
        return None
    end = chunk_end(line, mention.end)
    return line.text[mention.start : end] if end > mention.end + 1 else None


def _goes_on(line: Line, mention: Mention, ids: tuple[int, ...], name: str) -> Found[CustomerRef]:
    """A name that begins like a known one: bound if nearly another's, asked about if the known is short."""
    end = mention.start + len(name)
    likes = line.likes(name, OFFERED)
    if likes and likes[0][1] >= SURE and clear(likes):
        return line.found(CustomerRef(line.words(mention.start, end), likes[0][0]), mention.start, end)
    if mention.end - mention.start >= SPELT_OUT:
        return _found(line, mention.start, mention.end, ids, mention)
    others = tuple(each for each, score in likes if score >= LIKE and each not in ids)
    ref = CustomerRef(line.words(mention.start, end), candidates=(*ids, *others)[:OFFERED])
    return line.found(ref, mention.start, end, sure=False)


def _by_contact(line: Line) -> Found[CustomerRef] | None:
    """People → their company."""
    for person in line.persons:
        firms = tuple(dict.fromkeys(named.customer for named in person.named if named.kind == "contact"))
        if firms:
            said = tidy(line.words(person.start, person.end))
            sure = len(firms) == 1
            ref = CustomerRef(said, firms[0]) if sure else CustomerRef(said, candidates=firms[:OFFERED])
            return line.found(ref, person.start, person.end, sure=sure)
    return None


def _by_deal(line: Line) -> Found[CustomerRef] | None:
    """Site or project → whose it is, where the name of a deal stands as one."""
    for mention in line.deals:
        firms = tuple(dict.fromkeys(named.customer for named in mention.named))
        if _is_meant(line, mention):
            said = tidy(line.words(mention.start, mention.end))
            sure = len(firms) == 1
            ref = CustomerRef(said, firms[0]) if sure else CustomerRef(said, candidates=firms[:OFFERED])
            return line.found(ref, mention.start, mention.end, sure=sure)
    return None


def _is_meant(line: Line, mention: Mention) -> bool:
    """เข้าไซต์บางนา, ปิดได้ บางนา, บางนา เข้าขั้นต่อรอง; goods spoken of among other words are no deal."""
    before = NUMBER_OF_QUOTE.sub("", line.text[: mention.start]).rstrip(" :")
    sites = tuple(load("names")["sites"])
    if before.endswith(sites) or line.text.startswith(sites, mention.start):
        return True
    at = line.before(len(before))
    if at is None or line.token(at).end < len(before):
        return not before and bool(ABOUT_DEALS & line.tags)
    return bool((ABOUT_DEALS | DOING) & line.token(at).tags.keys())


def deal(line: Line) -> Found[DealRef] | None:
    """The deal named: at the customer of the line, if that is known."""
    firm = line.once(customer)
    named = (firm.value.id, *firm.value.candidates) if firm else ()
    here = {each for each in named if _has_deals(line, each)}
    for mention in line.deals if here else ():
        ids = tuple(dict.fromkeys(named.id for named in mention.named if named.customer in here))
        if ids:
            said = tidy(line.words(mention.start, mention.end))
            ref = DealRef(said, ids[0]) if len(ids) == 1 else DealRef(said, candidates=ids)
            return line.found(ref, mention.start, mention.end, sure=len(ids) == 1)
    return None


def _has_deals(line: Line, firm: int | None) -> bool:
    entry = line.directory.entry(firm) if firm is not None else None
    return entry is not None and bool(entry.deals)


def contact(line: Line) -> Found[ContactRef] | None:
    """The person at the customer: known there, else named behind an honorific, else none."""
    firm = line.once(customer)
    home = firm.value.id if firm else None
    for person in line.persons:
        ids = [named.id for named in person.named if named.kind == "contact" and named.customer == home]
        if ids or (person.start != person.name and not _is_somebody_else(line, person)):
            said = tidy(line.words(person.name, person.end))
            return line.found(ContactRef(said, ids[0] if ids else None), person.start, person.end)
    return None


def _is_somebody_else(line: Line, person: Person) -> bool:
    """A customer or a colleague, and nobody who works where the line is about."""
    mention = next((each for each in line.customers if each.start == person.name), None)
    elsewhere = mention is None or not _works_at_another(line, mention)
    return elsewhere and _is(person, "customer", "member")


def _is(person: Person, *kinds: str) -> bool:
    return bool(person.named) and all(named.kind in kinds for named in person.named)


def member(line: Line) -> Found[MemberRef] | None:
    """The rep or manager named."""
    for person in line.persons:
        ids = tuple(dict.fromkeys(named.id for named in person.named if named.kind == "member"))
        if ids:
            said = tidy(line.words(person.name, person.end))
            ref = MemberRef(said, ids[0]) if len(ids) == 1 else MemberRef(said, candidates=ids)
            return line.found(ref, person.start, person.end, sure=len(ids) == 1)
    return None
