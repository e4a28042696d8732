"""rounds: how often customers are followed up, and what ends it. Only a plain refusal does."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.grammar.activities import channel
from bot.language.grammar.facts import states
from bot.language.grammar.fields import firm, nearly_first, seen
from bot.language.grammar.grammar import Grammar, begins, value_of
from bot.language.grammar.named import named_by
from bot.language.line import Line
from bot.language.moments import when
from bot.language.notes import note
from bot.language.understanding import Found
from bot.language.values import CustomerRef, When

SIZE = re.compile(r"(?<![a-z])(xl|[sml])(?![a-z])")
NUMBER = re.compile(r"(?:ครั้งที่|รอบที่|\bno\.?|\bnumber|#)\s*(\d{1,3})")
COUNT = re.compile(
    r"(\d{1,3})\s*(?:ครั้ง|รอบ|times|rounds|follow-ups)(?!ที่)|(?<![a-z])(?:xl|[sml])\s+(\d{1,3})\s*$"
)
DAYS = re.compile(r"(?:ห่าง|เว้น|\bgap|\bafter|\bevery)\s*(\d{1,3})\s*(?:วัน|days?)?")
TOPIC = re.compile(r"(?:เรื่อง|\babout)\s*(.+)$")
BUT = ("แต่", "but")


def size(line: Line) -> Found[str] | None:
    """The size behind the word of rounds: รอบ L, rounds XL."""
    at = line.first("rounds")
    found = SIZE.search(line.text.lower(), line.token(at).end) if at is not None else None
    return None if found is None else line.found(found[1].upper(), *found.span())


def figure(pattern: re.Pattern[str]) -> Callable[[Line], Found[int] | None]:
    """The number that stands where the pattern says."""

    def read(line: Line) -> Found[int] | None:
        found = pattern.search(line.text.lower())
        said = next((group for group in found.groups() if group), "") if found is not None else ""
        return line.found(int(said), *found.span()) if found is not None and said else None

    return read


NTH, COUNTED, APART = figure(NUMBER), figure(COUNT), figure(DAYS)


def topic(line: Line) -> Found[str] | None:
    """What the round is about, in the manager's words."""
    found = TOPIC.search(line.text)
    return None if found is None else line.found(line.words(*found.span(1)), *found.span(1))


def _speaks_of_rounds(line: Line) -> bool:
    if not begins("rounds")(line):
        return False
    return size(line) is not None or line.has("rounds", "full")


def sets(line: Line) -> bool:
    """A size with how many, or with how one of its rounds goes."""
    return _speaks_of_rounds(line) and any(one(line) is not None for one in (COUNTED, NTH, APART))


def shows(line: Line) -> bool:
    """รอบติดตาม, รอบ L and nothing else."""
    if not _speaks_of_rounds(line):
        return False
    found = size(line)
    taken = [] if found is None else [(line.place(found.start), line.place(found.end))]
    return note(line, [*line.worded("rounds", "particle", "question", "size"), *taken]) is None


def refuses(line: Line) -> bool:
    """ไม่สนใจแล้ว as a fact, about the customer at large, with nothing to come."""
    if not states(line, "refusal") or seen(line).planned is not None or seen(line).loose is not None:
        return False
    at = line.places("refusal")[-1]
    return not any(word in line.text[line.token(at).end :] for word in BUT)


def nurtures(line: Line) -> bool:
    return bool(states(line, "nurture")) and (begins("nurture")(line) or firm(line) is not None)


def extends(line: Line) -> bool:
    return bool(states(line, "extend_rounds")) and begins("extend_rounds")(line)


def reason(line: Line) -> Found[str] | None:
    """What stands behind เพราะ."""
    at = line.first("because")
    words = "" if at is None else line.words(line.token(at).end, len(line.text))
    return None if at is None or not words else line.found(words, line.token(at).end, len(line.text))


def until(line: Line) -> Found[When] | None:
    """The day that is still to come."""
    ahead = next((each for each in line.moments if not each.past), None)
    return None if ahead is None else when(line, ahead)


def told_channel(line: Line) -> Found[str] | None:
    return channel(line) if line.has("channel") else None


def whom(line: Line) -> Found[CustomerRef] | None:
    """The customer known; without a name it is the one spoken of before."""
    return firm(line) or nearly_first(line)


def whole(line: Line) -> Found[str] | None:
    """The refusal in the words in which it was told."""
    return line.found(line.normal.original.strip(), 0, len(line.text))


SET = Grammar(
    intent="set_rounds",
    words=("rounds",),
    when=sets,
    fields={
        "size": size,
        "count": lambda line: COUNTED(line) if NTH(line) is None else None,
        "number": NTH,
        "days": APART,
        "channel": value_of("channel"),
        "contact_role": value_of("role"),
        "note": topic,
    },
)
SHOW = Grammar(intent="rounds", words=("rounds",), when=shows, fields={"size": size})
NURTURE = Grammar(
    intent="nurture",
    words=("nurture",),
    when=nurtures,
    fields={"customer": named_by("nurture"), "follow_up_at": until},
)
EXTEND = Grammar(
    intent="extend_rounds",
    words=("extend_rounds",),
    when=extends,
    fields={"customer": named_by("extend_rounds"), "text": reason},
)
REFUSED = Grammar(
    intent="end_rounds",
    words=("refusal",),
    when=refuses,
    fields={"customer": whom, "channel": told_channel, "note": whole},
)
