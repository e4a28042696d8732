"""How far a person or a team has come in a month: sold, against the target, with the days that are left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import ROUND_UP, Decimal

from bot.context import Desk
from models import figures
from models.figures import Figures
from models.member import Member, Role
from models.period import Period
from models.sold import NOTHING, Sold, reached, sold_by
from models.target import TargetMeasure, Targets

DAY = timedelta(days=1)
KNOCKING_OFF = time(17)
"""From then on today is no day on which much more will be sold."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What was reached of a target; without one only what was reached."""

    done: Decimal
    target: Decimal | None
    days_left: int

    @property
    def percent(self) -> int:
        """Rounded down: 99.9 % is not reached."""
        return int(self.done * 100 / self.target) if self.target else 0

    @property
    def missing(self) -> Decimal:
        return max((self.target or Decimal()) - self.done, Decimal())

    @property
    def a_day(self) -> Decimal:
        """Whole baht a working day from now on."""
        return (self.missing / max(self.days_left, 1)).quantize(Decimal(1), ROUND_UP)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one person has come in each target that is set for a month."""

    member: Member
    targets: Mapping[TargetMeasure, Progress]

    @property
    def percent(self) -> int:
        """Of the baht to be sold; where none are asked for, of the target furthest from being reached."""
        baht = self.targets.get(TargetMeasure.WON)
        return baht.percent if baht else min(one.percent for one in self.targets.values())

    @property
    def is_behind(self) -> bool:
        return any(one.missing for one in self.targets.values())


def month_of(day: date) -> Period:
    """The whole month that a day is in."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - DAY)


def days_left(desk: Desk, month: Period) -> int:
    """Working days on which something can still be reached, today among them until five o'clock."""
    if month.last < desk.today:
        return 0
    first = desk.today if desk.now.time() < KNOCKING_OFF else desk.today + DAY
    return desk.calendar.working_days_between(max(first, month.first), month.last)


def targets_of(desk: Desk, month: Period) -> Targets:
    return Targets.read(desk.session, desk.workspace.id, month.first)


def sold(desk: Desk, member_ids: Sequence[int], period: Period) -> dict[int, Sold]:
    """What each of these people sold in a period."""
    return sold_by(desk.session, desk.workspace.id, member_ids, *desk.workspace.bounds(period))


def sold_together(desk: Desk, member_ids: Sequence[int], period: Period) -> Sold:
    return sum(sold(desk, member_ids, period).values(), NOTHING)


def progress_together(desk: Desk, member_ids: Sequence[int], month: Period) -> Progress:
    """The reader's people together, against the target of the team or, for an owner, of the company."""
    target = team_target(desk, targets_of(desk, month), member_ids)
    return Progress(sold_together(desk, member_ids, month).total, target, days_left(desk, month))


def team_target(
    desk: Desk, targets: Targets, member_ids: Sequence[int], only: int | None = None
) -> Decimal | None:
    """The one that was set, for the team `only` if one is asked for; else what the people's own come to."""
    own = None if desk.member.role is Role.OWNER else desk.member.team_id
    of_team = targets.of_team(own if only is None else only)
    return of_team if of_team is not None else targets.of_people(member_ids)


def did_in(desk: Desk, member_id: int, month: Period) -> Figures:
    """What one person did in a month."""
    return figures.by_member(desk.session, desk.workspace, [member_id], month).get(member_id, Figures())


def reach_of(desk: Desk, people: Sequence[Member], month: Period) -> list[Reach]:
    """How far each of these people has come, who is furthest behind first; nothing of who has no target."""
    ids, targets, left = [one.id for one in people], targets_of(desk, month), days_left(desk, month)
    baht, did = sold(desk, ids, month), figures.by_member(desk.session, desk.workspace, ids, month)

    def progress(member_id: int, measure: TargetMeasure, value: Decimal) -> Progress:
        sales = baht.get(member_id, NOTHING).total
        return Progress(reached(measure, did.get(member_id, Figures()), sales), value, left)

    found = (
        Reach(one, {each: progress(one.id, each, value) for each, value in targets.all_of(one.id).items()})
        for one in people
    )
    return sorted((one for one in found if one.targets), key=lambda one: (not one.is_behind, one.percent))
