"""Reads a message: `understand` is all that the rest of Jod needs of this package."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from bot.language.agenda import agenda
from bot.language.context import ChatContext
from bot.language.directory import Directory
from bot.language.grammar import likely
from bot.language.grammar.chat import answer, choice, command
from bot.language.grammar.merging import merges
from bot.language.line import Line, read_line, spans
from bot.language.matters import listed_customers, matters
from bot.language.notes import note
from bot.language.part_paid import part_paid
from bot.language.understanding import Understanding

NOTHING = ChatContext()
BULLET = re.compile(r"\s*(?:\d{1,2}[.)]|[-•*–])\s+|\s*\d{1,2}[.)](?=[^\d\s])")
ENUMERATED = re.compile(r"(?:(?<=\s)|\A)(?=(\d{1,2})[.)]\s?[^\d\s])")
ENTRIES = frozenset(
    [
        *(
            "log_activity",
            "set_reminder",
            "deal_won",
            "deal_lost",
            "move_stage",
            "open_deal",
            "record_purchase",
            "return_purchase",
            "payment",
        ),
        *("new_customer", "add_contact", "reschedule", "complete_reminder", "assign", "drop_follow_up"),
    ]
)
"""Intents that can be one entry of a day's report."""
LONGEST_REPORT = 40
HEADING = ("summary", "plan", "particle", "period", "me", "time", "small_talk")
"""Words of a heading beside its day."""


def understand(
    text: str, now: datetime, directory: Directory, context: ChatContext = NOTHING
) -> Understanding:
    """What a message means: its intent, its fields with the words they came from, and what to ask about.

    `now` is the time of the message in the workspace's zone. Never raises, whatever the text.
    """
    return _report(text, now, directory, context) or _single(text, now, directory, context)


def _single(text: str, now: datetime, directory: Directory, context: ChatContext) -> Understanding:
    line = read_line(text, now, directory, context)
    for whole in (choice, command, answer, _of_each, _of_several):
        if found := whole(line):
            return found
    return _as_first(line)


def _as_first(line: Line) -> Understanding:
    """The first grammar that takes the line."""
    return next(grammar for grammar in likely(line) if grammar.when(line)).read(line)


def _of_each(line: Line) -> Understanding | None:
    """เข้าพบ TTM, AP และ BFP: the same of each of the customers listed; of a sum it is asked whose it is."""
    listed = () if merges(line) else listed_customers(line)
    if not 1 < len(listed) <= LONGEST_REPORT or any(each.kind == "money" for each in line.numbers):
        return None
    start, end = listed[0].start, listed[-1].end
    before, after = line.words(0, start), line.words(end, len(line.text))
    texts = [f"{before} {line.words(each.start, each.end)} {after}".strip() for each in listed]
    lines = (read_line(text, line.now, line.directory, line.context) for text in texts)
    return _multi(line, [_as_first(each) for each in lines])


def _of_several(line: Line) -> Understanding | None:
    """เข้าพบ TTM คุยราคา โทร SCG ไม่รับ: each customer's matter by itself, if each is a whole entry."""
    texts = matters(line) or agenda(line) or part_paid(line)
    lines = (read_line(text, line.now, line.directory, line.context) for text in texts)
    return _multi(line, [_as_first(each) for each in lines])


def _multi(line: Line, items: list[Understanding]) -> Understanding | None:
    whole = all(each.intent in ENTRIES and _names_somebody(each) for each in items)
    return Understanding("multi", {}, (), line.normal.original, tuple(items)) if items and whole else None


def _report(text: str, now: datetime, directory: Directory, context: ChatContext) -> Understanding | None:
    """A day's report pasted as several lines: each line about a customer is an entry of its own."""
    lines = _lines(text)
    if len(lines) < 2 or _is_form(text, now, directory):
        return None
    first = read_line(lines[0], now, directory, NOTHING)
    day, said = _day_of_heading(first), "\n".join(lines[1:]) if _is_heading(first) else text
    read = [_entry(each, day, now, directory, context) for each in lines]
    items = tuple(each for each in read if each.intent in ENTRIES and _names_somebody(each))
    return Understanding("multi", {}, (), said, items) if len(items) > 1 else None


def _is_heading(line: Line) -> bool:
    """Today's report, รายงานเมื่อวาน: a day and what it is, and nothing to keep."""
    asked = command(line)
    if asked is not None and asked.intent in ("daily_report", "my_plan"):
        return True
    return note(line, [*spans(line.moments), *line.worded(*HEADING)]) is None


def _entry(text: str, day: str, now: datetime, directory: Directory, context: ChatContext) -> Understanding:
    """One line of a report, of the day that stands over all of them."""
    said = BULLET.sub("", text, count=1)
    return replace(_single(f"{day} {said}".lstrip(), now, directory, context), text=said)


def _day_of_heading(line: Line) -> str:
    """รายงานเมื่อวาน: the day gone by of a line that names nobody; "" of any other."""
    past = next((each for each in line.moments if each.past and each.day is not None), None)
    if past is None or line.customers or line.persons or line.has("channel"):
        return ""
    return line.words(past.start, past.end)


def _names_somebody(entry: Understanding) -> bool:
    return "customer" in entry.fields or "contact" in entry.fields or "phone" in entry.fields


def _lines(text: str) -> list[str]:
    """The lines of a text, or its parts numbered 1. 2. 3. within one line."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        lines = _numbered_parts(text)
    return lines[:LONGEST_REPORT]


def _numbered_parts(text: str) -> list[str]:
    """1. … 2. … 3. … within one line, perhaps with words before them."""
    found = list(ENUMERATED.finditer(text))
    if len(found) < 2 or [int(each[1]) for each in found] != list(range(1, len(found) + 1)):
        return [text]
    starts = [0, *(each.start() for each in found), len(text)]
    return [part for start, end in pairwise(starts) if (part := text[start:end]).strip()]


def _is_form(text: str, now: datetime, directory: Directory) -> bool:
    """One record, its fields below one another with headings."""
    line: Line = read_line(text, now, directory, NOTHING)
    return len(line.places("label")) > 1
