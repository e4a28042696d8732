"""Who and what there is at every size: 20 companies, their people, their customers, what is still owed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert

from models.base import Base, table_of
from models.cadence import ROUNDS, Cadence, CadenceEnd, CadenceState
from models.channel import Channel, ChannelKind
from models.customer import Contact, Customer, CustomerKind, Size
from models.followup import FollowUp, FollowUpKind, FollowUpState
from models.member import Member, Role, Team
from models.workspace import Selling, Workspace

BANGKOK = ZoneInfo("Asia/Bangkok")
TODAY = date(2026, 11, 26)
"""A Thursday; history ends with this day's evening."""
COMPANIES, TEAMS, REPS, CUSTOMERS = 20, 5, 10, 200
"""Companies, teams in each, reps in a team, customers of a rep."""
ALL_TEAMS = COMPANIES * TEAMS
ALL_REPS = ALL_TEAMS * REPS
ALL_CUSTOMERS = ALL_REPS * CUSTOMERS
FOUNDED = datetime(2024, 11, 1, tzinfo=UTC)
AHEAD = (*(-1, -2, -5), *(0,) * 6, *(1,) * 4, *range(2, 29))
"""When a rep's 40 open follow-ups are due, in days from today: the same however long the history is."""
LATE = sum(days < 0 for days in AHEAD)
"""The first of them are late; a customer of any other has a next step."""
UNDECIDED, WON = 2, 40
"""Customers of a rep whose rounds are all done, and those that were won."""
BEGINNINGS = ["สยาม", "เอเชีย", "ไทย", "รุ่งเรือง", "ทองดี", "มหาชัย", "บางกอก", "สุวรรณ", "เจริญ", "พัฒนา"]
MIDDLES = ["วัสดุ", "โลหะ", "ยนต์", "พลาสติก", "เคมี", "อาหาร", "ไม้", "กระดาษ", "แก้ว", "ไฟฟ้า"]
ENDS = ["ภัณฑ์", "กิจ", "การช่าง", "พาณิชย์", "อุตสาหกรรม", "เทรดดิ้ง", "ซัพพลาย", "เอ็นจิเนียริ่ง", "กรุ๊ป", "ทรานสปอร์ต"]
Rows = Iterator[dict[str, Any]]


def moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, BANGKOK)


def people(connection: Connection) -> None:
    """Everything but history."""
    for table, rows in (
        (Workspace, _companies()),
        (Channel, _channels()),
        (Team, _teams()),
        (Member, _members()),
        (Customer, _customers()),
        (Contact, _contacts()),
        (FollowUp, _open_followups()),
        (Cadence, _rounds()),
    ):
        _load(connection, table, list(rows))


def _load(connection: Connection, table: type[Base], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 10_000):
        connection.execute(insert(table_of(table)), rows[start : start + 10_000])


def _companies() -> Rows:
    for number in range(1, COMPANIES + 1):
        yield {"id": number, "name": f"บริษัท {number}", "created_at": FOUNDED, "selling": Selling.B2B}


def _channels() -> Rows:
    for number in range(1, COMPANIES + 1):
        bot = bot_of(number)
        yield {"id": number, "workspace_id": number, "kind": ChannelKind.STAFF, "destination": bot}


