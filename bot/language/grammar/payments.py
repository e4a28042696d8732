"""payment: an invoice handed in, money or a cheque collected. Never a deal's amount, never a purchase."""

from __future__ import annotations

from bot.language.grammar.fields import firm, occurred_at, past_small_words, seen
from bot.language.grammar.grammar import Grammar, value_of
from bot.language.grammar.named import name_behind
from bot.language.line import Line
from bot.language.money import price
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import CustomerRef

NOT_HERE = ("channel", "question", "condition", "doubt", "appoint", "remind", "follow", "purchase")


def is_paid(line: Line) -> bool:
    """A word of billing or collecting said as a fact, of a customer or with a sum; nothing to come."""
    if not line.has("payment") or any(line.has(tag) for tag in NOT_HERE):
        return False
    if seen(line).planned is not None or seen(line).loose is not None:
        return False
    return firm(line) is not None or price(line) is not None


def payer(line: Line) -> Found[CustomerRef] | None:
    """The customer known, else the words in the place of a name: behind the sum or the verb, or before it."""
    return firm(line) or _behind_sum(line) or _behind_verb(line) or _before_verb(line)


_behind_verb = name_behind("payment")


def _behind_sum(line: Line) -> Found[CustomerRef] | None:
    """เก็บเช็ค 85,000 สยามวัสดุ; collected 85,000 from Riverview."""
    paid = price(line)
    if paid is None:
        return None
    end = line.place(paid.end)
    behind = line.behind(end)
    return customer_at(line, past_small_words(line, len(line.tokens) if behind is None else behind, end))


def _before_verb(line: Line) -> Found[CustomerRef] | None:
    """สยามวัสดุ โอนแล้ว 85,000."""
    begins = line.first("payment") == 0 and line.token(0).start == 0
    return None if begins else customer_at(line, past_small_words(line, 0, 0))


PAYMENT = Grammar(
    intent="payment",
    when=is_paid,
    fields={
        "payment_kind": value_of("payment"),
        "customer": payer,
        "amount": price,
        "occurred_at": occurred_at,
    },
)
