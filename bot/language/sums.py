"""What the numbers of a text are: money, or a count, a code, a unit price, somebody else's money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.language.amounts import THOUSAND, Reading, begins_in_words, read
from bot.language.scanner import Token, Tokens

Kind = Literal["money", "plain", "count", "percent", "code", "unit_price", "foreign", "vague", "other_money"]
LAUGH = re.compile(r"5{3,}")
"""5555 is laughter, unless a word of money stands beside it."""
PLATE = re.compile(r"(?:(?:ทะเบียน|รถ) ?[ก-ฮ]{1,3}|(?<!\d)\d[ก-ฮ]{2}) ?-?\Z")
"""กข 4471 on a car, and 1กข-4471 wherever it stands."""
LONGEST_PLATE = 16
SECOND_HALF = re.compile(r"\d-\Z")
"""The 4471 of 82-4471, behind figures that are no sum."""
YEAR = re.compile(r"25[5-9]\d|20[2-3]\d")
MOST = Decimal(10) ** 12
"""Baht; so much nobody sells, and no column holds much more."""
LONGEST_FIGURES = 9
"""More figures without commas are a number of something."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A number with what it is of; `kind` plain is a small bare number, money only among words of buying."""

    first: int
    last: int
    start: int
    end: int
    value: Decimal
    kind: Kind
    approximate: bool = False
    doubtful: bool = False


NUMBERS = frozenset(["numeral", "digit", "place", "half"])
"""Tags of the words that a number may begin with."""


def sums(tokens: Tokens, taken: frozenset[int]) -> Iterator[Sum]:
    """Every number of a text that is no date, in order; `taken` are the tokens of dates."""
    at = 0
    while at < len(tokens):
        may_begin = at not in taken and not NUMBERS.isdisjoint(tokens[at].tags)
        found = _sum(tokens, at, taken) if may_begin else None
        if found:
            yield found
            at = found.last
        else:
            at += 1


def _sum(tokens: Tokens, at: int, taken: frozenset[int]) -> Sum | None:
    if tokens.tag(at, "numeral") not in ("number", "range", "hms") and not begins_in_words(tokens, at):
        return None
    reading = read(tokens, at, taken)
    if reading is None:
        return None
    return _classed(tokens, at, reading)


def _classed(tokens: Tokens, at: int, reading: Reading) -> Sum:
    """The number with its kind, told by the words on both sides of it."""
    end = reading.end
    said_after = tokens.next(end, "approximate") == "after"
    vague = tokens.next(end, "vague") == "after" or tokens.tag(at, "numeral") == "range"
    vague = vague or _in_a_range(tokens, at, end)
    end += said_after or (tokens.next(end, "vague") == "after")
    money = tokens.next(end, "money") is not None
    end += money or tokens.next(end, "counted") == "percent"
    kind = _kind(tokens, at, end, reading, money=money, vague=vague)
    before = tokens.tag(at - 1, "approximate") == "before" and tokens.joined(at)
    return Sum(
        at,
        end,
        tokens[at].start,
        tokens[end - 1].end,
        reading.value,
        kind,
        approximate=reading.approximate or said_after or before,
        doubtful=reading.doubtful,
    )


UP_TO = frozenset(["-", "–", "ถึง"])


def _in_a_range(tokens: Tokens, at: int, end: int) -> bool:
    """Either side of 100,000-120,000, which is no exact sum."""
    begins = _joins_numbers(tokens, end) and not NUMBERS.isdisjoint(tokens[end + 1].tags)
    return begins or (at > 1 and _joins_numbers(tokens, at - 1) and _ends_a_number(tokens, at - 2))


def _joins_numbers(tokens: Tokens, at: int) -> bool:
    """A word for "up to" with a number close on both sides, as far as letters tell."""
    between = 0 < at < len(tokens) - 1 and tokens[at].text in UP_TO
    return between and tokens.joined(at) and tokens.joined(at + 1)


def _ends_a_number(tokens: Tokens, at: int) -> bool:
    return not (NUMBERS | {"scale", "money"}).isdisjoint(tokens[at].tags)


def _kind(tokens: Tokens, at: int, end: int, reading: Reading, *, money: bool, vague: bool) -> Kind:
    if reading.value >= MOST:
        return "code"
    if tokens.tag(end - 1, "counted") == "percent":
        return "percent"
    if tokens.next(end, "foreign") or (tokens.tag(at - 1, "foreign") and tokens.joined(at)):
        return "foreign"
    if _per_unit(tokens, at, end):
        return "unit_price"
    if not money and _is_count(tokens, end, reading):
        return "count"
    if not money and _is_code(tokens, at, end):
        return "code"
    if vague or (tokens.tag(at - 1, "vague") == "before" and tokens.joined(at)):
        return "vague"
    if _other_money(tokens, at, end):
        return "other_money"
    return "money" if money or _looks_like_money(tokens[at], reading) else "plain"


