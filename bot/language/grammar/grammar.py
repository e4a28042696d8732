"""What a capability says of its intent: when a line means it, and how each field is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.language.line import Line
from bot.language.understanding import Found, Understanding

Reader = Callable[[Line], Found[Any] | None]
Test = Callable[[Line], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """One intent. `needs` are the fields it cannot do without: they are asked for when they are not said."""

    intent: str
    when: Test
    fields: Mapping[str, Reader] = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    def read(self, line: Line) -> Understanding:
        """The line as this intent."""
        fields = {name: found for name, read in self.fields.items() if (found := read(line)) is not None}
        unsure = [name for name, found in fields.items() if not found.sure]
        missing = [name for name in self.needs if name not in fields]
        return Understanding(self.intent, fields, (*unsure, *missing), line.normal.original)


def says(*tags: str) -> Test:
    """Some word of the line has one of these tags."""
    wanted = frozenset(tags)
    return lambda line: bool(wanted & line.tags)


def every(*tests: Test) -> Test:
    return lambda line: all(test(line) for test in tests)


def either(*tests: Test) -> Test:
    return lambda line: any(test(line) for test in tests)


def no(test: Test) -> Test:
    return lambda line: not test(line)


def value_of(tag: str) -> Reader:
    """The value of the first word with a tag: {"stage": "proposal"}."""

    def read(line: Line) -> Found[Any] | None:
        at = line.first(tag)
        return None if at is None else line.of_token(line.token(at).tags[tag], at)

    return read


ADDRESS = frozenset(["particle", "honorific", "small_talk"])
"""Words with which Jod is addressed before the matter begins: พี่ครับ, สวัสดีค่ะ."""


def begins(tag: str) -> Test:
    """The line begins with such a word, politeness aside."""

    def test(line: Line) -> bool:
        for at in range(len(line.tokens)):
            if line.tokens.tag(at, tag):
                return not line.tokens.text[: line.token(at).start].strip(" /.,:") or _only_polite(line, at)
            if not ADDRESS & line.token(at).tags.keys():
                return False
        return False

    return test


def _only_polite(line: Line, at: int) -> bool:
    rest = line.tokens.text[: line.token(at).start]
    for place in range(at):
        rest = rest.replace(line.token(place).text, "", 1)
    return not rest.strip(" /.,:")
