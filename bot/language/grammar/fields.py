"""Fields that many intents share."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from bot.language.been import FAR, RECENT
from bot.language.dates.phrases import Phrase
from bot.language.grammar.grammar import Reader
from bot.language.line import Line, Stretch
from bot.language.moments import Planned, Slots, slots, when
from bot.language.scanner import HIDDEN
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import ContactRef, CustomerRef, When
from bot.language.whose import contact, customer

YEAR = 366
BESIDE = re.compile(r"\s*")
MOST_VERBS = 24
"""Words of a line behind which a name is looked for; more are no sentence."""
VERBS = (
    "channel",
    "talk",
    "channel_weak",
    "appoint",
    "follow",
    "remind",
    "reschedule",
    "label",
    "link",
    "party",
)


def seen(line: Line) -> Slots:
    """The moments of the line by slot."""
    return line.once(slots)


def firm(line: Line) -> Found[CustomerRef] | None:
    """The customer known to the directory."""
    return line.once(customer)


def is_consumer(line: Line) -> bool:
    """The customer named is a person who buys over the counter."""
    found = firm(line)
    entry = line.directory.entry(found.value.id) if found and found.value.id is not None else None
    return entry is not None and entry.kind == "b2c"


def any_firm(line: Line) -> Found[CustomerRef] | None:
    """The customer known, else the unknown name that stands behind the words of doing.

    A name said before somebody's contact (เข้าพบ สยามวัสดุ คุณสมชาย) counts for more than where a คุณสมชาย works.
    """
    return line.once(_before_contact) or firm(line) or line.once(_unknown) or nearly_first(line)


def nearly_first(line: Line) -> Found[CustomerRef] | None:
    """The words the line begins with, if some known customer's name is like them."""
    return line.once(_first_name)


def _first_name(line: Line) -> Found[CustomerRef] | None:
    found = customer_at(line, past_small_words(line, 0, 0))
    likely = found is not None and (found.value.id is not None or found.value.candidates)
    return found if likely else None


def _before_contact(line: Line) -> Found[CustomerRef] | None:
    """The name between a word of doing and a contact; the contact settles which of its candidates it is."""
    known = firm(line)
    person = next((each for each in line.persons if each.named), None)
    if known is None or line.customers or person is None:
        return None
    for at in (place for tag in DOING for place in line.places(tag)):
        found = customer_at(line, past_small_words(line, at + 1, line.token(at).end))
        beside = found and BESIDE.fullmatch(line.text, line.place(found.end), person.start)
        if found and (beside or _names_a_firm(found.value, known.value)):
            return _settled(found, known.value)
    return None


def contact_there(line: Line) -> Found[ContactRef] | None:
    """The person at the customer the line is about."""
    return stranger_unless_at(contact(line), any_firm(line), firm(line))


def stranger_unless_at(
    person: Found[ContactRef] | None, named: Found[CustomerRef] | None, works: Found[CustomerRef] | None
) -> Found[ContactRef] | None:
    """A person known at `works` is nobody known when the customer named is another."""
    if person is None or named is None or works is None or named.value.id == works.value.id:
        return person
    return replace(person, value=ContactRef(person.value.said))


def _names_a_firm(named: CustomerRef, works: CustomerRef) -> bool:
    """Known, or like names of which one is where the person works; นัดส่งเซ็นเซอร์ names goods."""
    return named.id is not None or bool({works.id, *works.candidates} & {*named.candidates} - {None})


DOING = ("channel", "channel_weak", "appoint", "follow")


def _settled(found: Found[CustomerRef], known: CustomerRef) -> Found[CustomerRef]:
    """The one customer that has both the name and the contact."""
    firms = {known.id, *known.candidates} - {None}
    both = [each for each in found.value.candidates if each in firms]
    if len(both) != 1:
        return found
    return replace(found, value=CustomerRef(found.value.said, both[0]), sure=True)


def _unknown(line: Line) -> Found[CustomerRef] | None:
    """The name behind ให้ or กับ, where something was sent; else behind the first word of doing."""
    if (called := _called(line)) is not None:
        return called
    links = (
        [at for at in line.places("link") if line.token(at).text in RECEIVERS]
        if line.tags & {"talk", "channel"}
        else []
    )
    sent = any(line.has("channel", how) for how in ("email", "line")) or line.has("talk")
    places = [at for at in range(len(line.tokens)) if any(line.tokens.tag(at, tag) for tag in VERBS)]
    for at in [*(links if sent else ()), *places][:MOST_VERBS]:
        start = _past_role(line, past_small_words(line, at + 1, line.token(at).end))
        if found := customer_at(line, start):
            return found
    return _beside_person(line)


def _past_role(line: Line, start: int) -> int:
    """met the owner of Jaroenyont, พบเจ้าของร้านทองดี: behind who they are there."""
    found = line.behind(start)
    if found is None or line.token(found).start != start or "role" not in line.token(found).tags:
        return start
    return len(line.text) - len(OF.sub("", line.text[line.token(found).end :]))


OF = re.compile(r"\A\s*(?:of\b|at\b|ของ|จาก)?\s*")


