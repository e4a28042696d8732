"""Which slot each moment of a line belongs to: when it happened, or when to follow up."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.language.been import has_struck, is_ahead, is_past, is_today, was, was_then
from bot.language.dates.phrases import Phrase
from bot.language.leads import LEADS, lead_of
from bot.language.line import Line, Stretch
from bot.language.theirs import is_theirs
from bot.language.understanding import Found
from bot.language.values import When

UNTIL = re.compile(r"\b(?:until|till)\s*\Z|จนถึง\s*\Z")
"""Before a moment: how long something lasts, which is neither when it happened nor what is next."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A moment to come, the tag and place of the word that leads to it (ตาม, นัด), and both as a stretch."""

    phrase: Phrase
    lead: str | None
    lead_at: int | None
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Slots:
    """The moments of a line by slot."""

    occurred: Phrase | None = None
    planned: Planned | None = None
    loose: Phrase | None = None
    """a moment to come that no word leads to"""
    theirs: tuple[Phrase, ...] = ()
    """when the customer will do something (PO ออกจันทร์): what was told, no plan of ours"""


def slots(line: Line) -> Slots:
    """What happened when, and what is next; each at most once."""
    occurred, planned, loose = None, None, None
    theirs: list[Phrase] = []
    for phrase in line.moments:
        lead = lead_of(line, phrase)
        if lead is None and (told := _occurred(line, occurred, phrase)):
            is_to_come = told.day is not None and is_ahead(line, told)
            occurred, loose = (None, told) if is_to_come else (told, loose)
        elif _is_of_day_ahead(line, phrase, lead):
            loose = _complete(loose, phrase)
        elif (
            is_past(line, phrase)
            or (lead is None and (was(line, phrase) or was_then(line, phrase)))
            or (is_today(line, phrase) and (lead is None or _is_led_later(line, phrase)))
        ):
            if _is_no_act(line, phrase):
                theirs.append(phrase)
            else:
                occurred = occurred or phrase
        elif (lead is None or _only_will(line, lead)) and is_theirs(line, phrase, lead):
            theirs.append(phrase)
        elif lead is None:
            loose = _complete(loose, phrase)
        elif planned is None:
            planned = _planned(line, phrase, lead)
        else:
            planned = _more(line, planned, phrase, lead)
    if planned and loose:
        planned = _joined(planned, loose)
    return Slots(occurred, planned, loose, tuple(theirs))


def _is_no_act(line: Line, phrase: Phrase) -> bool:
    """How long something lasts, or the hour of each day at which the customer is there for us."""
    lasts = UNTIL.search(line.text, 0, phrase.start) is not None
    return lasts or (phrase.day is None and is_theirs(line, phrase, None))


def _occurred(line: Line, known: Phrase | None, phrase: Phrase) -> Phrase | None:
    """When it was, as this moment tells it or tells more of it; None if it is of something else."""
    if known is not None and _is_clock_of(line, known, phrase):
        return known.with_clock(phrase)
    return (known or phrase) if _was_at(line, phrase) else None


def _is_clock_of(line: Line, day: Phrase, clock: Phrase) -> bool:
    """เมื่อวานเข้าพบ TTM 4 โมงเย็น: the day that is gone before whom was met, the clock right behind."""
    if day.clock is not None or clock.day is not None or clock.clock is None:
        return False
    if not (is_past(line, day) or is_today(line, day)):
        return False
    acts = [at for tag in ("channel", "channel_weak") for at in line.places(tag)]
    act = next((at for at in acts if day.last <= at < clock.first), None)
    if line.tokens.tag(clock.last, "channel"):
        return False
    if act is None:  # วันนี้ BFP 10 โมง
        return not acts and lead_of(line, clock) is None and _only_whom(line, day.end, clock.start)
    if line.has("done") and is_ahead(line, day.with_clock(clock)):
        return False
    return _only_whom(line, line.token(act).end, clock.start)


def _was_at(line: Line, phrase: Phrase) -> bool:
    """เข้าพบ TTM 10 โมง ลูกค้าขอลด ตามพุธหน้า: a time gone, right behind whom, before what is next."""
    if phrase.day is not None or phrase != line.moments[0]:
        return False
    if not (has_struck(line, phrase) or is_today(line, phrase)) or line.has("reschedule"):
        return False
    act = min((at for tag in ("channel", "channel_weak") for at in line.places(tag)), default=None)
    if act is None:
        return False
    is_first = phrase.first == 0 and act == phrase.last
    if not is_first and (act >= phrase.first or not _only_whom(line, line.token(act).end, phrase.start)):
        return False
    return any(each.day and (each.clock or lead_of(line, each) is not None) for each in line.moments[1:])


def _only_whom(line: Line, start: int, end: int) -> bool:
    """Nobody but the customer and people there, and small words."""
    names = [
        *((each.start, each.end) for each in line.customers),
        *((each.start, each.end) for each in line.persons),
    ]
    small = line.worded("link", "particle", "time", "party", "role", "honorific", "done")
    said = list(line.text[:end])
    for first, last in (*names, *small):
        said[first:last] = " " * len(said[first:last])
    return not "".join(said[start:]).strip()


