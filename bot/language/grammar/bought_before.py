"""Purchases that are stored already: whose one of them was, and what somebody has bought."""

from __future__ import annotations

from bot.language.grammar.fields import any_firm, firm
from bot.language.grammar.grammar import Grammar
from bot.language.grammar.phoned import beside_phone
from bot.language.grammar.purchases import item
from bot.language.line import Line
from bot.language.money import price
from bot.language.numerals import phone
from bot.language.understanding import Found
from bot.language.values import CustomerRef


def claims(line: Line) -> bool:
    """ปูนเมื่อกี้ของ 0812345678: whose the purchase stored just now was."""
    told = line.has("claim") and price(line) is None and not (line.has("channel") or line.has("question"))
    return told and (phone(line) is not None or firm(line) is not None)


def _claimant(line: Line) -> Found[CustomerRef] | None:
    """The customer known, else the name before the number."""
    return firm(line) or beside_phone(line)


def _claimed_item(line: Line) -> Found[str] | None:
    """What it was: the words that are nobody's name."""
    found = line.once(_claimant)
    said = item(line)
    return None if found and said and found.words.strip() in said.value else said


CLAIM = Grammar(
    intent="claim_purchase",
    words=("claim",),
    when=claims,
    fields={"customer": lambda line: line.once(_claimant), "phone": phone, "item": _claimed_item},
)


def asks_what_was_bought(line: Line) -> bool:
    """A question about what somebody bought, or when last; a purchase that is told has a price."""
    if any_firm(line) is None or price(line) is not None or line.has("channel"):
        return False
    if any("purchase_history" not in line.token(at).tags for at in line.places("history")):
        return False
    return line.has("purchase_history") or (line.has("buying") and line.has("question"))


HISTORY = Grammar(
    intent="purchase_history",
    words=("purchase_history", "buying"),
    when=asks_what_was_bought,
    fields={"customer": any_firm},
    needs=("customer",),
)
