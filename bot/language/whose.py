"""Which customer, contact and member of the team a line is about."""

from __future__ import annotations

import re

from bot.language.line import Line, Stretch
from bot.language.mentions import Mention
from bot.language.names import bare, with_legal_forms
from bot.language.normalise import tidy
from bot.language.people import Person
from bot.language.scanner import HIDDEN
from bot.language.understanding import Found
from bot.language.values import ContactRef, CustomerRef, MemberRef

SURE = 88.0
"""Likeness from which a name that is nearly right is taken for it,"""
MARGIN = 15.0
"""if the next like it is that much less like."""
LIKE = 62.0
"""Likeness from which a customer is offered as the one meant."""
OFFERED = 5
LONGEST_FIRM = 80
LIMITED = re.compile(r"[^\n]*?จำกัด(?:\s*\(?มหาชน\)?)?")
SPELT_OUT = 8
"""Letters from which a known name is trusted though more letters follow it."""
THAI = re.compile(r"[\u0e01-\u0e2e\u0e40-\u0e44]")


def customer(line: Line) -> Found[CustomerRef] | None:
    """The customer mentioned, or the company of the contact mentioned; None if nobody known is."""
    if line.customers:
        return _mentioned(line, _principal(line))
    return _by_contact(line)


def _rivals(line: Line) -> tuple[int, ...]:
    """Different customers that each have a word of doing before them: two things are told in one line."""
    ids = [mention.of("customer")[0].id for mention in line.customers if _led(line, mention)]
    return tuple(dict.fromkeys(ids))


def _led(line: Line, mention: Mention) -> bool:
    """Whether a word of doing stands right before a name."""
    before = next((token for token in reversed(list(line.tokens)) if token.end <= mention.start), None)
    if before is None or not {"channel", "channel_weak", "appoint", "follow"} & before.tags.keys():
        return False
    return not line.text[before.end : mention.start].strip()


def _principal(line: Line) -> Mention:
    """Of several customers the one whose contact is named, else the one that a word of doing leads to."""
    if len(line.customers) == 1:
        return line.customers[0]
    firms = {named.customer for person in line.persons for named in person.named if named.kind == "contact"}
    with_contact = [each for each in line.customers if firms & {named.id for named in each.of("customer")}]
    led = [each for each in line.customers if _led(line, each)]
    return next(iter([*with_contact, *led, *line.customers]))


def _mentioned(line: Line, mention: Mention) -> Found[CustomerRef]:
    named = mention.of("customer")
    best = min(each.rank for each in named)
    ids = tuple(dict.fromkeys(each.id for each in named if each.rank == best))
    start, end = _with_honorific(line, mention)
    if len(rivals := _rivals(line)) > 1:
        return _found(line, start, end, rivals, mention)
    if longer := _longer_name(line, mention):
        return _goes_on(line, mention, ids, longer)
    return _found(line, start, end, _narrowed(line, ids), mention)


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
    end = _chunk_end(line, mention.end)
    return line.text[mention.start : end] if end > mention.end + 1 else None


def _goes_on(line: Line, mention: Mention, ids: tuple[int, ...], name: str) -> Found[CustomerRef]:
    """A name that begins like a known one: bound if nearly another's, asked about if the known is short."""
    end = mention.start + len(name)
    likes = line.directory.nearest(name, OFFERED)
    if likes and likes[0][1] >= SURE and _clear(likes):
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


def customer_at(line: Line, start: int) -> Found[CustomerRef] | None:
    """An unknown name that stands at a place, with the customers it may be meant for; None without a name."""
    if any(token.start == start and ENDS & token.tags.keys() for token in line.tokens):
        return None
    end = legal_end(line, start) or _chunk_end(line, start)
    said = tidy(line.words(start, end)).strip(" .,:;-\"'()")
    if len(bare(said.lower())) < 2 or not re.search(r"[a-z\u0e01-\u0e2e]", said, re.IGNORECASE):
        return None
    ref = nearest(line, said)
    return line.found(ref, start, end, sure=ref.id is not None)


