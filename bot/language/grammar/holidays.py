"""setup: the day, or the days, on which the company is closed, said by their dates."""

from __future__ import annotations

import re
from datetime import date

from bot.language.grammar.grammar import Grammar, past_address
from bot.language.line import Line, Stretch, spans
from bot.language.notes import note
from bot.language.understanding import Found

FEAST = r"(?:เทศกาล)?(?:สงกรานต์|ปีใหม่|ตรุษจีน|songkran|(?:chinese )?new year)"
LEADING = (
    rf"\s*(?:ยาว|ทำการ)?\s*(?:ช่วง)?\s*(?:(?:for )?{FEAST})?\s*(?:ตั้งแต่|ช่วง|(?:on|from|between|during)\b)?"
)
"""What may stand between the closing and its days."""
CLOSED = re.compile(
    r"(?:(?:เพิ่ม|ตั้ง|ใส่)?\s*วันหยุด(?:บริษัท|ร้าน)?|บริษัท(?:จะ|เรา|เราจะ)?(?:หยุด|ปิด)"
    r"|(?:ร้าน|ออฟฟิศ)เรา(?:จะ)?(?:หยุด|ปิด)"
    r"|(?:add )?(?:a )?(?:company )?holiday"
    r"|(?:the company|the office|(?:our|my) (?:shop|store)|we) (?:is|are|will be) closed|we're closed)"
    + LEADING
)
"""Said of nobody else than oneself; ร้านปิดวันที่ 5 may as well tell of a customer's shop."""
SHOP_CLOSED = re.compile(r"(?:ร้าน(?:จะ)?(?:หยุด|ปิด)|the (?:shop|store) (?:is|will be) closed)" + LEADING)
FEAST_OFF = re.compile(rf"(?:หยุด(?:ยาว)?(?:ช่วง)?{FEAST}|closed for {FEAST}|{FEAST} holidays?)" + LEADING)
FIGURES = re.compile(r"(?:[\d\s,.–-]|to|and|ถึงวันที่|ถึง|และ|กับ)*")
"""Days that were said in a way that is not read."""


def _days(line: Line) -> tuple[date, date] | None:
    """The first and last day of the only stretch of days that is said."""
    only = line.moments[0] if len(line.moments) == 1 else None
    found = only.when(line.now) if only is not None and only.day is not None else None
    if only is None or found is None:
        return None
    return found.day, only.until(line.now) or found.day


def _first(line: Line, *closings: re.Pattern[str]) -> Stretch | None:
    """The first of these closings with which the line begins, perhaps behind its day."""
    first = next(iter(line.moments), None)
    behind_day = first.end if first is not None and not line.text[: first.start].strip() else 0
    places = (0, line.once(past_address), behind_day)
    found = (closing.match(line.text, place) for closing in closings for place in places)
    return next(((0, each.end()) for each in found if each), None)


def _surely(line: Line) -> Stretch | None:
    return _first(line, CLOSED)


def _said(line: Line) -> Stretch | None:
    """Where it is said that oneself is closed, by whoever decides that where others may be meant."""
    sure = line.once(_surely)
    if sure is not None or not line.context.may_close:
        return sure
    return _first(line, FEAST_OFF, *((SHOP_CLOSED,) if line.context.keeps_shop else ()))


def _rest(line: Line) -> str:
    """What is left of the line without the closing and its days."""
    said = [each for each in (line.once(_said),) if each is not None]
    rest = note(line, [*said, *spans(line.moments), *line.worded("particle", "set_up")])
    return "" if rest is None else rest.value


def _names_days(line: Line) -> bool:
    return bool(line.moments) and all(each.day is not None and each.clock is None for each in line.moments)


def closes(line: Line) -> bool:
    """บริษัทหยุดวันที่ 5 ธ.ค., company holiday on 5-7 Dec, and nothing else."""
    if line.customers or not _names_days(line) or line.once(_said) is None:
        return False
    rest = line.once(_rest)
    return not rest or (line.once(_surely) is not None and FIGURES.fullmatch(rest) is not None)


def _closed_days(line: Line) -> tuple[date, date] | None:
    """Its days, when nothing of them was left unread: else the list is shown, to be tapped."""
    return None if line.once(_rest) else _days(line)


def first_day(line: Line) -> Found[date] | None:
    days = line.once(_closed_days)
    return None if days is None else line.found(days[0], *spans(line.moments)[0])


def last_day(line: Line) -> Found[date] | None:
    """The last of several; one day has none."""
    days = line.once(_closed_days)
    is_span = days is not None and days[1] != days[0]
    return line.found(days[1], *spans(line.moments)[0]) if days is not None and is_span else None


def perhaps(line: Line) -> Found[bool] | None:
    """ร้านปิดวันที่ 5 right after a customer was spoken of may be told of that customer's shop."""
    is_doubtful = line.context.last_customer is not None and line.once(_surely) is None
    return line.found(True, 0, len(line.text)) if is_doubtful else None


CLOSING = Grammar(
    intent="setup",
    when=closes,
    fields={
        "step": lambda line: line.found("holidays", 0, 0),
        "day": first_day,
        "last": last_day,
        "perhaps": perhaps,
    },
)
