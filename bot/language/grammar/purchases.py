"""record_purchase: somebody bought something over the counter."""

from __future__ import annotations

from bot.language.grammar.fields import firm, occurred_at, past_small_words, stretches
from bot.language.grammar.grammar import Grammar
from bot.language.line import Line, Stretch, spans
from bot.language.money import price
from bot.language.notes import note
from bot.language.numerals import code_after, phone
from bot.language.sums import Sum
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import CustomerRef

NOT_HERE = ("not_purchase", "question", "promo", "open_deal", "won", "lost")


def buys(line: Line) -> bool:
    """A word of buying with a price, and somebody who buys."""
    if not line.has("purchase") or any(line.has(tag) for tag in NOT_HERE) or price(line) is None:
        return False
    if line.has("channel") and phone(line) is None:
        return False
    at = line.places("purchase")[0]
    known = phone(line) is not None or line.has("party") or line.once(buyer) is not None
    return known and line.tokens.tag(at - 1, "doubt") is None


def buyer(line: Line) -> Found[CustomerRef] | None:
    """The customer known, a name behind คุณ, else the unknown name before ซื้อ or behind ขายให้."""
    if known := firm(line):
        return known
    for person in line.persons:
        if person.start != person.name and not person.named:
            said = line.words(person.name, person.end)
            return line.found(CustomerRef(said), person.start, person.end, sure=False)
    if phone(line):
        return None
    if line.has("purchase", "sell"):
        return _sold_to(line)
    return None if line.has("party") else customer_at(line, past_small_words(line, 0, 0))


def _sold_to(line: Line) -> Found[CustomerRef] | None:
    """The unknown name behind ให้ or to."""
    for at in line.places("link"):
        if line.token(at).text in ("ให้", "to", "กับ"):
            return customer_at(line, past_small_words(line, at + 1, line.token(at).end))
    return None


def _with_count(line: Line, each: Sum) -> Stretch:
    """A number with what it counts: 2 ถุง."""
    counted = line.tokens.next(each.last, "counted")
    return each.start, line.token(each.last).end if counted else each.end


def item(line: Line) -> Found[str] | None:
    """What was bought: the words that are no name, number, price, code or date."""
    taken = stretches(line, line.once(buyer), occurred_at(line), code_after(line, "promo_code"), phone(line))
    taken += [_with_count(line, each) for each in line.numbers]
    taken += line.worded(*WORDS)
    taken += spans(line.moments)
    return note(line, taken)


WORDS = frozenset(
    ["purchase", "total", "promo_code", "phone_word", "money", "approximate", "particle", "done", "party"]
)
FIELDS = {
    "customer": lambda line: line.once(buyer),
    "phone": phone,
    "item": item,
    "amount": price,
    "promo_code": lambda line: code_after(line, "promo_code"),
    "occurred_at": occurred_at,
}
PURCHASE = Grammar(intent="record_purchase", when=buys, fields=FIELDS)


def pays(line: Line) -> bool:
    """A consumer and a price: แนน 1,290, ฟ้า 450 ลิปสติก."""
    found = firm(line)
    entry = line.directory.entry(found.value.id) if found and found.value.id is not None else None
    if entry is None or entry.kind != "b2c" or price(line) is None:
        return False
    return not any(line.has(tag) for tag in (*NOT_HERE, *ACTS))


ACTS = ("channel", "follow", "appoint", "remind", "doubt", "not_deal_money", "outcome", "opt")
PAID = Grammar(intent="record_purchase", when=pays, fields=FIELDS)
