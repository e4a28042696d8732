"""One company and how it works."""

from __future__ import annotations

import enum
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Float, ForeignKey, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref
from models.changes import Audited
from models.period import Period

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SATURDAY, SUNDAY = 5, 6


class Subject(enum.Enum):
    """What words, buttons and reports may be about that not every company has a use for."""

    VISITS = enum.auto()
    DEALS = enum.auto()
    ROUNDS = enum.auto()
    ROLES = enum.auto()
    """Who decides what at a customer."""
    COUNTER = enum.auto()
    """What is sold over the counter."""
    SEGMENTS = enum.auto()
    PROMOTIONS = enum.auto()


LONG_SALES = frozenset({Subject.VISITS, Subject.DEALS, Subject.ROUNDS, Subject.ROLES})
SHOPPING = frozenset({Subject.COUNTER, Subject.SEGMENTS, Subject.PROMOTIONS})


class Selling(enum.StrEnum):
    """How the company sells; decides which words, buttons and reports people see."""

    B2B = "b2b"
    SHOP = "b2c"
    BOTH = "both"

    def covers(self, subject: Subject | None) -> bool:
        """Is it shown there? What is about no subject is everybody's."""
        return subject is None or subject in COVERED[self]


COVERED = {Selling.B2B: LONG_SALES, Selling.SHOP: SHOPPING, Selling.BOTH: LONG_SALES | SHOPPING}
"""Which company hears of what: the only place that says so."""


class WorkingDays(enum.StrEnum):
    MON_FRI = "mon-fri"
    MON_SAT = "mon-sat"
    ALTERNATE_SAT = "alternate-sat"
    DAILY = "mon-sun"
    """A shop that is open every day."""


class Workspace(Base, Audited):
    """One company."""

    __tablename__ = "workspaces"
    quiet = frozenset({"directory_version"})

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120))
    timezone: Mapped[str] = mapped_column(String(40), default="Asia/Bangkok")
    selling: Mapped[Selling] = mapped_column(default=Selling.BOTH)
    working_days: Mapped[WorkingDays] = mapped_column(default=WorkingDays.MON_FRI)
    working_saturday: Mapped[date | None]
    """One Saturday that is worked, when every other one is; the others follow from it."""
    masculine: Mapped[bool] = mapped_column(default=False)
    """Jod ends its sentences with ครับ instead of ค่ะ."""
    team_reads: Mapped[bool] = mapped_column(default=False)
    """Reps see the customers of their whole team, not only their own."""
    lost_reasons: Mapped[list[str]] = mapped_column(default=list)
    """The company's own reasons why deals are lost, beside the usual ones, in its own words."""
    directory_version: Mapped[int] = mapped_column(default=0)
    """Moves in the transaction of any change to a customer's names; each process compares it and reloads."""
    opens_at: Mapped[time | None]
    closes_at: Mapped[time | None]
    """The shop's hours; without them nobody is told that it is closed."""
    privacy_url: Mapped[str | None] = mapped_column(String(300))
    """The company's privacy notice, behind the question for consent."""
    legal_name: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(20))
    """Who asks for consent, and where a consumer may call; as the wording says."""
    new_days: Mapped[int] = mapped_column(default=30)
    """For so long after their first purchase a consumer is new."""
    away_days: Mapped[int] = mapped_column(default=90)
    """Who has not bought for so long is inactive,"""
    lost_days: Mapped[int] = mapped_column(default=365)
    """and for so long lost."""
    risk_factor: Mapped[float] = mapped_column(Float, default=2.0)
    """At risk is who has been away so many times as long as is usual for them."""
    set_up_step: Mapped[str] = mapped_column(String(20), default="")
    """The set-up question now waiting for the owner, or nothing."""
    created_at: Mapped[datetime]

    @property
    def workspace_id(self) -> int:
        return self.id

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def start_of(self, day: date) -> datetime:
        """Midnight at the start of that day, where the company is."""
        return datetime.combine(day, time(), self.zone)

    def day_of(self, moment: datetime) -> date:
        """The day it is there at that moment."""
        return moment.astimezone(self.zone).date()

    def bounds(self, period: Period) -> tuple[datetime, datetime]:
        """When a period begins, and the moment before which it ends."""
        return self.start_of(period.first), self.start_of(period.last + DAY)

    def touch_directory(self, session: Session) -> int:
        """A customer's names or the holidays changed: the version every process will catch up with.

        Counted by the database, so that of two transactions the later one has the higher number.
        """
        moved = update(Workspace).where(Workspace.id == self.id)
        moved = moved.values(directory_version=Workspace.directory_version + 1)
        version = session.scalar(moved.returning(Workspace.directory_version))
        return int(version or 0)

    def is_weekly_day_off(self, day: date) -> bool:
        """Saturdays and Sundays by this company's week; holidays are `Calendar`'s."""
        if self.working_days is WorkingDays.DAILY:
            return False
        if day.weekday() == SUNDAY:
            return True
        if day.weekday() != SATURDAY or self.working_days is WorkingDays.MON_SAT:
            return False
        if self.working_days is WorkingDays.MON_FRI or self.working_saturday is None:
            return True
        return (day - self.working_saturday).days // WEEK.days % 2 == 1


class Holiday(Base, Audited):
    """A day the company is closed, ticked once from the public list or added by hand."""

    __tablename__ = "holidays"
    __table_args__ = (UniqueConstraint("workspace_id", "day"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(120))

    @classmethod
    def days(cls, workspace_id: int) -> Select[date]:
        return select(cls.day).where(cls.workspace_id == workspace_id)


class Calendar:
    """The working days of one workspace."""

    def __init__(self, workspace: Workspace, holidays: Collection[date]) -> None:
        self.workspace, self.holidays = workspace, holidays

    @classmethod
    def read(cls, session: Session, workspace: Workspace) -> Calendar:
        return cls(workspace, frozenset(session.scalars(Holiday.days(workspace.id))))

    def is_working(self, day: date) -> bool:
        return day not in self.holidays and not self.workspace.is_weekly_day_off(day)

    def next_working(self, day: date) -> date:
        """The first working day on or after `day`."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days there are from `first` to `last`, both counted."""
        return sum(self.is_working(first + timedelta(days=n)) for n in range((last - first).days + 1))
