"""Numbers as money is said: 1.5 ล้าน, สองแสนห้า, ล้านครึ่ง, 450k, หนึ่งจุดห้าล้าน."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.language.scanner import Tokens

THOUSAND = Decimal(1000)
MILLION = Decimal(1_000_000)
JUST_ONE = "นึง"
"""พันนึง is one thousand, not eleven hundred."""


@dataclass(slots=True)
class Reading:
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


def begins_in_words(tokens: Tokens, at: int) -> bool:
    return any(tokens.tag(at, tag) for tag in ("digit", "place")) or (
        tokens.tag(at, "half") is not None and _halves(tokens, at)
    )


def _halves(tokens: Tokens, at: int) -> bool:
    """ครึ่งล้าน, half a million."""
    place = tokens.next(at + 1, "place") or tokens.next(at + 1, "scale")
    return place not in (None, "10", "100")


def read(tokens: Tokens, at: int, taken: frozenset[int]) -> Reading | None:
    """The number that begins at a place, as far as it goes."""
    reading = Reading(at)
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


def _take(tokens: Tokens, reading: Reading) -> bool:
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


def _bare_figure(tokens: Tokens, reading: Reading, number: Decimal) -> bool:
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


def _point(tokens: Tokens, reading: Reading) -> bool:
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


def _take_place(reading: Reading, place: Decimal) -> bool:
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


def _take_half(tokens: Tokens, reading: Reading) -> bool:
    """ครึ่งล้าน before a unit, สามล้านครึ่ง after one."""
    if reading.place is None and reading.pending is None and _halves(tokens, reading.end):
        reading.pending = Decimal("0.5")
    elif reading.place is not None and reading.pending is None and reading.place >= THOUSAND:
        reading.group += reading.place / 2
    else:
        return False
    reading.end += 1
    return True


def _rest(tokens: Tokens, reading: Reading) -> None:
    """A coefficient without its own unit: the next place down, the ones, or the whole number."""
    rest, place = reading.pending, reading.place
    if rest is None:
        return
    if place is None or place == 10:
        reading.group += rest
    elif place >= THOUSAND and rest < 10 and not _counts(tokens, reading.end, "place", "scale"):
        reading.group += 0 if tokens[reading.end - 1].text == JUST_ONE else rest * place / 10
    elif place == 100 and tokens[reading.end - 1].text == JUST_ONE:
        pass
    elif place == 100:
        reading.group += rest
        reading.doubtful = rest < 10
    else:
        reading.end -= 1


def _scaled(tokens: Tokens, reading: Reading) -> None:
    """450k, 1.25m, 12 ลบ."""
    scale = tokens.next(reading.end, "scale")
    if scale and reading.place is None:
        reading.group *= Decimal(scale)
        reading.place = Decimal(scale)
        reading.end += 1


def _counts(tokens: Tokens, at: int, *more: str) -> bool:
    return any(tokens.next(at, tag) for tag in ("counted", "unit", "percent", *more))
