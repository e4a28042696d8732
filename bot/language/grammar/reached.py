"""What came of trying: reached, no answer, nobody there, put off by the customer."""

from __future__ import annotations

from bot.language.grammar.fields import seen
from bot.language.line import Line
from bot.language.scanner import HIDDEN
from bot.language.understanding import Found


def is_told_of_a_day(line: Line, at: int) -> bool:
    """TTM ปิดร้านวันอาทิตย์: that they are closed then, not that nobody was there."""
    tags = line.token(at).tags
    return {"outcome", "happens"} <= tags.keys() and any(one.first > at for one in seen(line).theirs)


def outcome_at(line: Line) -> int | None:
    return next((at for at in line.places("outcome") if not is_told_of_a_day(line, at)), None)


def outcome(line: Line) -> Found[str] | None:
    """reached, no_answer, not_met or postponed_by_customer."""
    at = outcome_at(line)
    return line.of_token(line.token(at).tags["outcome"], at) if at is not None else _not_reached(line)


def _not_reached(line: Line) -> Found[str] | None:
    """ติดต่อคุณแอนไม่ได้: the name between the two words."""
    at = line.first("doubt")
    if (
        at is None
        or not line.token(at).text.startswith("ไม่ได้")
        or not line.text[: line.token(at).end].strip()
    ):
        return None
    tried = line.tokens.tag(at - 1, "channel_weak") == "call" or line.tokens.tag(at - 1, "channel") == "call"
    named = line.tokens.text[: line.token(at).start].rstrip().endswith(HIDDEN)
    return line.of_token("no_answer", at) if tried and named else None
