"""What customers bought: told, brought back, claimed afterwards, asked about."""

from __future__ import annotations

import re

from bot.language.grammar.ahead import told_day
from bot.language.grammar.credit import (
    left_owing,
    on_credit,
    pay_day,
    pays_owed,
    tells_of_debt,
    words_of_credit,
)
from bot.language.grammar.facts import states
from bot.language.grammar.fields import (
    firm,
    follow_up_at,
    is_consumer,
    occurred_at,
    past_small_words,
    seen,
    stretches,
)
from bot.language.grammar.grammar import Grammar
from bot.language.grammar.phoned import beside_phone
from bot.language.line import Line, Stretch, spans
from bot.language.money import price, unit_price
from bot.language.notes import note
from bot.language.numerals import code_after, phone
from bot.language.sums import Sum
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import CustomerRef

SENT = re.compile(
    r"(?:นัด|จัด|ให้)?ส่ง(?:ของ|สินค้า)?(?:(?:ที่|ถึง)(?:บ้าน|ร้าน|โรงงาน|หน้างาน))?\s*(?:วันที่|วัน)?\s*\Z"
    r"|\b(?:deliver(?:y|ed)?|ship(?:ped)?)(?: on)?\s*\Z"
)
"""What stands before the day on which goods are to come."""
JUST = r"(?:เพิ่ง(?:จะ)?|พึ่ง|เมื่อกี้|ตะกี้|\bjust\b)"
"""Said before selling: no part of what was sold."""
JUST_SOLD = re.compile(rf"{JUST}(?=\s*(?:ขาย|sold))")
OF = re.compile(r"\s+of\b")
KIN = ("ป้า", "ลุง", "น้า", "ตา", "ยาย", "ปู่", "ย่า")
NOT_HERE = ("not_purchase", "question", "promo", "open_deal", "won", "lost", "purchase_history")


def buys(line: Line) -> bool:
    """A word of buying said as a fact, with a price, and somebody who buys."""
    if _tells_another(line) or not states(line, "purchase") or not _is_worth(line):
        return False
    if pays_owed(line) or tells_of_debt(line):
        return False
    if line.has("channel") and phone(line) is None and not _orders_by_phone(line):
        return False
    nameless = any(line.has(tag) for tag in ("party", "walk_in"))
    return phone(line) is not None or nameless or line.once(buyer) is not None


def _orders_by_phone(line: Line) -> bool:
    """พี่ปุ้ยโทรมาสั่งครีม 3 กระปุก 2,670."""
    ordered = line.has("inbound") and line.has("purchase", "order")
    return ordered and is_consumer(line) and quantity(line) is not None


def _tells_another(line: Line) -> bool:
    """A word of something else; ค้าง behind what was bought says how it is paid."""
    told = (tag for tag in NOT_HERE if tag != "not_purchase" or left_owing(line) is None)
    return any(line.has(tag) for tag in told)


def _is_worth(line: Line) -> bool:
    """A price; over the counter how many is enough, and the price is asked."""
    return has_price(line) or (line.has("walk_in") and quantity(line) is not None)


def orders(line: Line) -> bool:
    """เข้าพบ TTM ได้ออเดอร์ปูน 200 ถุง 26,000: so many of something, by somebody known; no deal is told of."""
    if not states(line, "ordered") or line.has("deal_word") or line.has("question"):
        return False
    return firm(line) is not None and quantity(line) is not None and has_price(line)


def has_price(line: Line) -> bool:
    """In all, or by the piece with how many pieces."""
    in_all = price(line) is not None
    return in_all or (unit_price(line) is not None and quantity(line) is not None)


def buyer(line: Line) -> Found[CustomerRef] | None:
    """The customer known, a name behind คุณ, else the unknown name before ซื้อ or behind ขายให้."""
    if known := firm(line):
        return known
    for person in line.persons:
        if person.start != person.name and not person.named:
            said = line.words(person.start if _is_kin(line, person.start) else person.name, person.end)
            return line.found(CustomerRef(said), person.start, person.end, sure=False)
    if phone(line) is not None:
        return beside_phone(line) or _before_buying(line)
    if line.has("walk_in"):
        return None
    if line.has("purchase", "sell"):
        return _sold_to(line)
    return None if line.has("party") else customer_at(line, past_small_words(line, 0, 0))


