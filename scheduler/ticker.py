"""The alarm clock: at each tick whatever is due becomes rows. Any number of processes may tick."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.context import Desk
from models.clock import Clock
from models.database import Database
from models.followup import FollowUp
from models.member import Member
from models.queues import Heartbeat
from models.workspace import Workspace
from scheduler import coupons, wins
from scheduler.jobs import Job, Turn, next_slot, take, turns
from scheduler.newcomers import next_newcomer, present
from scheduler.promotions import next_campaign
from scheduler.pushing import Pushing
from scheduler.reminders import people_due, remind

log = logging.getLogger(__name__)
REMINDERS = "reminders"
"""What is no job of the timetable, but can be fired by hand like one."""
LOOK_BACK = timedelta(days=7)
"""After a stop: so far back turns are looked for."""


class Ticker:
    """Turns time into outbox rows."""

    def __init__(self, database: Database, clock: Clock, jobs: Sequence[Job], name: str) -> None:
        self.database, self.clock, self.jobs, self.name = database, clock, jobs, name
        self.pushing = Pushing(clock)
        self._looked_until: datetime | None = None
        self._stumbled = False

    def tick(self) -> int:
        """Take every turn and remind of every follow-up that is due; returns how many there were."""
        now, self._stumbled = self.clock.now(), False
        reminded = self._remind(now)
        with self.database.write() as session:
            reminded += present(session, now, self.pushing)
            reminded += wins.tell(session, now, self.pushing)
            session.merge(Heartbeat(name=self.name, at=self.clock.machine()))
        taken = sum(self._one(partial(self._take, where, now)) for where in self._open_turns(now))
        if not self._stumbled:
            self._looked_until = now
        return reminded + taken

    def next_due(self, after: datetime) -> datetime | None:
        """The next moment at which a tick would do something; the simulator stops there on its way."""
        with self.database.read() as session:
            soonest = (
                _next_reminder(session, after),
                next_newcomer(session, after),
                wins.next_win(session, after),
                next_campaign(session, after),
                coupons.next_turn(session, after),
            )
            moments = [*soonest, *self._next_slots(session, after)]
        return min((one for one in moments if one is not None), default=None)

    def fire(self, name: str, at: datetime) -> int:
        """Take every member's turn of one job by hand, as if it were `at`; returns how many turns there were.

        Raises KeyError when there is no such job. The same moment fires once, however often it is asked for.
        """
        if name == REMINDERS:
            return self._remind(at)
        job = {one.name: one for one in self.jobs}[name]
        with self.database.read() as session:
            members = session.scalars(select(Member).order_by(Member.id)).all()
        turns_by_hand = [(one.workspace_id, Turn(job, one.id, at)) for one in members if one.is_active]
        return sum(self._take(where, at) for where in turns_by_hand)

    def _remind(self, now: datetime) -> int:
        """Each person's reminders are a transaction of their own: nobody waits for another's."""
        with self.database.read() as session:
            people = people_due(session, now)
        return sum(self._one(partial(self._remind_one, person, now)) for person in people)

    def _one(self, turn: Callable[[], int]) -> int:
        """What breaks over one person keeps nobody else waiting; it is tried again at the next tick."""
        try:
            return turn()
        except Exception:
            log.exception("one person's turn could not be taken")
            self._stumbled = True
            return 0

    def _remind_one(self, member_id: int, now: datetime) -> int:
        with self.database.write() as session:
            return remind(session, member_id, now, self.pushing)

    def _open_turns(self, now: datetime) -> list[tuple[int, Turn]]:
        """Turns since the last look. A look that crosses no slot loads nobody."""
        since = self._looked_until or now - LOOK_BACK
        with self.database.read() as session:
            zones = session.scalars(select(Workspace.timezone).distinct()).all()
            return [one for zone in zones for one in self._open_in(session, ZoneInfo(zone), since, now)]

    def _open_in(
        self, session: Session, zone: ZoneInfo, since: datetime, now: datetime
    ) -> list[tuple[int, Turn]]:
        """The turns of all companies in one zone."""
        likely = or_(*(job.may_come(zone, since, now) for job in self.jobs))
        members = session.scalars(Member.active_in(zone.key).where(likely)).all()
        companies = {one.id: one.workspace_id for one in members}
        found = turns(self.jobs, members, zone, since, now)
        return [(companies[turn.member_id], turn) for turn in found]

    def _take(self, where: tuple[int, Turn], now: datetime) -> bool:
        """The slot's row and all it owes are one transaction."""
        workspace_id, turn = where
        with self.database.write() as session:
            workspace = session.get_one(Workspace, workspace_id)
            if not take(session, workspace, turn, now):
                return False
            desk = _desk(session, workspace, turn, now)
            if not desk.member.is_active or not turn.job.wanted(desk):
                return False
            turn.job.run(desk, self.pushing, turn.slot_at)
            return True

    def _next_slots(self, session: Session, after: datetime) -> list[datetime | None]:
        members = session.scalars(select(Member)).all()
        zones = {one.id: one.zone for one in session.scalars(select(Workspace))}
        slots = {
            (job.clock_of(one), zones[one.workspace_id])
            for one in members
            if one.is_active
            for job in self.jobs
        }
        return [next_slot(clock, zone, after) for clock, zone in slots]


def _next_reminder(session: Session, after: datetime) -> datetime | None:
    return session.scalar(
        select(func.min(FollowUp.remind_at)).where(FollowUp.remind_at > after, FollowUp.awaited())
    )


def _desk(session: Session, workspace: Workspace, turn: Turn, now: datetime) -> Desk:
    held = {"key_share": True}  # a person's turns are taken one after the other, by whichever process
    member = session.get_one(Member, turn.member_id, with_for_update=held)
    return Desk(session, workspace, member, now.astimezone(workspace.zone))
