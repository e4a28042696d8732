"""What stands around the figures of a date: a year behind them, what they count, the papers they number."""

from __future__ import annotations

import re

from bot.language.scanner import Tokens

FIGURES = re.compile(r"\d+")
ORDERS = ("po", "po.", "pr")
"""Papers that people wait for until a day (ตาม PO 30/4), unlike a house number."""
COUNTING = frozenset(["unit", "counted", "place", "scale", "money", "percent"])
FULL_YEAR = re.compile(r"(19|20|24|25|26)\d\d")


def counts(tokens: Tokens, at: int) -> bool:
    """Whether the token there makes the number before it a count or money."""
    return tokens.follows(at, COUNTING)


def follows_code(tokens: Tokens, at: int) -> bool:
    """Whether the figures there are a house's or a paper's number."""
    return tokens.tag(at - 1, "coded") is not None and tokens[at - 1].text not in ORDERS


def year_behind(tokens: Tokens, at: int) -> tuple[str | None, int]:
    """The figures of a year that stand there, if any do, and the place after them."""
    era = tokens.next(at, "time") in ("era_buddhist", "era_christian")
    here = at + era
    if tokens.next(here, "numeral") != "number" or not tokens.joined(here):
        return None, at
    figures = tokens[here].text
    if FULL_YEAR.fullmatch(figures) or _short_year(tokens, figures, here):
        return figures, here + 1
    return None, at


def _short_year(tokens: Tokens, figures: str, at: int) -> bool:
    """Two figures behind a month are a year, unless they are an hour or count something."""
    if len(figures) != 2 or not figures.isdigit() or int(figures) < 20:
        return False
    return tokens.next(at + 1, "clock") is None and not (
        counts(tokens, at + 1) or tokens.next(at + 1, "half")
    )
