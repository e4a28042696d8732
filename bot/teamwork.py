"""What the cards about a team know of it: whom, what each one did, who is away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from sqlalchemy import select

from bot.context import Desk
from models import figures, pressing
from models.figures import Figures
from models.member import LEAVES_ON, Member, Role, Team
from models.period import Period
from models.promise import Owed
from models.purchase import Payment, Purchase

DAY_IS_OVER = time(17)
"""An appointment without a time has had its day by then."""
NOTHING = Figures()


@dataclass(frozen=True)
class Teamwork:
    """A team in a period, as the reader of a desk may see it."""

    period: Period
    people: Sequence[Member]
    """The reps, and whoever else logged something."""
    did: Mapping[int, Figures]
    away: frozenset[int]
    """Who was on leave through the whole period."""
    only: Team | None = None
    """The one team that was asked for by its name, of those the reader leads."""

    @property
    def only_id(self) -> int | None:
        return None if self.only is None else self.only.id

    def of(self, member: Member) -> Figures:
        return self.did.get(member.id, NOTHING)

    @cached_property
    def visits(self) -> int:
        return sum(self.of(one).visits for one in self.people)

    @cached_property
    def contacts(self) -> int:
        return sum(self.of(one).contacts for one in self.people)

    @cached_property
    def ids(self) -> list[int]:
        return [one.id for one in self.people]

    @cached_property
    def names(self) -> dict[int, str]:
        return {one.id: one.name for one in self.people}


def teamwork(desk: Desk, period: Period, only: Team | None = None) -> Teamwork:
    """The team of this reader: an owner sees everybody, a manager the own team, a rep himself.

    With `only` one of the teams that the reader leads.
    """
    led = desk.access.led(desk.session)
    seen = [one for one in led if only is None or one.team_id == only.id]
    did = figures.by_member(desk.session, desk.workspace, [one.id for one in seen], period)
    people = [one for one in seen if one.role is Role.REP or one.id in did or len(seen) == 1]
    return Teamwork(period, people, did, _away(desk, period), only)


def keepers(desk: Desk, team: Teamwork) -> list[int]:
    """For whose customers the reader answers, who have left too: all whom he leads, or that team's."""
    if team.only is None:
        return desk.access.answers_for(desk.session)
    return list(desk.session.scalars(desk.access.keepers().where(Member.team_id == team.only.id)))


def _away(desk: Desk, period: Period) -> frozenset[int]:
    leaves = LEAVES_ON.all(desk.session, desk.workspace.id, period.first)
    return frozenset(one.member_id for one in leaves if one.last >= period.last)


def silent(desk: Desk, team: Teamwork) -> list[Member]:
    """Who has logged nothing although it was work time: not on leave, not before joining, not on days off."""
    end = min(team.period.last, desk.today)
    if not desk.calendar.working_days_between(team.period.first, end):
        return []
    quiet = [
        one
        for one in team.people
        if one.role is Role.REP
        and one.id not in team.away
        and not team.of(one).logged
        and desk.local(one.joined_at).date() <= end
    ]
    sold = _told_of_money(desk, [one.id for one in quiet], team.period) if quiet else set()
    return [one for one in quiet if one.id not in sold]


def _told_of_money(desk: Desk, ids: Sequence[int], period: Period) -> set[int | None]:
    """Who of these told of an order or a payment: that is work too."""
    start, end = desk.workspace.bounds(period)
    tables: tuple[type[Purchase], type[Payment]] = (Purchase, Payment)
    told = [
        select(one.member_id)
        .where(one.workspace_id == desk.workspace.id, one.member_id.in_(ids))
        .where(one.occurred_at >= start, one.occurred_at < end, one.deleted.is_(False))
        for one in tables
    ]
    return {member_id for rows in told for member_id in desk.session.scalars(rows.distinct())}


def without_result(desk: Desk, team: Teamwork) -> list[Owed]:
    """Appointments of the period whose time has passed and that are still open.

    A period that goes on has those of today: earlier ones are overdue.
    """
    first = desk.today if team.period.holds(desk.today) else team.period.first
    last = min(team.period.last, desk.today)
    met = pressing.open_appointments(desk.session, desk.workspace.id, team.ids, first, last)
    return [one for one in met if has_passed(one, desk.now)]


def has_passed(owed: Owed, now: datetime) -> bool:
    if owed.due_at is not None:
        return owed.due_at < now
    return owed.due_on < now.date() or (owed.due_on == now.date() and now.time() >= DAY_IS_OVER)


def ahead(desk: Desk, member_ids: Sequence[int]) -> tuple[date, int, int]:
    """The next working day, and how many appointments and other follow-ups wait until its end."""
    tomorrow = date.fromordinal(desk.today.toordinal() + 1)
    next_day = desk.calendar.next_working(tomorrow)
    counts = figures.due_between(desk.session, desk.workspace.id, member_ids, tomorrow, next_day)
    return next_day, sum(one[0] for one in counts.values()), sum(one[1] for one in counts.values())
