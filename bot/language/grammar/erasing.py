"""A customer or a deal to be deleted, or a person's data to be erased."""

from __future__ import annotations

import re

from bot.language.grammar.fields import firm, stretches
from bot.language.grammar.grammar import Grammar
from bot.language.grammar.politeness import START
from bot.language.line import Line, Stretch, read_line
from bot.language.notes import note
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import CustomerRef, DealRef
from bot.language.whose import deal

FORM = r"(?:ร้าน|บริษัท|บจก\.?|หจก\.?|คุณ)?\s*"
DELETE = re.compile(
    rf"{START}(?:ลบ|เอา)(?:ชื่อ|รายชื่อ)?(?:ลูกค้า(?:ชื่อ)?)?\s*{FORM}"
    rf"|{START}(?:delete|remove)\s+(?:the\s+)?(?:customer\s+)?"
)
ERASE = re.compile(
    rf"{START}ลบข้อมูล(?:ส่วนตัว|ลูกค้า|ทั้งหมด)*(?:ของ)?(?:ลูกค้า)?\s*"
    rf"|{START}(?:erase|delete)\s+(?:all\s+)?(?:the\s+)?(?:personal\s+)?data\s+(?:of|about|for)\s+"
    rf"|{START}(?:erase|forget)\s+(?:the\s+)?(?:customer\s+)?"
)
ASKS = re.compile(
    r"\s*(?:ขอ|อยาก|แจ้ง|ต้องการ)(?:ให้)?(?:เรา|ร้าน)?ลบ(?:ข้อมูล|ประวัติ)(?:ส่วนตัว|ของ|ตัวเอง|เขา|เค้า|ออก|ทั้งหมด)*"
    r"|\s*(?:asks?|asked|wants?)(?: us)? to (?:erase|delete) (?:all )?(?:his|her|their) data"
    r"|'s (?:personal )?data"
)
"""What stands behind the person's name."""
TAKE_OUT = re.compile(rf"{START}(?:ลบ|เอา|delete|remove)\s*")
DEAL_WORD = re.compile(r"ดีล|โอกาสขาย|\bdeal\b|\bopportunity\b")
OF_WHOM = re.compile(r"นี้|ของ|ที่|ลูกค้า|ชื่อ|'s\b|\b(?:the|this|for|of|with|at)\b")
AWAY = re.compile(
    r"(?:ออก|ไป|ทิ้ง|เลย|ที|หน่อย|ให้|จาก(?:ระบบ|รายชื่อ)|ถาวร|นะ|คะ|ค่ะ|ครับ"
    r"|from the (?:system|list)|please|[^ก-๙a-z0-9])+\Z"
)
"""What may stand behind whom to delete."""


def deletes(line: Line) -> bool:
    return line.once(to_delete) is not None


def to_delete(line: Line) -> Found[CustomerRef] | None:
    """ลบลูกค้าแนน, เอานครพลาสติกออก: the customer, and nothing else."""
    begun = DELETE.match(line.text)
    if begun is None or ("เอา" in begun[0] and "ออก" not in line.text):
        return None
    bare = line.once(_without_away)
    found = _led(bare, begun.end()) if bare.customers or not bare.persons else None
    return found if found is not None and _is_all(bare, found, begun.span()) else None


def deletes_deal(line: Line) -> bool:
    """ลบดีล TTM, delete the deal with TTM: a deal, perhaps whose, and nothing else."""
    if TAKE_OUT.match(line.text) is None:
        return False
    bare = line.once(_without_away)
    begun = TAKE_OUT.match(bare.text)
    word = DEAL_WORD.search(bare.text, begun.end()) if begun else None
    if begun is None or word is None or ("เอา" in begun[0] and "ออก" not in line.text):
        return False
    said = [begun.span(), word.span(), *(each.span() for each in OF_WHOM.finditer(bare.text, begun.end()))]
    return note(bare, [*said, *stretches(bare, firm(bare), deal(bare)), *bare.worded("particle")]) is None


def _whose(line: Line) -> Found[CustomerRef] | None:
    return firm(line.once(_without_away))


def _which(line: Line) -> Found[DealRef] | None:
    return deal(line.once(_without_away))


def erases(line: Line) -> bool:
    return line.once(to_erase) is not None


def to_erase(line: Line) -> Found[CustomerRef] | None:
    """ลบข้อมูลแนน, แนนขอให้ลบข้อมูล, delete Nan's data."""
    begun = ERASE.match(line.text)
    bare = line.once(_without_away) if begun else line
    if begun is not None and (found := _led(bare, begun.end())) is not None:
        return found if _is_all(bare, found, begun.span()) else None
    return _asked_to_erase(line)


def _asked_to_erase(line: Line) -> Found[CustomerRef] | None:
    """แนนขอให้ลบข้อมูล: the word stands right behind the name."""
    found = firm(line)
    told = ASKS.match(line.text, line.place(found.end)) if found else None
    if found is None or told is None:
        return None
    before = DELETE.match(line.text)
    is_whose = told[0].startswith("'s") == (before is not None)
    said = [told.span(), *([before.span()] if before else [])]
    return found if is_whose and _is_all(line, found, *said) else None


def _led(line: Line, start: int) -> Found[CustomerRef] | None:
    """The known customer, or one nearly known, right behind the words."""
    for found in (firm(line), customer_at(line, start)):
        if found is not None and line.place(found.start) <= start < line.place(found.end):
            return found if found.value.id or found.value.candidates else None
    return None


def _is_all(line: Line, found: Found[CustomerRef], *said: Stretch) -> bool:
    return note(line, [*said, *stretches(line, found), *line.worded("particle")]) is None


def _without_away(line: Line) -> Line:
    """ลบแนนออก: nobody is called แนนออก."""
    rest = AWAY.sub("", line.text)
    return line if rest == line.text else read_line(rest, line.now, line.directory, line.context)


ERASED = Grammar(intent="erase_customer", when=erases, fields={"customer": to_erase})
DELETED = Grammar(intent="delete_customer", when=deletes, fields={"customer": to_delete})
DEAL = Grammar(intent="delete_deal", when=deletes_deal, fields={"customer": _whose, "deal": _which})
