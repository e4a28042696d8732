"""A leave: its days, the appointments in it, and the day one is back."""

from __future__ import annotations

from datetime import date, timedelta

from bot.context import Desk
from bot.dates import Settled
from bot.plans import is_away, plan_for
from bot.promises import move
from models.followup import FollowUp
from models.member import Leave, Member, Role

DAY = timedelta(days=1)


def note_leave(desk: Desk, first: date, last: date, reason: str) -> None:
    """The reader is away these days; said twice it is kept once."""
    known = desk.session.scalars(Leave.of(desk.member, first, last))
    if any(one.first <= first and one.last >= last for one in known):
        return
    leave = Leave(
        workspace_id=desk.workspace.id, member_id=desk.member.id, first=first, last=last, reason=reason
    )
    desk.session.add(leave)
    desk.session.flush()
    _make_way(desk, first, last)


def _make_way(desk: Desk, first: date, last: date) -> None:
    """Rounds that Jod has planned for these days wait until the reader is back; promises are the reader's."""
    planned = FollowUp.open_of(desk.workspace.id, [desk.member.id]).where(
        FollowUp.due_on.between(first, last), FollowUp.round.is_not(None)
    )
    for one in desk.session.scalars(planned).all():
        one.set_due(back_on(desk, last), None, None)


def meetings_in(desk: Desk, first: date, last: date) -> tuple[FollowUp, ...]:
    """The reader's appointments of these days that are still ahead."""
    plan = plan_for(desk, first, last)
    return tuple(one for one in plan.appointments if one.due_at is None or one.due_at > desk.now)


def back_on(desk: Desk, last: date) -> date:
    """The first working day after `last`, not before tomorrow, on which the reader is there."""
    day = desk.calendar.next_working(max(last, desk.today) + DAY)
    while is_away(desk, day):
        day = desk.calendar.next_working(day + DAY)
    return day


def move_meetings(desk: Desk, first: date, last: date) -> list[FollowUp]:
    """Put these days' appointments, at their times, on the day the reader is back."""
    day, moved = back_on(desk, last), list(meetings_in(desk, first, last))
    for one in moved:
        at = desk.at(day, desk.local(one.due_at).timetz().replace(tzinfo=None)) if one.due_at else None
        move(desk, one, Settled(day, at, one.part, ""))
    return moved


def who_hears(desk: Desk) -> Member | None:
    """The manager whose evening summary tells of the leave; the owner where there is none."""
    leading = [one for one in desk.session.scalars(Member.managers_over(desk.member)) if one != desk.member]
    return next((one for one in leading if one.role is Role.MANAGER), next(iter(leading), None))


def stand_ins(desk: Desk, first: date, last: date) -> list[Member]:
    """Colleagues of the team who are there on those days."""
    colleagues = Member.colleagues_of(desk.member).where(
        Member.team_id == desk.member.team_id, Member.role == Role.REP
    )
    return [
        one
        for one in desk.session.scalars(colleagues)
        if desk.session.scalar(Leave.of(one, first, last).limit(1)) is None
    ]
