"""reassign, who_changed: what a manager does with customers, and asks about them."""

from __future__ import annotations

from bot.language.grammar.fields import firm
from bot.language.grammar.giving import given_firm
from bot.language.grammar.grammar import Grammar, begins
from bot.language.grammar.named import named_by
from bot.language.line import Line
from bot.language.normalise import tidy
from bot.language.people import Person
from bot.language.understanding import Found
from bot.language.values import CustomerRef, MemberRef

TO = ("ให้", "to", "แก่", "ไปให้", "ไปที่")


def _members(line: Line) -> list[Person]:
    return [each for each in line.persons if any(named.kind == "member" for named in each.named)]


def receiver(line: Line) -> Found[MemberRef] | None:
    """The colleague behind ให้ or to; with only one named, that one unless it is whose they are."""
    people = _members(line)
    led = [each for each in people if _led_by(line, each, TO)]
    if led:
        return _member(line, led[-1])
    return _member(line, people[0]) if len(people) == 1 and not line.has("all_of_it") else None


def giver(line: Line) -> Found[MemberRef] | None:
    """Whose customers they are: the other colleague named."""
    taken = receiver(line)
    others = [each for each in _members(line) if taken is None or line.place(taken.start) != each.start]
    return _member(line, others[0]) if others else None


def _led_by(line: Line, person: Person, words: tuple[str, ...]) -> bool:
    before = line.text[: person.start].rstrip()
    return before.endswith(words)


def _member(line: Line, person: Person) -> Found[MemberRef]:
    ids = tuple(dict.fromkeys(named.id for named in person.named if named.kind == "member"))
    said = tidy(line.words(person.name, person.end))
    ref = MemberRef(said, ids[0]) if len(ids) == 1 else MemberRef(said, candidates=ids)
    return line.found(ref, person.start, person.end, sure=len(ids) == 1)


def everything(line: Line) -> Found[bool] | None:
    """All of a rep's customers, none of them named."""
    at = line.first("all_of_it")
    return None if at is None or firm(line) is not None else line.of_token(True, at)


def _customer(line: Line) -> Found[CustomerRef] | None:
    return None if everything(line) else given_firm(line)


def reassigns(line: Line) -> bool:
    """โอนลูกค้า TTM ให้เมย์: the customer itself, not something to do there."""
    if line.moments or line.has("channel") or line.has("money"):
        return False
    if begins("reassign")(line):
        return bool(_members(line)) or firm(line) is not None
    short = begins("reassign_short")(line) and (firm(line) is not None or line.has("all_of_it"))
    return short and any(_led_by(line, each, TO) for each in _members(line))


REASSIGN = Grammar(
    intent="reassign",
    words=("reassign", "reassign_short"),
    when=reassigns,
    fields={"rep": receiver, "whose": giver, "everything": everything, "customer": _customer},
)
behind_audit = named_by("audited", "audit")


def only_deals(line: Line) -> Found[bool] | None:
    """ใครแก้ยอดดีล: the changes of deals alone."""
    at = line.first("audited")
    opening = line.first("audit")
    said = opening is not None and any(word in line.token(opening).text for word in ("ดีล", "ยอด"))
    if said and opening is not None:
        return line.of_token(True, opening)
    return None if at is None else line.of_token(True, at)


WHO_CHANGED = Grammar(
    intent="who_changed",
    words=("audit",),
    when=lambda line: begins("audit")(line) and not line.has("channel"),
    fields={"customer": behind_audit, "deals": only_deals},
)
