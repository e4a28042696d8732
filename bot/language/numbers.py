"""Whole numbers in figures or Thai and English words, as days, hours and counts are said."""

from __future__ import annotations

from bot.language.scanner import Tokens

Read = tuple[int, int]
"""A number and the place after it."""


def whole(tokens: Tokens, at: int) -> Read | None:
    """A whole number in figures or words."""
    return figures(tokens, at) or words(tokens, at)


def figures(tokens: Tokens, at: int) -> Read | None:
    """A whole number in figures; the first of a range (9-11)."""
    shape = tokens.tag(at, "numeral")
    if shape == "range":
        first = tokens[at].text.split("-")[0].strip()
        return (int(first), at + 1) if first.isdigit() else None
    if shape == "number" and tokens[at].text.isdigit():
        return int(tokens[at].text), at + 1
    return None


def words(tokens: Tokens, at: int) -> Read | None:
    """A number below a hundred in words: สอง, สิบเอ็ด, ยี่สิบห้า, three."""
    if english := tokens.tag(at, "number_word"):
        return int(english), at + 1
    start, ones = at, digit(tokens, at)
    if ones is not None:
        at += 1
    if tokens.tag(at, "place") == "10" and (at == start or tokens.glued(at)):
        after = digit(tokens, at + 1) if tokens.glued(at + 1) else None
        tens = 10 * (1 if ones is None else ones)
        return (tens, at + 1) if after is None else (tens + after, at + 2)
    return None if ones is None else (ones, at)


def digit(tokens: Tokens, at: int) -> int | None:
    value = tokens.tag(at, "digit")
    return None if value is None else int(value)
