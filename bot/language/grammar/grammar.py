"""What a capability says of its intent: when a line means it, and how each field is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.language.dates.phrases import Phrase
from bot.language.line import Line
from bot.language.moments import refused, slots
from bot.language.understanding import Found, Understanding

Reader = Callable[[Line], Found[Any] | None]
Test = Callable[[Line], bool]
MOMENTS = ("follow_up_at", "occurred_at", "expected_close", "date_from", "date", "starts_on")
"""Fields that hold a moment, those to come before those that have been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """One intent. `needs` are the fields it cannot do without: they are asked for when they are not said.

    A line that it takes has a word with one of the tags in `words`; none are given where any line may be its.
    """

    intent: str
    words: tuple[str, ...] = ()
    when: Test
    fields: Mapping[str, Reader] = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    def read(self, line: Line) -> Understanding:
        """The line as this intent."""
        fields = {name: found for name, read in self.fields.items() if (found := read(line)) is not None}
        unsure = [name for name, found in fields.items() if not found.sure]
        missing = [name for name in self.needs if name not in fields]
        ask, words = dict.fromkeys([*unsure, *missing]), ""
        if (moment := line.once(refused)) and (slot := self._slot(line, moment)):
            ask, words = {**ask, slot: None}, line.words(moment.start, moment.end)
        return Understanding(self.intent, fields, tuple(ask), line.normal.original, refused=words)

    def _slot(self, line: Line, moment: Phrase) -> str | None:
        """The field that a moment no calendar has was said for."""
        if line.once(slots).occurred is moment and "occurred_at" in self.fields:
            return "occurred_at"
        return next((name for name in MOMENTS if name in self.fields), None)


def says(*tags: str) -> Test:
    """Some word of the line has one of these tags."""
    wanted = frozenset(tags)
    return lambda line: bool(wanted & line.tags)


def every(*tests: Test) -> Test:
    return lambda line: all(test(line) for test in tests)


def no(test: Test) -> Test:
    return lambda line: not test(line)


def value_of(tag: str) -> Reader:
    """The value of the first word with a tag: {"stage": "proposal"}."""

    def read(line: Line) -> Found[Any] | None:
        at = line.first(tag)
        return None if at is None else line.of_token(line.token(at).tags[tag], at)

    return read


ASKING = ("ขอ", "ช่วย", "อยาก")
"""ขอสร้างลูกค้าใหม่ is asked for more politely than สร้างลูกค้าใหม่."""
ADDRESS = frozenset(["particle", "me", "honorific", "small_talk"])
"""Words with which Jod is addressed before the matter begins: พี่ครับ, สวัสดีค่ะ."""


def begins(tag: str) -> Test:
    """The line begins with such a word, politeness aside."""

    def test(line: Line) -> bool:
        for at in range(len(line.tokens)) if tag in line.tags else ():
            if line.tokens.tag(at, tag):
                return not line.tokens.text[: line.token(at).start].strip(" /.,:") or _only_polite(line, at)
            if not ADDRESS & line.token(at).tags.keys() and line.token(at).text not in ASKING:
                return False
        return False

    return test


def _only_polite(line: Line, at: int) -> bool:
    rest = line.tokens.text[: line.token(at).start]
    for place in range(at):
        rest = rest.replace(line.token(place).text, "", 1)
    return not rest.strip(" /.,:")


def past_address(line: Line) -> int:
    """Where the matter begins, behind พี่ครับ."""
    begin = 0
    for token in line.tokens:
        if line.text[begin : token.start].strip() or ADDRESS.isdisjoint(token.tags):
            break
        begin = token.end
    return begin + (line.text[begin : begin + 1] == " ")
