"""A person's working day: what was done, and what is left of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import joinedload

from bot.context import Desk
from bot.plans import due_between, overdue, plan_for
from models.activity import Activity
from models.followup import Draft, FollowUp
from models.queues import TAKEN, JobSlot

JOB = "report"
"""The slot of the day's report: it rides on an answer once a day."""
EVENING = time(16, 30)
"""From here on a log may be the day's last."""


@dataclass(frozen=True, slots=True)
class Left:
    """What the day leaves behind."""

    without_result: tuple[FollowUp, ...]
    tasks: tuple[FollowUp, ...]
    overdue: tuple[FollowUp, ...]
    drafts: tuple[Draft, ...]

    @property
    def followups(self) -> tuple[FollowUp, ...]:
        return self.without_result + self.tasks + self.overdue

    def __bool__(self) -> bool:
        return bool(self.followups or self.drafts)


def done_today(desk: Desk) -> tuple[Activity, ...]:
    """What the reader logged as happened today, in order."""
    start = desk.start_of(desk.today)
    rows = (
        Activity.between(desk.workspace.id, start, desk.start_of(desk.today + timedelta(days=1)))
        .where(Activity.member_id == desk.member.id)
        .options(joinedload(Activity.customer), joinedload(Activity.contact))
    )
    return tuple(desk.session.scalars(rows))


def left_today(desk: Desk) -> Left:
    """Appointments without a result, tasks whose time has come, what is late, and lines not placed yet."""
    due = plan_for(desk, desk.today, desk.today).due
    begun = [one for one in due if one.due_at is None or one.due_at <= desk.now]
    return Left(
        without_result=tuple(one for one in begun if one.is_appointment and one.missed_at is None),
        tasks=tuple(one for one in begun if not one.is_appointment),
        overdue=overdue(desk),
        drafts=tuple(desk.session.scalars(Draft.open_of(desk.member))),
    )


def next_working_day(desk: Desk) -> date:
    return desk.calendar.next_working(desk.today + timedelta(days=1))


def planned_until(desk: Desk, day: date) -> tuple[int, int]:
    """Appointments, and all else to follow, from tomorrow to that day."""
    plan = plan_for(desk, desk.today + timedelta(days=1), day)
    return len(plan.appointments), len(plan.tasks)


def closes_the_day(desk: Desk) -> bool:
    """After half past four, with nothing more promised for today, and before the report has come.

    Whether it has come is asked first: the lines behind it may be many, and would all look through the day.
    """
    is_late = desk.now.time() >= EVENING and TAKEN.first(desk.session, *_report_slot(desk)) is None
    return is_late and not due_between(desk, desk.today, desk.today)


def take_report_slot(desk: Desk) -> bool:
    """The report rides along once a day."""
    return JobSlot.take(desk.session, *_report_slot(desk), desk.now)


def _report_slot(desk: Desk) -> tuple[int, str, datetime]:
    return desk.workspace.id, JobSlot.key(JOB, desk.member.id), desk.start_of(desk.today)
