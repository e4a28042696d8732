"""payment, money_owed: an invoice handed in, money collected, what is to come. Never a deal's amount."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.language.grammar.audience import END
from bot.language.grammar.credit import goods, pays_owed
from bot.language.grammar.facts import states
from bot.language.grammar.fields import (
    firm,
    is_consumer,
    occurred_at,
    past_small_words,
    seen,
    stretches,
)
from bot.language.grammar.grammar import Grammar, value_of
from bot.language.grammar.named import name_behind
from bot.language.grammar.politeness import START
from bot.language.grammar.received import received
from bot.language.line import Line
from bot.language.moments import when
from bot.language.money import price
from bot.language.notes import note
from bot.language.numerals import phone
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import CustomerRef, When

CREDIT = re.compile(
    r"(?:เครดิต|ครบกำหนด(?:ใน|อีก)?|\bcredit|\bdue in|\bnet|\bterms?)\s*(\d{1,3})\s*(?:วัน|days?\b)"
    r"|\bnet (\d{1,3})(?![\d,.]|\s*[kmb])"
)
PAID_FOR = re.compile(r"\bpaid\b[^a-z]+(?:baht )?for\b")
"""What it was paid for is said: no money on what is owed."""
TO_COME = ("appoint", "remind", "follow", "channel")
NOT_HERE = ("channel", "question", "condition", "doubt", "appoint", "remind", "follow", "purchase")
SAYS_PAID = ("payment", "paid_debt")


MUCH = r"(?:เท่าไหร่|เท่าไร|กี่บาท)(?:แล้ว|บ้าง)?"
OF_MONEY = re.compile(
    rf"(?:ยัง)?(?:ค้าง|ติด)(?:เงิน|จ่าย|ชำระ|บิล|หนี้|ค่าของ)+(?:เรา)?(?:อยู่)?(?:อีก)?\s*{MUCH}"
    rf"|ยอด(?:ค้าง|หนี้)(?:จ่าย|ชำระ)?(?:\s*{MUCH})?"
    r"|(?:how much|what)\s+(?:do|does)\s+\S.{0,60}?\s+owe(?:\s+us)?"
    r"|\A[^a-z0-9]*(?:has|have)\s+\S.{0,60}?\s+paid(?:\s+us)?(?:\s+yet)?"
)
OF_SOMEBODY = re.compile(
    rf"(?:ยัง)?(?:เหลือ)?(?:ยัง)?ค้าง(?:เรา)?(?:อยู่)?(?:อีก)?\s*{MUCH}|(?:ยัง)?(?:ค้าง|ติด|เชื่อ)ไว้(?:อยู่)?(?:อีก)?\s*{MUCH}|(?:เป็น|ติด)หนี้(?:เรา)?(?:อยู่)?\s*{MUCH}"
    rf"|(?:ยัง)?(?:ติด|ค้าง)(?:เงิน)?(?:เรา|ร้าน|ผม|หนู)(?:อยู่)?(?:อีก)?\s*{MUCH}"
    rf"|(?:จ่าย|โอน|ชำระ)(?:เงิน)?(?:ครบ)?(?:แล้ว)?(?:หรือ|รึ)ยัง|วางบิล(?:ไป)?(?:แล้ว)?{MUCH}"
)
"""ค้างเท่าไหร่ is about money where somebody is spoken of; by itself it asks what is overdue."""
OWING = re.compile(r"ค้าง|ติด|หนี้|จ่าย|โอน|ชำระ|วางบิล|owe|paid")
"""One of these is in every such question, and soon found not to be in a line."""

_SOMEBODY = r"(?:ใคร|(?:ลูกค้า|คน|เจ้า|ราย)\s*(?:คน|ราย|เจ้า)?ไหน)"
_OWES = r"(?:ยัง)?(?:ค้าง|ติด|เป็น)(?:เงิน|จ่าย|ชำระ|บิล|หนี้|ค่าของ|ไว้)+"
WHO_OWES = re.compile(
    rf"{START}(?:ตอนนี้)?\s*(?:มี)?{_SOMEBODY}(?:บ้าง)?(?:ที่)?{_OWES}(?:เรา|ร้าน|ผม|หนู)?(?:อยู่)?(?:เท่าไหร่|เท่าไร)?{END}"
    rf"|{START}(?:ดู)?(?:รายชื่อ)?(?:ลูกหนี้|(?:ลูกค้า|คน)ที่{_OWES})(?:ทั้งหมด)?(?:มี)?(?:ใคร)?{END}"
    rf"|{START}(?:who|which customers)(?: still)? owes?(?: (?:us|me))?(?: (?:any )?money)?{END}"
)


def asks_who_owes(line: Line) -> bool:
    """ใครค้างเงินบ้าง, ลูกหนี้มีใครบ้าง, and nothing else."""
    return WHO_OWES.fullmatch(line.text.strip()) is not None


def _of_all(line: Line) -> Found[bool]:
    return line.found(True, 0, len(line.text))


def asks_owed(line: Line) -> bool:
    """TTM ค้างเท่าไหร่: the question, perhaps whose, and nothing else."""
    if OWING.search(line.text) is None or len(line.customers) > 1:
        return False
    is_somebodys = firm(line) is not None or line.context.last_customer is not None
    found = OF_MONEY.search(line.text) or (OF_SOMEBODY.search(line.text) if is_somebodys else None)
    if found is None:
        return False
    words = line.worded("particle", "party", "pronoun", "question", "link")
    return note(line, [found.span(), *stretches(line, firm(line)), *words]) is None


def is_paid(line: Line) -> bool:
    """A word of billing or collecting said as a fact, of somebody or with a sum; its money may be to come."""
    if bills(line):
        return True
    older = pays_owed(line)
    unwanted = any(line.has(tag) for tag in NOT_HERE if not (older and tag == "purchase"))
    if PAID_FOR.search(line.text):
        return False
    if unwanted or not (any(map(line.has, SAYS_PAID)) or older or received(line)):
        return False
    if seen(line).planned is not None or seen(line).loose is not None or _is_for_goods(line):
        return False
    return firm(line) is not None or price(line) is not None


def _is_for_goods(line: Line) -> bool:
    """หมิว เซรั่ม 1 ขวด 490 โอนแล้ว: how a consumer's goods were paid for, said behind the price."""
    paid, said = line.first("payment", "collected"), price(line)
    if paid is None or said is None or not goods(line):
        return False
    if not is_consumer(line) and phone(line) is None:
        return False
    return line.token(paid).start >= line.place(said.end)


