"""A question asked again of another day, person or customer: แล้วพรุ่งนี้ล่ะ."""

from __future__ import annotations

import re
from datetime import datetime

from bot.language.context import ChatContext
from bot.language.directory import Directory
from bot.language.grammar.lookups import span_back
from bot.language.line import Line, Stretch, read_line, spans
from bot.language.notes import leaves_nothing

AGAIN = re.compile(
    r"\s*(?:(?:แล้ว|อ้าว|งั้น)\s*)?(?:ของ\s*)?(?P<th>[^\n]+?)\s*(?:ล่ะ|หละ|ละ)\s*(?:ครับ|คับ|ค่ะ|คะ|จ๊ะ|จ้ะ)?\W*"
    r"|\s*(?:and\s+|so\s+)?(?:what|how) about\s+(?P<en>[^\n]+?)\W*"
    r"|\s*and\s+(?P<and>[^\n]+?)\s*\?\s*",
    re.IGNORECASE,
)
LONGEST = 60


def asked_again(
    text: str, asked: str, now: datetime, directory: Directory, context: ChatContext
) -> str | None:
    """The question `asked` before, with what this line says instead; None if it says something else."""
    found = AGAIN.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    said = next(filter(None, found.groups()))
    other, before = (read_line(each, now, directory, context) for each in (said, asked))
    where = next((each for each in (_customer, _person, _days) if _is_all(other, each(other))), None)
    return _put(before, where(before), said) if where else None


def _is_all(line: Line, stretch: Stretch | None) -> bool:
    return stretch is not None and leaves_nothing(line, [stretch, *line.worded("particle", "link")])


def _put(before: Line, stretch: Stretch | None, said: str) -> str:
    """In the place of its like; behind the question where it has none."""
    start, end = stretch or (len(before.text), len(before.text))
    return f"{before.words(0, start)} {said} {before.words(end, len(before.text))}".strip()


def _customer(line: Line) -> Stretch | None:
    return next(iter(spans(line.customers)), None)


def _person(line: Line) -> Stretch | None:
    """Somebody of the team; in the question before it perhaps the team, or oneself."""
    members = [one for one in line.persons if any(named.kind == "member" for named in one.named)]
    return next(iter([*spans(members), *line.worded("team", "me")]), None)


def _days(line: Line) -> Stretch | None:
    found = line.once(span_back)
    return (found[2], found[3]) if found else None
