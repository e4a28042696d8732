"""Customers and contacts: adding them, and the brief that a bare name asks for."""

from __future__ import annotations

import re

from bot.language.grammar.fields import firm, stretches
from bot.language.grammar.grammar import Grammar, begins, every, no, says, value_of
from bot.language.line import Line
from bot.language.names import bare, fold
from bot.language.notes import note
from bot.language.numerals import email, phone, tax_id
from bot.language.understanding import Found
from bot.language.values import ContactRef, CustomerRef
from bot.language.whose import contact, customer_at
from bot.language.words import load

ENDS_NAME = frozenset(
    [
        "channel",
        "phone_word",
        "size",
        "consent",
        "numeral",
        "role",
        "follow",
        "appoint",
        "promo_code",
        "opt",
        "say",
    ]
)
LEGAL_TAIL = re.compile(r",\s*(?:co|ltd|inc|plc)", re.IGNORECASE)


def new_name(line: Line) -> Found[CustomerRef] | None:
    """The name behind ลูกค้าใหม่, up to what is known of the customer: a phone, a size, a consent."""
    at = line.first("new_customer")
    if at is None:
        return None
    start = _over_signs(line, at + 1, line.token(at).end)
    end = _name_end(line, start)
    said = line.words(start, end).strip(" .,:;-\"'")
    if not said:
        return None
    name = _without_legal_form(said)
    known = line.directory.exact(name)
    return line.found(CustomerRef(name, known[0] if len(known) == 1 else None, known), start, end)


def _over_signs(line: Line, at: int, start: int) -> int:
    """Over ชื่อ, คือ and signs behind the keyword."""
    while at < len(line.tokens) and _before_name(line, at):
        if line.text[start : line.token(at).start].strip(" :,"):
            break
        start, at = line.token(at).end, at + 1
    while line.text[start : start + 1] in (" ", ":", ",", "-", "="):
        start += 1
    return start


def _before_name(line: Line, at: int) -> bool:
    """ชื่อ, คือ, walk-in: no part of the name, unlike a legal form."""
    token = line.token(at)
    said_kind = "kind" in token.tags and token.text not in load("names")["legal_forms"]
    behind = line.text[token.end : token.end + 1] in (" ", ":", "", "-")
    return bool({"particle", "filler", "add_contact"} & token.tags.keys()) or (said_kind and behind)


def _name_end(line: Line, start: int) -> int:
    end = len(line.text)
    for at, token in enumerate(line.tokens):
        if token.start > start and ENDS_NAME & token.tags.keys() and _apart(line, at):
            end = token.start
            break
    for sign in re.finditer(r"[,\n;]", line.text[start:end]):
        if not LEGAL_TAIL.match(line.text, start + sign.start()):
            return start + sign.start()
    return _without_kind(line, start, end)


def _apart(line: Line, at: int) -> bool:
    """A word of the name itself (ฟู้ดส์, อะไหล่) is no end; one behind a space is, and one before figures."""
    before = line.text[line.token(at).start - 1]
    return (
        before in " ,\n" or line.token(at).text[0].isdigit() or line.tokens.tag(at + 1, "numeral") is not None
    )


def _without_kind(line: Line, start: int, end: int) -> int:
    """b2b at the end says the kind; บจก. is part of the name."""
    for token in line.tokens:
        if (
            token.start > start and token.end <= end and token.text in ("b2b", "b2c")
        ) or token.text == "walk-in":
            return min(end, token.start) if token.start > start else end
    return end


def _without_legal_form(said: str) -> str:
    """The name as people say it: a legal form or an honorific stays in the text, a shop stays a shop."""
    plain = " ".join(said.split())
    name = plain if plain.startswith("ร้าน") else bare(fold(plain))
    at = fold(plain).find(name)
    return plain[at : at + len(name)] if at >= 0 else plain


def legal_name(line: Line) -> Found[str] | None:
    """The name as typed, where it has a legal form."""
    found = new_name(line)
    if found is None or not line.has("kind"):
        return None
    words = found.words.strip(" ,")
    return Found(words, found.words, found.start, found.end) if len(words) > len(found.value.said) else None


