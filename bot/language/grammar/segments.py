"""Groups of consumers: put together in a line, looked at, renamed, deleted."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.language.grammar.conditions import LAST, THIS, conditions, standing
from bot.language.grammar.fields import firm
from bot.language.grammar.grammar import Grammar, Reader, Test
from bot.language.grammar.politeness import END, START
from bot.language.line import Line
from bot.language.understanding import Found

GROUP = r"(?:กลุ่ม(?:ลูกค้า)?(?:ที่)?|(?:the\s+)?(?:customer\s+)?(?:group|segment))"
NAME = r"[^=:\n]{1,60}?"
MAKES = re.compile(
    rf"{START}(?:สร้าง|ตั้ง|เพิ่ม|ทำ|create|make|add|new)\s*(?:a\s+)?(?:new\s+)?{GROUP}(?:ใหม่)?"
    rf"(?:ชื่อ|\s+called|\s+named)?\s*[\"']?(?P<name>{NAME})[\"']?"
    rf"(?:\s*(?:=|:|\bคือ|ได้แก่|หมายถึง|\bis\b)\s*(?P<conditions>[^\n]+?))?{END}"
)
LISTS = re.compile(
    rf"{START}(?:ดู|show\s+)?(?:กลุ่มลูกค้า(?:ทั้งหมด)?|(?:the\s+)?customer\s+(?:groups|segments)){END}"
)
RENAMES = re.compile(
    rf"{START}(?:(?:เปลี่ยน|แก้)ชื่อ|rename)\s*{GROUP}\s*[\"']?(?P<name>{NAME})[\"']?\s*(?:เป็น|=|\bto\b|\bas\b)\s*"
    rf"[\"']?(?P<new>[^\n]{{1,60}}?)[\"']?{END}"
)
DELETES = re.compile(rf"{START}(?:ลบ|delete|remove)\s*{GROUP}\s*[\"']?(?P<name>{NAME})[\"']?{END}")
SHOWS = re.compile(rf"{START}(?P<asked>ดู|show(?:\s+me)?|see)?\s*{GROUP}\s*[\"']?(?P<name>{NAME})[\"']?{END}")
HOW_MANY = r"\s*(?:มี(?:ใคร|กี่(?:คน|ราย|เจ้า))(?:บ้าง)?|ใครบ้าง|กี่(?:คน|ราย|เจ้า)|\d{1,3}\s*(?:คน|ราย)(?:แรก)?|บ้าง)?"
STANDS = re.compile(
    rf"{START}(?:ดู|show(?:\s+me)?)?\s*"
    r"(?:มี(?=ลูกค้า))?(?P<standing>(?:ลูกค้า|ขาประจำ|ใครเกิด|(?:มี)?ใครวันเกิด|วันเกิด|คนเกิด|เดือน(?:นี้|หน้า)\s*(?:มี)?(?:ใคร|ลูกค้า|วันเกิด)).*?|"
    r"[a-z][a-z -]+customers(?:\s+this\s+(?:week|month|year))?|champions|regulars|"
    r"birthdays? (?:this|next) month)"
    rf"{HOW_MANY}{END}"
)
DAYS = "|".join([*THIS, *LAST])
FINDS = re.compile(
    rf"{START}(?:(?:ดู|หา|รายชื่อ|show(?:\s+me)?|list|find)\s*)?(?:(?P<days>{DAYS})\s*)?"
    r"(?:(?:มี)?ใคร(?:ที่|(?:บ้าง)?เป็น(?=ลูกค้า|ขา))?|คนที่|ลูกค้า(?:คนไหน|รายไหน|เจ้าไหน|ที่)?|who(?:\s+(?:has|have)(?!n't)|\s+(?:are|is)(?:\s+(?:my|our))?|se)?|(?=วันเกิด|birthdays?\s+(?:in|this)\s)|(?:the\s+)?customers\s+(?:(?:who|that|with)(?:\s+have)?|(?=not\s|inactive\s)))\s*"
    rf"(?P<conditions>[^\n]+?){HOW_MANY}{END}"
)
VAGUE = re.compile(r"อะไร|ไหน|เท่าไ|ยังไง|ทำไม|ไหม|หรือยัง|\b(?:what|which|how)\b")
"""Words of a question that asks for something else than who."""
TELLING = (
    *(
        "channel",
        "say",
        "follow",
        "appoint",
        "outcome",
        "purchase",
        "question",
        "remind",
        "condition",
        "promo",
    ),
    *("won", "lost", "new_customer", "complete", "assign", "reschedule"),
)
"""Words of a line that tells or asks something about a group and does not name one."""


def _matches(pattern: re.Pattern[str]) -> Test:
    return lambda line: _match(line, pattern) is not None


def _match(line: Line, pattern: re.Pattern[str]) -> re.Match[str] | None:
    return pattern.fullmatch(line.text.strip())


def _part(pattern: re.Pattern[str], name: str) -> Reader:
    """The words of that part, as typed."""

    def read(line: Line) -> Found[str] | None:
        found = _match(line, pattern)
        if found is None or found[name] is None:
            return None
        shift = len(line.text) - len(line.text.lstrip())
        start, end = (place + shift for place in found.span(name))
        return line.found(line.words(start, end), start, end)

    return read


def _read(line: Line) -> tuple[dict[str, Any], str]:
    """What must hold of the group's people, and what could not be read of it."""
    found = _match(line, MAKES)
    return conditions(found["conditions"] or "") if found else ({}, "")


