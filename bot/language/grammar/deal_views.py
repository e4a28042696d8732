"""Looking at deals, and how a company's pipeline is set."""

from __future__ import annotations

from datetime import date

from bot.language.grammar.deal_changes import whose
from bot.language.grammar.fields import stretches
from bot.language.grammar.grammar import Grammar, begins
from bot.language.line import Line, Stretch, spans
from bot.language.moments import when
from bot.language.notes import note
from bot.language.understanding import Found
from bot.language.whose import deal

AS_OF = ("ณ วันที่", "ณ วัน", "ณ", "as of", "as at", "เมื่อ")


shown_of = whose("deal_view", "deal_word")
"""Whose deal is looked at."""


def views(line: Line) -> bool:
    """A deal and whose it is, perhaps a day gone by, and nothing else."""
    named = shown_of(line)
    if not (begins("deal_word")(line) or begins("deal_view")(line)) or named is None:
        return False
    if named.value.id is None and not named.value.candidates:
        return False
    if line.tags & {"won", "lost", "stage", "stage_move", "open_deal", "hold", "reprice", "edit"}:
        return False
    words = line.worded("deal_word", "deal_view", "particle", "question", "link", "party", "report_with")
    return note(line, [*words, *stretches(line, named, deal(line)), *_said_days(line)]) is None


def _said_days(line: Line) -> list[Stretch]:
    """The days of the line with the word that leads to them (ณ)."""
    return [(_lead(line, start), end) for start, end in spans(line.moments)]


def _lead(line: Line, start: int) -> int:
    before = line.text[:start].rstrip()
    lead = next((word for word in AS_OF if before.endswith(word)), "")
    return len(before) - len(lead) if lead else start


def as_of(line: Line) -> Found[date] | None:
    """The day gone by of which it is asked how the deal stood."""
    for phrase in line.moments:
        if found := when(line, phrase, past=True):
            return line.found(found.value.day, line.place(found.start), line.place(found.end))
    return None


def new_reason(line: Line) -> Found[str] | None:
    at = line.first("pipeline_setting", "add_reason")
    return None if at is None else note(line, [(0, line.token(at).end)])


def _adds_reason(line: Line) -> bool:
    return begins("pipeline_setting")(line) and new_reason(line) is not None


HISTORY = Grammar(
    intent="deal_history",
    words=("deal_view",),
    when=lambda line: line.has("deal_view", "history"),
    fields={"customer": whose("deal_view"), "deal": deal},
)
VIEW = Grammar(
    intent="deal",
    words=("deal_word", "deal_view"),
    when=views,
    fields={"customer": shown_of, "deal": deal, "as_of": as_of},
)
REASONS = Grammar(
    intent="lost_reasons", words=("pipeline_setting",), when=_adds_reason, fields={"added": new_reason}
)
