"""How it is said that something is taken now and paid later: ติดไว้, เชื่อ, จ่ายสิ้นเดือน, on her tab."""

from __future__ import annotations

import re

from bot.language.dates.phrases import Phrase
from bot.language.grammar.facts import asked, doubted
from bot.language.line import Line, Stretch
from bot.language.moments import when
from bot.language.understanding import Found
from bot.language.values import When

BARE = "เชื่อ"
"""Also to believe: on credit only with goods, right before a sum, or as the last word behind one."""
OLDER = ("ที่", "หนี้", "ยอด")
"""Right before a word of credit they tell of what was owed before: จ่ายค่าปูนที่ค้างไว้."""
PAYS_OWED = re.compile(
    r"(?<!ไม่)(?<!ไม่ได้)(?:จ่าย|โอน|ชำระ|เคลียร์|คืนเงิน|ใช้คืน).{0,40}?(?:ที่|ยอด)(?:ค้าง|ติด|เชื่อ)"
    r"|\b(?:paid|settled|cleared)\b.{0,40}\b(?:owed|tab|credit)\b"
)
"""Somebody pays what was taken before."""
PAYS = re.compile(
    r"(?:จะ|ค่อย|ไว้|ไว้ค่อย|เดี๋ยว|นัด)?(?:จ่าย|โอน|ชำระ)(?:เงิน)?(?:ให้)?(?:ตอน)?\s*\Z"
    r"|\b(?:will pay|to pay|pays?|paying)(?: it)?(?: on| by| at)?(?: the)?\s*\Z"
)
"""What stands before the day on which a customer is to pay."""
TAKES = re.compile(
    r"(?:มา|เข้ามา)?(?:เอา|หยิบ|รับ)(?:ของ|ไป)*(?!\w)|(?:มา)?เอา(?:ของ)?|ไปก่อน|\b(?:took|takes)\b"
)
"""Said of what is taken on credit: no part of what it was."""
OWING = re.compile(r"(?:แต่)?(?:ยัง|ขอ)?\s*ค้าง(?:เงิน)?(?:อยู่|จ่าย|ชำระ)?")


def on_credit(line: Line) -> Found[bool] | None:
    """It was taken now and is paid later."""
    if pays_owed(line):
        return None
    if (at := credited(line)) is not None:
        return line.of_token(True, at)
    later = line.once(pay_day)
    return line.found(True, line.place(later.start), line.place(later.end)) if later is not None else None


def pays_owed(line: Line) -> bool:
    """ป้าแดงจ่ายค่าปูนที่ค้างไว้ 450: what was taken before is paid."""
    return PAYS_OWED.search(line.tokens.text) is not None


def tells_of_debt(line: Line) -> bool:
    """A word of credit that is no sale on credit: ยังไม่ได้ติดไว้, จ่ายที่ค้างไว้."""
    words = (line.token(at).text for at in line.places("credit"))
    return line.once(on_credit) is None and any(word != BARE for word in words)


def credited(line: Line) -> int | None:
    """The place of a word of credit that is said as a fact."""
    told = (at for at in line.places("credit") if not doubted(line, at) and not asked(line, at))
    said = (at for at in told if not line.text[: line.token(at).start].rstrip().endswith(OLDER))
    return next((at for at in said if line.token(at).text != BARE or _is_credit(line, at)), left_owing(line))


def left_owing(line: Line) -> int | None:
    """The ค้าง of ซื้อเสื้อ 3 ตัว 1,200 ค้าง: last of all, behind what was bought and its price."""
    at = line.first("not_purchase", "owed")
    if at is None or not _is_last(line, at):
        return None
    start = line.token(at).start
    bought = any(place < at for place in line.places("purchase"))
    return at if bought and any(each.end <= start and each.kind != "count" for each in line.numbers) else None


def _is_credit(line: Line, at: int) -> bool:
    end = line.token(at).end
    if goods(line) or any(not line.text[end : one.start].strip() for one in line.numbers if one.start >= end):
        return True
    return _is_last(line, at)


def _is_last(line: Line, at: int) -> bool:
    end = line.token(at).end
    behind = [token for token in line.tokens if token.start >= end and "particle" not in token.tags]
    return not behind and not re.search(r"[^\W\d_]", _without_particles(line, end))


def _without_particles(line: Line, end: int) -> str:
    rest = line.tokens.text[end:]
    for token in line.tokens.over(end, len(line.text)):
        rest = rest.replace(token.text, " ", 1)
    return rest


def goods(line: Line) -> bool:
    """So many of something."""
    return any(one.kind == "count" for one in line.numbers)


def pay_day(line: Line) -> Found[When] | None:
    """The day on which what is taken now is to be paid."""
    said = _before_day(line)
    if said is None or not (goods(line) or credited(line) is not None or _takes_besides(line, said[0])):
        return None
    day = when(line, said[1])
    return day if day is not None and day.value.day > line.now.date() else None


def _before_day(line: Line) -> tuple[Stretch, Phrase] | None:
    for one in line.moments:
        if found := PAYS.search(line.text[: one.start]):
            return found.span(), one
    return None


def _takes_besides(line: Line, pays: Stretch) -> bool:
    """A word of buying other than that of paying on the day, or one of taking."""
    return TAKES.search(line.text, 0, pays[0]) is not None or any(
        line.token(at).end <= pays[0] or line.token(at).start >= pays[1] for at in line.places("purchase")
    )


def words_of_credit(line: Line) -> list[Stretch]:
    """What tells of credit, and of taking; it is no part of what was taken."""
    if line.once(on_credit) is None:
        return []
    said = _before_day(line)
    owing = [] if left_owing(line) is None else [one.span() for one in OWING.finditer(line.text)]
    return [*(one.span() for one in TAKES.finditer(line.text)), *owing, *([said[0]] if said else [])]
