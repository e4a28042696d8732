"""What is to come: an appointment, something promised by a day, or a task."""

from __future__ import annotations

from bot.language.grammar.fields import planned, seen
from bot.language.line import Line
from bot.language.moments import Planned
from bot.language.understanding import Found

DUE = ("deadline", "due_from_us")
"""Words that lead to the day by which something is promised."""


def kind_of(line: Line) -> Found[str] | None:
    """appointment, deadline or task."""
    found = planned(line)
    if found is None:
        return _kind_of_past(line)
    kind = {"appoint": "appointment", **dict.fromkeys(DUE, "deadline")}.get(found.lead or "", "task")
    if found.lead in (None, "follow") and _is_appointment(line, found):
        kind = "appointment"
    if _calls_to_appoint(line, found):
        kind = "task"
    start, end = found.stretch
    return line.found(kind, start, end)


def _calls_to_appoint(line: Line, found: Planned) -> bool:
    """พรุ่งนี้โทรนัด TTM: the call is to be then, the appointment is still to be made."""
    lead = found.lead_at
    return lead is not None and found.phrase.first < lead and bool(line.tokens.tag(lead, "channel"))


def _kind_of_past(line: Line) -> Found[str] | None:
    """นัด TTM เมื่อวาน: an appointment all the same."""
    at = line.first("appoint") if seen(line).occurred else None
    return None if at is None else line.of_token("appointment", at)


TO_BE_THERE = (
    ("channel", "visit"),
    ("channel", "meeting"),
    ("channel_weak", "visit"),
    ("stage", "presentation"),
)


def _is_appointment(line: Line, found: Planned) -> bool:
    """A visit or meeting to come is an appointment, unless a word of reminding or following is said."""
    if line.has("remind") or (found.lead == "follow" and not line.has("appoint")):
        return False
    return line.has("appoint") or any(line.has(tag, how) for tag, how in TO_BE_THERE)