def _called(line: Line) -> Found[CustomerRef] | None:
    """เจอลูกค้าใหม่ที่งานแฟร์ ชื่อร้านแสงทอง: behind ชื่อ, wherever they were met."""
    if "ลูกค้าใหม่" not in line.text:
        return None
    places = (at for at in line.places("add_contact", "is") if line.token(at).text == "ชื่อ")
    names = (customer_at(line, past_small_words(line, at + 1, line.token(at).end)) for at in places)
    return next((found for found in names if found is not None), None)


def _beside_person(line: Line) -> Found[CustomerRef] | None:
    """โทรหาคุณสุดา เอบีซีเทรดดิ้ง: the firm behind the person, else the person as a customer."""
    person = next((each for each in line.persons if each.start != each.name and not each.named), None)
    if person is None:
        return None
    said = line.words(person.name, person.end)
    as_customer = line.found(CustomerRef(said), person.start, person.end, sure=False)
    return customer_at(line, past_small_words(line, len(line.tokens), person.end)) or as_customer


RECEIVERS = ("ให้", "กับ", "หา", "ถึง", "to", "with", "ไปหา")


def after(*tags: str) -> Reader:
    """The customer known, else the unknown name behind the first word with one of these tags."""

    def unknown(line: Line) -> Found[CustomerRef] | None:
        for tag in tags:
            at = line.first(tag)
            start = 0 if at is None else past_small_words(line, at + 1, line.token(at).end)
            if at is not None and (found := customer_at(line, start)):
                return found
        return customer_at(line, past_small_words(line, 0, 0)) or any_firm(line)

    return lambda line: firm(line) or line.once(unknown)


SMALL = frozenset(
    [
        *("link", "party", "pronoun", "me", "particle", "label"),
        *("filler", "honorific", "deal_word", "done", "add_contact"),
    ]
)


def past_small_words(line: Line, at: int, start: int) -> int:
    """Where content begins, over words that only join."""
    while at < len(line.tokens) and SMALL & line.tokens[at].tags.keys():
        token = line.tokens[at]
        if token.text == "หา" and begins_name(line, token.start):
            break
        if "pronoun" in token.tags and _goes_on(line, token.end):
            break
        if "particle" in token.tags and line.text[token.end : token.end + 1] not in (" ", ""):
            break
        if line.text[start : token.start].strip(" .,:"):
            break
        start, at = token.end, at + 1
    while line.text[start : start + 1] in (" ", ":", ",", ".", "-"):
        start += 1
    return start


def _goes_on(line: Line, end: int) -> bool:
    """The แก of แกรนด์โฮม: letters of no other word follow at once."""
    at = line.behind(end)
    apart = line.tokens.text[end : end + 1] in ("", " ", HIDDEN, "\n", ",")
    return not apart and (at is None or line.token(at).start != end)


def begins_name(line: Line, start: int) -> bool:
    """หาดใหญ่ is a name, though หา also joins a verb and a name."""
    found = customer_at(line, start)
    return found is not None and (found.value.id is not None or bool(found.value.candidates))


def planned(line: Line) -> Planned | None:
    """The moment to come; in a line of planning also one that no word leads to."""
    found = seen(line)
    if found.planned is None and found.loose is not None:
        return Planned(found.loose, None, None, (found.loose.start, found.loose.end))
    return found.planned


def follow_up_at(line: Line) -> Found[When] | None:
    """When to follow up, of what a word such as ตาม, นัด, ภายใน leads to."""
    return line.once(plan_at) if seen(line).planned else None


def plan_at(line: Line) -> Found[When] | None:
    """When, of a line that is about what is to come."""
    found = planned(line)
    return when(line, found.phrase) if found else _not_ahead(line)


def _not_ahead(line: Line) -> Found[When] | None:
    """A moment of today in a line about what is to come; one that has gone by is asked about."""
    found = seen(line).occurred
    moment = when(line, found) if found else None
    return replace(moment, sure=False) if moment and moment.value.day < line.now.date() else moment


def part_of(line: Line) -> Found[str] | None:
    """morning, afternoon or evening, when that is all that was said of the time."""
    moment = line.once(plan_at)
    if moment is None or moment.value.part is None or moment.value.clock is not None:
        return None
    return Found(moment.value.part, moment.words, moment.start, moment.end)


def occurred_at(line: Line) -> Found[When] | None:
    """When it happened, if not just now."""
    found = seen(line).occurred
    moment = when(line, found, past=True) if found else None
    if found is None or moment is None:
        return None
    if coming := _just_ahead(line, found, moment.value):
        return replace(moment, value=replace(moment.value, other=coming), sure=False)
    return replace(moment, sure=False) if _long_ago(line, moment.value) else moment


def _long_ago(line: Line, when: When) -> bool:
    """So long ago that the year may be a slip."""
    return (line.now.date() - when.day).days > YEAR


def _just_ahead(line: Line, phrase: Phrase, back: When) -> date | None:
    """The same day to come, where the one that has been is so long gone that it may be a slip."""
    ahead, today = phrase.when(line.now), line.now.date()
    if phrase.past or ahead is None or (today - back.day).days <= FAR:
        return None
    return ahead.day if 0 <= (ahead.day - today).days <= RECENT else None


def stretches(line: Line, *found: Found[Any] | None) -> list[Stretch]:
    """The stretches of the normalised text that fields were read from."""
    return [(line.place(each.start), line.place(each.end)) for each in found if each is not None]
