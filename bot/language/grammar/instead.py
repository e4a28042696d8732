"""Another moment or sum for what was just recorded, without a word of correcting."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.dates.phrases import Phrase
from bot.language.grammar.changes import newest
from bot.language.grammar.grammar import begins
from bot.language.line import Line, spans
from bot.language.notes import leaves_nothing
from bot.language.sums import Sum
from bot.language.understanding import Found
from bot.language.values import When

BESIDE = ("rather", "wrong", "negated", "particle", "small_talk", "doubt", "edit")
"""Words that say only that it is another."""


IS = re.compile(
    r"(?:แต่)?(?:ต้อง)?เป็น|\b(?:it's|it is|it was|should be|meant|sorry)\b"
    r"|(?<=ผิด)(?:วัน|เวลา|ยอด)|(?<=wrong )(?:day|date|time|amount)\b"
)
"""What joins the wrong one and the right one."""


def follows_a_record(line: Line) -> bool:
    """A visit, call or follow-up was the last thing stored."""
    return line.context.last_intent not in (None, "create_promo")


def says_instead(line: Line) -> bool:
    """After a record: เอาเป็นวันจันทร์ดีกว่า, เมื่อวานนะ ไม่ใช่วันนี้, and nothing else."""
    return follows_a_record(line) and (_says_another(line) or _denies_one(line)) and _says_no_more(line)


def wrong_and_right(line: Line) -> bool:
    """ยอดผิด ที่ถูกคือ 45,000; ผิด ต้องเป็นพุธหน้า: that it is wrong, then what is right, and nothing else."""
    if line.customers:
        return False
    joined = begins("wrong")(line) and IS.search(line.text) is not None
    told = line.has("wrong") and (line.has("edit") or joined or _denies_one(line))
    beside = ("summary", "price_word", "appoint", "undone", "unit")
    return (told or _denies_a_sum(line)) and _says_no_more(line, *beside)


def _denies_a_sum(line: Line) -> bool:
    """ยอด 95,000 ไม่ใช่ 59,000, whatever stood there before it."""
    return (begins("summary")(line) or begins("price_word")(line)) and _denies_one(line)


def _says_no_more(line: Line, *more: str) -> bool:
    """Nothing but moments, sums, words of correcting and such with these tags."""
    said = [*spans(line.moments), *spans(line.numbers), *line.worded(*BESIDE, *more)]
    return leaves_nothing(line, [*said, *(each.span() for each in IS.finditer(line.text))])


def _says_another(line: Line) -> bool:
    """A bare number may be one of anything."""
    return (line.has("rather") or line.has("wrong")) and (
        bool(line.moments) or any(each.kind == "money" for each in line.numbers)
    )


def _denies_one(line: Line) -> bool:
    """Of two moments or two sums one is that which it is not."""
    said = [each for each in line.moments if line.tokens.tag(each.first, "undone") is None]  # not เมื่อกี้
    pair: Sequence[Sum | Phrase] = said if len(said) > 1 else line.numbers
    return len(pair) == 2 and sum(is_denied(line, each) for each in pair) == 1


def is_denied(line: Line, each: Sum | Phrase) -> bool:
    """The one behind ไม่ใช่."""
    return line.tokens.tag(each.first - 1, "negated") is not None


def moved_instead(line: Line) -> Found[When] | None:
    """The moment that is right: the last that is said and not denied."""
    right = [each for each in line.moments if not each.past and not is_denied(line, each)]
    return newest(line, right[-1]) if right else None
