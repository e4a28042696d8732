"""puts_off: in a contact that is told, another moment was agreed for the appointment there is."""

from __future__ import annotations

import re

from bot.language.grammar.fields import seen
from bot.language.line import Line
from bot.language.understanding import Found

BETWEEN = re.compile(
    r"[\s,]*(?:นัด|(?:the|our|it|his|her)?\s*(?:meeting|appointment|visit)?)\s*(?:to|เป็น|ไป|มา)?\s*"
)
"""What may stand between the word and the moment: เลื่อนส่งของเป็นศุกร์ is of something else."""


def puts_off(line: Line) -> Found[bool] | None:
    """คุณวรรณาโทรมาขอเลื่อนเป็นวันพฤหัสบ่าย, called, wants to move the meeting to Thursday."""
    at, plan = line.first("reschedule", "move"), seen(line).planned
    if at is None or plan is None:
        return None
    moved = BETWEEN.fullmatch(line.text, line.token(at).end, max(plan.phrase.start, line.token(at).end))
    return line.of_token(True, at) if moved else None
