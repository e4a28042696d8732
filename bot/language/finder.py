"""Finds the longest known word at a place of a text that has no spaces."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")
HEAD = 3
"""Letters that lead to the lengths worth trying; a shorter word is its own head."""


class Finder(Generic[T]):
    """Words with a value each; adding, dropping and finding cost the same at ten words or a million."""

    __slots__ = ("_counts", "_firsts", "_lengths", "words")

    def __init__(self) -> None:
        self.words: dict[str, T] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._firsts: set[str] = set()  # letters that words began with: at most places of a text none does

    def put(self, word: str, value: T) -> None:
        """Add a word or replace its value."""
        if word not in self.words:
            self._count(word, 1)
            self._firsts.add(word[:1])
        self.words[word] = value

    def drop(self, word: str) -> None:
        """Forget a word that is there."""
        del self.words[word]
        self._count(word, -1)

    def longest(self, text: str, at: int) -> tuple[int, T] | None:
        """End and value of the longest word that starts at `at`."""
        if text[at] not in self._firsts:
            return None
        for head in (text[at : at + HEAD], text[at : at + 2], text[at]):
            for length in self._lengths.get(head, ()):
                word = text[at : at + length]
                if word in self.words:
                    return at + len(word), self.words[word]
        return None

    def all_at(self, text: str, at: int) -> list[tuple[int, T]]:
        """Ends and values of every word that starts at `at`, longest first."""
        words, lengths, found = self.words, self._lengths, []
        for head in (text[at : at + HEAD], text[at : at + 2], text[at]):
            for length in lengths.get(head, ()):
                word = text[at : at + length]
                if word in words and len(word) == length:
                    found.append((at + length, words[word]))
        return found

    def everywhere(self, text: str) -> list[tuple[int, list[tuple[int, T]]]]:
        """Every place at which words start, with what `all_at` finds there: at most places none does."""
        firsts, known = self._firsts, self._lengths
        return [
            (at, found)
            for at, letter in enumerate(text)
            if letter in firsts
            and (text[at : at + HEAD] in known or text[at : at + 2] in known or letter in known)
            and (found := self.all_at(text, at))
        ]

    def _count(self, word: str, change: int) -> None:
        head, length = word[:HEAD], len(word)
        count = self._counts.get((head, length), 0) + change
        self._counts[head, length] = count
        if count == change or not count:
            self._relength(head, length, present=count > 0)

    def _relength(self, head: str, length: int, *, present: bool) -> None:
        others = {known for known in self._lengths.get(head, ()) if known != length}
        lengths = tuple(sorted({*others, *((length,) if present else ())}, reverse=True))
        if lengths:
            self._lengths[head] = lengths
        else:
            self._lengths.pop(head, None)
