"""How many messages a team will still need until a month ends, and how many it did not have to spend."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.allowance import LineMonth, Spent, Use, spent_on
from models.channel import Channel
from models.days import Days
from models.followup import FollowUp
from models.member import Member
from models.queues import JobSlot, Notice
from models.workspace import Calendar, Workspace

DAY = timedelta(days=1)
LOOKED_BACK = 28 * DAY
"""The days before today that tell what a working day usually takes."""
BY_ITSELF = (Use.REMINDER, Use.PLAN, Use.SUMMARY)
"""What comes without anybody's doing; promotions come when somebody makes one."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What a day takes: as usual on working days, and what is promised for it already."""

    calendar: Calendar
    today: date
    usual: Mapping[Use, Fraction]
    so_far: Spent
    """Spent today."""
    promised: Mapping[date, int]

    def expected(self, use: Use, day: date) -> Fraction:
        """Of today, what is still to come of it."""
        usual = self.usual[use] if self.calendar.is_working(day) else Fraction()
        if day == self.today:
            usual -= self.so_far.get(use, 0)
        return max(usual, Fraction(self.promised.get(day, 0) if use is Use.REMINDER else 0))


def forecast(session: Session, channel: Channel, now: datetime, month: LineMonth) -> Spent:
    """Messages still to come in that month by what they are for, rounded up."""
    pattern = _pattern(session, channel, now, month)
    days = _days(pattern.calendar.workspace, now, month)
    return {use: math.ceil(sum(pattern.expected(use, day) for day in days)) for use in BY_ITSELF}


def _pattern(session: Session, channel: Channel, now: datetime, month: LineMonth) -> _Pattern:
    workspace = session.get_one(Workspace, channel.workspace_id)
    calendar, today = Calendar.read(session, workspace), workspace.day_of(now)
    return _Pattern(
        calendar,
        today,
        _usual(session, channel.id, calendar, today),
        spent_on(session, channel.id, workspace.start_of(today), workspace.start_of(today + DAY)),
        _promised(session, workspace, now, month.end) if channel.is_for_staff else {},
    )


def _usual(session: Session, channel_id: int, calendar: Calendar, today: date) -> Mapping[Use, Fraction]:
    """A working day's messages, of the last four weeks or since the company began."""
    workspace = calendar.workspace
    first = max(today - LOOKED_BACK, workspace.day_of(workspace.created_at))
    worked = calendar.working_days_between(first, today - DAY)
    spent = spent_on(session, channel_id, workspace.start_of(first), workspace.start_of(today))
    return {use: Fraction(spent.get(use, 0), worked) if worked else Fraction() for use in BY_ITSELF}


def _promised(session: Session, workspace: Workspace, now: datetime, until: datetime) -> Mapping[date, int]:
    """Follow-ups that will be brought up, by the day of it."""
    day = Days(session.get_bind().dialect.name, workspace.zone, now, until).day_of(FollowUp.remind_at)
    ahead = (
        select(day, func.count())
        .where(FollowUp.workspace_id == workspace.id, FollowUp.awaited())
        .where(FollowUp.remind_at > now, FollowUp.remind_at < until)
    )
    return dict(session.execute(ahead.group_by(day)).all())


def _days(workspace: Workspace, now: datetime, month: LineMonth) -> list[date]:
    """The days of that month that are not over, where the company is."""
    first = workspace.day_of(max(now, month.start))
    last = workspace.day_of(month.end - timedelta(microseconds=1))
    return [first + n * DAY for n in range((last - first).days + 1)]


def saved(session: Session, workspace_id: int, month: LineMonth) -> int:
    """Messages that went with a free reply instead of costing one: what waited for it, and morning plans."""
    return _notices_taken(session, workspace_id, month) + _plans_taken(session, workspace_id, month)


def _notices_taken(session: Session, workspace_id: int, month: LineMonth) -> int:
    """What came up at one moment for one person would have been one push."""
    taken = select(Notice.member_id, Notice.created_at).where(
        Notice.workspace_id == workspace_id, Notice.taken_at >= month.start, Notice.taken_at < month.end
    )
    return session.scalar(select(func.count()).select_from(taken.distinct().subquery())) or 0


def _plans_taken(session: Session, workspace_id: int, month: LineMonth) -> int:
    """Plans that came with an answer before their time."""
    members = session.scalars(select(Member.id).where(Member.workspace_id == workspace_id))
    slots = select(func.count()).where(
        JobSlot.workspace_id == workspace_id,
        JobSlot.job.in_([JobSlot.key("plan", one) for one in members]),
        JobSlot.slot_at >= month.start,
        JobSlot.slot_at < month.end,
        JobSlot.fired_at < JobSlot.slot_at,
    )
    return session.scalar(slots) or 0
