"""Reports in figures: all of them or one topic, somebody's or the own, of any days."""

from __future__ import annotations

from datetime import date

from bot.language.crews import team
from bot.language.dates.calendar import last_of_month
from bot.language.grammar.fields import firm, stretches
from bot.language.grammar.grammar import Grammar
from bot.language.grammar.lookups import Days, span, span_back
from bot.language.line import Line, spans
from bot.language.notes import note
from bot.language.understanding import Found
from bot.language.whose import member

AROUND = ("report_all", "report_topic", "report_with", "summary", "question", "particle", "team", "which")
"""Words that may stand around a topic: anything else, and the line tells of something."""
MONTHS_A_YEAR, SOON = 12, 6
"""So many months ahead, a month's name in a forecast is still the coming one."""


def asks_report(line: Line) -> bool:
    """A topic, the days and the person, and nothing else."""
    if not line.has("report_all") and not line.has("report_topic"):
        return False
    if firm(line) is not None:
        return False
    said = stretches(line, member(line), team(line), date_from(line))
    is_rotting = line.has("report_topic", "rotting")
    said += spans(line.numbers) if is_rotting or line.has("report_topic", "pipeline") else []
    around = (*AROUND, "stage", "stage_word", "unit") if is_rotting else AROUND
    return note(line, [*said, *line.worded(*around)]) is None


def days(line: Line) -> Days | None:
    """The days it is about; a bare month is the last that has begun, of a forecast the nearest."""
    return line.once(_named_month) or line.once(span if line.has("report_topic", "forecast") else span_back)


def _named_month(line: Line) -> Days | None:
    at = line.first("month")
    if at is None or line.moments:
        return None
    today, token = line.now.date(), line.token(at)
    month, is_ahead = int(token.tags["month"]), line.has("report_topic", "forecast")
    ahead = (month - today.month) % MONTHS_A_YEAR
    back = 0 if ahead == 0 or (is_ahead and ahead <= SOON) else 1
    year = today.year + (today.month + ahead - 1) // MONTHS_A_YEAR - back
    start = line.token(at - 1).start if line.tokens.tag(at - 1, "unit") == "month" else token.start
    first = date(year, month, 1)
    return first, last_of_month(first), start, token.end


def date_from(line: Line) -> Found[date] | None:
    found = line.once(days)
    return None if found is None else line.found(found[0], found[2], found[3])


def date_to(line: Line) -> Found[date] | None:
    found = line.once(days)
    return None if found is None else line.found(found[1], found[2], found[3])


def topic(line: Line) -> Found[str] | None:
    at = line.first("report_topic")
    return None if at is None else line.of_token(line.token(at).tags["report_topic"], at)


def mine(line: Line) -> Found[bool] | None:
    """รายงานของฉัน."""
    at = line.first("report_all", "mine")
    return None if at is None else line.of_token(True, at)


REPORT = Grammar(
    intent="report",
    words=("report_all", "report_topic"),
    when=asks_report,
    fields={
        "topic": topic,
        "mine": mine,
        "rep": member,
        "team": team,
        "date_from": date_from,
        "date_to": date_to,
    },
)
