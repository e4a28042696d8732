"""Ten in the morning: who took a coupon and has not used it hears that it ends tomorrow, or today."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import outbox
from bot.affording import outlook
from bot.cards.coupon import expiring_card
from bot.consumers import words_for
from bot.promoting import CLOSES
from models.channel import Channel
from models.clock import Clock
from models.consumer import Consumer
from models.database import Database
from models.expiring import about_to_expire, next_end
from models.promotion import Coupon, Promotion
from models.queues import TAKEN, JobSlot, OutboxMessage
from models.workspace import Subject, Workspace
from scheduler.jobs import next_slot

JOB = "coupons"
AT = time(10)
DAY = timedelta(days=1)
MOST = 500
"""Users that LINE takes in one multicast."""
log = logging.getLogger(__name__)


class Coupons:
    """A turn a day and company. It counts as taken when all of it is owed: after a crash the rest follows."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock
        self._taken: dict[int, datetime] = {}

    def work(self) -> int:
        """Take the turns that have come and are not over; returns how many people are reminded."""
        with self.database.read() as session:
            companies = session.scalars(select(Workspace)).all()
        now = self.clock.now()
        return sum(
            self._turn(one, now.astimezone(one.zone))
            for one in companies
            if one.selling.covers(Subject.PROMOTIONS)
        )

    def _turn(self, company: Workspace, now: datetime) -> int:
        slot = now.replace(hour=AT.hour, minute=AT.minute, second=0, microsecond=0)
        if not AT <= now.time() < CLOSES or self._is_taken(company, slot):
            return 0
        owed = sum(self._remind_of(company, now, days) for days in (1, 2))
        with self.database.write() as session:
            JobSlot.take(session, company.id, JOB, slot, now)
        self._taken[company.id] = slot
        return owed

    def _is_taken(self, company: Workspace, slot: datetime) -> bool:
        if self._taken.get(company.id) == slot:
            return True
        with self.database.read() as session:
            return TAKEN.first(session, company.id, JOB, slot) is not None

    def _remind_of(self, company: Workspace, now: datetime, days: int) -> int:
        """Those that end so many midnights from the last one, some people at a time."""
        owed, beyond = 0, 0
        while True:
            with self.database.write() as session:
                chunk = Chunk(session, company, now, self.clock.machine())
                coupons = chunk.ending(_midnight(company, now.date() + days * DAY), beyond)
                if not coupons:
                    return owed
                owed += chunk.remind(coupons)
                beyond = coupons[-1].id


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some coupons of a company, reminded of in one transaction."""

    session: Session
    company: Workspace
    now: datetime
    machine: datetime

    def ending(self, end: datetime, beyond: int) -> Sequence[Coupon]:
        """The next that end then and whose owners are to hear it; ours until commit."""
        today = _midnight(self.company, self.now.date())
        due = about_to_expire(self.company.id, end, start_of_today=today, now=self.now, beyond=beyond)
        held = due.limit(MOST).with_for_update(of=Coupon, skip_locked=True)
        return self.session.scalars(held).all()

    def remind(self, coupons: Sequence[Coupon]) -> int:
        """One body for all who hold the same promotion's and read the same language; how many hear it."""
        held = {one.consumer_id: one for one in reversed(coupons)}
        people = self.session.scalars(select(Consumer).where(Consumer.id.in_(held)).order_by(Consumer.id))
        groups: dict[tuple[int, int, str], list[Consumer]] = {}
        for one in people:
            groups.setdefault((one.channel_id, held[one.id].promotion_id, one.language), []).append(one)
        return sum(self._owe(group, [held[one.id] for one in group]) for group in groups.values())

    def _owe(self, people: Sequence[Consumer], coupons: Sequence[Coupon]) -> int:
        """Nobody hears it when the team and approved promotions leave too few of this month's messages."""
        channel = self.session.get_one(Channel, people[0].channel_id)
        room = outlook(self.session, channel, self.now).room
        if room is not None and room < len(people):
            log.warning("no messages left to remind %d people of their coupons", len(people))
            return 0
        self.session.add(self._message(people, coupons[0]))
        for one in coupons:
            one.reminded_at = self.now
        return len(people)

    def _message(self, people: Sequence[Consumer], coupon: Coupon) -> OutboxMessage:
        promotion = self.session.get_one(Promotion, coupon.promotion_id)
        words = words_for(self.company, people[0])
        return outbox.multicast(
            workspace_id=self.company.id,
            channel_id=people[0].channel_id,
            users=[one.user_id for one in people],
            replies=[expiring_card(self.company, words, promotion, self.now.date())],
            dedupe_key=f"coupons:{promotion.id}:{coupon.id}",
            now=self.now,
            machine=self.machine,
            not_after=datetime.combine(self.now.date(), CLOSES, self.company.zone),
        )


def _midnight(company: Workspace, day: date) -> datetime:
    """At the start of that day, where the shop is: coupons end there."""
    return datetime.combine(day, time(), company.zone)


def next_turn(session: Session, after: datetime) -> datetime | None:
    """When somebody may next have to be reminded."""
    companies = session.scalars(select(Workspace)).all()
    turns = [_next_of(session, one, after) for one in companies if one.selling.covers(Subject.PROMOTIONS)]
    return min((one for one in turns if one is not None), default=None)


def _next_of(session: Session, company: Workspace, after: datetime) -> datetime | None:
    ten = next_slot(AT, company.zone, after)
    end = session.scalar(next_end(company.id, ten)) if ten is not None else None
    if ten is None or end is None:
        return None
    return max(ten, datetime.combine(end.astimezone(company.zone).date() - 2 * DAY, AT, company.zone))
