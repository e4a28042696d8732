"""Finds known names inside text, with or without spaces around and in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.language.entries import Kind, Named
from bot.language.finder import Finder
from bot.language.normalise import MARKS, TONES

Names = Finder[tuple[Named, ...]]
SHORT = 4
"""Thai names with fewer letters are part of many words: what stands around decides."""
LOOSE = 6
"""Letters a name needs to be found with its tone marks wrong."""
DROPPED = frozenset(" .-_'\"(),/&+*")
LEADING = frozenset("เแโใไ")
FOLLOWING = MARKS | frozenset("ะาๅๆ")


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name in a normalised text; `exact` unless tone marks had to be ignored."""

    start: int
    end: int
    named: tuple[Named, ...]
    exact: bool = True

    def of(self, kind: Kind) -> tuple[Named, ...]:
        return tuple(named for named in self.named if named.kind == kind)


def squeezed(text: str) -> tuple[str, list[int]]:
    """The text without what names ignore, and where each letter left stands in it."""
    places = [at for at, letter in enumerate(text) if letter not in DROPPED]
    return "".join([text[at] for at in places]), places


Hits = list[tuple[int, list[tuple[int, tuple[Named, ...]]]]]
"""Places of the squeezed text at which names begin, with their ends, longest first."""


def hits(finder: Names, letters: str) -> Hits:
    """Every name at every place, whether or not it can be one there."""
    return finder.everywhere(letters)


def strong(found: Hits, letters: str, places: list[int], text: str) -> Iterator[Mention]:
    """Names long enough to be trusted wherever they stand."""
    free = 0
    for at, names in found:
        for end, named in names if at >= free else ():
            if not is_short(letters[at:end]) and stands_alone(text, places[at], places[end - 1] + 1):
                yield Mention(places[at], places[end - 1] + 1, named)
                free = end
                break


def weak(found: Hits, letters: str, places: list[int], text: str) -> Iterator[Mention]:
    """Short names (นก, ต้น, ฟ้า), wherever those letters stand."""
    for at, names in found:
        for end, named in names:
            start, stop = places[at], places[end - 1] + 1
            if stop - start == end - at and is_short(letters[at:end]) and stands_alone(text, start, stop):
                yield Mention(start, stop, named)
                break


def loose(finder: Names, text: str) -> Iterator[Mention]:
    """Long names in spite of wrong tone marks."""
    places = [at for at, letter in enumerate(text) if letter not in DROPPED and letter not in TONES]
    letters = "".join([text[at] for at in places])
    at = 0
    while at < len(letters) - LOOSE + 1:
        found = finder.longest(letters, at)
        end = found[0] if found else at
        if (
            found
            and end - at >= LOOSE
            and stands_alone(text, places[at], _past_tones(text, places[end - 1] + 1))
        ):
            yield Mention(places[at], _past_tones(text, places[end - 1] + 1), found[1], exact=False)
            at = end - 1
        at += 1


def _past_tones(text: str, end: int) -> int:
    while end < len(text) and text[end] in TONES:
        end += 1
    return end


def beside(found: list[Mention], more: Iterable[Mention]) -> list[Mention]:
    """The mentions found first, and those of the others that do not overlap them."""
    taken = [*found]
    for mention in more:
        if all(mention.end <= other.start or mention.start >= other.end for other in taken):
            taken.append(mention)
    return taken


def is_short(name: str) -> bool:
    return len(name) < SHORT and not name.isascii()


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name there could be one: it cuts no Latin word and no Thai letter from its vowels."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _latin(text[start] + before) or _latin(text[end - 1] + after):
        return False
    return after not in FOLLOWING and before not in LEADING


def _latin(pair: str) -> bool:
    return len(pair) == 2 and pair.isascii() and pair.isalnum()
