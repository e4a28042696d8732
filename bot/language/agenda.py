"""Several appointments of one day in one line: พรุ่งนี้เช้า TTM บ่ายโมง AP, or พรุ่งนี้ TTM 9.30 AP 14.00."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.language.dates.phrases import Phrase
from bot.language.line import Line, spans
from bot.language.mentions import Mention
from bot.language.notes import leaves_nothing

ACTS = ("appoint", "channel", "channel_weak")
BESIDE = (*ACTS, "link", "plan", "particle")
"""Words that may stand around times and customers: anything else, and more is told than when and whom."""
HOW_MANY = re.compile(r"\d{1,2}\s*(?:ที่|เจ้า|ราย|แห่ง|places\b|customers\b|visits\b)")
"""ไป 3 ที่, said before them."""
JOINS = re.compile(r"\b(?:and|then)\b|&|และ|แล้ว(?:ก็)?")


def agenda(line: Line) -> list[str]:
    """Each customer with the day and the time right beside it; [] of any other line."""
    head, times = _heading(line)
    customers = sorted(line.customers, key=lambda one: one.start)
    if not 1 < len(customers) == len(times) or not _are_times_of_one_day(times):
        return []
    if not _takes_turns(times, customers) and not _takes_turns(customers, times):
        return []
    joins = [found.span() for found in JOINS.finditer(line.text)]
    joins += [found.span() for found in HOW_MANY.finditer(line.text)]
    said = [*spans(line.moments), *spans(customers), *line.worded(*BESIDE), *joins]
    if not head or not leaves_nothing(line, said):
        return []
    lead = " ".join(line.text[start:end].strip() for start, end in line.worded(*ACTS)[:1])
    both = zip(times, customers, strict=True)
    return [f"{lead} {head} {_clock(line, time)} {line.words(one.start, one.end)}" for time, one in both]


def _heading(line: Line) -> tuple[str, list[Phrase]]:
    """The words of the day that stands first, by itself or before the first time; and the times."""
    first = next(iter(line.moments), None)
    if first is None or first.day is None:
        return "", []
    times = line.moments[1:] if first.clock is None else line.moments
    return line.words(first.start, _end_of_day(line, first)), list(times)


def _end_of_day(line: Line, phrase: Phrase) -> int:
    """Where the words of its day end, which come first."""
    return line.token(phrase.day.end - 1).end if phrase.day is not None else phrase.start


def _clock(line: Line, phrase: Phrase) -> str:
    return line.words(_end_of_day(line, phrase), phrase.end)


def _are_times_of_one_day(times: Sequence[Phrase]) -> bool:
    """Each says a time; none but the first says a day."""
    return all(one.clock is not None for one in times) and all(one.day is None for one in times[1:])


def _takes_turns(first: Sequence[Phrase | Mention], second: Sequence[Phrase | Mention]) -> bool:
    """One of the first, one of the second, the next of the first."""
    places = [place for both in zip(first, second, strict=True) for place in spans(both)]
    return all(before[1] <= behind[0] for before, behind in pairwise(places))
