"""Moments that have been: said so, or such that they can only have been."""

from __future__ import annotations

import re

from bot.language.dates.phrases import Phrase
from bot.language.line import Line

FAR, RECENT = 120, 45
"""Days: a date without a year that is so far ahead and was so lately is the one that was."""
DONE = ("มา", "มาแล้ว", "ไปแล้ว", "แล้ว")


def is_past(line: Line, phrase: Phrase) -> bool:
    """Said of what has been: เมื่อวาน, เมื่อวันศุกร์, or the date of a form."""
    if phrase.past or _year_is_gone(line, phrase):
        return True
    before = phrase.first - 1
    if (
        line.tokens.joined(phrase.first)
        and line.tokens.tag(before, "time") == "at"
        and line.token(before).text == "เมื่อ"
    ):
        return True
    return line.tokens.joined(phrase.first) and line.tokens.tag(before, "label") == "occurred"


def _year_is_gone(line: Line, phrase: Phrase) -> bool:
    """5 ม.ค. 60: a day said with its year that is no day to come."""
    when = phrase.when(line.now) if phrase.day is not None else None
    return when is not None and when.day < line.now.date()


def _has_said_so(line: Line, phrase: Phrase) -> bool:
    """I visited TTM on 30 Nov: a past tense before the moment and nothing told between."""
    before = [at for at in line.places("past_tense") if at < phrase.first]
    return bool(before) and not any(
        line.tokens.tag(at, tag)
        for at in range(before[-1] + 1, phrase.first)
        for tag in ("say", "will", "talk", "happens")
    )


def was(line: Line, phrase: Phrase) -> bool:
    """8/3 เข้าพบ BFP said on 10 March, วันศุกร์เข้าพบ BFP มา: a day that can only have been."""
    if phrase.day is None or not line.has("channel"):
        return False
    ahead, back = phrase.when(line.now), phrase.when(line.now, past=True)
    if ahead is None or back is None or ahead.day == back.day:
        return False
    if not phrase.day.relative and _has_said_so(line, phrase):
        return True
    today = line.now.date()
    if (ahead.day - today).days > FAR and (today - back.day).days <= RECENT:
        return True
    return phrase.first == 0 and any(line.token(at).text in DONE for at in line.places("done"))


def has_struck(line: Line, phrase: Phrase) -> bool:
    """A clock time by itself that is gone for today."""
    at = phrase.clock.at if phrase.day is None and phrase.minutes is None and phrase.clock else None
    return at is not None and at <= line.now.time().replace(tzinfo=None)


def was_then(line: Line, phrase: Phrase) -> bool:
    """เข้าพบ DW 14.00-15.00 น. ผลตอบรับดี: a visit, a time of today that is gone, and what came of it."""
    if not has_struck(line, phrase) or line.has("reschedule"):
        return False
    acts = any(line.tokens.tag(at, tag) for at in range(phrase.first) for tag in ("channel", "channel_weak"))
    return acts and (_is_over(line, phrase) or CAME_OF_IT.search(line.text, phrase.end) is not None)


def _is_over(line: Line, phrase: Phrase) -> bool:
    """เข้าพบ AP 9:00-10:30, ไป TTM มา 9:30: from when to when, or behind มา."""
    done = line.tokens.tag(phrase.first - 1, "done") is not None and line.tokens.joined(phrase.first)
    return done or SPAN.search(phrase.words) is not None


SPAN = re.compile(r"\d\s*(?:น\.?|โมง)?\s*(?:[-–]|ถึง)\s*\d")


CAME_OF_IT = re.compile(
    r"ผลตอบรับ|ผลออก|ลูกค้า(?:ชอบ|สนใจ|โอเค|ตกลง|บอก|ว่า|ขอ|ยัง|ไม่)|(?:เค้า|เขา)(?:ชอบ|สนใจ|โอเค|ตกลง|บอก|ว่า|ขอ|ยัง|ไม่)"
    r"|\b(?:joined|went (?:well|fine|ok)|liked|agreed|asked|said|wants?|loved)\b"
)


def is_ahead(line: Line, phrase: Phrase) -> bool:
    """A day to come, or a time of today that has not struck."""
    return not is_past(line, phrase) and not is_today(line, phrase)


def is_today(line: Line, phrase: Phrase) -> bool:
    """Today, or a time of today that is gone: when it happened."""
    when = phrase.when(line.now)
    if when is None:
        return False
    around, now = phrase.clock.around if phrase.clock else None, line.now.time().replace(tzinfo=None)
    if phrase.day is None:
        return around is not None and around <= now
    said = around or when.clock
    return when.day == line.now.date() and (said is None or said <= now)
