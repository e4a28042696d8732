"""A small workspace with names that get in each other's way, and the hour at which everybody writes."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.language import (
    Amount,
    ChatContext,
    ContactRef,
    CustomerRef,
    Directory,
    Entry,
    Member,
    MemberRef,
    Understanding,
    When,
    understand,
)

NOW = datetime(2026, 11, 18, 10, 15, tzinfo=ZoneInfo("Asia/Bangkok"))
"""A Wednesday morning."""
SIAM, SIAM_CONCRETE, SIAM_STEEL, SCG, NOK, TTM, RIVER = range(1, 8)
BANK, MAY, JOE = range(1, 4)
ENTRIES = (
    Entry(SIAM, "บริษัท สยามวัสดุภัณฑ์ จำกัด", ("SVP",), ((11, "สมชาย", "owner"), (12, "วรรณา", "purchasing"))),
    Entry(SIAM_CONCRETE, "สยามคอนกรีตบางพลี"),
    Entry(SIAM_STEEL, "สยามสตีลเซ็นเตอร์", (), ((31, "สมชาย", None),)),
    Entry(SCG, "เอสซีจี เคมิคอลส์", ("SCG",)),
    Entry(NOK, "นก", kind="b2c"),
    Entry(TTM, "ทีทีเอ็มเอ็นจิเนียริ่ง", ("TTM",), ((61, "เอก", "technical"),)),
    Entry(RIVER, "โรงแรมริเวอร์วิว", (), ((71, "แอน", "purchasing"),)),
)
TEAM = (Member(BANK, "แบงค์", ("Bank",)), Member(MAY, "เมย์", ("May",)), Member(JOE, "โจ", ("Joe",)))


def workspace() -> Directory:
    return Directory(ENTRIES, TEAM)


HERE = workspace()


def read(text: str, context: ChatContext = ChatContext()) -> Understanding:  # noqa: B008 - it is frozen
    return understand(text, NOW, HERE, context)


def plain(value: object) -> object:
    """An id for whoever is named, baht for money, and a moment as it would be written."""
    match value:
        case When(clock=None):
            return value.day.isoformat()
        case When():
            return f"{value.day} {value.clock:%H:%M}"
        case Amount():
            return int(value.value)
        case date():
            return value.isoformat()
        case CustomerRef() | ContactRef() | MemberRef():
            return value.id
        case _:
            return value
