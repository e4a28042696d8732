"""setup: a day on which the company is closed, said by its date."""

from __future__ import annotations

import re
from datetime import date

from bot.language.grammar.grammar import Grammar
from bot.language.line import Line, spans
from bot.language.notes import note
from bot.language.understanding import Found

CLOSED = re.compile(
    r"(?:(?:เพิ่ม|ตั้ง|ใส่)?\s*วันหยุด(?:บริษัท|ร้าน)?|บริษัท(?:จะ|เรา)?(?:หยุด|ปิด)"
    r"|(?:ร้าน|ออฟฟิศ)เรา(?:จะ)?(?:หยุด|ปิด)"
    r"|(?:add )?(?:a )?(?:company )?holiday|(?:the company|the office|we) (?:is|are) closed|we're closed)"
    r"\s*(?:on\b)?"
)
"""ร้านปิดวันที่ 5 alone tells of a customer's shop."""


def _day(line: Line) -> date | None:
    """The one day that is said; of several the list of holidays has each."""
    only = line.moments[0] if len(line.moments) == 1 else None
    if only is None or only.day is None or only.until(line.now) is not None:
        return None
    found = only.when(line.now)
    return None if found is None else found.day


def closes(line: Line) -> bool:
    """บริษัทหยุดวันที่ 5 ธ.ค., company holiday on 5 Dec, and nothing else."""
    said = CLOSED.match(line.text.strip())
    if said is None or line.customers or _day(line) is None:
        return False
    return note(line, [said.span(), *spans(line.moments), *line.worded("particle", "set_up")]) is None


def closed_on(line: Line) -> Found[date] | None:
    day = _day(line)
    return None if day is None else line.found(day, *spans(line.moments)[0])


CLOSING = Grammar(
    intent="setup",
    when=closes,
    fields={"step": lambda line: line.found("holidays", 0, 0), "day": closed_on},
)
