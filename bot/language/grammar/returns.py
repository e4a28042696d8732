"""What was bought and is brought back."""

from __future__ import annotations

from bot.language.grammar.credit import pays_owed
from bot.language.grammar.facts import states
from bot.language.grammar.fields import occurred_at, stretches
from bot.language.grammar.grammar import Grammar
from bot.language.grammar.purchases import buyer, item, ones, quantity, unit
from bot.language.line import Line
from bot.language.money import price
from bot.language.notes import note
from bot.language.numerals import phone
from bot.language.understanding import Found
from bot.language.values import When


def brings_back(line: Line) -> bool:
    """A word of returning said as a fact, of somebody who is named; bare คืน stands right behind the name."""
    if (
        line.has("question")
        or line.has("channel")
        or pays_owed(line)
        or (line.once(buyer) is None and phone(line) is None)
    ):
        return False
    return any(_is_return(line, at) for at in states(line, "returned"))


def _is_return(line: Line, at: int) -> bool:
    """คืน is also the night: then a day goes with it (คืนนี้), or no name before it.

    Money is given back to who is named behind it; a name before it may have paid a debt back.
    """
    known = line.once(buyer)
    if line.token(at).text in MONEY_BACK:
        return known is not None and line.place(known.start) >= line.token(at).start
    if line.token(at).text != NIGHT:
        return True
    behind_name = known is not None and not line.text[line.place(known.end) : line.token(at).start].strip()
    return behind_name and line.tokens.next(at + 1, "which") is None


NIGHT, MONEY_BACK = "คืน", ("คืนเงิน", "คืนเงินให้", "refund", "refund to", "refunded to")


def _returned_on(line: Line) -> Found[When] | None:
    """When it was brought back; the word of returning itself is no night."""
    found = occurred_at(line)
    if found is None:
        return None
    start, end = line.place(found.start), line.place(found.end)
    is_word = any(start <= line.token(at).start < end for at in line.places("returned"))
    return None if is_word else found


def returned_item(line: Line) -> Found[str] | None:
    """What stands between the word and the figures behind it: why is no part of it (ไซส์ไม่พอดี)."""
    start = line.token(line.places("returned")[0]).end
    end = next((each.start for each in line.numbers if each.start > start), len(line.text))
    who = stretches(line, line.once(buyer))
    return note(line, [(0, start), (end, len(line.text)), *who, *ones(line)]) or item(line)


RETURN = Grammar(
    intent="return_purchase",
    words=("returned",),
    when=brings_back,
    fields={
        "customer": lambda line: line.once(buyer),
        "phone": phone,
        "item": returned_item,
        "quantity": quantity,
        "unit": unit,
        "amount": price,
        "occurred_at": _returned_on,
    },
)
