"""leave: days on which a rep is not working."""

from __future__ import annotations

from datetime import date

from bot.language.grammar.fields import firm
from bot.language.grammar.grammar import Grammar
from bot.language.grammar.lookups import date_from, date_to
from bot.language.line import Line
from bot.language.understanding import Found

SHORT = 3
"""Letters of a word of leave that needs a day beside it (ลา)."""


def takes_leave(line: Line) -> bool:
    """A word of leave about oneself: no customer, nobody else, nothing told."""
    at = line.first("leave")
    if at is None or firm(line) is not None or line.persons:
        return False
    if any(line.has(tag) for tag in ("channel", "party", "question", "remind")):
        return False
    return len(line.token(at).text) > SHORT or bool(line.moments)


def reason(line: Line) -> Found[str] | None:
    at = line.first("leave")
    value = None if at is None else line.token(at).tags["leave"]
    return None if at is None or value == "any" else line.of_token(value, at)


def first_day(line: Line) -> Found[date] | None:
    """The day said; without one it is today."""
    return date_from(line) or line.found(line.now.date(), 0, 0)


def last_day(line: Line) -> Found[date] | None:
    return date_to(line) or line.found(line.now.date(), 0, 0)


LEAVE = Grammar(
    intent="leave", when=takes_leave, fields={"date_from": first_day, "date_to": last_day, "reason": reason}
)
