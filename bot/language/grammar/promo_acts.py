"""What is done with a promotion that is there: shown, approved, changed, called off."""

from __future__ import annotations

import re

from bot.language.grammar.grammar import Grammar, Test
from bot.language.grammar.promos import discount_amount, discount_pct, ends_on, minimum
from bot.language.line import Line
from bot.language.moments import when
from bot.language.understanding import Found
from bot.language.values import When

CODE = r"(?P<code>(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d)[a-z][a-z0-9-]{2,24})"
ADDRESS = r"(?:(?:พี่|น้อง|จด)?\s*(?:ครับ|ค่ะ|คะ|จ้า)\s*)?"
"""Whoever is asked may be addressed first."""
CODE2 = CODE.replace("?P<code>", "?:")
"""A pattern may name a group once."""
WORD = r"(?:โปร(?:โมชั่น|โมชัน)?|promo(?:tion)?|campaign|แคมเปญ)"
END = r"\s*(?:หน่อย|ด้วย)?(?:นะ)?(?:ค่ะ|คะ|ครับ|จ้า|please)?[^ก-๙a-z0-9]*"
SHOWS = re.compile(rf"(?:ดู|show|see)?\s*{WORD}\s*{CODE}{END}", re.IGNORECASE)
APPROVES = re.compile(
    rf"(?:อนุมัติ|ส่ง|approve|send)\s*(?:{WORD}\s*)?{CODE}(?:\s*(?:เลย|ตอนนี้|now))?{END}", re.IGNORECASE
)
CALLS_OFF = re.compile(
    r"(?:ไม่ส่ง|ยกเลิก|หยุดส่ง|หยุด|เลิก|ปิด|cancel|stop|don't send|do not send)\s*"
    rf"(?:{WORD}\s*)?{CODE}(?:\s*แล้ว)?{END}",
    re.IGNORECASE,
)
RESULTS = re.compile(
    rf"(?:ผล|ผลของ|สรุปผล|วัดผล)\s*{WORD}\s*{CODE}{END}|(?:results?|outcome)\s*(?:of|for)\s*(?:{WORD}\s*)?{CODE2}{END}",
    re.IGNORECASE,
)
COUPON = rf"(?:{WORD}|โค้ด|คูปอง|code|coupon)"
USED_BY = re.compile(
    rf"(?=.{{0,40}}(?:{COUPON}|{CODE2})){COUPON}?\s*(?:{CODE2})?\s*(?:เมื่อวาน|วันนี้|นี้|ล่าสุด)?\s*(?:มี)?(?:คน|ใคร|ลูกค้า)?(?:มา)?"
    rf"ใช้\s*{COUPON}?\s*(?:{CODE2})?\s*(?:ไป)?(?:แล้ว)?\s*(?:บ้าง|กี่คน|กี่ครั้ง|กี่ใบ)(?:แล้ว)?{END}"
    rf"|how many (?:people |customers )?(?:have )?used (?:the )?{COUPON}?\s*(?:{CODE2})?{END}",
    re.IGNORECASE,
)
"""มีคนใช้โปรกี่คน, มีใครใช้โค้ด SAVE10 แล้วบ้าง."""
USES = re.compile(r"ใช้|\bused\b")
"""In every such question, and soon found not to be in a line."""
SENT = r"(?:วันส่ง|เวลาส่ง|วันเวลาส่ง|send(?:ing)?\s*(?:time|day|date))"
CHANGES = re.compile(
    rf"{ADDRESS}(?:แก้|เปลี่ยน|เลื่อน|change|move|edit)\s*(?:the\s*)?(?:{SENT}|(?:วันหมด)?{WORD}(?![ก-๙]))"
    rf"|{ADDRESS}(?:ต่ออายุ|ขยาย(?:เวลา|วัน)?|extend)\s*(?:the\s*)?{COUPON}",
    re.IGNORECASE,
)
OF_SENDING = re.compile(SENT, re.IGNORECASE)
CODED = re.compile(rf"(?<![a-z0-9]){CODE}", re.IGNORECASE)


def _is(pattern: re.Pattern[str]) -> Test:
    """The whole line, and nobody's name in it."""
    addressed = re.compile(f"{ADDRESS}(?:{pattern.pattern})", re.IGNORECASE)
    return lambda line: addressed.fullmatch(line.text.strip()) is not None and not line.customers


def code(line: Line) -> Found[str] | None:
    found = CODED.search(line.text)
    return None if found is None else line.found(found["code"].upper(), found.start(), found.end())


def _send_at(line: Line) -> Found[When] | None:
    """The moment said, when it is the sending that is changed."""
    if OF_SENDING.search(line.text) is None:
        return None
    return next((found for one in line.moments if (found := when(line, one)) is not None), None)


_asks_results, _asks_use = _is(RESULTS), _is(USED_BY)
RESULT = Grammar(
    intent="promo_results",
    when=lambda line: _asks_results(line) or (USES.search(line.text) is not None and _asks_use(line)),
    fields={"promo_code": code},
)
SHOW = Grammar(intent="show_promo", when=_is(SHOWS), fields={"promo_code": code})
APPROVE = Grammar(intent="approve_promo", when=_is(APPROVES), fields={"promo_code": code})
CALL_OFF = Grammar(intent="cancel_promo", when=_is(CALLS_OFF), fields={"promo_code": code})
CHANGE = Grammar(
    intent="change_promo",
    when=lambda line: CHANGES.match(line.text.strip()) is not None,
    fields={
        "promo_code": code,
        "discount_pct": discount_pct,
        "discount_amount": discount_amount,
        "min_spend": minimum,
        "ends_on": lambda line: None if OF_SENDING.search(line.text) else ends_on(line),
        "send_at": _send_at,
    },
)