def _is_of_day_ahead(line: Line, phrase: Phrase, lead: int | None) -> bool:
    """A time by itself, in a line that says a day to come; not the hour at which they like to be called."""
    alone = phrase.day is None and lead is None and not phrase.past
    return alone and line.once(_says_day_ahead) and not is_theirs(line, phrase, None)


def _says_day_ahead(line: Line) -> bool:
    return any(each.day is not None and is_ahead(line, each) for each in line.moments)


def refused(line: Line) -> Phrase | None:
    """The first moment that no calendar or clock has."""
    return next((each for each in line.moments if each.when(line.now) is None), None)


def _complete(first: Phrase | None, more: Phrase) -> Phrase:
    """The first moment said, with the clock or the day that follows it."""
    if first is None:
        return more
    return _joined(Planned(first, None, None, (0, 0)), more).phrase


def _more(line: Line, planned: Planned, phrase: Phrase, at: int) -> Planned:
    """A second moment: the rest of the first, and if its own word says more (ก่อน, นัด) that counts."""
    joined = _joined(planned, phrase)
    own = _planned(line, phrase, at)
    if joined is planned or own.lead not in ("deadline", "appoint"):
        return joined
    return Planned(joined.phrase, own.lead, own.lead_at, own.stretch)


def _joined(planned: Planned, more: Phrase) -> Planned:
    """A day and a clock said apart from each other: จันทร์หน้านัดคุณปรีชา สิบเอ็ดโมง."""
    first = planned.phrase
    is_rest = more.day is None or more.same
    if first.minutes is None and first.clock is None and is_rest and more.minutes is None:
        return replace(planned, phrase=first.with_clock(more))
    if first.minutes is None and first.day is None and more.day is not None and more.clock is None:
        return replace(planned, phrase=more.with_clock(first))
    return planned


def _planned(line: Line, phrase: Phrase, at: int) -> Planned:
    """The lead belongs to the stretch only when nothing is said between it and the moment."""
    token = line.token(at)
    lead = next(tag for tag in (*LEADS, "label", "channel") if tag in token.tags)
    between = (
        line.text[token.end : phrase.start]
        if token.end <= phrase.start
        else line.text[phrase.end : token.start]
    )
    if lead == "due_from_us":
        return Planned(phrase, lead, at, (phrase.start, phrase.end))
    if between.strip(" .,:-") == "" or _only_fillers(line, token.end, phrase.start):
        start = min(_first_of_plan(line, at), phrase.start)
        return Planned(phrase, lead, at, (start, max(token.end, phrase.end)))
    return Planned(phrase, lead, at, (phrase.start, phrase.end))


def _first_of_plan(line: Line, at: int) -> int:
    """Where the words of planning begin: เดี๋ยว before โทรใหม่."""
    while (line.tokens.tag(at - 1, "follow") or _bare_appointment(line, at - 1)) and line.tokens.joined(at):
        at -= 1
    return line.token(at).start


def _bare_appointment(line: Line, at: int) -> bool:
    """The นัด of นัดติดตามผล."""
    return line.tokens.tag(at, "appoint") is not None and len(line.token(at).text) <= len("นัด")


def _only_fillers(line: Line, start: int, end: int) -> bool:
    """Only words such as วันที่, ภายใน, อีกที stand between."""
    rest = line.tokens.text[start:end]
    for token in line.tokens:
        if (
            start <= token.start
            and token.end <= end
            and {"time", "deadline", "follow", "filler", "particle"} & token.tags.keys()
        ):
            rest = rest.replace(token.text, "", 1)
    return start < end and not rest.strip(" .,:-")


def _only_will(line: Line, at: int) -> bool:
    """เดี๋ยว, จะ, ต้อง: somebody will do it, not necessarily we."""
    return line.tokens.tag(at, "follow") == "will" and not any(
        line.tokens.tag(at, tag) for tag in ("appoint", "deadline", "remind", "reschedule")
    )


def _is_led_later(line: Line, phrase: Phrase) -> bool:
    """The นัด of วางบิลวันนี้ นัดรับเช็คสิ้นเดือน is for the later day."""
    later = (each for each in line.moments if each.start > phrase.end and each.day is not None)
    found = (each.when(line.now) for each in later if lead_of(line, each) is not None)
    return any(when is not None and when.day > line.now.date() for when in found)


def when(line: Line, phrase: Phrase, *, past: bool = False) -> Found[When] | None:
    """A moment fixed in the calendar; unsure where people read it two ways."""
    value = phrase.when(line.now, past=past)
    if value is None:
        return None
    value = replace(value, words=line.words(phrase.start, phrase.end))
    return line.found(value, phrase.start, phrase.end, sure=not phrase.doubtful(line.now))
