"""Money that a customer has paid, told in a visit, a call or by itself."""

from __future__ import annotations

from bot.language.grammar.facts import states
from bot.language.line import Line
from bot.language.moments import slots
from bot.language.money import LEAST_PRICE
from bot.language.scanner import HIDDEN
from bot.language.sums import Sum
from bot.language.understanding import Found
from bot.language.values import Amount

MONEY = ("money", "plain", "other_money")
TAKEN_BACK = frozenset(["say", "follow", "assign", "will", "happens", "appoint", "remind", "me", "question"])
"""Tags of a word right before that of paying which make it a request, a promise or ours to do."""
SUBJECTS = ("they", "he", "she", "ให้")
"""Words that have such a tag and only say who paid."""
GIVES, US = ("to", "ให้", "แก่"), ("us", "เรา", "ผม", "หนู", "me")
RECEIVERS = frozenset(["party", "pronoun", "honorific"])


def received(line: Line) -> Found[Amount] | None:
    """The sum that was paid to us, where that is plainly stated; none of several sums."""
    sums = [one for one in line.numbers if one.kind in MONEY and one.value >= LEAST_PRICE]
    if len(sums) != 1 or sums[0].doubtful:
        return None
    paid = [at for at in (*states(line, "paid_us"), *_collected(line)) if _is_plain(line, at, sums[0])]
    only = sums[0]
    value = Amount(only.value, only.approximate, line.words(only.start, only.end))
    return line.found(value, only.start, only.end) if paid else None


def _collected(line: Line) -> list[int]:
    return [at for at in states(line, "payment") if line.tokens.tag(at, "payment") == "collected"]


def _is_plain(line: Line, at: int, paid: Sum) -> bool:
    """Done by the customer, to us, and not on a day to come."""
    return paid.start >= line.token(at).end and not (
        _is_taken_back(line, at) or _goes_to_others(line, at, paid) or _is_ahead(line, at)
    )


def _is_taken_back(line: Line, at: int) -> bool:
    start = line.token(at).start
    if any(person.end == start and _is_colleague(line, person.start) for person in line.persons):
        return True
    before = line.token(at - 1) if at else None
    if before is None or line.tokens.text[before.end : start].strip():
        return False
    return bool(TAKEN_BACK & before.tags.keys()) and before.text not in SUBJECTS


def _is_colleague(line: Line, start: int) -> bool:
    found = next((one for one in line.persons if one.start == start), None)
    return found is not None and any(named.kind == "member" for named in found.named)


def _goes_to_others(line: Line, at: int, paid: Sum) -> bool:
    """โอนให้ลูกค้า, โอนให้ TTM, transferred 50,000 to them."""
    end = line.token(at).end
    behind_sum = _after_gives(line, paid.end)
    return _stands_there(line, end) or (behind_sum is not None and _stands_there(line, behind_sum))


def _after_gives(line: Line, place: int) -> int | None:
    """The place behind ให้ or to, if such a word stands there."""
    at = line.behind(place)
    if at is None or line.token(at).text not in GIVES or line.text[place : line.token(at).start].strip():
        return None
    return line.token(at).end


def _stands_there(line: Line, place: int) -> bool:
    """Somebody who is not us, as a name or as ลูกค้า and them."""
    rest = line.tokens.text[place:]
    start = place + len(rest) - len(rest.lstrip())
    if rest.lstrip().startswith(HIDDEN) or any(person.start == start for person in line.persons):
        return True
    at = line.behind(start)
    if at is None or line.token(at).start != start or line.token(at).text in US:
        return False
    return bool(RECEIVERS & line.token(at).tags.keys())


def _is_ahead(line: Line, at: int) -> bool:
    """โอนให้พรุ่งนี้: a day to come that is not that of the next step."""
    found = line.once(slots).planned
    ahead = (one for one in line.moments if one.start >= line.token(at).end)
    days = (one.when(line.now) for one in ahead if found is None or one is not found.phrase)
    return any(day is not None and day.day > line.now.date() for day in days)