def _per_unit(tokens: Tokens, at: int, end: int) -> bool:
    """ตันละ 25,000, 120 บาท/กก., 3,000 ต่อเดือน."""
    before = tokens.tag(at - 1, "per_unit") == "before" and tokens.joined(at)
    return before or (tokens.next(end, "per_unit") == "after" and not _only_divides(tokens, end))


def _only_divides(tokens: Tokens, at: int) -> bool:
    """The stroke of 360,000 / ปิดเดือนหน้า, apart from both and before no unit."""
    apart = tokens[at].text == "/" and not tokens.glued(at) and not tokens.glued(at + 1)
    return apart and not tokens.follows(at + 1, frozenset(["counted", "unit"]))


def _is_count(tokens: Tokens, end: int, reading: Reading) -> bool:
    if tokens.next(end, "clock") and reading.place is None:
        return True
    return (tokens.next(end, "counted") or tokens.next(end, "unit")) is not None and reading.place is None


def _is_code(tokens: Tokens, at: int, end: int) -> bool:
    """ห้อง 305, รุ่น 2569X, PO 4500012345, ปี 2569."""
    if tokens.tag(at - 1, "coded") and tokens.joined(at) and end == at + 1:  # not ห้องเย็น 2 ห้อง 3.4 ล้าน
        return True
    if tokens.tag(at - 1, "unit") == "year" and tokens.joined(at):
        return True
    if LAUGH.fullmatch(tokens[at].text) and end == at + 1:
        return True
    token, after = tokens[at], tokens.text[tokens[end - 1].end : tokens[end - 1].end + 1]
    bare = token.tags.get("numeral") == "number" and end == at + 1
    if bare and "," not in token.text and _ends_a_code(tokens.text, token.start):
        return True
    if not bare:
        return token.tags.get("numeral") == "hms"
    figures = token.text.split(".")[0]
    coded = len(figures) > LONGEST_FIGURES or (figures[0] == "0" and len(figures) > 1) or _is_year(tokens, at)
    return coded or ("a" <= after <= "z") or after in ("-", "/", "_")


def _ends_a_code(text: str, start: int) -> bool:
    """Figures of a number plate, or those behind the stroke of a number of something."""
    before = text[max(0, start - LONGEST_PLATE) : start]
    return PLATE.search(before) is not None or SECOND_HALF.search(before) is not None


def _is_year(tokens: Tokens, at: int) -> bool:
    """2569 or 2026 by itself, unless a word of money leads to it."""
    priced = any(
        tokens.tag(at - 1, tag) for tag in ("price_word", "total", "purchase", "final", "edit", "discount")
    )
    return YEAR.fullmatch(tokens[at].text) is not None and not priced


PASSED_OVER = ("approximate", "filler", "done", "small_talk", "particle")
"""Words between เก็บเงิน and its sum: เก็บเงิน … ได้แล้ว 45,000."""


def _other_money(tokens: Tokens, at: int, end: int) -> bool:
    """Collected, owed, limits, other people's budgets: no money of this deal."""
    place = at - 1
    if _raises_a_limit(tokens, at):
        return True
    while any(tokens.tag(place, tag) for tag in PASSED_OVER) and place > 0:
        if tokens.tag(place, "not_deal_money"):
            break
        place -= 1
    return tokens.tag(place, "not_deal_money") in ("before", "either") or (
        tokens.next(end, "not_deal_money") in ("after", "either")
    )


BECOMES = re.compile(
    r"[ \d,.]*(?:บาท)? *(?:แล้ว)?(?:ขอ|จะ|อยาก)?(?:เพิ่ม|ขยาย|ปรับ|ลด|ขึ้น)?(?:ให้)?(?:เป็น|อีก|ถึง|เหลือ|จาก) *\Z"
)
"""วงเงินเครดิต 100,000 ขอขยายเป็น 150,000."""
FARTHEST = 6
"""Tokens between the word for a limit and what the limit is to be."""


def _raises_a_limit(tokens: Tokens, at: int) -> bool:
    """What a limit or a debt is to be is no money of a deal either."""
    start = tokens[at].start
    for place in range(at - 1, max(-1, at - FARTHEST), -1):
        if tokens.tag(place, "not_deal_money") in ("before", "either"):
            return BECOMES.match(tokens.text[tokens[place].end : start]) is not None
    return False


def _looks_like_money(token: Token, reading: Reading) -> bool:
    """A unit of thousands, a comma, or at least four figures."""
    if reading.place is not None:
        return True
    return "," in token.text or reading.value >= THOUSAND
