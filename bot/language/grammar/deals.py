"""Deals: opened, moved to a stage, won, lost. Only a plain statement of fact wins or loses one."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.dates.calendar import last_of_month, plus_months
from bot.language.dates.phrases import Phrase
from bot.language.grammar.activities import channel
from bot.language.grammar.ahead import told_day
from bot.language.grammar.changes import moved_by_day
from bot.language.grammar.facts import asked, asks, doubted, states
from bot.language.grammar.fields import (
    after,
    firm,
    follow_up_at,
    is_consumer,
    nearly_first,
    occurred_at,
    seen,
    stretches,
)
from bot.language.grammar.grammar import Grammar, begins, every, no, says
from bot.language.grammar.kinds import kind_of
from bot.language.grammar.purchases import with_words
from bot.language.grammar.turned_down import lost_reason, turned_down
from bot.language.grammar.winning import wins, won_around
from bot.language.line import Line, spans
from bot.language.moments import when
from bot.language.money import amount, percent
from bot.language.notes import note
from bot.language.understanding import Found
from bot.language.values import CustomerRef, When
from bot.language.whose import deal


def told_channel(line: Line) -> Found[str] | None:
    """How the customer said so, if that is told too."""
    return channel(line) if line.has("channel") else None


def planned_kind(line: Line) -> Found[str] | None:
    """The kind of the next step that was said with it."""
    return kind_of(line) if seen(line).planned else None


def loses(line: Line) -> bool:
    """A plain word of losing, or a weak one (ไม่ผ่าน, ยกเลิก) about a deal and not told of a visit or call.

    ไปซื้อเจ้าอื่น loses by itself; said with ไม่เอาแล้ว it only says why, as แพงไป does.
    """
    places = states(line, "lost")
    if is_consumer(line) and not line.has("deal_word"):  # แนนแพ้น้ำหอม: she is allergic to it
        return False
    plain = {"plain"} if turned_down(line) else {"plain", "elsewhere"}
    if any(line.token(at).tags["lost"] in plain for at in places):
        return True
    return any(
        line.has("deal_word") and not any(before < at for before in line.places("channel")) for at in places
    )


def expected_close(line: Line) -> Found[When] | None:
    """The day the deal should close: the moment such a word leads to, else the only one said."""
    ahead = [each for each in line.moments if not each.past]
    for phrase in ahead:
        if any(line.tokens.tag(at, "expected_close") for at in (phrase.first - 1, phrase.first - 2)):
            return _by_its_end(line, phrase)
    if not ahead:
        return _end_of_named_month(line)
    return _by_its_end(line, ahead[0]) if len(ahead) == 1 and seen(line).planned is None else None


def _by_its_end(line: Line, phrase: Phrase) -> Found[When] | None:
    """คาดปิด ม.ค. 70: the last day of what is a span of days."""
    found, until = when(line, phrase), phrase.until(line.now)
    return found if found is None or until is None else replace(found, value=replace(found.value, day=until))


def _end_of_named_month(line: Line) -> Found[When] | None:
    """คาดปิด มิ.ย.: a month alone means by its end."""
    for at in line.places("month"):
        if any(line.tokens.tag(before, "expected_close") for before in (at - 1, at - 2)):
            today = line.now.date()
            ahead = (int(line.token(at).tags["month"]) - today.month) % 12
            last = last_of_month(plus_months(today.replace(day=1), ahead))
            token = line.token(at)
            return line.found(When(last, words=line.words(token.start, token.end)), token.start, token.end)
    return None


def deal_name(line: Line) -> Found[str] | None:
    """What is being sold: the words that are neither customer nor money nor date."""
    whose = after("open_deal")(line)
    taken = stretches(line, whose, amount(line), expected_close(line), percent(line), against(line))
    words = ("open_deal", "expected_close", "probability", "price_word", "against", "total")
    taken += line.worded(*words)
    taken += spans(each for each in line.numbers if each.kind in ("percent", "money"))
    taken += [with_words(line, each) for each in line.numbers if each.kind == "unit_price"]
    return note(line, taken)


def against(line: Line) -> Found[str] | None:
    """Who else is offering: the words behind คู่แข่ง, up to a sum, a day or a chance."""
    at = line.first("against")
    if at is None:
        return None
    start = line.token(at).end
    ends = [each for each, _ in (*spans(line.numbers), *spans(line.moments)) if each >= start]
    ends += [first for first, _ in line.worded("expected_close", "probability") if first >= start]
    return note(line, [(0, start), (min(ends, default=len(line.text)), len(line.text))])


def probability(line: Line) -> Found[int] | None:
    return percent(line) if line.has("probability") else None


def _asks(line: Line) -> bool:
    """ในมือมีดีลอยู่เท่าไหร่, of nobody; TTM มีดีลอะไรบ้าง, of which none is named."""
    nobody = firm(line) is None and not line.numbers
    return (nobody and asks(line)) or HAS_WHICH.search(line.text) is not None


HAS_WHICH = re.compile(r"มีดีล(?:อยู่)?\s*(?:อะไร|ไร|ไหน|กี่|เท่าไ)")


def _is_talked_about(line: Line) -> bool:
    """คุยเรื่องโปรเจกต์ใหม่: told of, not opened by this."""
    at = line.places("open_deal")[0]
    return any(line.tokens.tag(at - 1, tag) for tag in ("about", "talk")) and line.tokens.joined(at)


OPEN = Grammar(
    intent="open_deal",
    words=("open_deal",),
    when=every(says("open_deal"), no(_asks), no(_is_talked_about)),
    fields={
        "customer": after("open_deal"),
        "deal": deal_name,
        "amount": amount,
        "expected_close": expected_close,
        "probability": probability,
        "competitors": against,
    },
    needs=("customer",),
)


def moves_stage(line: Line) -> bool:
    """A stage with a word of moving, or with the deal itself: ดีล BFP เข้าขั้นต่อรอง, TTM qualified แล้ว."""
    at = _stage_at(line)
    if at is None:
        return _moves_somewhere(line)
    if whose_deal(line) is None or doubted(line, at) or asked(line, at):
        return False
    if line.has("stage_move") or (line.has("deal_word") and not line.has("channel")):
        return True
    return (
        line.token(at).tags["stage"] in ("qualified", "awaiting_po")
        and not line.has("channel")
        and not line.has("say")
    )


def _moves_somewhere(line: Line) -> bool:
    """TTM เข้าขั้นเซ็นสัญญา: into a stage that everybody calls otherwise; the company may have its own word."""
    plain = bool(states(line, "stage_word")) and not line.has("channel")
    return plain and firm(line) is not None and not line.tags & {"won", "lost", "open_deal"}


def _stage_at(line: Line) -> int | None:
    """The stage moved to: the first behind a word of moving, else the first."""
    moving = line.first("stage_move")
    places = line.places("stage")
    return next((at for at in places if moving is not None and at >= moving), places[0] if places else None)


def whose_deal(line: Line) -> Found[CustomerRef] | None:
    """The customer known, or one whose name is nearly right that begins the line or stands behind stage."""
    return firm(line) or nearly_first(line) or _behind_stage(line)


def _behind_stage(line: Line) -> Found[CustomerRef] | None:
    """stage Sunrise = demo."""
    found = after("stage_word")(line) if begins("stage_word")(line) else None
    return found if found and (found.value.id is not None or found.value.candidates) else None


def stage(line: Line) -> Found[str] | None:
    at = _stage_at(line)
    return None if at is None else line.of_token(line.token(at).tags["stage"], at)


def rest(line: Line) -> Found[str] | None:
    """What else is said of the deal, in the person's own words."""
    taken = stretches(line, whose_deal(line), _name_after_end(line), deal(line), amount(line))
    words = ("stage", "stage_move", "won", "lost", "deal_word")
    taken += line.worded(*words)
    return note(line, taken)


