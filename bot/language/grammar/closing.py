"""What becomes of a follow-up in the end: done, dropped, missed, or called in vain."""

from __future__ import annotations

import re

from bot.language.been import is_ahead
from bot.language.grammar.changes import sets_anew
from bot.language.grammar.facts import begins_asking
from bot.language.grammar.fields import firm, occurred_at, seen, stretches
from bot.language.grammar.grammar import Grammar, begins
from bot.language.grammar.named import named_by
from bot.language.grammar.politeness import START
from bot.language.grammar.rows import number, numbers, or_row
from bot.language.line import Line, spans
from bot.language.moments import when
from bot.language.notes import leaves_nothing, note
from bot.language.people import TRADES, WORK
from bot.language.understanding import Found
from bot.language.values import CustomerRef, When

done_firm = or_row(named_by("complete", first=True))
dropped_firm = or_row(named_by("drop", "appoint", "remind", first=True))


def completes(line: Line) -> bool:
    """Done with a row of the list, or with what was to do at a customer; nothing new is told."""
    if ROW_IS_DONE.match(line.text):
        return True
    if not line.has("complete"):
        return _has_followed(line) and not _is_asked(line)
    if _is_asked(line) or _others_did(line):
        return False
    if number(line):
        return True
    if seen(line).planned is not None or line.tags & {"won", "lost", "purchase"}:
        return False
    if any(line.has(tag) for tag in TELLING):
        return _done_first(line)
    return firm(line) is not None or _done_and_a_name(line) or _just_that(line)


ROW_SAID = r"ข้อ(?:แรก|(?:ที่)?\s*\d{1,2})"
ROW_IS_DONE = re.compile(
    rf"{START}(?:ทำ\s*{ROW_SAID}(?:\s*(?:กับ|และ|,)\s*(?:ข้อ\s*)?\d{{1,2}})*"
    rf"|{ROW_SAID}\s*(?:โอเค|ok|จบ|ตาม|โทร|ทำ|ไป|ส่ง))\s*(?:ไป)?แล้ว\s*"
    r"(?:ครับ|คับ|ค่ะ|คะ|นะ|จ้า|พี่|ละ)*\W*\Z"
)
"""ทำข้อ 1 แล้ว, ข้อ2โอเคแล้ว: of a row such words say that it is done."""


def _has_followed(line: Line) -> bool:
    """ตาม TTM แล้ว: whom to follow up, and that it is done."""
    if not begins("follow")(line) or line.moments or not line.customers:
        return False
    named = line.customers[0]
    return FOLLOWED.match(line.text, named.end) is not None and leaves_nothing(
        line, [(named.start, len(line.text)), *line.worded("follow", "particle")]
    )


FOLLOWED = re.compile(r"\s*(?:ให้|ไป|เรียบร้อย)?แล้ว\s*(?:ครับ|คับ|ค่ะ|คะ|นะ|จ้า|พี่|ละ)*\W*\Z")


def _just_that(line: Line) -> bool:
    """ส่งแล้ว, below the card of what was to be sent."""
    done = line.worded("complete", "particle", "small_talk")
    return line.context.last_intent == "set_reminder" and leaves_nothing(line, done)


def _others_did(line: Line) -> bool:
    """ช่างซ่อมเสร็จแล้วที่ TTM: by their trade, not by us."""
    done = min(start for start, _ in line.worded("complete"))
    before = (span for span in line.worded("honorific") if span[0] < done)
    return any(line.text[start:end] in TRADES and line.text.startswith(WORK, end) for start, end in before)


ENDS_IN_A_MARK = re.compile(r"\?[^a-z0-9]*\Z")


def _is_asked(line: Line) -> bool:
    """did TTM call?: whoever asks has not done it."""
    return begins_asking(line) or ENDS_IN_A_MARK.search(line.text) is not None


TELLING = ("channel", "talk", "say", "outcome", "channel_weak")


def _done_first(line: Line) -> bool:
    """เสร็จแล้ว TTM ส่งราคาให้แล้ว: a plain word of being done, the customer, then what came of it."""
    at, named = line.first("complete"), firm(line)
    if at is None or named is None or not begins("complete")(line):
        return False
    token = line.token(at)
    plain = not {"channel", "channel_weak", "talk"} & token.tags.keys()
    return plain and not line.text[token.end : line.place(named.start)].strip(" :,")


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
    """เสร็จ 2 ลูกค้าตกลงแล้ว: what came of it, behind the row of the list or the customer."""
    told_of = None if ROW_IS_DONE.match(line.text) else numbers(line) or number(line) or firm(line)
    return note(line, [(0, line.place(told_of.end)), *spans(line.moments)]) if told_of else None


