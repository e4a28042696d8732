"""add_contact: a person at a customer, what they do and how to reach them."""

from __future__ import annotations

import re

from bot.language.grammar.facts import asks
from bot.language.grammar.fields import firm, past_small_words, stranger_unless_at, stretches
from bot.language.grammar.grammar import Grammar, begins, value_of
from bot.language.grammar.named import name_behind
from bot.language.line import Line, spans
from bot.language.money import price
from bot.language.notes import leaves_nothing
from bot.language.numerals import email, phone
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import ContactRef, CustomerRef
from bot.language.whose import contact


def adds_contact(line: Line) -> bool:
    """A person with what they are or their number, at a customer; nothing is told of a visit or call."""
    if line.has("add_contact", "add") and begins("add_contact")(line):
        return not _asks_number(line) and not (line.has("purchase") and price(line))
    if asks(line):
        return False
    if contact_name(line) is None or line.has("purchase") or line.has("no_longer_there") or _tells(line):
        return False
    if line.has("role") and (line.has("add") or line.has("add_contact")):
        return True
    if _reachable(line) and (line.has("role") or _firm_of_first(line)) and line.once(_employer) is not None:
        return True
    return phone(line) is not None and (
        _at_the_last(line) or (firm(line) is not None and not line.has("channel"))
    )


def _at_the_last(line: Line) -> bool:
    """คุณกมลเบอร์ 081…, while a company is spoken of: a person, a number and nothing else."""
    last = line.context.last_customer
    entry = line.directory.entry(last) if last is not None else None
    if entry is None or entry.kind == "b2c" or line.customers:
        return False
    said = [*stretches(line, contact_name(line), phone(line)), *spans(line.persons)]
    return leaves_nothing(line, [*said, *line.worded(*BESIDE_NUMBER)])


BESIDE_NUMBER = ("phone_word", "honorific", "role", "particle", "small_talk", "pronoun")


def _reachable(line: Line) -> bool:
    return phone(line) is not None or email(line) is not None


def _asks_number(line: Line) -> bool:
    """เบอร์คุณสมชาย without a number asks for it."""
    return line.has("phone_word") and phone(line) is None and not line.has("role")


def _tells(line: Line) -> bool:
    """A visit or call is told of, beyond the โทร before a number and the อีเมล before an address."""
    number = ("call", "email") if email(line) else ("call",)
    other = any(token.tags.get("channel", "call") not in number for token in line.tokens)
    return other or line.has("outcome") or line.has("inbound") or line.has("say")


def contact_name(line: Line) -> Found[ContactRef] | None:
    """The person named, with or without an honorific."""
    return contact(line) or _behind_name(line)


def _behind_name(line: Line) -> Found[ContactRef] | None:
    """A name without คุณ: behind ชื่อ, or behind the customer in an English line."""
    for at in reversed(line.places("add_contact", "is")):
        if found := name_at(line, line.token(at).end):
            return found
    if line.customers and line.has("add_contact", "add"):
        return name_at(line, line.customers[0].end)
    return None


NAME = re.compile(r"[\s:,]*((?:[a-z]+(?: (?=[a-z]))?){1,3}|[\u0e01-\u0e3a\u0e40-\u0e4e]+)")


def name_at(line: Line, start: int) -> Found[ContactRef] | None:
    """A name without คุณ that stands at a place, up to what is known of the person."""
    found = NAME.match(line.tokens.text, start)
    if found is None:
        return None
    first, end = found.span(1)
    for token in line.tokens:
        if (
            first <= token.start < end
            and {"role", "phone_word", "numeral", "link", "honorific", "question", "edit"} & token.tags.keys()
        ):
            end = token.start
    said = line.words(first, end)
    return line.found(ContactRef(said), first, end) if len(said) > 1 else None


_adding = name_behind("add_contact")


def _employer(line: Line) -> Found[CustomerRef] | None:
    """The firm known, else the name between the word of adding and a person behind an honorific."""
    found = None if line.customers else _firm_added_to(line) or _firm_of_first(line)
    return found or firm(line)


def _firm_of_first(line: Line) -> Found[CustomerRef] | None:
    """คุณเอก สยามวัสดุ จัดซื้อ 081…: the name behind the person the line begins with."""
    person = next(iter(line.persons), None)
    if person is None or person.start == person.name or line.text[: person.start].strip():
        return None
    at = line.behind(person.end)
    return customer_at(line, past_small_words(line, len(line.tokens) if at is None else at, person.end))


def _firm_added_to(line: Line) -> Found[CustomerRef] | None:
    found = _adding(line)
    if found is None or found.value.id is not None or found.value.candidates:
        return found
    return found if any(each.start > line.place(found.start) for each in line.persons) else None


def _added(line: Line) -> Found[ContactRef] | None:
    """The person; known already only at the firm they are added to, not at another one's."""
    return stranger_unless_at(contact_name(line), line.once(_employer), firm(line))


CONTACT = Grammar(
    intent="add_contact",
    when=adds_contact,
    fields={
        "customer": _employer,
        "contact": _added,
        "contact_role": value_of("role"),
        "phone": phone,
        "email": email,
    },
    needs=("customer", "contact"),
)
