"""What a manager asks about the team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import CustomerRef, MemberRef


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSummary(Intent):
    """The team's day, or any period.

    `scope`: no_activity, neglected, by_rep, by_target (who is behind it), or a person's overdue.
    """

    name: ClassVar[str] = "team_summary"
    looks_up: ClassVar[bool] = True
    date_from: date | None = None
    date_to: date | None = None
    period: str | None = None
    rep: MemberRef | None = None
    team: int | None = None
    scope: str | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownTeam(Intent):
    """Something asked, or set, of a team by a name that none has."""

    name: ClassVar[str] = "unknown_team"
    looks_up: ClassVar[bool] = True
    called: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamToday(Intent):
    """`วันนี้ทีมไปไหน`: everybody's appointments."""

    name: ClassVar[str] = "team_today"
    date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAbout(Intent):
    """A manager quotes an entry, or names a rep and a customer, and asks; the answer comes back."""

    name: ClassVar[str] = "ask_about"
    activity: int | None = None
    followup: int | None = None
    rep: MemberRef | None = None
    customer: CustomerRef | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInquiry(Intent):
    """`ตอบ`: what the person asked has to say, by the button and the next line, or by a quote."""

    name: ClassVar[str] = "answer_inquiry"
    inquiry: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowEntry(Intent):
    """One entry of a colleague's, in full."""

    name: ClassVar[str] = "entry"
    activity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleToAssign(Intent):
    """`ฝากงานให้ทีม`: how to give work to somebody."""

    name: ClassVar[str] = "people_to_assign"
    looks_up: ClassVar[bool] = True
    rep: MemberRef | None = None
