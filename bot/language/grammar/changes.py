"""What becomes of a follow-up: moved, done, dropped, tried in vain, given to somebody else."""

from __future__ import annotations

from dataclasses import replace

from bot.language.dates.phrases import Phrase
from bot.language.grammar.fields import (
    firm,
    kind_of,
    occurred_at,
    part_of,
    plan_at,
    seen,
    stretches,
)
from bot.language.grammar.grammar import Grammar, Reader, begins, value_of
from bot.language.grammar.named import named_by
from bot.language.grammar.verbs import how, verbs_before
from bot.language.line import Line, spans
from bot.language.moments import when
from bot.language.notes import head, note, tail
from bot.language.understanding import Found
from bot.language.values import CustomerRef, When
from bot.language.whose import contact, member

LEADS = ("item_number", "complete", "reschedule", "drop", "outcome", "missed", "assign")
LONGEST_LIST = 99


def number(line: Line) -> Found[int] | None:
    """A row of the list shown last: ข้อ 2, เสร็จ 3, เลื่อน 6 พรุ่งนี้, item 2."""
    for at in range(len(line.tokens)):
        if not any(line.tokens.tag(at - 1, tag) for tag in LEADS) and at > 0:
            continue
        text, digit = line.token(at).text, line.tokens.tag(at, "digit")
        if text.isdigit() and 0 < int(text) <= LONGEST_LIST and not _of_moment(line, at):
            return line.of_token(int(text), at)
        if digit and at > 0 and line.tokens.tag(at - 1, "item_number"):
            return line.of_token(int(digit), at)
    return None


def _of_moment(line: Line, at: int) -> bool:
    return any(each.first <= at < each.last for each in line.moments)


def _or_row(reader: Reader) -> Reader:
    """The customer named; beside a row of the list only one that is known (ข้อ 1 เสร็จแล้ว ลูกค้ารับของแล้ว)."""
    return lambda line: firm(line) if number(line) else reader(line)


moved_firm = _or_row(named_by("reschedule", first=True))
done_firm = _or_row(named_by("complete", first=True))
dropped_firm = _or_row(named_by("drop", "appoint", "remind", first=True))
given_firm = _or_row(named_by("channel", "channel_weak", "follow", "appoint", "instead"))


def _strong_channel_before(line: Line, tag: str) -> bool:
    at = line.first(tag)
    return at is not None and any(place < at for place in line.places("channel"))


def moves(line: Line) -> bool:
    """A follow-up is moved, unless the line tells of a visit or call in which that was agreed."""
    if not line.has("reschedule") or _strong_channel_before(line, "reschedule"):
        return False
    if line.has("deal_word") and line.has("expected_close"):
        return False
    return firm(line) is not None or number(line) is not None or bool(line.moments) or len(line.tokens) <= 2


def moved_to(line: Line) -> Found[When] | None:
    """The new moment: the last that is said."""
    ahead = [each for each in line.moments if not each.past]
    moment = _end_of_span(line, ahead[-1]) or when(line, ahead[-1]) if ahead else None
    return replace(moment, sure=False) if moment and _from_its_own_day(line, ahead[-1]) else moment


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
    at = line.places("reschedule")[0]
    token = line.token(at)
    asks = token.text.startswith("ขอ") and any(each < at for each in line.places("party"))
    return line.of_token("postponed_by_customer", at) if asks or token.text.startswith("ลูกค้า") else None


RESCHEDULE = Grammar(
    intent="reschedule",
    when=moves,
    fields={
        "customer": moved_firm,
        "contact": contact,
        "number": number,
        "follow_up_at": moved_to,
        "follow_up_part": _moved_part,
        "outcome": who_moves,
    },
    needs=("follow_up_at",),
)


def completes(line: Line) -> bool:
    """Done with a row of the list, or with what was to do at a customer; nothing new is told."""
    if not line.has("complete"):
        return False
    if number(line):
        return True
    telling = ("channel", "talk", "say", "won", "lost", "purchase", "outcome", "channel_weak")
    if any(line.has(tag) for tag in telling) or seen(line).planned is not None:
        return False
    return firm(line) is not None or _done_and_a_name(line)


def _done_and_a_name(line: Line) -> bool:
    """เสร็จ สยามวัสดุ: a word of being done, a name, and nothing else."""
    found = done_firm(line) if begins("complete")(line) else None
    if found is None or not (found.value.id or found.value.candidates or _apart(line, found)):
        return False
    return _only_named(line, found, "complete")


def _only_named(line: Line, found: Found[CustomerRef] | None, tag: str) -> bool:
    """Words with the tag, a row of the list or a name, and nothing else."""
    named = stretches(line, found, number(line))
    return bool(named) and note(line, [*named, *line.worded(tag)]) is None


def _apart(line: Line, found: Found[CustomerRef]) -> bool:
    """เสร็จ ร้านแดง names somebody new; เสร็จหมดแล้ว nobody."""
    return line.text[line.place(found.start) - 1] == " "


