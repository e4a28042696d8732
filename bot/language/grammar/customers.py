"""Customers and contacts: adding them, and the brief that a bare name asks for."""

from __future__ import annotations

import re

from bot.language.grammar.birthdays import birthday
from bot.language.grammar.contacts import name_at
from bot.language.grammar.fields import stretches
from bot.language.grammar.grammar import Grammar, Reader, begins, every, no, says, value_of
from bot.language.grammar.politeness import START
from bot.language.grammar.purchases import answered
from bot.language.line import Line, Stretch
from bot.language.names import bare, fold
from bot.language.normalise import tidy
from bot.language.notes import note
from bot.language.numerals import email, phone, tax_id
from bot.language.scanner import Token
from bot.language.understanding import Found
from bot.language.unknown import legal_end
from bot.language.values import ContactRef, CustomerRef
from bot.language.whose import contact
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
        "purchase",
    ]
)
LEGAL_TAIL = re.compile(r",\s*(?:co|ltd|inc|plc)\b", re.IGNORECASE)


QUOTED = re.compile(r"\s*[\"“”'‘](?P<name>[^\"“”'’\n]{2,80})[\"“”'’]")
"""A name in quotation marks ends with them."""


def new_name(line: Line) -> Found[CustomerRef] | None:
    """The name behind ลูกค้าใหม่, up to what is known of the customer: a phone, a size, a consent."""
    at = line.first("new_customer")
    if at is None:
        return None
    start = _over_coming(line, _over_signs(line, at + 1, line.token(at).end))
    quoted = QUOTED.match(line.text, start)
    end = quoted.end() if quoted else _name_end(line, start)
    first, last = quoted.span("name") if quoted else (start, end)
    return _called(line, without_politeness(line, first, last), start, end)


def _called(line: Line, words: str, start: int, end: int) -> Found[CustomerRef] | None:
    """Who is to be called so; known if one customer already is."""
    name = _without_legal_form(words)
    if not name:
        return None
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


COMING = re.compile(r"(?:(?:เข้า|เดิน)?มา(?:ใหม่)?|1 คน|คนนึง|คนหนึ่ง)?\s*ชื่อ\s*")


def _over_coming(line: Line, start: int) -> int:
    """มีลูกค้าใหม่มา ชื่อแก้ม: they came, and the name stands behind ชื่อ."""
    found = COMING.match(line.text, start)
    return found.end() if found else start


LEAST_NAME = 5
"""Letters of a firm's name before a person's can begin: ครัวคุณต๋อย is one name."""


def _behind_space(line: Line, at: int) -> bool:
    return line.text[at - 1] in " ,\n"


def _before_name(line: Line, at: int) -> bool:
    """ชื่อ, คือ, walk-in: no part of the name, unlike a legal form."""
    token = line.token(at)
    said_kind = "kind" in token.tags and token.text not in load("names")["legal_forms"]
    behind = line.text[token.end : token.end + 1] in (" ", ":", "", "-")
    return bool({"particle", "filler", "add_contact"} & token.tags.keys()) or (said_kind and behind)


def _name_end(line: Line, start: int) -> int:
    """Up to จำกัด, a known word, a person, or a sign."""
    if legal := legal_end(line, start):
        return legal
    far = (each.start for each in line.persons if each.start - start > LEAST_NAME)
    person = next((each for each in far if _behind_space(line, each)), None)
    end = len(line.text) if person is None else _leading_to(line, person)[0]
    if leads := CONTACT_AT.search(line.text, start, end):
        end = leads.start()
    for at, token in enumerate(line.tokens):
        if start < token.start < end and _ends_name(token) and _apart(line, at):
            end = token.start
            break
    for sign in re.finditer(r"[,\n;]", line.text[start:end]):
        if not LEGAL_TAIL.match(line.text, start + sign.start()):
            return start + sign.start()
    return _without_kind(line, start, end)


CONTACT_AT = re.compile(r"(?<=\S)\s+(?:contact(?:\s+(?:person|name))?|ผู้ติดต่อ|ติดต่อ)\s*[:=]?\s*(?:คือ\s*)?")
"""Lotus Hotel contact Ploy: what leads to whom to ask for there."""
CONTACT = re.compile(r"(?:\bcontact(?:\s+(?:person|name))?\s*[:=]?\s*)?\Z")


def _leading_to(line: Line, person: int) -> Stretch:
    """The word, if any, that stands between a firm's name and whom to ask for there."""
    found = CONTACT.search(line.text, 0, person)
    return found.span() if found else (person, person)


def _ends_name(token: Token) -> bool:
    known_of_it = token.tags.get("particular") == "birthday" or token.tags.get("add_contact") == "add"
    return known_of_it or bool(ENDS_NAME & token.tags.keys())


def _apart(line: Line, at: int) -> bool:
    """A word of the name itself (ฟู้ดส์, อะไหล่) is no end; one behind a space or before figures is."""
    token = line.token(at)
    if token.text[0].isdigit() or token.text.startswith("ขนาด") or line.tokens.tag(at + 1, "numeral"):
        return True
    return line.text[token.start - 1] in " ,\n"


