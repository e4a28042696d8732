"""How many customers there are, and who of them agreed to promotions."""

from __future__ import annotations

import re

from bot.language.grammar.grammar import Grammar
from bot.language.grammar.politeness import START
from bot.language.line import Line

US = r"(?:เรา|ผม|หนู|ฉัน|พี่|ร้าน|ทีม)"
END = r"(?:\s|แล้ว|อยู่|บ้าง|ตอนนี้|นะ|คะ|ค่ะ|ครับ|คับ|ค้าบ|จ๊ะ|อะ|อ่ะ|เนี่ย|please|now|in total|[^ก-๙a-z0-9])*"
ALL = r"(?:\s|มี|อยู่|ตอนนี้|ทั้งหมด|รวม|ในมือ)*"
HOW_MANY = re.compile(
    rf"{START}(?:ตอนนี้|{US}|\s)*(?:มี)?\s*(?:ลูกค้า|ลค\.?)\s*(?:ของ)?{US}?{ALL}กี่(?:คน|ราย|เจ้า){END}"
    rf"|{START}how many customers(?: (?:do|have|are) (?:i|we|there)(?: (?:have|got))?)?{END}"
)
PROMO = r"(?:โปร(?:โมชั่น|โมชัน)?|ข่าว(?:สาร)?)"
AGREES = rf"(?:ให้)?(?:ความ)?(?:ยินยอม|(?:ยินยอม|ยอม|ตกลง|สมัคร|กด)?\s*(?:รับ|ให้ส่ง)\s*{PROMO})(?:รับ|ให้ส่ง)?{PROMO}?"
AGREED = re.compile(
    rf"{START}(?:มี)?ใคร(?:ที่)?{AGREES}{END}"
    rf"|{START}(?:ดู)?(?:รายชื่อ)?(?:คน|ลูกค้า)ที่{AGREES}(?:มีใคร|กี่คน|กี่ราย)?{END}"
    rf"|{START}(?:มี)?(?:คน|ลูกค้า)(?:ที่)?{AGREES}(?:แล้ว|ทั้งหมด)?\s*กี่(?:คน|ราย){END}"
    rf"|{START}(?:who|how many(?: people| customers)?)(?: has| have)? "
    r"(?:agreed|consented|opted in|subscribed|gets?|receives?)(?: to)?(?: our| the)?"
    rf"(?: promos?| promotions?| offers?)?{END}"
)


def counts(line: Line) -> bool:
    """มีลูกค้ากี่คน, and nothing else."""
    return HOW_MANY.fullmatch(line.text.strip()) is not None


def asks_who_agreed(line: Line) -> bool:
    """ใครยินยอมบ้าง, มีคนรับโปรกี่คน; ลูกค้ายินยอมรับโปร tells of one."""
    return AGREED.fullmatch(line.text.strip()) is not None


COUNTED = Grammar(intent="my_customers", when=counts)
WHO_AGREED = Grammar(intent="who_agreed", when=asks_who_agreed)