def kind(line: Line) -> Found[str] | None:
    """b2b for a legal form or when said so; b2c for a person."""
    at = line.first("kind")
    if at is not None:
        return line.of_token(line.token(at).tags["kind"], at)
    name = line.first("new_customer")
    for person in line.persons:
        if name is not None and person.start != person.name and _nothing_between(line, name, person.start):
            return line.found("b2c", person.start, person.end)
    return None


def _nothing_between(line: Line, at: int, end: int) -> bool:
    return not line.text[line.token(at).end : end].strip(" :,")


def consent(line: Line) -> Found[bool] | None:
    at = line.first("consent")
    return None if at is None else line.of_token(line.token(at).tags["consent"] == "yes", at)


NEW = Grammar(
    intent="new_customer",
    when=every(begins("new_customer"), no(says("question", "promo"))),
    fields={
        "customer": new_name,
        "legal_name": legal_name,
        "kind": kind,
        "phone": phone,
        "email": email,
        "size": value_of("size"),
        "tax_id": tax_id,
        "consent": consent,
    },
    needs=("customer",),
)


def adds_contact(line: Line) -> bool:
    """A person with what they are or their number, at a customer; nothing is told of a visit or call."""
    if line.has("add_contact", "add") and begins("add_contact")(line):
        return not _asks_number(line)
    if contact_name(line) is None or line.has("purchase") or _tells(line):
        return False
    if line.has("role") and (line.has("add") or line.has("add_contact")):
        return True
    return phone(line) is not None and firm(line) is not None and not line.has("channel")


def _asks_number(line: Line) -> bool:
    """เบอร์คุณสมชาย without a number asks for it."""
    return line.has("phone_word") and phone(line) is None and not line.has("role")


def _tells(line: Line) -> bool:
    """A visit or call is told of, beyond the โทร before a number and the อีเมล before an address."""
    number = ("call", "email") if email(line) else ("call",)
    return any(token.tags.get("channel", "call") not in number for token in line.tokens) or line.has(
        "outcome"
    )


def contact_name(line: Line) -> Found[ContactRef] | None:
    """The person named, with or without an honorific."""
    return contact(line) or _behind_name(line)


def _behind_name(line: Line) -> Found[ContactRef] | None:
    """A name without คุณ: behind ชื่อ, or behind the customer in an English line."""
    for at in reversed(line.places("add_contact", "is")):
        if found := _name_at(line, line.token(at).end):
            return found
    if line.customers and line.has("add_contact", "add"):
        return _name_at(line, line.customers[0].end)
    return None


NAME = re.compile(r"[\s:,]*((?:[a-z]+(?: (?=[a-z]))?){1,3}|[\u0e01-\u0e3a\u0e40-\u0e4e]+)")


def _name_at(line: Line, start: int) -> Found[ContactRef] | None:
    found = NAME.match(line.tokens.text, start)
    if found is None:
        return None
    first, end = found.span(1)
    for token in line.tokens:
        if (
            first <= token.start < end
            and {"role", "phone_word", "numeral", "link", "honorific"} & token.tags.keys()
        ):
            end = token.start
    said = line.words(first, end)
    return line.found(ContactRef(said), first, end) if len(said) > 1 else None


CONTACT = Grammar(
    intent="add_contact",
    when=adds_contact,
    fields={
        "customer": firm,
        "contact": contact_name,
        "contact_role": value_of("role"),
        "phone": phone,
        "email": email,
    },
    needs=("customer", "contact"),
)


def names_only(line: Line) -> bool:
    """A customer or a contact and nothing else but politeness."""
    if firm(line) is None:
        return False
    spans = [(each.start, each.end) for each in line.customers] + [
        (each.start, each.end) for each in line.persons
    ]
    return note(line, [*spans, *_polite(line)]) is None


def _polite(line: Line) -> list[tuple[int, int]]:
    return line.worded("particle", "party", "question", "link", "kind", "small_talk", "phone_word")


BRIEF = Grammar(intent="brief", when=names_only, fields={"customer": firm, "contact": contact})


def near_name(line: Line) -> Found[CustomerRef] | None:
    """A whole line that is nearly the name of somebody."""
    found = customer_at(line, 0)
    if found is None or note(line, stretches(line, found)) is not None:
        return None
    return found if found.value.id is not None or found.value.candidates else None


NEARLY = Grammar(
    intent="brief",
    when=lambda line: line.once(near_name) is not None,
    fields={"customer": lambda line: line.once(near_name)},
)
