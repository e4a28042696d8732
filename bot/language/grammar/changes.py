"""reschedule: another moment for a follow-up."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.language.been import is_today
from bot.language.dates.calendar import monday
from bot.language.dates.phrases import Phrase
from bot.language.grammar.fields import firm
from bot.language.grammar.grammar import Grammar, value_of
from bot.language.grammar.named import named_by
from bot.language.grammar.rows import number, numbers, or_row
from bot.language.line import Line
from bot.language.moments import when
from bot.language.understanding import Found
from bot.language.values import When
from bot.language.whose import contact

moved_firm = or_row(named_by("reschedule", "moves_to", first=True))


def _strong_channel_before(line: Line, tag: str) -> bool:
    at = line.first(tag)
    return at is not None and any(place < at for place in line.places("channel"))


BECOMES = re.compile(r"เป็น\s*\Z")


def moved_by_day(line: Line) -> bool:
    """ย้ายเดโม TTM เป็นศุกร์นี้: by the day behind เป็น it is an appointment that is moved."""
    at = line.first("moves_to")
    if at is None or line.has("condition"):
        return False
    behind = (each for each in line.moments if each.start >= line.token(at).end and not each.past)
    return any(BECOMES.search(line.text, 0, each.start) for each in behind)


def _to_a_place(line: Line) -> bool:
    """TTM moved to a new office: they, not the appointment."""
    at = line.first("reschedule")
    return at is not None and not line.moments and PLACE.match(line.text, line.token(at).end) is not None


PLACE = re.compile(
    r"\s*(?:to |into )?(?:a |an |the |their |another )*(?:new )?"
    r"(?:office|factory|warehouse|building|address|location|shop)\b"
    r"|\s*(?:ไป|มา)?(?:อยู่)?(?:ที่)?(?:ออฟฟิศ|สำนักงาน|โรงงาน|อาคาร|ตึก|ร้าน|โกดัง|ที่อยู่)"
)


def sets_anew(line: Line) -> bool:
    """AP ยกเลิกนัดวันศุกร์ ขอนัดใหม่อังคารหน้า: called off on one day, and set on another."""
    if not line.tags & {"drop", "undo"} or firm(line) is None:
        return False
    days = [each for each in line.moments if each.day is not None and not each.past]
    return len(days) == 2 and ANEW.search(line.text, days[0].end, days[1].start) is not None


ANEW = re.compile(r"นัด(?:ใหม่|อีกที)?\s*(?:เป็น|วันที่|วัน|ตอน)?\s*\Z|\b(?:new (?:date|time|one)|meet|instead)\b")


def moves(line: Line) -> bool:
    """A follow-up is moved, unless the line tells of a visit or call in which that was agreed."""
    if line.once(sets_anew):
        return True
    if moved_by_day(line):
        return firm(line) is not None and not _strong_channel_before(line, "moves_to")
    if not line.has("reschedule") or _strong_channel_before(line, "reschedule"):
        return False
    if (line.has("deal_word") and line.has("expected_close")) or _to_a_place(line):
        return False
    return firm(line) is not None or number(line) is not None or bool(line.moments) or len(line.tokens) <= 2


def moved_to(line: Line) -> Found[When] | None:
    """The new moment: the last that is said."""
    ahead = [each for each in line.moments if not each.past and not _is_heading(line, each)]
    found, old = newest(line, ahead[-1]) if ahead else None, due_before(line)
    if found and old and found.value.day < old.value.day and _is_bare_weekday(line, ahead[-1]):
        return _in_the_week_of(line, old.value.day, found)
    return found


def _is_heading(line: Line, phrase: Phrase) -> bool:
    """The today of วันนี้ AP เลื่อน, told of what was done that day: the word of moving stands last of all."""
    at = line.first("reschedule")
    last = at is not None and not line.text[line.token(at).end :].strip(" .!")
    return last and phrase.first == 0 and is_today(line, phrase)


def _is_bare_weekday(line: Line, phrase: Phrase) -> bool:
    """ศุกร์, unlike ศุกร์นี้ and ศุกร์ที่ 4."""
    tags = {tag for at in range(phrase.first, phrase.last) for tag in line.token(at).tags}
    return "weekday" in tags and not tags & {"which", "month", "time"}


def _in_the_week_of(line: Line, due: date, found: Found[When]) -> Found[When]:
    """จากพฤหัสเป็นศุกร์: of the week in which it was to be, not of this one."""
    day = monday(due) + timedelta(days=found.value.day.weekday())
    return replace(found, value=replace(found.value, day=day, other=None)) if day > line.now.date() else found


def newest(line: Line, phrase: Phrase) -> Found[When] | None:
    """A phrase as the new moment of what is due already."""
    moment = _end_of_span(line, phrase) or when(line, phrase)
    return replace(moment, sure=False) if moment and _from_its_own_day(line, phrase) else moment


def due_before(line: Line) -> Found[When] | None:
    """เลื่อนนัดพรุ่งนี้ไปวันจันทร์: the day on which it was to be, said before the new one."""
    new = next((each for each in reversed(line.moments) if not each.past), None)
    old = next((each for each in line.moments if each is not new and each.day is not None), None)
    if new is None or old is None or old.start > new.start:
        return None
    return when(line, old, past=old.past)


def _end_of_span(line: Line, phrase: Phrase) -> Found[When] | None:
    """from tue to thu: the second day."""
    until, found = phrase.until(line.now), when(line, phrase)
    return replace(found, value=replace(found.value, day=until, other=None)) if until and found else None


def _from_its_own_day(line: Line, phrase: Phrase) -> bool:
    """เลื่อนไป 2 วัน counts perhaps from the day it is due, not from today; อีก 2 วัน and snooze do not."""
    counts_from_now = line.tokens.tag(phrase.first, "time") or line.has("snooze")
    return phrase.day is not None and phrase.day.relative and not phrase.past and not counts_from_now


def _moved_part(line: Line) -> Found[str] | None:
    found = moved_to(line)
    if found is None or found.value.part is None or found.value.clock:
        return None
    return Found(found.value.part, found.words, found.start, found.end)


def who_moves(line: Line) -> Found[str] | None:
    """postponed_by_customer, when it is the customer who moves it: ลูกค้าเลื่อนเป็นจันทร์, ลูกค้า TTM ขอเลื่อน."""
    if said := value_of("outcome")(line):
        return said
    at = next(iter(line.places("reschedule") or line.places("moves_to")), None)
    if at is None:
        return None
    token = line.token(at)
    asks = token.text.startswith("ขอ") and any(each < at for each in line.places("party"))
    return line.of_token("postponed_by_customer", at) if asks or token.text.startswith("ลูกค้า") else None


RESCHEDULE = Grammar(
    intent="reschedule",
    words=("reschedule", "moves_to", "drop", "undo"),
    when=moves,
    fields={
        "customer": moved_firm,
        "contact": contact,
        "number": number,
        "numbers": numbers,
        "follow_up_at": moved_to,
        "due_before": due_before,
        "follow_up_part": _moved_part,
        "outcome": who_moves,
    },
    needs=("follow_up_at",),
)
