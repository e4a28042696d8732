"""Several appointments of one day in one line: พรุ่งนี้เช้า TTM บ่ายโมง AP, or พรุ่งนี้ TTM 9.30 AP 14.00."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.language.dates.phrases import Phrase
from bot.language.line import Line, Stretch, spans
from bot.language.notes import leaves_nothing
from bot.language.unknown import customer_at

ACTS = ("appoint", "channel", "channel_weak")
BESIDE = (*ACTS, "link", "plan", "particle")
"""Words that may stand around times and customers: anything else, and more is told than when and whom."""
HOW_MANY = re.compile(r"\d{1,2}\s*(?:ที่|เจ้า|ราย|แห่ง|places\b|customers\b|visits\b)")
"""ไป 3 ที่, said before them."""
JOINS = re.compile(r"\b(?:and|then)\b|&|และ|แล้ว(?:ก็)?")


def agenda(line: Line) -> list[str]:
    """Each customer with the day and the time right beside it; [] of any other line."""
    head, times = _heading(line)
    if not head or len(times) < 2 or not _are_times_of_one_day(times):
        return []
    customers = sorted([*spans(line.customers), *_strangers(line)])
    if len(customers) != len(times):
        return []
    if not _takes_turns(spans(times), customers) and not _takes_turns(customers, spans(times)):
        return []
    joins = [found.span() for found in JOINS.finditer(line.text)]
    joins += [found.span() for found in HOW_MANY.finditer(line.text)]
    said = [*spans(line.moments), *customers, *line.worded(*BESIDE), *joins]
    if not leaves_nothing(line, said):
        return []
    both = zip(times, customers, strict=True)
    return [f"{head} {_clock(line, time)} {_act(line, one)} {line.words(*one)}" for time, one in both]


def _act(line: Line, name: Stretch) -> str:
    """The word of doing right before a name, else the first of the line."""
    acts = line.worded(*ACTS)
    beside = (each for each in acts if not line.text[each[1] : name[0]].strip() and each[1] <= name[0])
    return " ".join(line.words(*each) for each in [*beside, *acts][:1])


def _strangers(line: Line) -> list[Stretch]:
    """Names nobody has behind a word of going, in a line that names somebody too."""
    acts = [line.token(at).end for tag in ACTS for at in line.places(tag)] if line.customers else []
    starts = (end + (line.text[end : end + 1] == " ") for end in acts)
    found = (customer_at(line, start) for start in starts)
    return [(line.place(one.start), line.place(one.end)) for one in found if one is not None]


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


def _takes_turns(first: Sequence[Stretch], second: Sequence[Stretch]) -> bool:
    """One of the first, one of the second, the next of the first."""
    places = [place for both in zip(first, second, strict=True) for place in both]
    return all(before[1] <= behind[0] for before, behind in pairwise(places))
