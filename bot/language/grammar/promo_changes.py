"""What is said of the promotion just shown: to whom it goes, when, how it goes, that it is to stop."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.language.grammar.conditions import conditions
from bot.language.grammar.grammar import Grammar, Test
from bot.language.grammar.promo_acts import ADDRESS, CODE, CODE2, END, WORD, code
from bot.language.line import Line, Stretch, spans
from bot.language.moments import when
from bot.language.scanner import HIDDEN
from bot.language.understanding import Found
from bot.language.values import When

SHOWN = "create_promo"
"""The intent of the last record, where a promotion has just been shown."""
THIS = r"(?:นี้|ล่าสุด|เมื่อกี้|ที่ส่งอยู่)?"
THE = r"(?:the\s+|our\s+|this\s+)?(?:latest\s+|last\s+|newest\s+)?"
NAMED = rf"(?:{WORD}{THIS}\s*)?(?:{CODE}\s*)?"
ONLY = r"อย่างเดียว|เท่านั้น|พอ|แทน|ดีกว่า|ก่อน|only(?![a-z])|alone(?![a-z])|instead(?![a-z])"
TO = re.compile(
    rf"{ADDRESS}(?:เปลี่ยน(?:เป็น)?\s*)?(?:ขอ)?(?:ส่ง|ยิง)\s*{NAMED}(?:(?:ให้|ถึง)\s*(?P<just>เฉพาะ|แค่|แต่)?|(?P<just2>เฉพาะ|แค่))\s*"
    rf"(?P<whom>[^\n]+?)(?P<only>(?:\s*(?:{ONLY}))*){END}",
    re.IGNORECASE,
)
SEND_TO = re.compile(
    rf"{ADDRESS}(?:(?P<just>only)\s+)?send\s+(?:it\s+|them\s+|{THE}{WORD}\s+)?(?P<just2>only\s+)?to\s+(?:only\s+|the\s+)*"
    rf"(?P<whom>[^\n]+?)(?P<only>(?:\s*(?:{ONLY}))*){END}",
    re.IGNORECASE,
)
EVERYBODY = re.compile(
    r"(?:ลูกค้า)?(?:ทุกคน|ทั้งหมด)(?:ที่ยินยอม(?:รับโปร)?)?|every(?:one|body)|all(?:\s+of\s+them|\s+customers)?"
)
GROUP = re.compile(r"(?:กลุ่ม(?:ลูกค้า)?|(?:the\s+)?(?:customer\s+)?(?:group|segment))\s*")
MOVES = re.compile(  # possessive: letters and figures can be cut into codes in more ways than can be tried
    rf"{ADDRESS}(?:ขอ|เลื่อน|เปลี่ยน|ย้าย|เป็น|ไป|ออก|ส่ง|ยิง|{WORD}{THIS}|{CODE2}|ตอน|วัน(?:ที่)?|แทน|ดีกว่า|ก่อน"
    r"|\b(?:move|push|postpone|delay|change|send|sending|it|this|the|to|until|at|on|back|instead)(?![a-z])|\W)++",
    re.IGNORECASE,
)
BEGINS = re.compile(rf"{ADDRESS}(?:ขอ)?(?:เลื่อน|เปลี่ยน|ย้าย|ส่ง|ยิง|move|push|postpone|delay|send)", re.IGNORECASE)
SPOKEN_OF = re.compile(
    rf"(?<![a-z0-9]){CODE2}|{ADDRESS}(?:ขอ)?(?:เลื่อน|เปลี่ยน|ย้าย|move|push|postpone|delay)[^\n]*{WORD}(?!ไฟล์|เจ|แกรม)",
    re.IGNORECASE,
)
"""A code; or a promotion that is moved, since one that is sent may be a new one."""
OF_ONE = re.compile(WORD, re.IGNORECASE)
STRICTLY = re.compile(r"อย่างเดียว|เท่านั้น|only(?![a-z])|alone(?![a-z])")
GOES = re.compile(
    rf"(?:ส่ง)?{WORD}{THIS}\s*(?:ไป|ส่ง)?(?:ถึงไหน|เป็น(?:ไง|ยังไง|อย่างไร)|ได้ผล(?:ไหม|มั้ย|เป็นไง|ยังไง)?|(?:ไป)?กี่คน)"
    rf"(?:บ้าง|มั่ง|แล้ว)*{END}|(?:ดู|ขอ(?:ดู)?)?\s*(?:สรุป)?ผล(?:ของ)?{WORD}{THIS}{END}"
    rf"|how(?:'s|\s+is|\s+did)\s+{THE}{WORD}(?:\s+(?:doing|going|do|go))?{END}"
    rf"|{THE}{WORD}\s+(?:results?|status){END}|results?\s+(?:of|for)\s+{THE}{WORD}{END}",
    re.IGNORECASE,
)
GO = re.compile(
    rf"(?:(?:โอเค|ok|ได้|ตกลง|ดีแล้ว)\s*)?(?:ส่ง(?:โปร)?(?:ได้)?เลย|อนุมัติ(?:โปร)?(?:นี้|ได้)?(?:เลย)?|ยิงเลย){END}"
    rf"|(?:(?:ok|okay|yes),?\s+)?(?:send it|approve(?:\s+(?:it|this))?|let it go){END}",
    re.IGNORECASE,
)
STOPS = re.compile(
    rf"(?:ขอ)?(?:หยุด|เลิก|ยกเลิก|ระงับ|พัก)\s*{WORD}{THIS}\s*(?:ไป|ไว้)?\s*(?:ก่อน|แล้ว|เลย|ที)*{END}"
    rf"|(?:ขอ)?(?:หยุด|เลิก)ส่ง{WORD}(?:(?:นี้|ล่าสุด|ที่ส่งอยู่)(?:ไว้)?(?:ก่อน)?|(?:ไว้)?ก่อน){END}"
    rf"|(?:stop|cancel|pause|call\s+off)\s+{THE}{WORD}(?:\s+(?:for\s+now|now))?{END}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is to get it: what must hold of them (everybody, if nothing), or the words of a group's name."""

    holds: dict[str, Any] | None
    group: str
    start: int
    end: int


