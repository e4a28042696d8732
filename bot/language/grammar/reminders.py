"""set_reminder: what to do next, when, about whom."""

from __future__ import annotations

from bot.language.grammar.fields import any_firm, kind_of, part_of, plan_at, planned, seen, stretches
from bot.language.grammar.grammar import Grammar
from bot.language.line import Line
from bot.language.money import amount
from bot.language.notes import head, note
from bot.language.understanding import Found
from bot.language.whose import contact

OPENING = frozenset(["remind", "link", "party", "particle", "label", "small_talk"])
ACTS = frozenset(["follow", "appoint", "channel", "talk", "channel_weak"])


def plans(line: Line) -> bool:
    """A line about what is to come: it reminds, follows up or makes an appointment, or does something at a time."""
    if line.has("remind") or line.has("follow", "follow") or line.has("appoint"):
        return True
    return bool(ACTS & line.tags) and (planned(line) is not None or seen(line).occurred is not None)


def plan_note(line: Line) -> Found[str] | None:
    """What to do: the line without the reminder's own words, the moment, and the names at its ends."""
    found = planned(line)
    names = stretches(line, any_firm(line), contact(line))
    moments = [(each.start, each.end) for each in line.moments]
    if found and found.lead_at != 0:
        moments.append(found.stretch)
    words = [(token.start, token.end) for token in line.tokens if "remind" in token.tags]
    tail = [span for span in names if not line.tokens.text[span[1] :].strip(" .\ue000")]
    return note(line, [*moments, *words, *tail, *head(line, [*names, *moments], OPENING)])


SET = Grammar(
    intent="set_reminder",
    when=plans,
    fields={
        "customer": any_firm,
        "contact": contact,
        "follow_up_at": plan_at,
        "follow_up_kind": kind_of,
        "follow_up_part": part_of,
        "amount": amount,
        "note": plan_note,
    },
    needs=("customer", "follow_up_at"),
)
