"""assign, hand_over: what a colleague is to do."""

from __future__ import annotations

from bot.language.grammar.fields import firm, part_of, plan_at, stretches
from bot.language.grammar.grammar import Grammar, begins
from bot.language.grammar.kinds import kind_of
from bot.language.grammar.named import named_by
from bot.language.grammar.rows import number, or_row
from bot.language.grammar.verbs import how, verbs_before
from bot.language.line import Line, spans
from bot.language.notes import head, note, tail
from bot.language.people import Person
from bot.language.understanding import Found
from bot.language.whose import contact, member

given_firm = or_row(named_by("channel", "channel_weak", "follow", "appoint", "instead"))


def gives(line: Line) -> bool:
    """ให้แบงค์โทร …, ฝากเมย์ตาม …, assign … to Joe: a member named behind a word of giving."""
    giver = _giver(line)
    if giver is None or member(line) is None:
        return False
    return line.token(giver).tags.get("assign") != "tell" or _told_to_do(line, giver)


def _told_to_do(line: Line, giver: int) -> bool:
    """บอกแบงค์ให้โทร … at the beginning, unlike TTM บอกแบงค์ว่า …."""
    opens = not line.tokens.text[: line.token(giver).start].strip()
    return opens and giver + 1 < len(line.tokens) and line.token(giver + 1).text.startswith(("ให้", "to"))


def _giver(line: Line) -> int | None:
    person = next(
        (each for each in line.persons if any(named.kind == "member" for named in each.named)), None
    )
    if person is None:
        return None
    if (asked := _asked_by_name(line, person)) is not None:
        return asked
    for at in line.places("assign"):
        token = line.token(at)
        if token.end <= person.start and not line.tokens.text[token.end : person.start].strip(" \ue000:"):
            return at
    return next(
        (at for at in line.places("assign") if not line.tokens.text[: line.token(at).start].strip()), None
    )


def _asked_by_name(line: Line, person: Person) -> int | None:
    """@เมย์ ช่วยโทรหา BFP: a member named first, then the word of asking."""
    at = line.behind(person.end)
    if at is None or line.text[: person.start].strip(" @"):
        return None
    return at if line.token(at).text in ("ช่วย", "ฝาก", "รบกวน", "please") else None


def task_note(line: Line) -> Found[str] | None:
    """What the member is to do."""
    names = stretches(line, given_firm(line), member(line), number(line))
    moments = spans(line.moments)
    words = line.worded("instead")
    return note(
        line,
        [
            *moments,
            *words,
            *tail(line, names, moments),
            *head(line, [*names, *moments, *verbs_before(line, names)], "assign", "particle", "link"),
        ],
    )


def _kind(line: Line) -> Found[str] | None:
    """appointment, deadline or task; without a moment what is given is a task."""
    return kind_of(line) or line.of_token("task", _giver(line) or 0)


ASSIGN = Grammar(
    intent="assign",
    words=("assign", "particle"),
    when=gives,
    fields={
        "rep": member,
        "customer": given_firm,
        "contact": contact,
        "number": number,
        "channel": how,
        "follow_up_at": plan_at,
        "follow_up_kind": _kind,
        "follow_up_part": part_of,
        "note": task_note,
    },
    needs=("rep",),
)


def hands_over(line: Line) -> bool:
    """ฝากเมย์ไปแทน; ฝากเมย์ with no task; hand over to somebody who is asked for when unknown."""
    if not gives(line):
        return begins("hand_over")(line) and member(line) is None and not line.has("channel")
    if line.has("channel") and line.moments and firm(line) is not None:
        return False
    return line.has("instead") or (firm(line) is None and not line.moments and _nothing_else(line))


HAND_OVER = Grammar(
    intent="hand_over",
    words=("assign", "hand_over"),
    when=hands_over,
    fields={"rep": member, "customer": given_firm, "number": number, "follow_up_at": plan_at},
    needs=("rep",),
)


def _nothing_else(line: Line) -> bool:
    """ฝากเมย์ and no task."""
    return not any(line.has(tag) for tag in ("channel", "follow", "channel_weak")) and task_note(line) is None
