"""Money: 1.5 ล้าน, สองแสนห้า, 450k, 89,000.-; and numbers that only look like it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.language.scanner import Token, Tokens

Kind = Literal["money", "plain", "count", "percent", "code", "unit_price", "foreign", "vague", "other_money"]
THOUSAND = Decimal(1000)
MILLION = Decimal(1_000_000)
JUST_ONE = "นึง"
"""พันนึง is one thousand, not eleven hundred."""
YEAR = re.compile(r"25[5-9]\d|20[2-3]\d")
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


@dataclass(slots=True)
class _Reading:
    """A number while it is read: millions, what is below them, the coefficient not yet used."""

    end: int
    total: Decimal = Decimal(0)
    group: Decimal = Decimal(0)
    pending: Decimal | None = None
    place: Decimal | None = None
    words: bool = False
    approximate: bool = False
    doubtful: bool = False

    @property
    def value(self) -> Decimal:
        return self.total + self.group


def sums(tokens: Tokens, taken: frozenset[int]) -> Iterator[Sum]:
    """Every number of a text that is no date, in order; `taken` are the tokens of dates."""
    at = 0
    while at < len(tokens):
        found = None if at in taken else _sum(tokens, at, taken)
        if found:
            yield found
            at = found.last
        else:
            at += 1


def _sum(tokens: Tokens, at: int, taken: frozenset[int]) -> Sum | None:
    if tokens.tag(at, "numeral") not in ("number", "range", "hms") and not _begins_in_words(tokens, at):
        return None
    reading = _read(tokens, at, taken)
    if reading is None:
        return None
    return _classed(tokens, at, reading)


def _begins_in_words(tokens: Tokens, at: int) -> bool:
    return any(tokens.tag(at, tag) for tag in ("digit", "place")) or (
        tokens.tag(at, "half") is not None and tokens.next(at + 1, "place") not in (None, "10", "100")
    )


def _read(tokens: Tokens, at: int, taken: frozenset[int]) -> _Reading | None:
    """The number that begins at a place, as far as it goes."""
    reading = _Reading(at)
    while (
        reading.end < len(tokens)
        and reading.end not in taken
        and (reading.end == at or tokens.joined(reading.end))
    ):
        if not _take(tokens, reading):
            break
    _rest(tokens, reading)
    _scaled(tokens, reading)
    return reading if reading.end > at else None


def _take(tokens: Tokens, reading: _Reading) -> bool:
    """Take one more token into the number; False if it does not belong to it."""
    at = reading.end
    if reading.pending is None and (number := _coefficient(tokens, at)) is not None:
        if (
            reading.place is not None
            and reading.words is False
            and tokens.tag(at, "numeral")
            and not _place_after(tokens, at + 1)
        ):
            return _bare_figure(tokens, reading, number)
        reading.pending = number
        reading.end += 1
        return _point(tokens, reading)
    if place := tokens.tag(at, "place"):
        return _take_place(reading, Decimal(place))
    if tokens.tag(at, "half"):
        return _take_half(tokens, reading)
    if tokens.tag(at, "approximate") == "after" and _place_after(tokens, at + 1):
        reading.approximate = True
        reading.end += 1
        return True
    return False


def _coefficient(tokens: Tokens, at: int) -> Decimal | None:
    if digit := tokens.tag(at, "digit"):
        return Decimal(digit)
    if tokens.tag(at, "numeral") == "number":
        return Decimal(tokens[at].text.replace(",", ""))
    if tokens.tag(at, "numeral") == "range":
        return Decimal(tokens[at].text.split("-")[0].strip())
    return None


def _place_after(tokens: Tokens, at: int) -> bool:
    return tokens.next(at, "place") is not None


def _bare_figure(tokens: Tokens, reading: _Reading, number: Decimal) -> bool:
    """1 ล้าน 2 is 1,200,000, unless the 2 counts something else."""
    end = reading.end + 1
    single = len(tokens[reading.end].text) == 1
    if (
        single
        and (reading.place or 0) >= THOUSAND
        and not _counts(tokens, end)
        and not tokens.next(end, "clock")
    ):
        reading.pending = number
        reading.end = end
    return False


def _point(tokens: Tokens, reading: _Reading) -> bool:
    """หนึ่งจุดห้า."""
    digits = ""
    if tokens.next(reading.end, "point"):
        at = reading.end + 1
        while (digit := tokens.next(at, "digit")) is not None:
            digits, at = digits + digit, at + 1
        if digits and reading.pending is not None:
            reading.pending += Decimal(f"0.{digits}")
            reading.end = at
    return True


def _take_place(reading: _Reading, place: Decimal) -> bool:
    """A place below the last one, or ล้าน over all before it."""
    if place == MILLION:
        below = reading.group + (reading.pending or 0)
        reading.total = (reading.total + (below or 1)) * MILLION
        reading.group, reading.pending = Decimal(0), None
    elif reading.place is None or place < reading.place:
        reading.group += (1 if reading.pending is None else reading.pending) * place
        reading.pending = None
    else:
        return False
    reading.place = place
    reading.end += 1
    return True


def _take_half(tokens: Tokens, reading: _Reading) -> bool:
    """ครึ่งล้าน before a unit, สามล้านครึ่ง after one."""
    if reading.place is None and reading.pending is None and _place_after(tokens, reading.end + 1):
        reading.pending = Decimal("0.5")
    elif reading.place is not None and reading.pending is None and reading.place >= THOUSAND:
        reading.group += reading.place / 2
    else:
        return False
    reading.end += 1
    return True


def _rest(tokens: Tokens, reading: _Reading) -> None:
    """A coefficient without its own unit: the next place down, the ones, or the whole number."""
    rest, place = reading.pending, reading.place
    if rest is None:
        return
    if place is None or place == 10:
        reading.group += rest
    elif place >= THOUSAND and rest < 10 and not _counts(tokens, reading.end):
        reading.group += 0 if tokens[reading.end - 1].text == JUST_ONE else rest * place / 10
    elif place == 100:
        reading.group += rest
        reading.doubtful = rest < 10
    else:
        reading.end -= 1


def _scaled(tokens: Tokens, reading: _Reading) -> None:
    """450k, 1.25m, 12 ลบ."""
    scale = tokens.next(reading.end, "scale")
    if scale and reading.place is None:
        reading.group *= Decimal(scale)
        reading.place = Decimal(scale)
        reading.end += 1


def _counts(tokens: Tokens, at: int) -> bool:
    return any(tokens.next(at, tag) for tag in ("counted", "unit", "percent"))


def _classed(tokens: Tokens, at: int, reading: _Reading) -> Sum:
    """The number with its kind, told by the words on both sides of it."""
    end = reading.end
    said_after = tokens.next(end, "approximate") == "after"
    vague = tokens.next(end, "vague") == "after" or tokens.tag(at, "numeral") == "range"
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


def _kind(tokens: Tokens, at: int, end: int, reading: _Reading, *, money: bool, vague: bool) -> Kind:
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
    return before or tokens.next(end, "per_unit") == "after"


def _is_count(tokens: Tokens, end: int, reading: _Reading) -> bool:
    if tokens.next(end, "clock") and reading.place is None:
        return True
    return (tokens.next(end, "counted") or tokens.next(end, "unit")) is not None and reading.place is None


def _is_code(tokens: Tokens, at: int, end: int) -> bool:
    """ห้อง 305, รุ่น 2569X, PO 4500012345, ปี 2569."""
    if tokens.tag(at - 1, "coded") and tokens.joined(at):
        return True
    if tokens.tag(at - 1, "unit") == "year" and tokens.joined(at):
        return True
    token, after = tokens[at], tokens.text[tokens[end - 1].end : tokens[end - 1].end + 1]
    bare = token.tags.get("numeral") == "number" and end == at + 1
    if not bare:
        return token.tags.get("numeral") == "hms"
    figures = token.text.split(".")[0]
    coded = len(figures) > LONGEST_FIGURES or (figures[0] == "0" and len(figures) > 1) or _is_year(tokens, at)
    return coded or ("a" <= after <= "z") or after in ("-", "/", "_")


def _is_year(tokens: Tokens, at: int) -> bool:
    """2569 or 2026 by itself, unless a word of money leads to it."""
    priced = any(
        tokens.tag(at - 1, tag) for tag in ("price_word", "total", "purchase", "final", "edit", "discount")
    )
    return YEAR.fullmatch(tokens[at].text) is not None and not priced


def _other_money(tokens: Tokens, at: int, end: int) -> bool:
    """Collected, owed, limits, other people's budgets: no money of this deal."""
    place = at - 1
    while any(tokens.tag(place, tag) for tag in ("approximate", "filler", "done")) and place > 0:
        if tokens.tag(place, "not_deal_money"):
            break
        place -= 1
    return tokens.tag(place, "not_deal_money") in ("before", "either") or (
        tokens.next(end, "not_deal_money") in ("after", "either")
    )


def _looks_like_money(token: Token, reading: _Reading) -> bool:
    """A unit of thousands, a comma, or at least four figures."""
    if reading.place is not None:
        return True
    return "," in token.text or reading.value >= THOUSAND
