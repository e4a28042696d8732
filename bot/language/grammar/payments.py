"""payment: an invoice handed in, money or a cheque collected. Never a deal's amount, never a purchase."""

from __future__ import annotations

from bot.language.grammar.fields import firm, occurred_at, seen
from bot.language.grammar.grammar import Grammar, value_of
from bot.language.grammar.named import named_by
from bot.language.line import Line
from bot.language.money import price

NOT_HERE = ("channel", "question", "condition", "doubt", "appoint", "remind", "follow", "purchase")


def is_paid(line: Line) -> bool:
    """A word of billing or collecting said as a fact, of a customer or with a sum; nothing to come."""
    if not line.has("payment") or any(line.has(tag) for tag in NOT_HERE):
        return False
    if seen(line).planned is not None or seen(line).loose is not None:
        return False
    return firm(line) is not None or price(line) is not None


PAYMENT = Grammar(
    intent="payment",
    when=is_paid,
    fields={
        "payment_kind": value_of("payment"),
        "customer": named_by("payment", first=True),
        "amount": price,
        "occurred_at": occurred_at,
    },
)