def _without_kind(line: Line, start: int, end: int) -> int:
    """b2b or ลูกค้าทั่วไป at the end says the kind; บจก. is part of the name."""
    kinds = (token for token in line.tokens if _only_kind(line, token))
    return next((token.start for token in kinds if start < token.start and token.end <= end), end)


def _only_kind(line: Line, token: Token) -> bool:
    kind = token.text == "b2b" or token.tags.get("kind") == "b2c"
    return kind and _behind_space(line, token.start)


def without_politeness(line: Line, start: int, end: int, keep: str = "") -> str:
    """The words without ครับ, emoji and signs behind them, but for the signs to keep (บจก.)."""
    inside = [token for token in line.tokens if start < token.start and token.end <= end]
    polite = [token for token in inside if token.tags.get("particle") == "end"]
    for token in reversed(polite):
        if SIGNS_BEHIND.sub("", line.text[token.end : end]) == "":
            end = token.start
    return SIGNS_BEHIND.sub("", tidy(line.words(start, end))).strip(" .,:;-\"'".replace(keep, ""))


SIGNS_BEHIND = re.compile(r"[^\w)\]\u0e00-\u0e7f.]+\Z")


def _without_legal_form(name: str) -> str:
    """The name as people say it: a legal form or an honorific stays in the text, a shop stays a shop."""
    folded = fold(name)
    if name.startswith("ร้าน") or len(folded) != len(name):
        return name
    rest = bare(folded)
    at = folded.find(rest)
    return name[at : at + len(rest)]


def legal_name(line: Line) -> Found[str] | None:
    """The name as typed, where it has a legal form."""
    found = new_name(line)
    if found is None or not line.has("kind", "b2b"):
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
        titled = person.start != person.name and not line.has("size")
        if name is not None and titled and _nothing_between(line, name, person.start):
            return line.found("b2c", person.start, person.end)
    return None


def _nothing_between(line: Line, at: int, end: int) -> bool:
    return not line.text[line.token(at).end : end].strip(" :,")


def _branch(line: Line) -> Found[str] | None:
    """สาขาระยอง behind the name and something else known of it; right behind the name it is part of that."""
    name, at = line.once(new_name), line.first("particular", "branch")
    if name is None or at is None or line.token(at).start < line.place(name.end):
        return None
    start = line.token(at).end
    found = BRANCH.match(line.text, start)
    return None if found is None else line.found(line.words(*found.span(1)), *found.span(1))


BRANCH = re.compile(r"[\s:]*([^\s,;]{2,40})")


def consent(line: Line) -> Found[bool] | None:
    at = line.first("consent")
    if at is not None:
        return line.of_token(line.token(at).tags["consent"] == "yes", at)
    return answered(line)


def _new_contact(line: Line) -> Found[ContactRef] | None:
    """A person behind the firm's name."""
    name = line.once(new_name)
    if name is None:
        return None
    person = contact(line)
    if person is not None and person.start >= name.end:
        return person
    leads = CONTACT_AT.match(line.text, line.place(name.end))
    return name_at(line, leads.end()) if leads else None


FIELDS: dict[str, Reader] = {
    "customer": new_name,
    "legal_name": legal_name,
    "kind": kind,
    "contact": _new_contact,
    "contact_role": value_of("role"),
    "phone": phone,
    "email": email,
    "size": value_of("size"),
    "tax_id": tax_id,
    "branch": _branch,
    "birthday": birthday,
    "consent": consent,
}
BESIDE = (
    *("new_customer", "kind", "phone_word", "size", "particular", "becomes", "party", "role", "add_contact"),
    *("consent", "email_word"),
)
"""Words that only lead to what is read of a new customer."""


def _more(line: Line) -> Found[str] | None:
    """What else was said of them: ชอบสีชมพู. It is kept as a note."""
    name = line.once(new_name)
    if name is None:
        return None
    taken = [(0, line.place(name.end)), *line.worded(*BESIDE)]
    taken += [_leading_to(line, each.start) for each in line.persons]
    taken += [each.span() for each in CONTACT_AT.finditer(line.text)]
    return note(line, [*taken, *stretches(line, *(read(line) for read in FIELDS.values()))])


NEW = Grammar(
    intent="new_customer",
    words=("new_customer",),
    when=every(begins("new_customer"), no(says("question", "promo"))),
    fields={**FIELDS, "note": _more},
    needs=("customer",),
)

MADE = re.compile(
    rf"{START}(?:เพิ่ม|แอด|add)\s*(?P<name>(?!ผู้|คน|เบอร์)\S.{{1,60}}?)\s*(?:เป็น|as (?:a )?(?:new )?)\s*"
    r"(?:ลูกค้า(?:ใหม่)?|customer)\s*(?:ครับ|คับ|ค่ะ|คะ|นะ|จ้า|ด้วย|หน่อย)*\W*\Z"
)
"""เพิ่ม รพ.กรุงไท เป็นลูกค้า, add Bright Solar as a customer."""


def _made(line: Line) -> Found[CustomerRef] | None:
    found = MADE.match(line.text)
    if found is None:
        return None
    span = found.span("name")
    return _called(line, without_politeness(line, *span), *span)


AS_CUSTOMER = Grammar(
    intent="new_customer",
    words=("add",),
    when=lambda line: _made(line) is not None,
    fields={"customer": _made, "kind": kind},
)
