"""One message with everything that can be seen in it: words, names, moments, money, numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any, Protocol, TypeVar

from bot.language.context import ChatContext
from bot.language.courtesy import without_courtesy
from bot.language.dates.phrases import Phrase, phrases
from bot.language.directory import Directory
from bot.language.mentions import Mention, is_short
from bot.language.normalise import Normal, normalise
from bot.language.people import Person, people
from bot.language.scanner import HIDDEN, Token, Tokens, scan
from bot.language.sums import Sum, sums
from bot.language.understanding import Found

T = TypeVar("T")


class Placed(Protocol):
    """Something that stands in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


MOST_MOMENTS = 40
"""More days and clocks are no sentence."""
Stretch = tuple[int, int]
"""From and up to a place of the normalised text."""


@dataclass(frozen=True)
class Line:
    """A message as the grammars see it; places and stretches are those of the normalised text."""

    normal: Normal
    now: datetime
    directory: Directory
    context: ChatContext
    tokens: Tokens
    customers: tuple[Mention, ...]
    persons: tuple[Person, ...]
    _seen: dict[Any, Any] = field(default_factory=dict, repr=False)

    def once(self, see: Callable[[Line], T]) -> T:
        """What a function sees in this line, worked out only once."""
        if see not in self._seen:
            self._seen[see] = see(self)
        seen: T = self._seen[see]
        return seen

    def likes(self, name: str, limit: int) -> list[tuple[int, float]]:
        """`directory.nearest`, looked up only once in this line."""
        if name not in self._seen:
            self._seen[name] = self.directory.nearest(name, limit)
        found: list[tuple[int, float]] = self._seen[name]
        return found

    @property
    def text(self) -> str:
        return self.normal.text

    @cached_property
    def moments(self) -> tuple[Phrase, ...]:
        return tuple(islice(phrases(self.tokens), MOST_MOMENTS))

    @cached_property
    def numbers(self) -> tuple[Sum, ...]:
        taken = frozenset(at for phrase in self.moments for at in range(phrase.first, phrase.last))
        return tuple(sums(self.tokens, taken))

    @cached_property
    def deals(self) -> tuple[Mention, ...]:
        """Names of open deals that are no part of a customer's or a person's name."""
        taken = [*spans(self.customers), *spans(self.persons)]
        found = self.directory.deals(self.text)
        return tuple(each for each in found if all(each.end <= s or each.start >= e for s, e in taken))

    @cached_property
    def _tagged(self) -> dict[str, list[int]]:
        """Places of the tokens by tag."""
        found: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            for tag in token.tags:
                found.setdefault(tag, []).append(at)
        return found

    @cached_property
    def tags(self) -> frozenset[str]:
        """Every tag that some word of the line has."""
        return frozenset(self._tagged)

    def places(self, tag: str, value: str | None = None) -> list[int]:
        """Places of the tokens with a tag (of a value)."""
        found = self._tagged.get(tag, [])
        return found if value is None else [at for at in found if self.tokens[at].tags[tag] == value]

    def before(self, place: int) -> int | None:
        """Place of the last token that ends at or before a place of the text."""
        return self.tokens.before(place)

    def behind(self, place: int) -> int | None:
        """Place of the first token that starts at or behind a place of the text."""
        return self.tokens.behind(place)

    def first(self, tag: str, value: str | None = None) -> int | None:
        """Place of the first token with a tag."""
        return next(iter(self.places(tag, value)), None)

    def has(self, tag: str, value: str | None = None) -> bool:
        return bool(self.places(tag, value)) if value else tag in self.tags

    def worded(self, *tags: str) -> list[Stretch]:
        """The stretches of the words that have one of these tags: in most lines none has."""
        if self.tags.isdisjoint(tags):
            return []
        wanted = frozenset(tags)
        return spans(token for token in self.tokens if not wanted.isdisjoint(token.tags))

    def token(self, at: int) -> Token:
        return self.tokens[at]

    def found(self, value: Any, start: int, end: int, *, sure: bool = True) -> Found[Any]:
        """A field's value with the original words of a stretch."""
        words, first, last = self.normal.words(start, end)
        return Found(value, words, first, last, sure)

    def place(self, offset: int) -> int:
        """The place in the normalised text of an offset in the original."""
        return bisect_left(self.normal.offsets, offset)

    def words(self, start: int, end: int) -> str:
        """The original words of a stretch, without the spaces around them."""
        return self.normal.words(start, end)[0].strip() if start < end else ""

    def of_token(self, value: Any, at: int) -> Found[Any]:
        token = self.tokens[at]
        return self.found(value, token.start, token.end)


def spans(things: Iterable[Placed]) -> list[Stretch]:
    """Where things stand."""
    return [(each.start, each.end) for each in things]


def read_line(original: str, now: datetime, directory: Directory, context: ChatContext) -> Line:
    """See what is in a message: names first, since no name is to be taken for a day or a command."""
    normal = without_courtesy(normalise(original))
    mentions = directory.mentions(normal.text)
    strong = [mention for mention in mentions if not is_short(normal.text[mention.start : mention.end])]
    tokens = scan(_hide(normal.text, spans(strong)))
    persons = people(tokens, mentions)
    taken = spans(persons)
    named = {person.name for person in persons}
    customers = tuple(mention for mention in mentions if mention.of("customer") and mention.start in named)
    return Line(
        normal,
        now,
        directory,
        context,
        _without(tokens, taken),
        customers,
        tuple(persons),
    )


def _hide(text: str, taken: list[Stretch]) -> str:
    for start, end in taken:
        text = text[:start] + HIDDEN * (end - start) + text[end:]
    return text


def _without(tokens: Tokens, taken: list[Stretch]) -> Tokens:
    """The tokens that are no part of a name."""
    if not taken:
        return tokens
    hidden = _hide(tokens.text, taken)
    over = [token for stretch in taken for token in tokens.over(*stretch)]
    if any(_cut(hidden, token) for token in over):
        return scan(hidden)
    gone = {token.start for token in over}
    return Tokens(hidden, [token for token in tokens if token.start not in gone])


def _cut(hidden: str, token: Token) -> bool:
    """Whether a name ends inside the word."""
    rest = hidden[token.start : token.end].rpartition(HIDDEN)
    return bool(rest[1] and rest[2])
