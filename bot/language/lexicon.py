"""The words of all lists in one finder, each with its tags, such as {"weekday": "4"}, {"channel": "call"}."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from bot.language.finder import Finder
from bot.language.normalise import TONES, normalise
from bot.language.words import FOLDER, load

Tags = Mapping[str, str]
NOT_WORDS = ("names", "commands")
"""Files that hold something else than lists of tagged words."""
FORGIVING = frozenset(
    [
        "day",
        "weekday",
        "month",
        "moment",
        "channel",
        "talk",
        "follow",
        "appoint",
        "reschedule",
    ]
)
"""Tags of words that are typed in haste and are no other word with another tone (ใช้ค่ะ is: ใช่ค่ะ)."""
HE = "เขา"
"""เขาคุย is what he says, and no slip of เข้าคุย."""
FORGIVEN = 6
"""Letters from which on a word is also known with one tone mark missing or another in its place."""


@cache
def lexicon() -> Finder[Tags]:
    """Every word of every list, and the misspellings that lose or change one tone mark."""
    finder: Finder[Tags] = Finder()
    for tag, value, word in entries():
        finder.put(word, {**finder.words.get(word, {}), tag: value})
    for word, tags in list(finder.words.items()):
        for slip in _slips(word) if FORGIVING & tags.keys() else ():
            if slip not in finder.words and not slip.startswith(HE):
                finder.put(slip, tags)
    return finder


def entries() -> Iterator[tuple[str, str, str]]:
    """(tag, value, word) of every entry of the word lists, in one spelling."""
    for path in sorted(FOLDER.glob("*.toml")):
        if path.stem not in NOT_WORDS:
            for tag, section in load(path.stem).items():
                yield from _section(tag, section)


def _section(tag: str, section: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for value, words in section.items():
        for word in words:
            yield tag, value, normalise(word).text


def _slips(word: str) -> Iterator[str]:
    if len(word) < FORGIVEN:
        return
    for at, letter in enumerate(word):
        if letter in TONES:
            yield word[:at] + word[at + 1 :]
            if letter in "\u0e48\u0e49":
                other = "\u0e49" if letter == "\u0e48" else "\u0e48"
                yield word[:at] + other + word[at + 1 :]