def _name_after_end(line: Line) -> Found[CustomerRef] | None:
    """The สยามวัสดุ of หลุด สยามวัสดุ, where it is like the name of a known customer."""
    found = after("won", "lost")(line) if line.tags & {"won", "lost"} else None
    return found if found and (found.value.id is not None or found.value.candidates) else None


STAGE = Grammar(
    intent="move_stage",
    words=("stage", "stage_word"),
    when=every(moves_stage, no(moved_by_day)),
    fields={
        "customer": whose_deal,
        "deal": deal,
        "stage": stage,
        "amount": amount,
        "follow_up_at": follow_up_at,
        "follow_up_kind": planned_kind,
        "told_day": told_day,
        "note": rest,
    },
    needs=("customer", "stage"),
)
CLOSED = {
    "deal": deal,
    "occurred_at": occurred_at,
    "amount": amount,
    "channel": told_channel,
    "follow_up_at": follow_up_at,
    "follow_up_kind": planned_kind,
    "told_day": told_day,
    "note": rest,
}
WON = Grammar(
    intent="deal_won",
    words=("won",),
    when=every(wins, no(says("open_deal"))),
    fields={"customer": after("won"), **CLOSED},
    needs=("customer",),
)
WON_AROUND = Grammar(
    intent="deal_won",
    words=("coded", "not_purchase", "expected_close", "won"),
    when=won_around,
    fields={"customer": firm, **CLOSED},
)
LOST = Grammar(
    intent="deal_lost",
    words=("lost",),
    when=every(loses, no(says("open_deal"))),
    fields={
        "customer": after("lost"),
        "lost_reason": lost_reason,
        **CLOSED,
    },
    needs=("customer",),
)
