"""set_reminder: what to do next, when, about whom."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.grammar.activities import first_act
from bot.language.grammar.facts import asks
from bot.language.grammar.fields import (
    any_firm,
    contact_there,
    firm,
    nearly_first,
    part_of,
    plan_at,
    planned,
    seen,
    stretches,
)
from bot.language.grammar.grammar import Grammar
from bot.language.grammar.kinds import kind_of
from bot.language.grammar.verbs import bare_verbs, how, verbs_before
from bot.language.line import Line, spans
from bot.language.moments import Planned
from bot.language.money import amount
from bot.language.notes import head, note, tail
from bot.language.understanding import Found
from bot.language.values import CustomerRef
from bot.language.whose import contact

OPENING = ("me", "remind", "link", "party", "particle", "label", "small_talk")


def plans(line: Line) -> bool:
    """A line of what is to come: it reminds, follows up, makes an appointment, or does it at a time."""
    is_asked = asks(line) or _asks_about_nobody(line) or _asks_when(line)
    if is_asked and not line.has("remind"):
        return False
    if line.has("remind") or line.has("follow", "follow") or line.has("appoint"):
        return True
    acts = line.has("follow") or first_act(line) is not None
    return acts and (planned(line) is not None or seen(line).occurred is not None)


def _asks_about_nobody(line: Line) -> bool:
    """วันนี้เจอใครมาบ้าง: a question in which nobody is named is no promise."""
    return line.has("question") and "ใคร" in line.text and firm(line) is None and not line.persons


def _asks_when(line: Line) -> bool:
    """นัด TTM ไว้กี่โมง: the moment is what is asked for."""
    return line.has("question", "when") and not line.moments


def plan_note(line: Line) -> Found[str] | None:
    """What to do: the line without the reminder's own words, the moment, and the names at its ends."""
    found = planned(line)
    names = stretches(line, any_firm(line), contact(line))
    moments = spans(line.moments)
    if found and (found.lead == "deadline" or _leads_to(found)):
        moments.append(found.stretch)
    words = line.worded("remind")
    opening = head(line, [*names, *moments, *verbs_before(line, [*names, *moments])], *OPENING)
    taken = [*moments, *words, *tail(line, names, moments), *opening]
    return _without_join(note(line, taken)) if note(line, [*taken, *names, *bare_verbs(line)]) else None


def _without_join(said: Found[str] | None) -> Found[str] | None:
    """กินข้าวกับ, whose name is read, is กินข้าว; call TTM back says no more than the call."""
    if said is None or ONLY_BACK.fullmatch(said.value):
        return None
    return replace(said, value=JOIN.sub("", said.value))


ONLY_BACK = re.compile(r"(?:(?:i )?'ll )?(?:(?:call|phone)\b.*)?\bback", re.IGNORECASE)
JOIN = re.compile(r"(?<=\S)\s*(?:กับ|with)\Z")


def _leads_to(found: Planned) -> bool:
    """ตามจันทร์, whose word belongs to the day; not อีก 3 เดือนโทรตาม, whose object follows."""
    return found.lead == "follow" and found.lead_at is not None and found.lead_at < found.phrase.first


def _with_whom(line: Line) -> Found[CustomerRef] | None:
    """The customer; a meeting of the team is with none of them, so nobody is to be filled in for it."""
    found = any_firm(line)
    return line.found(CustomerRef(""), 0, 0, sure=False) if found is None and line.has("team") else found


FIELDS = {
    "customer": _with_whom,
    "contact": contact_there,
    "channel": how,
    "follow_up_at": plan_at,
    "follow_up_kind": kind_of,
    "follow_up_part": part_of,
    "amount": amount,
    "note": plan_note,
}
NEEDS = ("customer", "follow_up_at")
SET = Grammar(intent="set_reminder", when=plans, fields=FIELDS, needs=NEEDS)


def is_bare_plan(line: Line) -> bool:
    """A customer and a moment to come, whatever is to be done: TTM พรุ่งนี้ 10 โมง วางบิล."""
    telling = ("say", "outcome", "purchase", "won", "lost", "deal_word")
    if planned(line) is None or any(line.has(tag) for tag in telling) or asks(line):
        return False
    return firm(line) is not None or nearly_first(line) is not None


BARE = Grammar(intent="set_reminder", when=is_bare_plan, fields=FIELDS, needs=NEEDS)