FIELDS = {
    "customer": done_firm,
    "number": number,
    "numbers": numbers,
    "note": done_note,
    "occurred_at": occurred_at,
}
ROW = Grammar(
    intent="complete_reminder",
    words=("complete",),
    when=lambda line: begins("complete")(line) and number(line) is not None and not _is_asked(line),
    fields=FIELDS,
)
"""เสร็จ 2 ลูกค้าส่ง PO มาแล้ว: whatever else is told of the row, that it is done comes first."""
COMPLETE = Grammar(
    intent="complete_reminder", words=("complete", "follow", "item_number"), when=completes, fields=FIELDS
)


def drops(line: Line) -> bool:
    """No need to follow up; or ยกเลิก, cancel before an appointment with somebody."""
    if begins_asking(line) or line.once(sets_anew):
        return False
    if line.has("drop", "drop"):
        return not line.has("lost") and not _all_of_a_day(line)
    if begins("drop")(line):
        return _only_named(line, dropped_firm(line), "drop")
    if calls_off(line) and not line.text.startswith(TAKING_OUT):
        return True
    if _goes_no_more(line) or _takes_off_a_row(line):
        return True
    planned_thing = any(line.has(tag) for tag in ("appoint", "remind")) or line.has("channel", "meeting")
    if not planned_thing and _dropped_day(line) is not None:
        planned_thing = line.has("channel", "visit") or line.has("channel", "call")
    return (
        begins("undo")(line)
        and planned_thing
        and (dropped_firm(line) is not None or number(line) is not None or _dropped_day(line) is not None)
    )


def _all_of_a_day(line: Line) -> bool:
    """ไม่ต้องตามวันนี้แล้ว is about whatever is due; ยกเลิกนัดวันจันทร์ about an appointment."""
    if not line.moments or firm(line) is not None or number(line) is not None:
        return False
    words = " ".join(line.token(at).text for at in line.places("drop"))
    return line.has("all_of_it") or not any(each in words for each in ONE_OF_A_DAY)


ONE_OF_A_DAY = ("นัด", "ยกเลิกเตือน", "การเตือน", "meeting", "appointment", "reminder")
"""In the word of dropping, they say that one thing is meant."""


def _dropped_day(line: Line) -> Found[When] | None:
    """ยกเลิกนัดพรุ่งนี้: the day on which it was to be."""
    said = next((each for each in line.moments if each.day is not None), None)
    return when(line, said, past=said.past) if said else None


def _takes_off_a_row(line: Line) -> bool:
    """ยกเลิก 3: a word of taking back, a row of the list, and nothing else."""
    row = number(line) if begins("undo")(line) and not line.text.startswith(TAKING_OUT) else None
    return row is not None and leaves_nothing(
        line, [*stretches(line, row), *line.worded("undo", "particle", "item_number")]
    )


def _goes_no_more(line: Line) -> bool:
    """พรุ่งนี้ไม่ได้ไป TTM แล้ว: a day to come, whom, and that nobody goes there."""
    going = GOES_NO_MORE.search(line.text)
    if going is None or firm(line) is None:
        return False
    if not any(each.day is not None and is_ahead(line, each) for each in line.moments):
        return False
    said = [going.span(), *spans(line.moments), *stretches(line, firm(line))]
    return leaves_nothing(line, [*said, *line.worded("done", "particle", "link", "me")])


GOES_NO_MORE = re.compile(
    r"ไม่(?:ได้|ต้อง)?(?:ไป|เข้า|แวะ)(?:ไป)?(?:หา|พบ|เจอ|เยี่ยม)?"
    r"|\b(?:not going to|won't go to|won't visit|not visiting|no longer going to)(?![a-z])"
)
TAKING_OUT = ("ลบ", "delete", "remove", "เอาออก")
"""Words that take out a record, or whoever it is of: no follow-up is dropped by them."""


def calls_off(line: Line) -> bool:
    """ยกเลิก TTM, ลบ TTM: a word of taking back, a name, and nothing else."""
    if not begins("undo")(line) or firm(line) is None or line.has("undone", "sale"):
        return False
    return _only_named(line, firm(line), "undo")


DROP = Grammar(
    intent="drop_follow_up",
    words=("drop", "undo", "missed", "doubt", "negated"),
    when=drops,
    fields={"customer": dropped_firm, "number": number, "due_before": _dropped_day},
)
missed_firm = named_by("missed")
MISSED = Grammar(
    intent="did_not_go",
    words=("missed",),
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
    words=("outcome",),
    when=lambda line: firm(line) is None and (_row_without_answer(line) or _only_no_answer(line)),
    fields={"customer": firm, "number": number},
)
