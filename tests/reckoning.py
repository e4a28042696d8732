"""Every figure of docs/metrics.md worked out again from that page, row by row, with no code of the models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from models.activity import Activity
from models.customer import Customer
from models.deal import Deal, DealMove
from models.followup import FollowUp
from models.purchase import Purchase
from models.stage import Stage
from models.target import Target

Days = tuple[date, date]
Three = tuple[int, Decimal, Decimal]
"""Deals, their baht, and these weighted."""
GENERALLY = (
    *(("qualified", 10, 21), ("presentation", 25, 21), ("proposal", 50, 14)),
    *(("negotiation", 75, 14), ("awaiting_po", 90, 10)),
)


@dataclass
class Books:
    """All rows of one company, the people asked about, and the day it is."""

    zone: ZoneInfo
    today: date
    people: set[int]
    deals: Sequence[Deal]
    moves: Sequence[DealMove]
    stages: Sequence[Stage]
    customers: Sequence[Customer]
    activities: Sequence[Activity]
    purchases: Sequence[Purchase]
    targets: Sequence[Target]
    promises: Sequence[FollowUp]

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def is_in(self, moment: datetime | None, days: Days) -> bool:
        return moment is not None and days[0] <= self.day(moment) <= days[1]

    @property
    def pipeline(self) -> list[tuple[str, int, int]]:
        """Key, chance and days allowed, in order."""
        own = sorted((one for one in self.stages if not one.deleted), key=lambda one: (one.position, one.id))
        return [(one.key, one.probability, one.rotting_days) for one in own] or list(GENERALLY)

    def place(self, stage: str) -> int:
        """How far along a stage is; one that is no more is nowhere."""
        keys = [key for key, _, _ in self.pipeline]
        return keys.index(stage) if stage in keys else -1

    # what stood when

    def open_now(self) -> list[Deal]:
        return [one for one in self.deals if one.state == "open" and one.owner_id in self.people]

    def history(self, deal: Deal) -> list[DealMove]:
        mine = [one for one in self.moves if one.deal_id == deal.id and not one.deleted]
        return sorted(mine, key=lambda one: one.id)

    def open_then(self, is_before: Callable[[DealMove], bool]) -> list[DealMove]:
        newest = []
        for deal in self.deals:
            known = [one for one in self.history(deal) if is_before(one)]
            if deal.state != "deleted" and known:
                newest.append(known[-1])
        return [one for one in newest if one.state == "open" and one.owner_id in self.people]

    def open_as_days_began(self, days: Days) -> list[DealMove]:
        return self.open_then(lambda one: self.day(one.at) < days[0])

    def open_as_days_ended(self, days: Days) -> list[DealMove]:
        return self.open_then(lambda one: self.day(one.at) <= days[1])

    # pipeline and forecast

    def chance(self, deal: Deal) -> int:
        if deal.probability is not None:
            return deal.probability
        return next((percent for key, percent, _ in self.pipeline if key == deal.stage), 0)

    def by_stage(self, days: Days | None) -> dict[str, Three]:
        """Of now, or as those days ended; the workspace's stages even when empty."""
        found: dict[str, Three] = {key: (0, Decimal(), Decimal()) for key, _, _ in self.pipeline}
        for stage, amount, chance in self._standing(days):
            deals, value, weighted = found.get(stage, (0, Decimal(), Decimal()))
            found[stage] = (deals + 1, value + amount, weighted + amount * chance / 100)
        return found

    def _standing(self, days: Days | None) -> list[tuple[str, Decimal, int]]:
        if days is None:
            return [(one.stage, one.amount or Decimal(), self.chance(one)) for one in self.open_now()]
        then = self.open_as_days_ended(days)
        return [(one.stage, one.amount or Decimal(), one.probability) for one in then]

    def due(self, days: Days) -> Three:
        """Open now and expected to close on those days."""
        rows = [
            one for one in self.open_now() if one.expected_close and days[0] <= one.expected_close <= days[1]
        ]
        value = sum((one.amount or Decimal() for one in rows), Decimal())
        weighted = sum(((one.amount or Decimal()) * self.chance(one) / 100 for one in rows), Decimal())
        return len(rows), value, weighted

    def foreseen(self, days: Days) -> Decimal:
        """Weighted, as the days began."""
        then = self.open_as_days_began(days)
        rows = [one for one in then if one.expected_close and days[0] <= one.expected_close <= days[1]]
        return sum(((one.amount or Decimal()) * one.probability / 100 for one in rows), Decimal())

    # won and lost

    def ended(self, state: str, days: Days) -> list[Deal]:
        theirs = (one for one in self.deals if one.owner_id in self.people and one.state == state)
        return [one for one in theirs if self.is_in(one.closed_at, days)]

    def baht(self, deals: Iterable[Deal]) -> Decimal:
        return sum((one.amount or Decimal() for one in deals), Decimal())

    def reasons(self, days: Days) -> dict[str | None, tuple[int, Decimal]]:
        lost = self.ended("lost", days)
        whys = {one.lost_reason for one in lost}
        alike = {why: [one for one in lost if one.lost_reason == why] for why in whys}
        return {why: (len(some), self.baht(some)) for why, some in alike.items()}

    def cycle(self, days: Days) -> Decimal | None:
        took = [
            (self.day(one.closed_at or one.created_at) - self.day(one.created_at)).days
            for one in self.ended("won", days)
        ]
        took.sort()
        if not took:
            return None
        middle = len(took) // 2
        return Decimal(took[middle]) if len(took) % 2 else Decimal(took[middle - 1] + took[middle]) / 2

    def velocity(self, days: Days) -> Decimal | None:
        won, lost, cycle = self.ended("won", days), self.ended("lost", days), self.cycle(days)
        if not won or cycle is None:
            return None
        standing = self.open_now() if days[1] >= self.today else self.open_as_days_ended(days)
        rate = Decimal(len(won)) / (len(won) + len(lost))
        return len(standing) * rate * (self.baht(won) / len(won)) / max(cycle, Decimal(1))

    # cohorts and changes

    def cohort(self, stage: str, days: Days) -> tuple[int, int, int, int]:
        """Entered, went on, won, lost."""
        cohort = []
        for deal in self.deals:
            stays = [one for one in self.history(deal) if one.state == "open"]
            here = [one for one in stays if one.stage == stage]
            mine = deal.state != "deleted" and deal.owner_id in self.people
            first = min((one.at for one in here), default=None)
            if mine and first is not None and self.is_in(first, days):
                later = [
                    one for one in stays if self.place(one.stage) > self.place(stage) and one.at >= first
                ]
                cohort.append((deal.state, bool(later) or deal.state == "won"))
        states = [state for state, _ in cohort]
        return (
            len(cohort),
            sum(on for _, on in cohort),
            states.count(_state("won")),
            states.count(_state("lost")),
        )

    def changed(self, days: Days) -> dict[str, tuple[int, Decimal]]:
        """Added, moved on and put off: different deals, and their amounts after the last such move."""
        found: dict[str, dict[int, Decimal]] = {"added": {}, "moved_on": {}, "put_off": {}}
        for deal in self.deals:
            history = self.history(deal) if deal.state != "deleted" else []
            for before, after in zip([None, *history], history, strict=False):
                if not self.is_in(after.at, days) or after.owner_id not in self.people:
                    continue
                for name in self._what(before, after):
                    found[name][deal.id] = after.amount or Decimal()
        return {name: (len(some), sum(some.values(), Decimal())) for name, some in found.items()}

    def _what(self, before: DealMove | None, after: DealMove) -> list[str]:
        if before is None:
            return ["added"]
        if after.state != "open":
            return []
        onward = self.place(before.stage) >= 0 and self.place(after.stage) > self.place(before.stage)
        was, now = before.expected_close, after.expected_close
        later = was is not None and now is not None and now > was
        return ["moved_on"] * onward + ["put_off"] * later

    # what needs an eye

    def worried(self, worry: str) -> tuple[int, Decimal]:
        rows = [one for one in self.open_now() if self._is(worry, one)]
        return len(rows), self.baht(rows)

    def _is(self, worry: str, deal: Deal) -> bool:
        rests = deal.rests_until is not None and deal.rests_until > self.today
        if worry == "resting" or rests:
            return rests and worry == "resting"
        stood = (self.today - self.day(deal.stage_since)).days
        allowed = next((days for key, _, days in self.pipeline if key == deal.stage), None)
        return {
            "slipping": deal.close_moved > 2,
            "rotting": allowed is not None and stood > allowed,
            "overdue": deal.expected_close is not None and deal.expected_close < self.today,
            "undated": deal.expected_close is None,
        }[worry]

    def neglected(self, days: int) -> set[int]:
        found = set()
        for one in self.customers:
            rests = one.rests_until is not None and one.rests_until > self.today
            spoken = [
                row.occurred_at for row in self.activities if row.customer_id == one.id and _reaches(row)
            ]
            spoken += [row.occurred_at for row in self.purchases if row.customer_id == one.id and _told(row)]
            since = max(spoken, default=one.created_at)
            waited = (self.today - self.day(since)).days
            if one.owner_id in self.people and not one.deleted and not rests and waited >= days:
                found.add(one.id)
        return found

    # people

    def won_by(self, member: int, days: Days) -> Decimal:
        deals = self.baht(one for one in self.ended("won", days) if one.owner_id == member)
        won = {one.id for one in self.deals if one.state == "won"}
        sold = (one for one in self.purchases if one.member_id == member and one.deal_id not in won)
        stands = [one.amount for one in sold if not one.deleted and self.is_in(one.occurred_at, days)]
        return deals + sum(stands, Decimal())

    def worked(self, member: int, days: Days) -> tuple[int, int]:
        """Entries, and different customers spoken with."""
        mine = [
            one
            for one in self.activities
            if one.member_id == member and not one.deleted and self.is_in(one.occurred_at, days)
        ]
        return len(mine), len({one.customer_id for one in mine if _reaches(one)})

    def aim(self, member: int, measure: str, months: Iterable[date]) -> Decimal | None:
        """The newest of each month, added up."""
        found = []
        for month in months:
            known = [
                one
                for one in self.targets
                if (one.member_id, one.measure, one.month, one.deleted) == (member, measure, month, False)
            ]
            found += [max(known, key=lambda one: one.id).value] if known else []
        return sum(found, Decimal()) if found else None

    def punctual(self, member: int, days: Days) -> tuple[int, int, int]:
        """Kept, late, missed."""
        mine = [
            str(one.punctual)
            for one in self.promises
            if one.owner_id == member and one.state != "deleted" and days[0] <= one.due_on <= days[1]
        ]
        return mine.count("kept"), mine.count("late"), mine.count("missed")


def _reaches(row: Activity) -> bool:
    return not row.deleted and row.channel != "note" and row.outcome == "reached"


def _told(row: Purchase) -> bool:
    """Whoever tells of an order has spoken with the customer; a till, a file and a return are no contact."""
    return not row.deleted and row.returns_id is None and row.source == "chat"


def _state(name: str) -> Any:
    return name


def month_firsts(days: Days) -> list[date]:
    """The first days of the months that the days are made of; none if they are not whole months."""
    firsts, day = [], days[0]
    while day <= days[1]:
        if day.day == 1:
            firsts.append(day)
        day += timedelta(days=1)
    is_whole = days[0].day == 1 and day.day == 1
    return (
        firsts
        if is_whole and (len(firsts) == 1 or (len(firsts) == 3 and days[0].month in (1, 4, 7, 10)))
        else []
    )