def _spoken_of(line: Line) -> bool:
    """A promotion is named, or stands on the card shown last."""
    return line.context.last_intent == SHOWN or SPOKEN_OF.search(line.text) is not None


def whom(line: Line) -> Whom | None:
    """ส่งให้ขาประจำอย่างเดียว: what is said of a promotion's people, and nothing else."""
    text = line.text.rstrip()
    found = TO.fullmatch(text) or SEND_TO.fullmatch(text)
    if found is None or line.customers:
        return None
    is_only = bool(found["just"] or found["just2"] or STRICTLY.search(found["only"]))
    read = _read(found["whom"].strip(), found.span("whom"), is_only=is_only)
    is_usual = read is not None and read.holds is not None and not OF_ONE.search(text)
    return read if (is_usual and is_only) or _spoken_of(line) else None


def _read(said: str, span: Stretch, *, is_only: bool) -> Whom | None:
    """A usual group, conditions, or the name of an own group: by itself only where others are ruled out."""
    if EVERYBODY.fullmatch(said):
        return Whom({}, "", *span)
    if holds := conditions(said)[0]:
        return Whom(holds, "", *span)
    named = GROUP.match(said)
    group = said[named.end() :] if named else said
    return Whom(None, group, *span) if group and (named or is_only) else None


def _holds(line: Line) -> Found[dict[str, Any]] | None:
    found = line.once(whom)
    return None if found is None or found.holds is None else line.found(found.holds, found.start, found.end)


def _group(line: Line) -> Found[str] | None:
    found = line.once(whom)
    return line.found(found.group, found.start, found.end) if found and found.group else None


def moved_to(line: Line) -> Found[When] | None:
    """เลื่อนไปส่งพรุ่งนี้เที่ยง: the moment, where nothing else is told."""
    text, begun = line.text, BEGINS.match(line.text)
    if line.customers or begun is None or not _spoken_of(line):
        return None
    polite = [(start, end) for start, end in line.worded("particle") if start >= begun.end()]
    for start, end in [*spans(line.moments), *polite]:
        text = text[:start] + " " * (end - start) + text[end:]
    if HIDDEN in text or not MOVES.fullmatch(text):
        return None
    return next((found for one in line.moments if (found := when(line, one)) is not None), None)


def _whole(pattern: re.Pattern[str]) -> Callable[[Line], bool]:
    addressed = re.compile(f"{ADDRESS}(?:{pattern.pattern})", re.IGNORECASE)
    return lambda line: addressed.fullmatch(line.text.strip()) is not None and not line.customers


def _by_staff(test: Test) -> Test:
    """ยกเลิกโปร of a customer is about what she gets."""
    return lambda line: line.context.speaker != "customer" and test(line)


_goes_ahead = _whole(GO)
RE_AIM = Grammar(
    intent="change_promo",
    when=lambda line: line.once(whom) is not None,
    fields={"promo_code": code, "audience": _holds, "group": _group},
)
RE_TIME = Grammar(
    intent="change_promo",
    when=lambda line: line.once(moved_to) is not None,
    fields={"promo_code": code, "send_at": moved_to},
)
GO_AHEAD = Grammar(
    intent="approve_promo",
    when=lambda line: line.context.last_intent == SHOWN and _goes_ahead(line),
)
HOW_IT_GOES = Grammar(intent="promo_results", when=_by_staff(_whole(GOES)))
STOP = Grammar(intent="cancel_promo", when=_by_staff(_whole(STOPS)))