def _before_buying(line: Line) -> Found[CustomerRef] | None:
    """Noi bought 3 shampoos 540, 081-777-8888: the name right before the word of buying."""
    found, at = customer_at(line, 0), line.first("purchase", "buy")
    is_beside = found and at is not None and line.words(line.place(found.end), line.token(at).start) == ""
    return found if is_beside else None


def _is_kin(line: Line, start: int) -> bool:
    """ป้าศรี is called so, and of two called ศรี it tells which."""
    return line.text.startswith(KIN, start)


def _sold_to(line: Line) -> Found[CustomerRef] | None:
    """The unknown name behind ให้ or to."""
    for at in line.places("link"):
        if line.token(at).text in ("ให้", "to", "กับ"):
            return customer_at(line, past_small_words(line, at + 1, line.token(at).end))
    return None


def walk_in(line: Line) -> Found[bool] | None:
    """Nobody known bought it, and that was said."""
    at = line.first("walk_in")
    is_known = phone(line) is not None or line.once(buyer) is not None
    return None if at is None or is_known else line.of_token(True, at)


def quantity(line: Line) -> Found[float] | None:
    """How many, or how much, of one thing; of several things none."""
    found = line.once(_counted)
    return None if found is None else line.found(float(found.value), found.start, found.end)


def unit(line: Line) -> Found[str] | None:
    """What the quantity is counted in."""
    found = line.once(_counted)
    if found is None:
        return None
    token = line.token(found.last)
    return line.found(line.words(token.start, token.end), token.start, token.end)


def _counted(line: Line) -> Sum | None:
    counted = (
        each for each in line.numbers if each.kind == "count" and line.tokens.next(each.last, "counted")
    )
    counts = [each for each in counted if line.token(each.last).text not in PEOPLE]
    return counts[0] if len(counts) == 1 else None


PEOPLE = ("คน", "ท่าน", "ราย", "people", "persons")
"""Who bought, not what: ลูกค้า 2 คน ซื้อน้ำ."""


def spans_of_numbers(line: Line) -> list[Stretch]:
    return [with_words(line, each) for each in line.numbers]


def with_words(line: Line, each: Sum) -> Stretch:
    """A number with what it counts (2 ถุง), or with what it is the price of (ตันละ 19,500)."""
    if each.kind == "unit_price":
        return _unit_before(line, each), _unit_behind(line, each)
    leads = line.tokens.tag(each.first - 1, "price_word") and line.tokens.joined(each.first)
    is_counted = line.tokens.next(each.last, "counted") is not None
    start = line.token(each.first - 1).start if leads and each.kind == "money" else each.start
    return start, _past_of(line, line.token(each.last).end) if is_counted else each.end


def _past_of(line: Line, end: int) -> int:
    """3 bags of cement."""
    found = OF.match(line.text, end)
    return found.end() if found else end


def _unit_before(line: Line, each: Sum) -> int:
    at = each.first
    for tags in (("per_unit",), ("counted", "unit")):
        if any(line.tokens.tag(at - 1, tag) for tag in tags) and line.tokens.joined(at):
            at -= 1
    return line.token(at).start


def _unit_behind(line: Line, each: Sum) -> int:
    at = each.last
    for tags in (("per_unit",), ("counted", "unit")):
        if any(line.tokens.next(at, tag) for tag in tags):
            at += 1
    return line.token(at - 1).end


