"""What each member did in each day, week and month: what summaries read instead of the activities."""

from __future__ import annotations

import enum
from datetime import date, timedelta

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.activity import ActivityChannel, Outcome
from models.base import Base, Ref
from models.period import Period

DAY = timedelta(days=1)
FACE_TO_FACE = (ActivityChannel.VISIT, ActivityChannel.MEETING)
AT_A_DISTANCE = (ActivityChannel.CALL, ActivityChannel.LINE, ActivityChannel.EMAIL)
COUNTS = ("visits", "meetings", "calls", "chats", "mails", "notes", "not_met", "unanswered")
"""The columns of a rollup that simply add up."""
_COUNTED_AS = {
    ActivityChannel.VISIT: "visits",
    ActivityChannel.MEETING: "meetings",
    ActivityChannel.CALL: "calls",
    ActivityChannel.LINE: "chats",
    ActivityChannel.EMAIL: "mails",
    ActivityChannel.NOTE: "notes",
}


class Span(enum.StrEnum):
    """A length of time that has figures of its own, in the workspace's calendar."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def first(self, day: date) -> date:
        """Where the span begins that this day is in; weeks begin on Monday."""
        if self is Span.WEEK:
            return day - timedelta(days=day.weekday())
        return day.replace(day=1) if self is Span.MONTH else day

    def after(self, first: date) -> date:
        """Where the span after the one that begins at `first` begins."""
        if self is Span.MONTH:
            return (first + timedelta(days=31)).replace(day=1)
        return first + timedelta(days=7 if self is Span.WEEK else 1)

    @classmethod
    def exactly(cls, period: Period) -> Span | None:
        """The span that a period is the whole of; None for any other period."""
        begun = (one for one in cls if one.first(period.first) == period.first)
        return next((one for one in begun if one.after(period.first) == period.last + DAY), None)

    @classmethod
    def parts(cls, period: Period) -> list[tuple[Span, Period]]:
        """The fewest rollups that make up a period: its whole months, and the days before and after them."""
        begun = cls.MONTH.first(period.first)
        first = begun if begun == period.first else cls.MONTH.after(begun)
        end = cls.MONTH.first(period.last + DAY)
        if first >= end:
            return [(cls.DAY, period)]
        parts = [
            (cls.DAY, Period(period.first, first - DAY)),
            (cls.MONTH, Period(first, end - DAY)),
            (cls.DAY, Period(end, period.last)),
        ]
        return [(span, part) for span, part in parts if part.first <= part.last]


class Rollup(Base):
    """One member's figures in one span. Kept by `models.counting`; nobody else writes it."""

    __tablename__ = "rollups"

    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    span: Mapped[Span] = mapped_column(primary_key=True)
    first: Mapped[date] = mapped_column(primary_key=True)
    """The first day of the span."""
    member_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"), primary_key=True)
    visits: Mapped[int]
    meetings: Mapped[int]
    calls: Mapped[int]
    chats: Mapped[int]
    mails: Mapped[int]
    notes: Mapped[int]
    not_met: Mapped[int]
    """Of the visits and meetings, those that met nobody."""
    unanswered: Mapped[int]
    """Of the calls, chats and mails, those that reached nobody."""
    customers: Mapped[int]
    """Different customers somebody spoke with."""


def counted_as(channel: ActivityChannel, outcome: Outcome) -> tuple[str, ...]:
    """The columns in which such an activity is one."""
    column = _COUNTED_AS[channel]
    if outcome is Outcome.REACHED or channel is ActivityChannel.NOTE:
        return (column,)
    return column, "not_met" if channel in FACE_TO_FACE else "unanswered"
