"""A day as people say it, before it is known which day today is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.language.scanner import HIDDEN, Tokens

On = Callable[[date, bool], date | None]
"""A day, given today; the flag says that the slot looks back (a visit's date), not forward (a follow-up)."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as said; `end` is the place after its words."""

    end: int
    on: On
    relative: bool = False
    other: On | None = None
    """the second common reading"""
    until: On | None = None
    """the last day of a span (15-31 ส.ค.)"""
    repeat: str | None = None
    past: bool = False
    """said of what has been (เมื่อวาน, ศุกร์ที่แล้ว)"""
    part: str | None = None
    """the part of the day said in the same word (เมื่อเช้า)"""
    number: int | None = None
    """nothing but the number of the day was said: its month may be said at the end of a span"""
    doubtful: bool = False
    """`other` is as likely, so the person is asked: a weekday and a date that do not fit each other"""


def which_before(tokens: Tokens, at: int) -> tuple[str | None, int]:
    """English says next, this, last before the word: (which, place of the word)."""
    which = tokens.tag(at, "which")
    if which and tokens[at].text.isascii() and tokens.joined(at + 1):
        return which, at + 1
    return None, at


def which_of(tokens: Tokens, at: int, lead: str | None) -> tuple[str | None, int]:
    """(which, end) of the word that ends at a place: said before it in English, behind it in Thai."""
    if lead:
        return lead, at
    which = tokens.next(at, "which")
    return which, at + (which is not None)


ASKED = frozenset(["question", "my_numbers", "summary"])
AROUND = frozenset(["done", "particle", "link", "small_talk", "filler"])


def which_is_said(tokens: Tokens, start: int, end: int) -> bool:
    """Is the `which` that ends at `end` one, in words from `start` on? แล้ว is not, ก่อน only at times.

    เดือนก่อน is last month where the line begins with it, sums up or asks; elsewhere it may be a month, first.
    """
    word = tokens[end - 1].text
    return word != "แล้ว" and (word != "ก่อน" or _looks_back(tokens, start, end))


def _looks_back(tokens: Tokens, start: int, end: int) -> bool:
    if tokens.follows(end, ASKED) or any(
        "summary" in token.tags for token in tokens.over(0, tokens[start].start)
    ):
        return True
    return not _without(tokens, start).strip(f" {HIDDEN}")


def _without(tokens: Tokens, start: int) -> str:
    """What stands before a place, but for small words."""
    said = tokens.text[: tokens[start].start]
    for token in tokens.over(0, tokens[start].start):
        said = said.replace(token.text, "", 1) if AROUND & token.tags.keys() else said
    return said
