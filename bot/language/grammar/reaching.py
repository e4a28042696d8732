"""Who of the team is behind the month's target, or has reached it."""

from __future__ import annotations

import re

from bot.language import crews
from bot.language.grammar import reports
from bot.language.grammar.fields import firm, stretches
from bot.language.grammar.grammar import Grammar
from bot.language.line import Line
from bot.language.notes import leaves_nothing
from bot.language.understanding import Found

WHO = (
    r"(?:ขอ|ช่วย|อยาก)?(?:ดู|เช็ค|รู้)?(?:หน่อย)?(?:ว่า)?(?:มี)?"
    r"(?:ใคร|(?:คน|เซลส์?|เซลล์|น้อง|ลูกทีม)(?:คน)?ไหน)(?:ในทีม)?(?:บ้าง)?(?:ที่)?"
)
DOING = r"(?:\s|ยัง|ก็|จะ|น่าจะ|ทำ|ได้|ขาย|ปิด|ยอด|ไป|ไม่|ค่อย|มี|อยู่|ใกล้(?=จะ|ถึง))*"
REACHING = (
    r"(?:ถึง|เข้า|ทะลุ|แตะ|ทัน|ตามหลัง|ตาม|ต่ำกว่า|ใต้|น้อยกว่า|พลาด|หลุด|ตก|ห่างจาก|ห่าง|ขาด|เกิน|ผ่าน|ใกล้|ชน)(?:ได้)?"
)
TARGET = r"\s*เป้า(?:หมาย|ขาย)?(?:ของ)?(?:ตัวเอง|ตัว)?(?:ที่สุด|สุด)?"
SELLER = r"(?:who|which (?:reps?|of (?:us|them)|people)|any(?:one|body))"
STATE = (
    r"(?:(?:'s|'ve|isn't|hasn't|haven't|didn't|doesn't|don't|is|are|has|have|did|does|do|not|still|yet|"
    r"already|been|will|won't|fell|falls|falling)\s+)*"
)
HITTING = (
    r"(?:miss(?:ed|es|ing)?|below|behind(?: on)?|under|short of|off|on|at|above|over|past|hits?|"
    r"reach(?:ed|es)?|me?et|meets|made?|makes|beat(?:en)?|exceed(?:ed|s)?|pass(?:ed|es)?)"
)
OWN = r"(?:(?:their|his|her|the|our|own|sales|monthly)\s+)*"
ASKS = re.compile(
    rf"{WHO}{DOING}{REACHING}{TARGET}"
    rf"|(?:{WHO}{DOING}{TARGET}|{TARGET}{WHO}){DOING}(?:ถึง|เข้า|ทะลุ|ผ่าน)"
    rf"|\b{SELLER}\s*{STATE}{HITTING}\s+{OWN}(?:targets?|quotas?|goals?)\b(?: yet\b| so far\b)?"
)


GOALS = ("เป้า", "target", "quota", "goal")
"""Without one of these words there is nothing to look for, at every letter of a line."""


def _asked(line: Line) -> Found[str] | None:
    found = ASKS.search(line.text) if any(goal in line.text for goal in GOALS) else None
    return None if found is None else line.found("by_target", *found.span())


def asks(line: Line) -> bool:
    """ใครยังไม่ถึงเป้า, who is below target: with a month or a team, and nothing else."""
    asked = line.once(_asked)
    if asked is None or firm(line) is not None:
        return False
    said = stretches(line, asked, crews.team(line), reports.date_from(line))
    return leaves_nothing(line, [*said, *line.worded("my_numbers", "particle", "question", "team", "which")])


BY_TARGET = Grammar(
    intent="team_summary",
    when=asks,
    fields={
        "scope": _asked,
        "team": crews.team,
        "date_from": reports.date_from,
        "date_to": reports.date_to,
    },
)