def done_note(line: Line) -> Found[str] | None:
    """เสร็จ 2 ลูกค้าตกลงแล้ว: what came of it, behind the row of the list."""
    row = number(line)
    return note(line, [(0, line.place(row.end)), *spans(line.moments)]) if row else None


COMPLETE = Grammar(
    intent="complete_reminder",
    when=completes,
    fields={"customer": done_firm, "number": number, "note": done_note, "occurred_at": occurred_at},
)


def drops(line: Line) -> bool:
    """No need to follow up; or ยกเลิก, cancel before an appointment with somebody."""
    if line.has("drop", "drop"):
        all_of_a_day = line.moments and firm(line) is None and number(line) is None
        return not line.has("lost") and not all_of_a_day
    if begins("drop")(line):
        return _only_named(line, dropped_firm(line), "drop")
    if begins("undo")(line) and firm(line) is not None and _only_named(line, firm(line), "undo"):
        return True
    planned_thing = line.has("appoint") or line.has("channel", "meeting") or line.has("remind")
    return (
        begins("undo")(line)
        and planned_thing
        and (dropped_firm(line) is not None or number(line) is not None)
    )


DROP = Grammar(
    intent="drop_follow_up",
    when=drops,
    fields={"customer": dropped_firm, "number": number},
)
missed_firm = named_by("missed")
MISSED = Grammar(
    intent="did_not_go",
    when=lambda line: begins("missed")(line) and _only_named(line, missed_firm(line), "missed"),
    fields={"customer": missed_firm, "number": number},
)


def _row_without_answer(line: Line) -> bool:
    return line.has("outcome", "no_answer") and number(line) is not None


def _only_no_answer(line: Line) -> bool:
    """โทรไม่ติดอีกแล้ว: an outcome and nothing else."""
    words = line.worded("outcome", "done", "particle", "time", "filler")
    return begins("outcome")(line) and line.has("outcome", "no_answer") and note(line, words) is None


NO_ANSWER = Grammar(
    intent="no_answer",
    when=lambda line: firm(line) is None and (_row_without_answer(line) or _only_no_answer(line)),
    fields={"customer": firm, "number": number},
)


def gives(line: Line) -> bool:
    """ให้แบงค์โทร …, ฝากเมย์ตาม …, assign … to Joe: a member named behind a word of giving."""
    giver = _giver(line)
    if giver is None or member(line) is None:
        return False
    return line.token(giver).tags["assign"] != "tell" or _told_to_do(line, giver)


def _told_to_do(line: Line, giver: int) -> bool:
    """บอกแบงค์ให้โทร … at the beginning, unlike TTM บอกแบงค์ว่า …."""
    opens = not line.tokens.text[: line.token(giver).start].strip()
    return opens and giver + 1 < len(line.tokens) and line.token(giver + 1).text.startswith(("ให้", "to"))


def _giver(line: Line) -> int | None:
    person = next(
        (each for each in line.persons if any(named.kind == "member" for named in each.named)), None
    )
    if person is None:
        return None
    for at in line.places("assign"):
        token = line.token(at)
        if token.end <= person.start and not line.tokens.text[token.end : person.start].strip(" \ue000:"):
            return at
    return next(
        (at for at in line.places("assign") if not line.tokens.text[: line.token(at).start].strip()), None
    )


def task_note(line: Line) -> Found[str] | None:
    """What the member is to do."""
    names = stretches(line, given_firm(line), member(line), number(line))
    moments = spans(line.moments)
    words = line.worded("instead")
    return note(
        line,
        [
            *moments,
            *words,
            *tail(line, names, moments),
            *head(line, [*names, *moments, *verbs_before(line, names)], "assign", "particle", "link"),
        ],
    )


def _kind(line: Line) -> Found[str] | None:
    """appointment, deadline or task; without a moment what is given is a task."""
    return kind_of(line) or line.of_token("task", line.places("assign")[0])


ASSIGN = Grammar(
    intent="assign",
    when=gives,
    fields={
        "rep": member,
        "customer": given_firm,
        "contact": contact,
        "number": number,
        "channel": how,
        "follow_up_at": plan_at,
        "follow_up_kind": _kind,
        "follow_up_part": part_of,
        "note": task_note,
    },
    needs=("rep",),
)


def hands_over(line: Line) -> bool:
    """ฝากเมย์ไปแทน; ฝากเมย์ with no task; hand over to somebody who is asked for when unknown."""
    if not gives(line):
        return begins("hand_over")(line) and member(line) is None and not line.has("channel")
    return line.has("instead") or (firm(line) is None and not line.moments and _nothing_else(line))


HAND_OVER = Grammar(
    intent="hand_over",
    when=hands_over,
    fields={"rep": member, "customer": given_firm, "number": number, "follow_up_at": plan_at},
    needs=("rep",),
)


def _nothing_else(line: Line) -> bool:
    """ฝากเมย์ and no task."""
    return not any(line.has(tag) for tag in ("channel", "follow", "channel_weak")) and task_note(line) is None
