"""What a manager asks of deals and people in figures, and a rep of the own ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import MemberRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Intent):
    """`รายงานละเอียด`: all figures, or one topic, of any days and any team; a rep's are the own."""

    name: ClassVar[str] = "report"
    looks_up: ClassVar[bool] = True
    topic: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    rep: MemberRef | None = None
    team: int | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportList(Intent):
    """What a figure of a report is made of, page by page.

    `like` is a lost deal: those of its reason; `days` how long customers were not reached.
    """

    name: ClassVar[str] = "report_list"
    looks_up: ClassVar[bool] = True
    what: str
    date_from: date | None = None
    date_to: date | None = None
    rep: MemberRef | None = None
    team: int | None = None
    like: int | None = None
    days: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTeams(Intent):
    """Which team's report an owner wants."""

    name: ClassVar[str] = "report_teams"
    date_from: date | None = None
    date_to: date | None = None