def bills(line: Line) -> bool:
    """วางบิล TTM 26,000 นัดเก็บเช็ค 25 ธ.ค.: an invoice handed in, then the day on which the money comes."""
    at = line.first("payment", "billed")
    if at is None or at not in states(line, "payment") or line.has("question") or firm(line) is None:
        return False
    if any(place < at for tag in TO_COME for place in line.places(tag)):
        return False
    is_done = price(line) is not None or line.has("done")
    return is_done and due(line) is not None


def due(line: Line) -> Found[When] | None:
    """The day the money is to come: so many days of credit, or the day said behind the bill."""
    found = CREDIT.search(line.text)
    if found is not None:
        day = line.now.date() + timedelta(days=int(found[1] or found[2]))
        return line.found(When(day, words=line.words(*found.span())), *found.span())
    billed, read = line.first("payment", "billed"), seen(line)
    bare = (read.loose or next(iter(read.theirs), None)) if line.has("done") else None
    phrase = read.planned.phrase if read.planned else bare
    if phrase is None or billed is None or phrase.start < line.token(billed).end:
        return None
    return when(line, phrase)


def payer(line: Line) -> Found[CustomerRef] | None:
    """The customer known, else the words in the place of a name: behind the sum or the verb, or before it."""
    return firm(line) or _behind_sum(line) or _behind_verb(line) or _before_verb(line)


_behind_verb = name_behind(*SAYS_PAID)


def _behind_sum(line: Line) -> Found[CustomerRef] | None:
    """เก็บเช็ค 85,000 สยามวัสดุ; collected 85,000 from Riverview."""
    paid = price(line)
    if paid is None:
        return None
    end = line.place(paid.end)
    if CREDIT.match(line.text[end:].lstrip()):
        return None
    behind = line.behind(end)
    return customer_at(line, past_small_words(line, len(line.tokens) if behind is None else behind, end))


def _before_verb(line: Line) -> Found[CustomerRef] | None:
    """สยามวัสดุ โอนแล้ว 85,000."""
    begins = any(line.first(tag) == 0 for tag in SAYS_PAID) and line.token(0).start == 0
    return None if begins else customer_at(line, past_small_words(line, 0, 0))


def _kind(line: Line) -> Found[str] | None:
    paid = (at for tag in ("paid_us", "paid_debt") if (at := line.first(tag)) is not None)
    at = next(paid, None)
    return value_of("payment")(line) or (None if at is None else line.of_token("collected", at))


PAYMENT = Grammar(
    intent="payment",
    words=("payment", "paid_us", "paid_debt", "purchase", "not_purchase", "settled", "credit"),
    when=is_paid,
    fields={
        "payment_kind": _kind,
        "customer": payer,
        "amount": price,
        "occurred_at": occurred_at,
        "follow_up_at": due,
    },
)
OWED = Grammar(intent="money_owed", when=asks_owed, fields={"customer": firm})
WHO = Grammar(intent="money_owed", when=asks_who_owes, fields={"of_all": _of_all})
