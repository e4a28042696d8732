"""Names that no customer has: who may be meant by them, and where in a line they end."""

from __future__ import annotations

import re

from bot.language.line import Line
from bot.language.names import bare
from bot.language.normalise import tidy
from bot.language.scanner import HIDDEN, Token
from bot.language.understanding import Found
from bot.language.values import CustomerRef

SURE = 88.0
"""Likeness from which a name that is nearly right is taken for it,"""
MARGIN = 15.0
"""if the next like it is that much less like."""
LIKE = 62.0
"""Likeness from which a customer is offered as the one meant."""
OFFERED = 5
ARTICLE = "the"
MERE = frozenset(["pronoun", "digit", "place", "number_word", "small_talk", "done"])
"""Tags of words that are a name only as the beginning of a longer one."""
SMALL_BEHIND = frozenset(["link", "counted", "done", "particle"])
NAME_LETTER = re.compile(r"[a-z0-9\u0e01-\u0e4e]")
LONGEST_FIRM = 80
GOING, BACK, SHORTEST = ("ไป", "แวะ", "เข้าไป"), ("มาแล้ว", "มา"), 4
"""Words of going somewhere, of having come back, and letters of a name that is left before it."""
LIMITED = re.compile(r"[^\n]*?จำกัด(?:\s*\(?มหาชน\)?)?")


def customer_at(line: Line, start: int) -> Found[CustomerRef] | None:
    """An unknown name that stands at a place, with the customers it may be meant for; None without a name."""
    first = _first_word(line, start)
    if first is not None and _starts_no_name(line, first):
        return None
    if any(each.start == start and each.kind == "count" for each in line.numbers) or _begins_a_moment(
        line, start
    ):
        return None
    if first is not None and MERE & first.tags.keys() and _is_whole(line, first):
        return None
    end = _before_come(line, start, legal_end(line, start) or chunk_end(line, start))
    said = tidy(line.words(start, end)).strip(" .,:;-\"'()")
    if (
        "@" in said
        or len(bare(said.lower())) < 2
        or not re.search(r"[a-z\u0e01-\u0e2e]", said, re.IGNORECASE)
    ):
        return None
    ref = nearest(line, said)
    return line.found(ref, start, end, sure=ref.id is not None)


def _begins_a_moment(line: Line, start: int) -> bool:
    """โทรหาเขาสิบโมง: when it is to be, and no name that begins so."""
    moment = next((each for each in line.moments if each.start == start), None)
    return moment is not None and _ends_there(line, moment.end)


def _ends_there(line: Line, place: int) -> bool:
    """No letters go on behind it, or those of another known word."""
    return NAME_LETTER.match(line.text, place) is None or _first_word(line, place) is not None


def _before_come(line: Line, start: int, end: int) -> int:
    """ไปหาศรีสยามมา: whoever went came back, and มา is no part of the name."""
    verb = line.before(start)
    went = verb is not None and "channel" in line.token(verb).tags and line.token(verb).text.startswith(GOING)
    back = next((word for word in BACK if line.text[start:end].endswith(word)), "")
    return end - len(back) if went and end - len(back) - start >= SHORTEST else end


def _first_word(line: Line, start: int) -> Token | None:
    """The known word that begins at a place."""
    at = line.behind(start)
    return line.token(at) if at is not None and line.token(at).start == start else None


def _starts_no_name(line: Line, token: Token) -> bool:
    """The Quay is a name, the quay is none."""
    if (
        token.text == ARTICLE
        and line.words(token.end, min(token.end + 2, len(line.text))).strip()[:1].isupper()
    ):
        return False
    return bool(STARTS_NO_NAME & token.tags.keys())


def _is_whole(line: Line, token: Token) -> bool:
    """Whether the word stands there by itself, as สาม and เอ่อ do, unlike that of สามมิตร."""
    at = line.behind(token.end)
    behind = line.token(at) if at is not None else None
    if behind is not None and behind.start == token.end:
        return "pronoun" in token.tags or bool(SMALL_BEHIND & behind.tags.keys())
    return NAME_LETTER.match(line.text, token.end) is None


def legal_end(line: Line, start: int) -> int | None:
    """A name that begins with a legal form goes on to its จำกัด, over spaces."""
    if not line.text.startswith(("บริษัท", "บจก", "หจก", "บมจ"), start):
        return None
    found = LIMITED.search(line.text, start, start + LONGEST_FIRM)
    return found.end() if found and HIDDEN not in line.tokens.text[start : found.end()] else None


def nearest(line: Line, said: str) -> CustomerRef:
    """The customer a name is nearly right for, those it may be, or a new one."""
    likes = line.likes(said, OFFERED)
    if likes and likes[0][1] >= SURE and clear(likes):
        return CustomerRef(said, likes[0][0])
    return CustomerRef(said, candidates=tuple(each for each, score in likes if score >= LIKE))


def clear(likes: list[tuple[int, float]]) -> bool:
    return bool(likes) and (len(likes) == 1 or likes[0][1] - likes[1][1] >= MARGIN)


def chunk_end(line: Line, start: int) -> int:
    """Where a name ends: at a known word, a sign, a read name, or a space that no Latin word follows."""
    end = min(len(line.text), start + LONGEST_FIRM)
    for at in range(line.behind(start + 1) or 0, len(line.tokens)):
        if line.token(at).start >= end:
            break
        if line.token(at).start > start and not _part_of_name(line, at):
            end = line.token(at).start
            break
    end = min([end, *(each.start for each in line.moments if each.start > start)])
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
            "credit",
            "taking",
            "paid_debt",
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
            "same_day",
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
            "team",
            "honorific",
            "phone_word",
            "complete",
            "assign",
            "history",
            "open_deal",
            "lost_reason",
            "will",
            "stage",
            "promo_code",
        ),
    ]
)
"""Words that no name contains; small words may stand inside one that is written without spaces."""
TINY = 3
"""Letters of a word that may as well be a syllable of a name."""
STARTS_NO_NAME = ENDS | {"time", "part", "clock", "unit", "about"}
SHORT_ENDS = frozenset(
    ["แล้ว", "กับ", "ให้", "ของ", "ที่", "จาก", "ตาม", "นัด", "ขอ", "จะ", "บอก", "ถาม", "รอ", "อีก"]
)


def _part_of_name(line: Line, at: int) -> bool:
    """A word glued to the letters before it is part of the name unless it is one of doing or telling."""
    token = line.token(at)
    glued = token.start > 0 and line.text[token.start - 1] not in " \n"
    ends = ENDS & token.tags.keys() and (len(token.text) > TINY or token.text.isascii())
    if ends and _title_of_nobody(line, token):
        return glued
    return glued and not ends and token.text not in SHORT_ENDS


def _title_of_nobody(line: Line, token: Token) -> bool:
    """The ช่าง of เก่งการช่าง: no name stands behind it, perhaps what they do (เก่งการช่างสั่งปูน)."""
    if "honorific" not in token.tags:
        return False
    return NAME_LETTER.match(line.text, token.end) is None or _begins_doing(line, token.end)


def _begins_doing(line: Line, place: int) -> bool:
    """A word of doing or telling stands there."""
    token = _first_word(line, place)
    return token is not None and bool(ENDS & token.tags.keys()) and len(token.text) > TINY


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
