"""What a customer pays: a part of it (จ่ายแล้ว 300 เหลือค้าง 450), or so much on a day to come."""

from __future__ import annotations

import re

from bot.language.dates.phrases import Phrase
from bot.language.grammar.fields import firm, occurred_at, stretches
from bot.language.grammar.grammar import Grammar
from bot.language.line import Line, Stretch, spans
from bot.language.moments import when
from bot.language.money import LEAST_PRICE, price
from bot.language.notes import note
from bot.language.sums import Sum
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import Amount, CustomerRef, When

SOME = ("money", "plain", "other_money")
_PAYS = (
    r"(?:เอาเงิน)?(?:มา)?(?:จ่าย|โอน|ชำระ|ผ่อน|เคลียร์|ใช้หนี้|ใช้เงิน)"
    r"(?:เงิน|หนี้|ค่าของ|ที่ค้าง|บางส่วน|มา|แล้ว|ก่อน|ให้|ไป|เข้า)*"
)
PAYS = re.compile(
    rf"(?<!ไม่)(?<!ไม่ได้)(?<!จะ)(?:{_PAYS}"
    r"|\b(?:has |have |just )*(?:paid|transferred)(?: us| back)?)\s*\Z"
)
"""What stands before a sum that was paid."""
LEFT = re.compile(
    r"(?:(?:ยัง|คง)*(?:เหลือ|ค้าง|ติด)(?:ค้าง|ติด|หนี้|อีก|อยู่|ไว้|ยอด|แค่)*"
    r"|\b(?:(?:and )?(?:still )?owes?|balance|left)(?: us)?)(?:อีก|another)?\s*\Z"
)
"""What stands before the sum that is still owed."""
PROMISES = re.compile(
    r"(?:(?:บอก|แจ้ง|รับปาก|สัญญา)(?:ว่า|มา)*)?(?:จะ|ขอ|นัด|เดี๋ยว|ค่อย)*(?:มา|เอาเงินมา)?"
    r"(?:จ่าย|โอน|ชำระ|เคลียร์|ใช้หนี้|ใช้คืน)(?:เงิน|หนี้|ให้|มา|คืน|ยอด|ที่ค้าง|ที่เหลือ|ส่วน|งวด|แรก|สุดท้าย|มัดจำ)*(?:อีก)?"
    r"|\b(?:says? |said )?(?:she |he |they )?(?:will |'ll |is going to |promised to |to )?"
    r"(?:pays?|transfer)(?: us| back)?\b"
)
"""What stands beside the sum and the day on which it is to be paid."""
REFUSED = re.compile(r"(?:ไม่|ยัง|ถ้า)(?:ได้|เคย)?(?:จะ)?\Z|\b(?:not|n't|if)\s*\Z")
NOT_HERE = ("question", "condition", "channel", "deal_word", "opt", "returned", "follow", "remind", "edit")
BESIDE = ("particle", "party", "pronoun", "done", "honorific", "money", "small_talk")


def pays_part(line: Line) -> bool:
    """So much was paid and so much is left, and nothing else is told."""
    if any(line.has(tag) for tag in NOT_HERE) or line.once(_paid_and_left) is None:
        return False
    return note(line, [*_read(line), *stretches(line, line.once(payer)), *spans(line.moments)]) is None


def _paid_and_left(line: Line) -> tuple[Sum, Sum] | None:
    sums = [one for one in line.numbers if one.kind in SOME and one.value >= LEAST_PRICE]
    if len(sums) != 2 or len(line.numbers) != len(sums):
        return None
    paid, left = sums
    between = line.text[paid.end : left.start]
    is_said = PAYS.search(line.text[: paid.start]) and LEFT.search(between)
    return (paid, left) if is_said else None


def _read(line: Line) -> list[Stretch]:
    """The words of paying and of what is left, with their sums."""
    found = line.once(_paid_and_left)
    if found is None:
        return []
    paid, left = found
    start = PAYS.search(line.text[: paid.start])
    return [(start.start() if start else paid.start, left.end), *line.worded(*BESIDE)]


def payer(line: Line) -> Found[CustomerRef] | None:
    """The customer known, else the name before the word of paying."""
    found = line.once(_paid_and_left)
    pays = PAYS.search(line.text[: found[0].start]) if found else None
    name = customer_at(line, 0) if pays and line.text[: pays.start()].strip() else None
    return firm(line) or (_up_to(line, name, pays.start()) if name and pays else None)


def _up_to(line: Line, name: Found[CustomerRef], end: int) -> Found[CustomerRef]:
    """ป้าแดงผ่อนมา 300: the name without the word of paying that is glued to it."""
    return (
        line.found(CustomerRef(line.words(0, end)), 0, end, sure=False)
        if line.place(name.end) > end
        else name
    )


def _sum(at: int, line: Line) -> Found[Amount] | None:
    found = line.once(_paid_and_left)
    if found is None:
        return None
    one = found[at]
    value = Amount(one.value, one.approximate, line.words(one.start, one.end))
    return line.found(value, one.start, one.end, sure=not one.doubtful)


PART = Grammar(
    intent="payment",
    when=pays_part,
    fields={
        "payment_kind": lambda line: line.found("collected", 0, 0),
        "customer": payer,
        "amount": lambda line: _sum(0, line),
        "left": lambda line: _sum(1, line),
        "occurred_at": occurred_at,
    },
    needs=("customer",),
)


def promises_to_pay(line: Line) -> bool:
    """ป้าแดงจ่าย 300 ศุกร์นี้: a sum, a day to come, and no goods."""
    if any(line.has(tag) for tag in NOT_HERE) or firm(line) is None or line.once(pay_on) is None:
        return False
    said = line.once(_promise)
    if said is None or price(line) is None or len(line.numbers) != 1:
        return False
    taken = [said, *spans(line.moments), *spans(line.numbers), *stretches(line, firm(line))]
    return note(line, [*taken, *line.worded(*BESIDE)]) is None


def _promise(line: Line) -> Stretch | None:
    """The first word of paying that nobody took back."""
    found = PROMISES.search(line.text)
    return found.span() if found and not REFUSED.search(line.text[: found.start()]) else None


def pay_on(line: Line) -> Found[When] | None:
    """The only day said, if it is to come."""
    days: list[Phrase] = [one for one in line.moments if one.day is not None and not one.past]
    day = when(line, days[0]) if len(days) == 1 else None
    return day if day is not None and day.value.day > line.now.date() else None


def _what(line: Line) -> Found[str] | None:
    """จ่าย 300: in the words typed."""
    said = line.once(_promise)
    return None if said is None else line.found(line.words(*said), *said)


PROMISE = Grammar(
    intent="set_reminder",
    when=promises_to_pay,
    fields={
        "customer": firm,
        "follow_up_at": lambda line: line.once(pay_on),
        "follow_up_kind": lambda line: line.found("task", 0, 0),
        "amount": price,
        "note": _what,
    },
)
