"""Whose report it is and of which days: what every card of it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import Select, select

from bot.context import Context, Desk
from bot.intents.reports import Report, ReportList
from bot.language import MemberRef
from bot.names import member_of
from models.errors import NotAllowed, NotFound, NotYourTeam
from models.member import Member, Role, Team
from models.metrics.lengths import Length
from models.metrics.scope import Scope
from models.period import Period


class Asked(Protocol):
    """An intent that says whose figures it wants."""

    @property
    def rep(self) -> MemberRef | None: ...
    @property
    def team(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class View:
    """A report as its reader sees it: days, and one person, one team or all whom he leads."""

    scope: Scope
    period: Period
    rep: Member | None = None
    team: Team | None = None

    @property
    def length(self) -> Length | None:
        return Length.of(self.period)

    @property
    def is_over(self) -> bool:
        return self.period.last < self.scope.today

    def report(self, topic: str | None = None, period: Period | None = None) -> Report:
        """What opens a topic, or all, of these people."""
        days = period or self.period
        return Report(topic=topic, date_from=days.first, date_to=days.last, rep=self._ref, team=self._team)

    def behind(self, what: str, *, like: int | None = None) -> ReportList:
        """What opens the list behind a figure."""
        first, last = self.period.first, self.period.last
        return ReportList(what=what, date_from=first, date_to=last, rep=self._ref, team=self._team, like=like)

    @property
    def _ref(self) -> MemberRef | None:
        return None if self.rep is None else MemberRef("", self.rep.id)

    @property
    def _team(self) -> int | None:
        return None if self.team is None else self.team.id


def view_asked(ctx: Context, said: Asked, period: Period, *, mine: bool = False) -> View:
    """The view that was asked for; raises NotAllowed for people this reader does not lead."""
    team_led(ctx, said.team)
    rep = ctx.member if mine else _person(ctx, said.rep)
    team = None if rep is not None else _team_asked(ctx, said.team)
    return View(scope_of(ctx, rep, team), period, rep, team)


def team_led(desk: Desk, team_id: int | None) -> Team | None:
    """The team named, None without one; raises NotYourTeam for one that this reader does not lead."""
    if team_id is None:
        return None
    team = desk.session.scalar(teams_of(desk).where(Team.id == team_id)) if desk.member.is_manager else None
    if team is None:
        raise NotYourTeam
    return team


def own_view(desk: Desk, period: Period) -> View:
    """All whom the reader of this desk leads; a rep's own."""
    rep = None if desk.member.is_manager else desk.member
    team = None if rep is not None else _team_asked(desk, None)
    return View(scope_of(desk, rep, team), period, rep, team)


def _person(ctx: Context, ref: MemberRef | None) -> Member | None:
    if ctx.member.is_manager:
        return member_of(ctx, ref) if ref is not None else None
    if ref is not None and ref.id != ctx.member.id:
        raise NotAllowed
    return ctx.member


def _team_asked(desk: Desk, team_id: int | None) -> Team | None:
    """That team; of a manager who names none the own one, of an owner None: everybody."""
    if team_id is None and desk.member.role is Role.OWNER:
        return None
    wanted = desk.member.team_id if team_id is None else team_id
    team = desk.session.scalar(teams_of(desk).where(Team.id == wanted))
    if team is None:
        raise NotFound
    return team


def teams_of(desk: Desk) -> Select[Team]:
    """The teams this reader may look at: an owner all, a manager the own one."""
    here = select(Team).where(Team.workspace_id == desk.workspace.id)
    return here if desk.member.role is Role.OWNER else here.where(Team.id == desk.member.team_id)


def scope_of(desk: Desk, rep: Member | None, team: Team | None) -> Scope:
    """That person, that team or everybody; who has left too: what was won stays in the figures."""
    ids = [rep.id] if rep is not None else _ever_in(desk, team)
    return Scope(desk.workspace, tuple(ids), desk.today)


def _ever_in(desk: Desk, team: Team | None) -> Sequence[int]:
    people = select(Member.id).where(Member.workspace_id == desk.workspace.id).order_by(Member.id)
    return desk.session.scalars(people if team is None else people.where(Member.team_id == team.id)).all()


def report_period(desk: Desk, first: date | None, last: date | None) -> Period:
    """The days said; else this month."""
    begin = first or last
    if begin is None:
        return Length.MONTH.around(desk.today)
    return Period(begin, last if last is not None and last >= begin else begin)
