"""Which team a line about a team names."""

from __future__ import annotations

import re

from bot.language.line import Line
from bot.language.names import fold
from bot.language.understanding import Found

WORD = re.compile(r"^(?:ทีม|team\b)\s*|\s*\bteam$")
"""What a team's name may begin or end with, and a line may say apart from it."""
GENERAL = frozenset(["", "ขาย", "sales"])
"""What is left of a name by which people call any sales team: it names none."""
LEADING = re.compile(r"ทีม(?:ขาย)?\s*|\bteam\s+")
NAME = re.compile(r"[a-z\u0e01-\u0e44][\w\u0e31-\u0e4e-]+")
TEAM = ("ทีม", "team")
"""One of these stands in every line that names a team: quicker to see than to search for a name beside it."""
LED = re.compile(r"\b([a-z][\w-]+) team\b")
Crew = tuple[int, int, int]
"""A team's id, and where its name stands."""


def team(line: Line) -> Found[int] | None:
    """The team named, the longest name first: สรุปทีมเหนือ, pipeline of team North, North team report."""
    named = line.once(_named)
    return None if named is None else line.found(*named)


def _named(line: Line) -> Crew | None:
    """A number that begins a day is none: สรุปทีม 1 ก.ย. - 20 พ.ย. where there is a team called ทีม 1."""
    there = [_at(line.text, one.id, one.name) for one in line.directory.teams]
    named = [one for one in there if one is not None and not _is_a_day(line, one[2])]
    return max(named, key=lambda one: one[2] - one[1], default=None)


def _is_a_day(line: Line, end: int) -> bool:
    return any(one.start < end <= one.end for one in line.moments)


def _at(text: str, team_id: int, name: str) -> Crew | None:
    """Behind ทีม or team, or before it."""
    bare = WORD.sub("", fold(name)).strip()
    if bare in GENERAL:
        return None
    words = re.escape(bare)
    found = re.search(rf"(?:ทีม\s*|\bteam\s+){words}(?![a-z\d])|\b{words}\s+team\b", text)
    return None if found is None else (team_id, *found.span())


def unknown(line: Line) -> Found[str] | None:
    """A name that no team has: สรุปทีมแดง, pipeline of team Red, Red team summary."""
    if not any(word in line.text for word in TEAM) or line.once(_named) is not None:
        return None
    return next(
        filter(None, (_behind(line, one.end()) for one in LEADING.finditer(line.text))), _before(line)
    )


def _behind(line: Line, start: int) -> Found[str] | None:
    """Letters that are no known word, up to the next one; or a customer's name, which no team has either."""
    customer = next((one for one in line.customers if one.start == start), None)
    if customer is not None:
        return line.found(line.words(start, customer.end), start, customer.end)
    known = [one.start for one in (*line.tokens, *line.moments, *line.persons) if one.end > start]
    name = NAME.match(line.text, start, min(known, default=len(line.text)))
    if name is None or _goes_on(line, name.end()):
        return None
    return line.found(line.words(*name.span()), *name.span())


def _goes_on(line: Line, end: int) -> bool:
    """ทีมทำได้เท่าไหร่: what a question is glued to is no name."""
    at = line.behind(end)
    return at is not None and line.token(at).start == end and "question" in line.token(at).tags


def _before(line: Line) -> Found[str] | None:
    """A word of its own that begins with a capital."""
    named = LED.search(line.text)
    if named is None or line.tokens.over(*named.span(1)) or not line.words(*named.span(1))[:1].isupper():
        return None
    return line.found(line.words(*named.span(1)), *named.span(1))