def _teams() -> Rows:
    for number in range(1, ALL_TEAMS + 1):
        yield {"id": number, "workspace_id": (number - 1) // TEAMS + 1, "name": f"ทีม {number}"}


def _members() -> Rows:
    """First all reps, then a manager a team, then an owner a company."""
    for number in range(1, ALL_REPS + 1):
        yield _member(number, (number - 1) // REPS + 1, Role.REP)
    for number in range(1, ALL_TEAMS + 1):
        yield _member(manager_of(number), number, Role.MANAGER)
    for number in range(1, COMPANIES + 1):
        yield _member(owner_of(number), (number - 1) * TEAMS + 1, Role.OWNER)


def manager_of(team: int) -> int:
    return ALL_REPS + team


def owner_of(company: int) -> int:
    return ALL_REPS + ALL_TEAMS + company


def bot_of(company: int) -> str:
    """The user id of a company's bot, which is where LINE's events are bound for."""
    return f"U{company:032}"


def user_of(member: int) -> str:
    """The LINE user id of a member."""
    return f"U{member:032x}"


def _member(number: int, team: int, role: Role) -> dict[str, Any]:
    return {
        "id": number,
        "workspace_id": (team - 1) // TEAMS + 1,
        "team_id": team,
        "user_id": user_of(number),
        "name": f"พนักงาน{number}",
        "role": role,
        "joined_at": FOUNDED,
    }


def customer_name(number: int) -> str:
    """No other customer of the company is called so."""
    at = (number - 1) % (TEAMS * REPS * CUSTOMERS)
    parts = (BEGINNINGS[at % 10], MIDDLES[at // 10 % 10], ENDS[at // 100 % 10])
    return f"{''.join(parts)} {at // 1000 + 1}"


def _customers() -> Rows:
    for number in range(1, ALL_CUSTOMERS + 1):
        yield {
            "id": number,
            "workspace_id": (number - 1) // (TEAMS * REPS * CUSTOMERS) + 1,
            "owner_id": (number - 1) // CUSTOMERS + 1,
            "name": customer_name(number),
            "kind": CustomerKind.BUSINESS,
            "created_at": FOUNDED,
        }


def _contacts() -> Rows:
    for number in range(1, ALL_CUSTOMERS + 1):
        company = (number - 1) // (TEAMS * REPS * CUSTOMERS) + 1
        yield {"id": number, "workspace_id": company, "customer_id": number, "name": "คุณสมชาย"}


def _meeting_time(rep: int, number: int) -> time:
    """A second of his own for every rep, so that a tick has one person to remind and not a crowd."""
    return (datetime.combine(TODAY, time(10 + number % 8)) + timedelta(seconds=rep * 3)).time()


def owed_at(rep: int, number: int) -> int:
    """The customer to whom a rep owes the open matter of that number."""
    return (rep - 1) * CUSTOMERS + number * 4 + 1


def _open_followups() -> Rows:
    """A rep's open matters; every fifth is an appointment at a time, and one of them has slipped."""
    for rep in range(1, ALL_REPS + 1):
        for number, days in enumerate(AHEAD):
            meets = number % 5 == 0
            at = moment(TODAY + timedelta(days=days), _meeting_time(rep, number)) if meets else None
            yield {
                "workspace_id": (rep - 1) // (TEAMS * REPS) + 1,
                "customer_id": owed_at(rep, number),
                "owner_id": rep,
                "set_by_id": rep,
                "kind": FollowUpKind.APPOINTMENT if meets else FollowUpKind.TASK,
                "about": "ส่งใบเสนอราคา",
                "due_on": TODAY + timedelta(days=days),
                "due_at": at,
                "remind_at": at and at - timedelta(hours=1),
                "reminded_at": at if days < 0 else None,
                "state": FollowUpState.OPEN,
                "moved": 3 if number == 20 else 0,
                "created_at": FOUNDED,
            }


def _rounds() -> Rows:
    """At every customer who is owed something rounds go on; some wait for a decision, some have ended."""
    for rep in range(1, ALL_REPS + 1):
        for number in range(len(AHEAD)):
            yield _cadence(rep, owed_at(rep, number), number, CadenceState.RUNNING)
        for number in range(UNDECIDED):
            yield _cadence(rep, owed_at(rep, number) + 1, ROUNDS[Size.L], CadenceState.DECIDING)
        for number in range(WON):
            won = {"end": CadenceEnd.WON, "ended_at": FOUNDED + timedelta(days=number)}
            yield _cadence(rep, owed_at(rep, number) + 2, number, CadenceState.ENDED) | won


def _cadence(rep: int, customer: int, done: int, state: CadenceState) -> dict[str, Any]:
    return {
        "workspace_id": (rep - 1) // (TEAMS * REPS) + 1,
        "customer_id": customer,
        "size": Size.L,
        "done": done if state is CadenceState.DECIDING else done % ROUNDS[Size.L],
        "rounds": ROUNDS[Size.L],
        "state": state,
        "end": None,
        "extended_for": "",
        "started_at": FOUNDED,
        "ended_at": None,
    }
