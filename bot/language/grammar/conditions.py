"""What makes somebody one of a group: bought cement within 6 months, and spent over 5,000."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bot.language.amounts import read
from bot.language.scanner import scan
from bot.language.values import LARGEST_SUM

JOINED = re.compile(r"\s*(?:และ|แล้วก็|,(?!\d)|;|\+|&|\band\b|แล้ว(?=ไม่กลับมา))\s*")
EITHER = re.compile(r"หรือ|\bor\b")
"""Groups are of people for whom all holds; of "either … or …" nothing is read."""
WHO = r"(?:คนที่|ลูกค้าที่|ลูกค้า|that|who|customers(?:\s+(?:who|that))?)?\s*(?:have\s+|has\s+)?"
MONTHS = (
    r"(?:\s*(?:ใน|ภายใน|ช่วง|\bin\b|\bwithin\b|\bover\b)?\s*(?:the\s+)?(?:last\s+|past\s+)?"
    r"(?P<count>\d{1,3})\s*(?P<unit>เดือน|ปี|months?|years?)(?:\s*(?:ที่ผ่านมา|ล่าสุด|หลัง))?"
    r"|\s*(?:ไป)?(?:บ้าง)?\s*(?:ใน)?(?:(?P<this>วันนี้|สัปดาห์นี้|อาทิตย์นี้|เดือนนี้|today|this\s+week|this\s+month)"
    r"|(?P<last>เมื่อวาน(?:นี้)?|(?:สัปดาห์|อาทิตย์|เดือน)(?:ที่แล้ว|ก่อน)|yesterday|last\s+week|last\s+month)))?"
)
THIS = {
    **dict.fromkeys(("วันนี้", "today"), "day"),
    **dict.fromkeys(("สัปดาห์นี้", "อาทิตย์นี้", "this week"), "week"),
    **dict.fromkeys(("เดือนนี้", "this month"), "month"),
}
LAST = {
    **dict.fromkeys(("เมื่อวาน", "เมื่อวานนี้", "yesterday"), "day"),
    **dict.fromkeys(("สัปดาห์ที่แล้ว", "สัปดาห์ก่อน", "อาทิตย์ที่แล้ว", "อาทิตย์ก่อน", "last week"), "week"),
    **dict.fromkeys(("เดือนที่แล้ว", "เดือนก่อน", "last month"), "month"),
}
UNIT = r"วัน|สัปดาห์|อาทิตย์|เดือน|ปี|days?|weeks?|months?|years?"
DAYS = rf"(?P<count>\d{{1,4}})\s*(?P<unit>{UNIT})"
IN_DAYS = {"ว": 1, "d": 1, "ส": 7, "อ": 7, "w": 7, "เ": 30, "m": 30, "ป": 365, "y": 365}
"""By the first letter of the unit."""
OVER = r"(?:เกิน|มากกว่า|over|more\s+than|above|>)"
SPENT = (
    rf"(?:ยอด(?:ซื้อรวม|ซื้อ|รวม)?|ซื้อ(?:รวม)?|ใช้(?:จ่าย|เงิน)?|spent|spend)\s*{OVER}\s*"
    rf"(?P<sum>\d[\d,.]*\s*(?:ล้าน|แสน|หมื่น|พัน|k|m(?!o))?)\s*(?:บาท|baht|thb)?{MONTHS}"
)
TIMES = (
    rf"(?:เคย)?(?:ซื้อ|bought)\s*(?:(?P<over>{OVER})|อย่างน้อย|ตั้งแต่|at\s+least)?\s*"
    r"(?P<times>\d{1,3})\s*(?:ครั้ง(?:ขึ้นไป)?|times(?:\s+or\s+more)?)"
)
AWAY = (
    r"(?:หายไป|ไม่ได้ซื้อ|ไม่ซื้อ|ไม่มาซื้อ|ไม่ได้มาซื้อ|ไม่ได้มา|ไม่มา|ไม่กลับมา|inactive|(?:not|haven't|hasn't)\s+bought|away)\s*"
    rf"(?:(?:เกิน|มา|for|in)?\s*{DAYS}|(?:เกิน|เป็น|(?:for|in)\s+(?:over\s+)?an?)\s*(?P<one>{UNIT}))(?:แล้ว)?"
)
BORN = r"(?:มี)?(?:ใคร|คน|ลูกค้า)?(?:ที่)?(?:มี)?(?:วัน)?เกิด(?:ของ)?(?:ใคร|คนไหน)?(?:บ้าง)?\s*(?:ใน)?"
BIRTHDAY = (
    rf"{BORN}(?:เดือน(?:นี้|(?P<next>หน้า))|(?P<day>วันนี้)|(?P<week>(?:สัปดาห์|อาทิตย์)นี้))|เดือน(?:นี้|(?P<ahead>หน้า))\s*{BORN}|"
    r"(?:a\s+)?birthdays?(?:\s+is|\s+are)?(?:\s+this\s+month|\s+(?P<following>next\s+month)|\s+(?P<today>today)|\s+(?P<weekly>this\s+week))?"
)
BIRTHDAY_IN = rf"{BORN}เดือน\s*(?P<month>\S+)|(?:a\s+)?birthdays?(?:\s+is|\s+are)?\s+in\s+(?P<named>[a-z]+)"
TAGGED = r"(?:ติด)?แท็ก\s*(?P<tag>.+)|tag(?:ged)?\s+(?P<tagged>.+)"
BOUGHT = (
    r"(?:เคย)?(?:ซื้อ|bought\s)\s*(?P<item>(?!รวม|เกิน|ครั้ง)[^\d\s=](?:(?!แล้ว|ยังไม่|ไม่กลับ)[^=])*?)"
    rf"(?:\s*(?:ไป)?แล้ว)?(?:\s*บ้าง)?{MONTHS}"
)
STANDINGS = {
    "new": r"ใหม่|new(?:\s+customers?)?",
    "once": r"(?:เคย)?ซื้อ(?:แค่|เพียง)?ครั้งเดียว|bought\s+(?:only\s+)?once|one[- ]time(?:\s+customers?)?",
    "regular": r"ซื้อซ้ำ|repeat(?:\s+(?:buyers?|customers?))?",
    "loyal": r"(?:ขา)?ประจำ|ซื้อบ่อย|loyal(?:\s+customers?)?|regulars",
    "at_risk": r"(?:กลุ่ม)?เสี่ยง(?:หาย)?|ใกล้หาย|กำลังจะหาย|at[- ]risk(?:\s+customers?)?",
    "inactive": r"(?:ที่)?หายไป|ไม่เคลื่อนไหว|inactive(?:\s+customers?)?|lapsed(?:\s+customers?)?",
    "lost": (
        r"ไม่(?:ได้)?(?:มา|กลับมา)?ซื้อ(?:มา)?นาน(?:แล้ว|มาก)*|(?:ที่)?(?:เลิกซื้อ|หายไปนาน|ไม่กลับมา)"
        r"|lost(?:\s+customers?)?"
    ),
    "champions": (
        r"(?:ที่)?ซื้อ(?:เยอะ|มาก)(?:ที่)?สุด(?:ปีนี้|เดือนนี้)?|(?:ท็อป\s*)?\d{1,3}\s*อันดับแรก|ท็อป\s*\d{1,3}|(?:buy|bought|spent)\s+(?:the\s+)?most|"
        r"(?:ที่)?ดี(?:ที่)?สุด|ชั้นดี|วีไอพี|vips?|champions|(?:best|top)\s+customers(?:\s+this\s+(?:week|month|year))?"
    ),
}
Values = dict[str, Any]


def _bought(found: re.Match[str]) -> Values:
    return {"bought": {"item": found["item"].strip(), **_within(found)}}


def _spent(found: re.Match[str]) -> Values | None:
    baht = _baht(found["sum"])
    return None if baht is None or baht > LARGEST_SUM else {"spent": {"over": str(baht), **_within(found)}}


def _baht(said: str) -> Decimal | None:
    """5,000, 5 พัน, 5k."""
    tokens = scan(said.strip())
    reading = read(tokens, 0, frozenset()) if len(tokens) else None
    return None if reading is None or reading.end < len(tokens) else reading.value


def _within(found: re.Match[str]) -> Values:
    """So many months back, this day, week or month, or the one before; nothing for ever."""
    if found["this"] is not None:
        return {"this": THIS[" ".join(found["this"].split())]}
    if found["last"] is not None:
        return {"last": LAST[" ".join(found["last"].split())]}
    if found["count"] is None:
        return {}
    return {"months": int(found["count"]) * (12 if found["unit"][0] in "ปy" else 1)}


def _times(found: re.Match[str]) -> Values:
    return {"times": int(found["times"]) + bool(found["over"])}


def _away(found: re.Match[str]) -> Values:
    """เกิน 30 วัน, เป็นเดือนแล้ว: one of them, then."""
    return {"inactive_days": int(found["count"] or 1) * IN_DAYS[(found["unit"] or found["one"])[0]]}


def _birthday(found: re.Match[str]) -> Values:
    if found["day"] or found["today"]:
        return {"birthday": "day"}
    if found["week"] or found["weekly"]:
        return {"birthday": "week"}
    return {"birthday": "next_month" if found["next"] or found["ahead"] or found["following"] else "month"}


def _birthday_in(found: re.Match[str]) -> Values | None:
    """ธันวา, december: by its number."""
    tokens = scan(found["month"] or found["named"])
    number = tokens.tag(0, "month") if len(tokens) == 1 else None
    return {"birthday": int(number)} if number else None


def _tagged(found: re.Match[str]) -> Values:
    return {"tag": (found["tag"] or found["tagged"]).strip()}


PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Values | None]], ...] = tuple(
    (re.compile(f"{WHO}(?:{pattern})"), value)
    for pattern, value in (
        (SPENT, _spent),
        (TIMES, _times),
        (AWAY, _away),
        (BIRTHDAY, _birthday),
        (BIRTHDAY_IN, _birthday_in),
        (TAGGED, _tagged),
        *((pattern, lambda _, name=name: {"score": name}) for name, pattern in STANDINGS.items()),
        (BOUGHT, _bought),
    )
)


def condition(said: str) -> Values | None:
    """One condition as `models.audience` keeps it; None for what cannot be read as one."""
    text = said.strip(" .\"'")
    if not text or EITHER.search(text):
        return None
    found = ((pattern.fullmatch(text), value) for pattern, value in PATTERNS)
    return next((read for match, value in found if match and (read := value(match))), None)


def standing(said: str) -> str | None:
    """The standing that words name: ลูกค้าเสี่ยงหาย, loyal customers."""
    read = condition(said)
    if read and (span := read.get("birthday")):
        return {"month": "birthday", "next_month": "next_birthday"}.get(span)
    return read.get("score") if read else None


def conditions(said: str) -> tuple[Values, str]:
    """All that must hold, and the first words that could not be read, if any."""
    found: Values = {}
    for part in filter(None, JOINED.split(said.strip())):
        read = condition(part)
        if read is None:
            return {}, part
        if not _add(found, read):
            return {}, part
    return found, ""


def _add(found: Values, read: Values) -> bool:
    """Of goods there may be several; of everything else only one."""
    ((name, value),) = read.items()
    if name == "bought" and name in found:
        before = found[name] if isinstance(found[name], list) else [found[name]]
        found[name] = [*before, value]
        return True
    is_new = name not in found
    found.setdefault(name, value)
    return is_new
