"""The word that says what a moment is for: ตาม, นัด, ภายใน, by."""

from __future__ import annotations

import re

from bot.language.been import has_struck, is_past
from bot.language.dates.phrases import Phrase
from bot.language.line import Line
from bot.language.theirs import is_theirs, same_line

NEAR = 6
"""Tokens between a word such as ตาม and the moment it speaks of."""
TELLS = ("บอก", "บอกว่า", "แจ้งว่า", "ว่า", "says", "said")
LEADS = ("follow", "appoint", "deadline", "remind", "reschedule", "due_from_us")


def lead_of(line: Line, phrase: Phrase) -> int | None:
    """The word that says what the moment is for: before it in the same clause, or right behind it."""
    for at in range(phrase.first - 1, max(-1, phrase.first - 1 - NEAR), -1):
        if not same_line(line, at, phrase):
            break
        if _leads(line, at) and not _is_told_of(line, at, phrase):
            return at
    for at in (phrase.last, phrase.last + 1):
        leads = at < len(line.tokens) and (_leads(line, at, behind=True) or _second_act(line, phrase, at))
        if leads and same_line(line, at, phrase):
            return None if _leads_further(line, phrase, at) else at
    if _act_before(line, phrase):
        return phrase.first - 1
    return line.first("channel") if _calls_back(line, phrase) else None


def _calls_back(line: Line, phrase: Phrase) -> bool:
    """call TTM back at 5pm."""
    return CALLS_BACK.search(line.text[: phrase.start]) is not None


CALLS_BACK = re.compile(r"\b(?:call|phone)\s[^,.\n]{2,40}\sback(?:\s+(?:on|at|by|this))?\s*\Z")


def _is_told_of(line: Line, at: int, phrase: Phrase) -> bool:
    """The โทรตาม of โทรตามเช็ค TTM บัญชีบอกออกวันศุกร์: what was done, and the day is what they said."""
    if line.tokens.tag(at, "channel") is None or line.tokens.tag(at, "appoint") is not None:
        return False
    return any(
        line.tokens.tag(place, "say") and line.token(place).text in TELLS
        for place in range(at + 1, phrase.first)
    )


def _leads_further(line: Line, phrase: Phrase, at: int) -> bool:
    """The word behind a moment leads to the one right behind it; behind a clock, to the next day with one.

    Behind a day on which the customer does something it leads to the next day: ออกศุกร์นี้ ให้โทรเช็คพฤหัส.
    """
    behind = [each for each in line.moments if each.first > at]
    if any(each.first == at + 1 for each in behind):
        return True
    first = next(iter(behind), None)
    if first and first.day and first.first - at <= NEAR and is_theirs(line, phrase, None):
        return True
    if phrase.day is not None or first is None or first.day is None or first.first - at > NEAR:
        return False
    return first.clock is not None or has_struck(line, phrase)


def _act_before(line: Line, phrase: Phrase) -> bool:
    """visited TTM today, meeting tomorrow 4pm: what will be done, right before the day, behind what was."""
    act = phrase.first - 1
    if phrase.day is None or is_past(line, phrase) or not same_line(line, act, phrase):
        return False
    return line.tokens.tag(act, "channel") is not None and any(at < act for at in line.places("channel"))


def _second_act(line: Line, phrase: Phrase, at: int) -> bool:
    """เข้า TTM แล้ว … พุธหน้าเข้าไปเอา PO: what will be done then, behind what was done."""
    if at != phrase.last or not line.tokens.tag(at, "channel") or is_past(line, phrase) or phrase.day is None:
        return False
    return any(place < phrase.first for tag in ("channel", "channel_weak") for place in line.places(tag))


def _leads(line: Line, at: int, *, behind: bool = False) -> bool:
    tokens = line.tokens
    if tokens.tag(at, "label") == "follow_up":
        return True
    if tokens.tag(at, "deadline"):
        return not behind and tokens.joined(at + 1)
    return any(tokens.tag(at, tag) for tag in LEADS)