def _conditions(line: Line) -> Found[dict[str, Any]] | None:
    said, (read, _) = _part(MAKES, "conditions")(line), line.once(_read)
    return Found(read, said.words, said.start, said.end) if said and read else None


def _unread(line: Line) -> Found[str] | None:
    said, (_, left) = _part(MAKES, "conditions")(line), line.once(_read)
    return Found(left, said.words, said.start, said.end) if said and left else None


LIST = Grammar(intent="segments", when=_matches(LISTS))
MAKE = Grammar(
    intent="make_segment",
    when=_matches(MAKES),
    fields={"group": _part(MAKES, "name"), "conditions": _conditions, "unread": _unread},
)
RENAME = Grammar(
    intent="rename_segment",
    when=_matches(RENAMES),
    fields={"group": _part(RENAMES, "name"), "new_name": _part(RENAMES, "new")},
)
DELETE = Grammar(intent="delete_segment", when=_matches(DELETES), fields={"group": _part(DELETES, "name")})


def names(line: Line) -> bool:
    """ดูกลุ่ม ขาประจำปูน; without a word of looking only where nothing is told."""
    found = _match(line, SHOWS)
    if found is None or firm(line) is not None:
        return False
    if found["asked"] or standing(found["name"]):
        return True
    is_of_a_day = any(each.day is not None for each in line.moments)
    return not is_of_a_day and not any(line.has(tag) for tag in TELLING)


def _stands(line: Line) -> Found[str] | None:
    """ลูกค้าเสี่ยงหาย, กลุ่มเสี่ยงหาย, at-risk customers."""
    for pattern, part in ((SHOWS, "name"), (STANDS, "standing"), (FINDS, "conditions")):
        match = _match(line, pattern)
        name = standing(match[part]) if match else None
        if name and (said := _part(pattern, part)(line)):
            return Found(name, said.words, said.start, said.end)
    return None


SHOW = Grammar(
    intent="show_segment",
    when=lambda line: _stands(line) is not None or names(line),
    fields={"group": _part(SHOWS, "name"), "standing": _stands},
)


def _found(line: Line) -> dict[str, Any]:
    """What must hold of those asked for, when all of it can be read and it is no story about one purchase."""
    found = _match(line, FINDS)
    if found is None or firm(line) is not None or VAGUE.search(found["conditions"]):
        return {}
    read, _ = conditions(" ".join(filter(None, [found["conditions"], found["days"]])))
    return {} if _tells_a_sale(read) else read


def _tells_a_sale(read: dict[str, Any]) -> bool:
    """ลูกค้าที่ซื้อปูน 20 ถุง 2,600: goods with figures."""
    goods = read.get("bought", ())
    named = [one["item"] for one in (goods if isinstance(goods, list) else filter(None, [goods]))]
    return any(letter.isdigit() for item in named for letter in item)


def _wanted(line: Line) -> Found[dict[str, Any]] | None:
    said, read = _part(FINDS, "conditions")(line), line.once(_found)
    return Found(read, said.words, said.start, said.end) if said and read else None


def _asked(line: Line) -> Found[str] | None:
    """The conditions as typed, with the days before them."""
    said, days = _part(FINDS, "conditions")(line), _part(FINDS, "days")(line)
    return said if said is None or days is None else replace(said, value=f"{said.value} {days.value}")


FIND = Grammar(
    intent="show_segment",
    when=lambda line: bool(line.once(_found)),
    fields={"conditions": _wanted, "asked": _asked},
)