def item(line: Line) -> Found[str] | None:
    """What was bought: the words that are no name, number, price, code, date or next step."""
    taken = stretches(line, line.once(buyer), occurred_at(line), code_after(line, "promo_code"), phone(line))
    taken += spans_of_numbers(line)
    taken += line.worded(*WORDS) + ones(line)
    taken += spans(line.moments)
    if (planned := seen(line).planned) is not None:
        taken.append(planned.stretch)
    taken += [one.span() for one in JUST_SOLD.finditer(line.text)] + words_of_credit(line)
    taken += [found.span() for one in line.moments if (found := SENT.search(line.text[: one.start]))]
    return _without_taking(note(line, taken))


def ones(line: Line) -> list[Stretch]:
    """The ตัวนึง of เสื้อตัวนึง."""
    pairs = (
        (line.token(at), line.token(at + 1)) for at in line.places("counted") if line.tokens.glued(at + 1)
    )
    return [(unit.start, one.end) for unit, one in pairs if one.text in ("นึง", "หนึ่ง")]


def _without_taking(said: Found[str] | None) -> Found[str] | None:
    """เอาครีมไป is cream."""
    if said is None:
        return None
    value = TAKEN_AWAY.sub("", TAKING.sub("", said.value))
    return Found(value, said.words, said.start, said.end, said.sure) if value else None


TAKING = re.compile(
    r"\A(?:ผู้(?:ชาย|หญิง)|วัยรุ่น|ฝรั่ง|นักท่องเที่ยว|ขอคืน|(?:มา|แวะมา)?เอา(?!ท์|ต์)|(?:(?:แวะ)?มา)?รับ)(?:ของ)?\s*"
)
TAKEN_AWAY = re.compile(
    r"(?<=\S)\s*(?:ไปก่อน|(?:ไป|กลับ)+|ลดให้|ส่วนลด|ใช้(?:แต้ม|คะแนน)(?:ลด|แลก)?"
    r"|(?:ให้|จัด)?ส่ง(?:ทาง)?\s*(?:kerry|flash|j&t|ems|grab|line ?man|ไปรษณีย์|เคอรี่|แฟลช|ไลน์แมน))\Z",
    re.IGNORECASE,
)
"""How it was taken along or sent, and what was taken off: no part of what it was."""
WORDS = frozenset(
    [
        *("purchase", "total", "promo_code", "phone_word", "money", "approximate"),
        *("particle", "done", "party"),
        *("walk_in", "returned", "claim", "ordered", "channel", "channel_weak"),
        *("opt", "consent"),
        *("settled", "payment", "credit", "taking", "full_price", "final", "new_customer"),
    ]
)


def only_paid(line: Line) -> Found[bool] | None:
    """ป้าแดงจ่าย 300: no word of what was bought, so that it may be for what was taken before."""
    paying = [at for at in line.places("purchase") if line.token(at).text in PAYS]
    if not paying or len(paying) != len(line.places("purchase")) or quantity(line) or item(line):
        return None
    return line.of_token(True, paying[0])


PAYS = ("จ่าย", "จ่ายไป", "จ่ายสด")


def answered(line: Line) -> Found[bool] | None:
    """What a customer answered to offers, told with a sale: รับโปรด้วย, ไม่รับโปร."""
    at = line.first("opt")
    return None if at is None else line.of_token(line.token(at).tags["opt"] == "in", at)


FIELDS = {
    "customer": lambda line: line.once(buyer),
    "phone": phone,
    "item": item,
    "quantity": quantity,
    "unit": unit,
    "amount": price,
    "unit_price": unit_price,
    "promo_code": lambda line: code_after(line, "promo_code"),
    "occurred_at": occurred_at,
    "follow_up_at": lambda line: follow_up_at(line) or line.once(pay_day),
    "told_day": lambda line: None if line.once(pay_day) else told_day(line),
    "walk_in": walk_in,
    "only_paid": only_paid,
    "on_credit": lambda line: line.once(on_credit),
    "consent": answered,
}
PURCHASE = Grammar(intent="record_purchase", words=("purchase",), when=buys, fields=FIELDS)
ORDER = Grammar(intent="record_purchase", words=("ordered",), when=orders, fields=FIELDS)


ACTS = ("channel", "follow", "appoint", "remind", "doubt", "outcome", "opt", "returned")
