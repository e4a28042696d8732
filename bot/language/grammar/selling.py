"""What was sold over the counter to nobody who is named, and what was bought without a word of buying."""

from __future__ import annotations

import re

from bot.language.grammar.credit import credited, goods, on_credit
from bot.language.grammar.facts import states
from bot.language.grammar.fields import firm, is_consumer, occurred_at
from bot.language.grammar.grammar import Grammar, begins
from bot.language.grammar.purchases import ACTS, FIELDS, JUST, NOT_HERE, buyer, has_price, item, quantity
from bot.language.line import Line
from bot.language.numerals import phone

BEFORE = re.compile(rf"\s*(?:{JUST})?\s*")


def sells(line: Line) -> bool:
    """ขายปูน 3 ถุง 390, ขายได้ 350: begins with selling, and names nobody."""
    if not _begins_selling(line) or not line.has("purchase", "sell") or not has_price(line):
        return False
    told = (*NOT_HERE, "channel", "deal_word", "follow", "appoint", "returned", "period", "which", "unit")
    is_fact = bool(states(line, "purchase")) and not any(line.has(tag) for tag in told)
    return is_fact and firm(line) is None and not line.persons


def _begins_selling(line: Line) -> bool:
    """ขายปูน …, เพิ่งขายปูน …, เมื่อวานขายปูน …: nothing but when it was before it."""
    at = line.first("purchase")
    if at is None or begins("purchase")(line):
        return at is not None
    sold_on, start = occurred_at(line), line.token(at).start
    end = (
        line.place(sold_on.end)
        if sold_on is not None and not line.text[: line.place(sold_on.start)].strip()
        else 0
    )
    return BEFORE.fullmatch(line.text[end:start]) is not None


SOLD = Grammar(
    intent="record_purchase",
    words=("purchase",),
    when=sells,
    fields={**FIELDS, "nameless": lambda line: line.of_token(True, line.places("purchase")[0])},
)


def takes(line: Line) -> bool:
    """ป้าแดงเชื่อ 500, ป้าแดงมาเอาปูน 10 ถุง ยังไม่จ่าย 1500: somebody owes for it, and what it came to."""
    if line.once(on_credit) is None or not has_price(line) or line.has("condition"):
        return False
    if any(line.has(tag) for tag in (*NOT_HERE, *ACTS, "payment", "period")):
        return False
    return _is_taken_now(line) and line.once(buyer) is not None


def _is_taken_now(line: Line) -> bool:
    """ยังไม่จ่าย by itself tells of an older sale; with goods they were taken now."""
    at = credited(line)
    return goods(line) or (at is not None and line.tokens.tag(at, "credit") == "taken")


TAKEN = Grammar(intent="record_purchase", words=("credit", "purchase", "taking"), when=takes, fields=FIELDS)


def pays(line: Line) -> bool:
    """A consumer and a price: แนน 1,290, ก้อย ลิป 2 แท่ง แท่งละ 199; of a new number also the goods."""
    if not has_price(line) or (line.has("settled") and item(line) is None and quantity(line) is None):
        return False
    if not is_consumer(line) and not _is_for_a_number(line):
        return False
    if any(line.has(tag) for tag in (*NOT_HERE, *ACTS, "credit")) or OTHER_MONEY.search(line.text):
        return False
    other = (line.token(at).tags.keys() for at in line.places("not_deal_money"))
    return all({"settled", "payment"} & tags for tags in other)


def _is_for_a_number(line: Line) -> bool:
    """จ๋า 099-888-7777 เดรส 890: goods, and a number that no firm is named beside."""
    if phone(line) is None or firm(line) is not None or WISHES.search(line.text):
        return False
    return item(line) is not None


OTHER_MONEY = re.compile(r"คืนเงิน|ยืม|ทอนเงิน|\b(?:lent|borrowed)\b")
"""Money that bought nothing: who gives it back, or borrows it."""
WISHES = re.compile(
    r"จอง|สนใจ|อยาก|ขอ(?!ง)|ถาม|เสนอ|นัด|รอ(?!ง)|จะ|ราคา|งบ|ค้าง|มัดจำ|ฝาก"
    r"|\b(?:wants?|interested|asks?|asked|quote|price|budget|books?|booked|deposit)\b"
)
"""Not bought yet, or said by nobody as a fact; where no word of buying stands, it is no sale."""


PAID = Grammar(intent="record_purchase", when=pays, fields=FIELDS)
