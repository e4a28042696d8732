"""Names in a line: those the directory knows, and new ones behind คุณ, พี่, khun."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.language.entries import Named
from bot.language.mentions import Mention, is_short
from bot.language.scanner import HIDDEN, Tokens

LONGEST_NAME, LEFT_OVER = 24, 2
NAME_LETTERS = re.compile(r"[a-z\u0e01-\u0e3a\u0e40-\u0e4e]+")
STOPS = frozenset(
    [
        *(
            "say",
            "purchase",
            "credit",
            "taking",
            "paid_debt",
            "outcome",
            "will",
            "follow",
            "remind",
            "appoint",
            "channel",
            "role",
            "phone_word",
            "history",
        ),
        *(
            "reschedule",
            "add_contact",
            "stage_move",
            "won",
            "lost",
            "question",
            "opt",
            "price_word",
            "label",
            "consent",
        ),
        *(
            "remove_member",
            "assign",
            "money",
            "summary",
            "numeral",
            "talk",
            "deadline",
            "same_day",
            "inbound",
            "segment",
            "honorific",
        ),
    ]
)
"""Words that end a name they stand behind without a space."""
NO_NAMES = (
    *("done", "say", "party", "pronoun", "outcome", "honorific"),
    *("channel", "talk", "appoint", "follow", "same_day"),
)
"""Words right behind an honorific that are no name: เฮียบอก, พี่เขา."""
WORK = (
    "วัด",
    "ติดตั้ง",
    "ซ่อม",
    "ตรวจ",
    "เข้าหน้างาน",
    "เข้าไป",
    "ทำงาน",
    "ทำเสร็จ",
    "รื้อ",
    "ประกอบ",
    "เดินสาย",
    "ทาสี",
    "เทปูน",
    "ปู",
)
"""What a ช่าง does, said right behind the word: ช่างวัดพื้นที่เสร็จแล้ว."""
NAMES_THINGS = frozenset(["coded", "counted", "kind", "unit", "money", "guard", "item_number"])
"""Words that make one name with the letters behind them: ตึกแดง is not คุณแดง."""
POLITE_END = re.compile(r"(?:แล้ว)?(?:นะ)?(?:ครับ|คับ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|จ๊ะ)\Z|(?:แล้ว)?นะ\Z|แล้ว\Z")
POLITE = ("ครับ", "คับ", "ค่ะ", "คะ", "ค่า", "จ้า", "นะ")
SHORT_STOPS = frozenset(["ที่", "ของ", "กับ", "ให้", "จาก", "ไม่", "จะ", "ขอ", "ว่า", "ถึง"])


@dataclass(frozen=True, slots=True)
class Person:
    """A name behind an honorific, or one the directory knows; `name` is where the name itself starts."""

    start: int
    end: int
    name: int
    named: tuple[Named, ...] = ()


def people(tokens: Tokens, mentions: Iterable[Mention]) -> list[Person]:
    """Persons in order: behind an honorific any name, elsewhere the known ones."""
    known = {mention.start: mention for mention in mentions}
    honours = (at for at, token in enumerate(tokens) if "honorific" in token.tags)
    found = [person for at in honours if (person := _honoured(tokens, at, known))]
    taken = bytearray(len(tokens.text))
    for person in found:
        taken[person.start : person.end] = b"\x01" * (person.end - person.start)
    found += [
        Person(mention.start, mention.end, mention.start, mention.named)
        for mention in known.values()
        if not any(taken[mention.start : mention.end]) and weak_stands(tokens, mention)
    ]
    return sorted(found, key=lambda person: person.start)


def _honoured(tokens: Tokens, at: int, known: dict[int, Mention]) -> Person | None:
    """The person an honorific leads to, if it leads to any (คุณหมอขอดู does not)."""
    token = tokens[at]
    begin = token.end + (tokens.text[token.end : token.end + 1] in (" ", "."))
    if (mention := known.get(begin)) and not _name_goes_on(tokens, mention):
        return Person(token.start, mention.end, begin, mention.named)
    if token.text == "ช่าง" and tokens.text.startswith(WORK, begin):
        return None
    end = _without_politeness(tokens.text, begin, _name_end(tokens, at, begin))
    return Person(token.start, end, begin) if end - begin > 1 else None


def _name_goes_on(tokens: Tokens, mention: Mention) -> bool:
    """น้องบีม is not บี: a letter or two that are no word of their own belong to the name."""
    at = tokens.behind(mention.end)
    rest = NAME_LETTERS.match(tokens.text, mention.end)
    is_word = at is not None and tokens[at].start == mention.end
    return rest is not None and len(rest[0]) <= LEFT_OVER and not is_word


def _without_politeness(text: str, begin: int, end: int) -> int:
    """พี่หน่อยนะคะ: the name without what is said for politeness."""
    polite = POLITE_END.search(text, begin, end)
    return polite.start() if polite and polite.start() - begin > 1 else end


def _name_end(tokens: Tokens, at: int, begin: int) -> int:
    """Where a new name ends: at a space, or at a word that no name contains."""
    letters = NAME_LETTERS.match(tokens.text, begin, begin + LONGEST_NAME)
    if letters is None:
        return begin
    for place in range(at + 1, len(tokens)):
        token = tokens[place]
        if token.start >= letters.end():
            break
        if token.start >= begin + 2 and (
            token.text in SHORT_STOPS
            or token.text.startswith("ว่า")
            or (len(token.text) > 2 and STOPS & token.tags.keys())
        ):
            return token.start
        if token.start == begin and _no_name(tokens, place):
            return begin
    return letters.end()


def _no_name(tokens: Tokens, at: int) -> bool:
    """A word right behind the honorific that says something of the person."""
    text = tokens[at].text
    return text in SHORT_STOPS or text.startswith(POLITE) or any(tokens.tag(at, tag) for tag in NO_NAMES)


def weak_stands(tokens: Tokens, mention: Mention) -> bool:
    """Whether the letters of a short name (นก, ต้น) are that name here: whole words stand around them."""
    if not is_short(tokens.text[mention.start : mention.end]):
        return True
    over = tokens.over(mention.start, mention.end)
    clean = _clear(tokens.text[mention.start - 1 : mention.start]) and _clear(
        tokens.text[mention.end : mention.end + 1]
    )
    if over:
        return clean and all(mention.start <= one.start and one.end <= mention.end for one in over)
    return _word_ends(tokens, mention.start) and _word_begins(tokens, mention.end)


def _word_ends(tokens: Tokens, place: int) -> bool:
    """Whether a space or a word that makes no name with what follows stands before a place."""
    at = tokens.before(place)
    known = at is not None and tokens[at].end == place and not NAMES_THINGS & tokens[at].tags.keys()
    return known or _clear(tokens.text[place - 1 : place])


def _word_begins(tokens: Tokens, place: int) -> bool:
    at = tokens.behind(place)
    return (at is not None and tokens[at].start == place) or _clear(tokens.text[place : place + 1])


def _clear(letter: str) -> bool:
    return not letter or letter in " \n.,:;!?()/-\"'" or letter == HIDDEN
