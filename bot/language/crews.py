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
Crew = tuple[int, int, int]
"""A team's id, and where its name stands."""


def team(line: Line) -> Found[int] | None:
    """The team named, the longest name first: สรุปทีมเหนือ, pipeline of team North, North team report."""
    named = line.once(_named)
    return None if named is None else line.found(*named)


def _named(line: Line) -> Crew | None:
    there = (_at(line.text, one.id, one.name) for one in line.directory.teams)
    return max((one for one in there if one is not None), key=lambda one: one[2] - one[1], default=None)


def _at(text: str, team_id: int, name: str) -> Crew | None:
    """Behind ทีม or team, or before it."""
    bare = WORD.sub("", fold(name)).strip()
    if bare in GENERAL:
        return None
    words = re.escape(bare)
    found = re.search(rf"(?:ทีม\s*|\bteam\s+){words}(?![a-z])|\b{words}\s+team\b", text)
    return None if found is None else (team_id, *found.span())
