"""Recurring jobs as slots: who has a turn, when, and for how long a missed turn is still worth taking."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import cast
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.context import Desk
from models.member import Member
from models.queues import JobSlot
from models.workspace import Workspace
from scheduler.pushing import Pushing

log = logging.getLogger(__name__)
DAY, A_MOMENT = timedelta(days=1), timedelta(microseconds=1)
Clock = time | InstrumentedAttribute[time]
"""A time of day in the workspace's zone: the same for everybody, or each member's own by setting."""
Run = Callable[[Desk, Pushing, datetime], None]
"""Owes what one member is due at a slot (the slot's own moment is the third argument)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One kind of turn, taken once a member and slot."""

    name: str
    clock: Clock
    wanted: Callable[[Desk], bool]
    """Is this member's turn worth taking on that day at all (working day, role, leave)?"""
    run: Run
    catch_up: timedelta
    """A turn missed by more than this is recorded as missed and not taken."""

    def clock_of(self, member: Member) -> time:
        """When this member's turn is."""
        if isinstance(self.clock, time):
            return self.clock
        own: time = getattr(member, self.clock.key)
        return own

    def may_come(self, zone: ZoneInfo, after: datetime, until: datetime) -> ColumnElement[bool]:
        """Whose turn may be in (after, until]: nobody it leaves out has one."""
        if not isinstance(self.clock, time):
            return _strikes(self.clock, after.astimezone(zone), until.astimezone(zone))
        return true() if last_slot(self.clock, zone, after, until) is not None else false()


@dataclass(frozen=True, slots=True)
class Turn:
    """A member's slot of a job."""

    job: Job
    member_id: int
    slot_at: datetime

    @property
    def key(self) -> str:
        return JobSlot.key(self.job.name, self.member_id)


def turns(
    jobs: Iterable[Job], members: Iterable[Member], zone: ZoneInfo, after: datetime, until: datetime
) -> list[Turn]:
    """Each job's last slot in (after, until], per member: earlier ones are coalesced into it."""
    found = []
    for member in members:
        for job in jobs:
            slot = last_slot(job.clock_of(member), zone, max(after, member.joined_at), until)
            if slot is not None:
                found.append(Turn(job, member.id, slot))
    return sorted(found, key=lambda turn: turn.slot_at)


def _strikes(clock: InstrumentedAttribute[time], after: datetime, until: datetime) -> ColumnElement[bool]:
    """Is that time of day passed from one moment to the other? Asked so that an index can answer."""
    if until - after >= DAY or after.utcoffset() != until.utcoffset():
        return true()
    start, end = after.replace(second=0, microsecond=0).time(), until.time()
    return clock.between(start, end) if start <= end else (clock >= start) | (clock <= end)


def last_slot(clock: time, zone: ZoneInfo, after: datetime, until: datetime) -> datetime | None:
    """The newest moment of that time of day in (after, until]."""
    found, step = None, next_slot(clock, zone, after)
    while step is not None and step <= until:
        found, step = step, next_slot(clock, zone, step)
    return found


def next_slot(clock: time, zone: ZoneInfo, after: datetime) -> datetime | None:
    """The first moment of that time of day after `after`.

    Stepped on from in UTC: in the night whose hour comes twice, a step in local time leads from the second
    02:30 back behind the first, and never on.
    """
    following = _trigger(clock, zone).get_next_fire_time(None, after.astimezone(UTC) + A_MOMENT)
    return cast(datetime | None, following)


@cache
def _trigger(clock: time, zone: ZoneInfo) -> CronTrigger:
    return CronTrigger(hour=clock.hour, minute=clock.minute, timezone=zone)


def take(session: Session, workspace: Workspace, turn: Turn, now: datetime) -> bool:
    """Take the turn if nobody has; the row and what it causes are one transaction."""
    missed = now - turn.slot_at > turn.job.catch_up
    taken = JobSlot.take(session, workspace.id, turn.key, turn.slot_at, now, missed=missed)
    if taken and missed:
        log.warning("missed: %s of %s; `flask --app app jobs late` lists such turns", turn.key, turn.slot_at)
    return taken and not missed
