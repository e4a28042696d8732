"""What a month of messages allows: LINE's own count of an account, and what we have spent of it on what."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.outbox import OutboxMessage
from models.standing import ChannelState

JAPAN = timezone(timedelta(hours=9))
"""LINE's months begin there."""


class Use(enum.StrEnum):
    """What messages are spent on, the most urgent first: each takes only what those before it leave."""

    REMINDER = "reminder"
    PLAN = "plan"
    SUMMARY = "summary"
    PROMOTION = "promotion"

    @classmethod
    def of(cls, purpose: str) -> Use:
        """What a message of that purpose counts as."""
        return OF_PURPOSE.get(purpose, cls.SUMMARY)

    @property
    def before(self) -> tuple[Use, ...]:
        """What is more urgent."""
        return tuple(Use)[: tuple(Use).index(self)]


OF_PURPOSE = {
    "reminder": Use.REMINDER,
    "answer": Use.REMINDER,
    "plan": Use.PLAN,
    "result": Use.PLAN,
    "promotion": Use.PROMOTION,
}
"""Everything else is told to those who lead: summaries, Monday's message, news."""
Spent = Mapping[Use, int]


@dataclass(frozen=True, slots=True)
class LineMonth:
    """A month by LINE's calendar: from `start` up to, not including, `end`."""

    start: datetime
    end: datetime

    @classmethod
    def around(cls, moment: datetime) -> LineMonth:
        first = moment.astimezone(JAPAN).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return cls(first, (first + timedelta(days=32)).replace(day=1))

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class Allowance:
    """An account's month so far."""

    told_at: datetime | None
    """When LINE was asked last; None of a month in which it was not."""
    limit: int | None
    """None when messages are not limited, or LINE was never asked."""
    used: int
    """By us and by people in LINE Official Account Manager."""
    spent: Spent
    """By us, on what."""

    @property
    def left(self) -> int | None:
        return None if self.limit is None else max(self.limit - self.used, 0)

    @property
    def by_hand(self) -> int:
        """What others than Jod have sent from the account."""
        return max(self.used - sum(self.spent.values()), 0)


def allowance(session: Session, channel_id: int, month: LineMonth) -> Allowance:
    """LINE's count when last asked, and what we have sent since. In a month to come nothing is used."""
    state = session.get(ChannelState, channel_id)
    spent = spent_on(session, channel_id, month.start, month.end)
    ours = sum(spent.values())
    if state is None or state.quota_asked_at is None:
        return Allowance(None, None, ours, spent)
    if not month.holds(state.quota_asked_at):
        return Allowance(None, state.quota_limit, ours, spent)
    since = max(ours - state.quota_ours, 0)
    return Allowance(state.quota_asked_at, state.quota_limit, state.quota_used + since, spent)


def spent_this_month(session: Session, channel_id: int, now: datetime) -> int:
    """By us, whatever it was for, in LINE's month of that moment."""
    month = LineMonth.around(now)
    return sum(spent_on(session, channel_id, month.start, month.end).values())


def spent_on(session: Session, channel_id: int, since: datetime, until: datetime) -> Spent:
    """Messages that LINE has taken from us, by what they were for, of the days on which they became due."""
    rows = (
        select(OutboxMessage.purpose, func.sum(OutboxMessage.costs))
        .where(OutboxMessage.channel_id == channel_id, OutboxMessage.spent())
        .where(OutboxMessage.created_at >= since, OutboxMessage.created_at < until)
        .group_by(OutboxMessage.purpose)
    )
    found: Counter[Use] = Counter()
    for purpose, count in session.execute(rows):
        found[Use.of(purpose)] += int(count)
    return found