def legal_end(line: Line, start: int) -> int | None:
    """A name that begins with a legal form goes on to its จำกัด, over spaces."""
    if not line.text.startswith(("บริษัท", "บจก", "หจก", "บมจ"), start):
        return None
    found = LIMITED.search(line.text, start, start + LONGEST_FIRM)
    return found.end() if found and HIDDEN not in line.tokens.text[start : found.end()] else None


def nearest(line: Line, said: str) -> CustomerRef:
    """The customer a name is nearly right for, those it may be, or a new one."""
    likes = line.directory.nearest(said, OFFERED)
    if likes and likes[0][1] >= SURE and _clear(likes):
        return CustomerRef(said, likes[0][0])
    return CustomerRef(said, candidates=tuple(each for each, score in likes if score >= LIKE))


def _clear(likes: list[tuple[int, float]]) -> bool:
    return bool(likes) and (len(likes) == 1 or likes[0][1] - likes[1][1] >= MARGIN)


def _chunk_end(line: Line, start: int) -> int:
    """Where a name ends: at a known word, a sign, a read name, or a space that no Latin word follows."""
    end = len(line.text)
    for at, token in enumerate(line.tokens):
        if token.start >= start + 1 and not _part_of_name(line, at):
            end = token.start
            break
    for at in range(start, end):
        letter = line.tokens.text[at]
        if letter in '\n,;:!?()"' or letter == HIDDEN:
            return at
        if letter == " " and at > start and not _name_goes_on(line.text, start, at):
            return at
    return end


ENDS = frozenset(
    [
        *(
            "say",
            "channel",
            "follow",
            "appoint",
            "remind",
            "purchase",
            "outcome",
            "price_word",
            "numeral",
            "question",
            "talk",
        ),
        *(
            "day",
            "weekday",
            "moment",
            "reschedule",
            "won",
            "lost",
            "stage_move",
            "role",
            "label",
            "money",
            "deadline",
        ),
        *(
            "doubt",
            "honorific",
            "phone_word",
            "complete",
            "assign",
            "history",
            "open_deal",
            "lost_reason",
            "will",
            "stage",
        ),
    ]
)
"""Words that no name contains; small words may stand inside one that is written without spaces."""
TINY = 3
"""Letters of a word that may as well be a syllable of a name."""
SHORT_ENDS = frozenset(["แล้ว", "กับ", "ให้", "ของ", "ที่", "จาก", "ตาม", "นัด", "ขอ", "จะ", "บอก", "ถาม", "รอ"])


def _part_of_name(line: Line, at: int) -> bool:
    """A word glued to the letters before it is part of the name unless it is one of doing or telling."""
    token = line.token(at)
    glued = token.start > 0 and line.text[token.start - 1] not in " \n"
    ends = ENDS & token.tags.keys() and (len(token.text) > TINY or token.text.isascii())
    return glued and not ends and token.text not in SHORT_ENDS


def _name_goes_on(text: str, start: int, space: int) -> bool:
    """A Latin name may have several words; a Thai one goes on only behind a legal form."""
    following = text[space + 1 : space + 2]
    if "a" <= following <= "z" and "a" <= text[start] <= "z":
        return True
    return text[start:space].strip(". ") in (
        "บริษัท",
        "บจก",
        "หจก",
        "บมจ",
        "ร้าน",
        "บ",
        "โรงงาน",
        "โรงแรม",
        "โรงพยาบาล",
    )


def contact(line: Line) -> Found[ContactRef] | None:
    """The person at the customer: known there, else named behind an honorific, else none."""
    firm = line.once(customer)
    home = firm.value.id if firm else None
    for person in line.persons:
        ids = [named.id for named in person.named if named.kind == "contact" and named.customer == home]
        if ids or (person.start != person.name and not _is(person, "customer", "member")):
            said = tidy(line.words(person.name, person.end))
            return line.found(ContactRef(said, ids[0] if ids else None), person.start, person.end)
    return None


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
