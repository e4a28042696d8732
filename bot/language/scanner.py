"""Cuts a normalised text into tokens: known words and numbers; the rest is passed by."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.lexicon import Tags, lexicon
from bot.language.mentions import FOLLOWING, LEADING

HIDDEN = "\ue000"
"""Stands in a text for letters that are read already."""
BLANK = (" ", HIDDEN)

NUMERALS = re.compile(
    r"(?P<tax>\d-?\d{4}-?\d{5}-?\d{2}-?\d(?![\d]))"
    r"|(?P<phone>(?:\+66[ -]?\d|0\d)(?:[ -]?\d){7,8}(?!\d|,\d))"
    r"|(?P<iso>(?:19|20|24|25|26)\d\d-\d{1,2}-\d{1,2}(?!\d))"
    r"|(?P<dmy>\d{1,2}(?P<sep>[/.-])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?![\d/]))"
    r"|(?P<dm>\d{1,2}/\d{1,2}(?![\d/]))"
    r"|(?P<hms>\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))"
    r"|(?P<range>\d{1,3}(?:\.\d)?\s?-\s?\d{1,3}(?:\.\d)?(?![\d.:/-]))"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th)(?![a-z]))"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"
)
"""Figures by their shape; which of the readings is meant is for the grammars of dates and amounts to say."""
SHORT_MONTH = 3
LATIN = re.compile(r"[a-z]+")
CODE = re.compile(r"[a-z][-_/]?$")
MADE_UP = re.compile(r"[ :]*[a-z][a-z0-9]*[0-9][a-z0-9]*")
"""A code such as DN34Y7Q behind the word for one: its last letters are no words."""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text with what it may be."""

    start: int
    end: int
    text: str
    tags: Tags


class Tokens:
    """The tokens of a text, asked by place; places beyond the end have no tags."""

    __slots__ = ("_ends", "_list", "_starts", "_tags", "text")

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self._list = tokens
        self._tags = [token.tags for token in tokens]
        self._starts = [token.start for token in tokens]
        self._ends = [token.end for token in tokens]

    def __len__(self) -> int:
        return len(self._list)

    def __getitem__(self, at: int) -> Token:
        return self._list[at]

    def __iter__(self) -> Iterator[Token]:
        return iter(self._list)

    def tag(self, at: int, name: str) -> str | None:
        """The value of a tag of the token there, if it has it."""
        return self._tags[at].get(name) if 0 <= at < len(self._tags) else None

    def next(self, at: int, name: str) -> str | None:
        """As `tag`, but only for a token that follows the one before it without other letters between."""
        said = self.tag(at, name)
        return said if said is not None and self.joined(at) else None

    def follows(self, at: int, names: frozenset[str]) -> bool:
        """Whether a token with one of these tags follows the one before it, as in `next`."""
        return 0 <= at < len(self._tags) and not names.isdisjoint(self._tags[at]) and self.joined(at)

    def joined(self, at: int) -> bool:
        """Whether only spaces and stops stand between this token and the one before it."""
        if not 0 < at < len(self._list):
            return at == 0 and bool(self._list)
        return not self.text[self._list[at - 1].end : self._list[at].start].strip(" .,:")

    def before(self, place: int) -> int | None:
        """Place of the last token that ends at or before a place of the text."""
        at = bisect_right(self._ends, place) - 1
        return at if at >= 0 else None

    def behind(self, place: int) -> int | None:
        """Place of the first token that starts at or behind a place of the text."""
        at = bisect_left(self._starts, place)
        return at if at < len(self._starts) else None

    def over(self, start: int, end: int) -> list[Token]:
        """The tokens that share letters with a stretch of the text."""
        return self._list[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def glued(self, at: int) -> bool:
        """Whether nothing at all stands between this token and the one before it."""
        return 0 < at < len(self._list) and self._list[at - 1].end == self._list[at].start


def scan(text: str) -> Tokens:
    """Tokens in order; where several words begin at a place, the longest that could stand there."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        letter = text[at]
        if letter in BLANK:
            at += 1
        elif "0" <= letter <= "9" or letter == "+":
            at = _numeral(text, at, tokens)
        else:
            at = _word(text, at, tokens)
    return Tokens(text, tokens)


def _numeral(text: str, at: int, tokens: list[Token]) -> int:
    found = NUMERALS.match(text, at)
    if found is None:
        return _word(text, at, tokens)
    if not _inside_code(text, at):
        tokens.append(Token(at, found.end(), found[0], {"numeral": found.lastgroup or ""}))
    return found.end()


def _inside_code(text: str, at: int) -> bool:
    """Whether figures belong to a code such as X200 or PO-1234, letters before them."""
    return at > 0 and CODE.search(text, max(0, at - 2), at) is not None


def _word(text: str, at: int, tokens: list[Token]) -> int:
    for end, tags in lexicon().all_at(text, at):
        if _stands(text, at, end) and ("month" not in tags or _is_month(text, at, end)):
            tokens.append(Token(at, end, text[at:end], tags))
            code = MADE_UP.match(text, end) if "promo_code" in tags else None
            return code.end() if code else end
    word = LATIN.match(text, at)
    return word.end() if word else at + 1


def _is_month(text: str, start: int, end: int) -> bool:
    """กพ or มค without stops is a month behind figures or standing alone, not inside a word."""
    if end - start > SHORT_MONTH or text[end - 1] == "." or text[start].isascii():
        return True
    alone = text[start - 1 : start] in ("", " ") and text[end : end + 1] in ("", " ")
    return alone or text[:start].rstrip()[-1:].isdigit()


def _stands(text: str, start: int, end: int) -> bool:
    """A Latin word is whole; a Thai one cuts no letter from a vowel before it or a mark behind it."""
    after = text[end : end + 1]
    if end - start == 1 and "ก" <= text[start] <= "๎" and not text[:start].rstrip()[-1:].isdigit():
        return False
    if "a" <= text[end - 1] <= "z" and ("a" <= after <= "z" or ("0" <= after <= "9" and end - start > 2)):
        return False
    if "a" <= text[start] <= "z" and "a" <= text[start - 1 : start] <= "z":
        return False
    return (after not in FOLLOWING or after == "ๆ") and text[start - 1 : start] not in LEADING
