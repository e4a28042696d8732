"""The people of the company, their teams, and the codes that let them in."""

from __future__ import annotations

import enum
from datetime import date, datetime, time, timedelta

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref, literal
from models.changes import Audited
from models.whole import Asked
from models.workspace import Workspace


class Role(enum.StrEnum):
    """What a member may do. An owner may all a manager may, a manager all a rep may."""

    REP = "rep"
    MANAGER = "manager"
    OWNER = "owner"

    def may_act_as(self, needed: Role) -> bool:
        order = list(Role)
        return order.index(self) >= order.index(needed)


class MemberState(enum.StrEnum):
    WAITING = "waiting"
    ACTIVE = "active"
    REMOVED = "removed"


class Team(Base):
    """Reps who are led together."""

    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    name: Mapped[str] = mapped_column(String(80))


class Member(Base, Audited):
    """Someone of the team, known by a LINE user id."""

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("workspace_id", "user_id"),
        Index(None, "user_id"),
        Index(None, "plan_at"),
        Index(
            "ix_members_waiting",
            "joined_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    team_id: Mapped[Ref] = mapped_column(ForeignKey("teams.id"))
    user_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[Role] = mapped_column(default=Role.REP)
    state: Mapped[MemberState] = mapped_column(default=MemberState.ACTIVE)
    language: Mapped[str] = mapped_column(String(5), default="th")
    plan_at: Mapped[time] = mapped_column(default=time(8))
    remind_minutes: Mapped[int] = mapped_column(default=60)
    """How long before an appointment its brief comes: 30, 60 or 120 minutes."""
    quiet_from: Mapped[time] = mapped_column(default=time(20))
    quiet_until: Mapped[time] = mapped_column(default=time(7))
    invited_by_id: Mapped[int | None]
    """Whose team link was used: that person lets the newcomer in."""
    vouched_at: Mapped[datetime | None]
    """When whoever invited was asked to let this newcomer in."""
    joined_at: Mapped[datetime]

    @property
    def is_active(self) -> bool:
        return self.state is MemberState.ACTIVE

    @property
    def is_manager(self) -> bool:
        return self.role.may_act_as(Role.MANAGER)

    @property
    def remind_before(self) -> timedelta:
        return timedelta(minutes=self.remind_minutes)

    def is_quiet_at(self, clock: time) -> bool:
        """Is this a time of day when only what the person set to the minute may disturb?"""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= clock < self.quiet_until
        return clock >= self.quiet_from or clock < self.quiet_until

    def once_awake(self, moment: datetime) -> datetime:
        """That moment, or the end of the quiet hours it falls into; `moment` in the workspace's zone."""
        if not self.is_quiet_at(moment.time()):
            return moment
        end = datetime.combine(moment.date(), self.quiet_until, moment.tzinfo)
        return end if end > moment else end + timedelta(days=1)

    @classmethod
    def active(cls, workspace_id: int) -> Select[Member]:
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.state == literal(MemberState.ACTIVE))
            .order_by(cls.id)
        )

    @classmethod
    def active_in(cls, timezone: str) -> Select[Member]:
        """Of all companies in that time zone."""
        return (
            select(cls)
            .join(Workspace, Workspace.id == cls.workspace_id)
            .where(cls.state == literal(MemberState.ACTIVE), Workspace.timezone == timezone)
            .order_by(cls.id)
        )

    @classmethod
    def waiting(cls, workspace_id: int) -> Select[Member]:
        """Who came by a team link and has not been let in yet, in the order of coming."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.state == literal(MemberState.WAITING))
            .order_by(cls.joined_at, cls.id)
        )

    @classmethod
    def unasked(cls, before: datetime) -> Select[Member]:
        """Newcomers from before that moment about whom nobody has been asked yet."""
        return (
            select(cls)
            .where(
                cls.state == literal(MemberState.WAITING), cls.vouched_at.is_(None), cls.joined_at <= before
            )
            .order_by(cls.joined_at, cls.id)
        )

    @classmethod
    def waiting_for(cls, manager: Member) -> Select[Member]:
        """Newcomers who wait for this person: invited by him, or by nobody any more for an owner."""
        waiting = cls.waiting(manager.workspace_id)
        if manager.role is Role.OWNER:
            active = select(cls.id).where(
                cls.workspace_id == manager.workspace_id, cls.state == literal(MemberState.ACTIVE)
            )
            return waiting.where((cls.invited_by_id == manager.id) | cls.invited_by_id.not_in(active))
        return waiting.where(cls.invited_by_id == manager.id)

    @classmethod
    def by_user(cls, workspace_id: int, user_id: str) -> Select[Member]:
        return select(cls).where(cls.workspace_id == workspace_id, cls.user_id == user_id)

    @classmethod
    def colleagues_of(cls, member: Member) -> Select[Member]:
        """To whom this person may give work: the own team, for an owner anybody; never himself."""
        others = cls.active(member.workspace_id).where(cls.id != member.id)
        return others if member.role is Role.OWNER else others.where(cls.team_id == member.team_id)

    @classmethod
    def beside(cls, member: Member) -> Select[Member]:
        """The people of this person's own team, and the owners."""
        return cls.active(member.workspace_id).where(
            (cls.team_id == member.team_id) | (cls.role == Role.OWNER)
        )

    @classmethod
    def managers_over(cls, member: Member) -> Select[Member]:
        """Who hears about this person: the managers of the team and the owners."""
        return cls.active(member.workspace_id).where(
            (cls.role == Role.OWNER) | ((cls.role == Role.MANAGER) & (cls.team_id == member.team_id))
        )

    @classmethod
    def leaders_of(cls, workspace_id: int, team_id: int) -> Select[Member]:
        """The managers of a team, in the order of coming."""
        return cls.active(workspace_id).where(cls.role == Role.MANAGER, cls.team_id == team_id)

    @classmethod
    def owners(cls, workspace_id: int) -> Select[Member]:
        return cls.active(workspace_id).where(cls.role == Role.OWNER)


class Invite(Base):
    """A code that makes its sender a member; `uses_left` is null for a link shared with the whole team."""

    __tablename__ = "invites"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    team_id: Mapped[Ref] = mapped_column(ForeignKey("teams.id"))
    code: Mapped[str] = mapped_column(String(20))
    role: Mapped[Role]
    name: Mapped[str] = mapped_column(String(80), default="")
    uses_left: Mapped[int | None]
    needs_approval: Mapped[bool] = mapped_column(default=False)
    invited_by_id: Mapped[int | None]
    expires_at: Mapped[datetime]

    @classmethod
    def by_code(cls, code: str, now: datetime) -> Select[Invite]:
        return (
            select(cls)
            .where(cls.code == code, cls.expires_at > now)
            .where(cls.uses_left.is_(None) | (cls.uses_left > 0))
        )

    @classmethod
    def ever(cls, workspace_id: int, code: str) -> Select[Invite]:
        """A code of this workspace, used up and expired ones too."""
        return select(cls).where(cls.workspace_id == workspace_id, cls.code == code)

    @classmethod
    def shared_by(cls, inviter: Member, role: Role, now: datetime) -> Select[Invite]:
        """The team link this person is already sharing, so that there is one and not many."""
        return (
            select(cls)
            .where(cls.workspace_id == inviter.workspace_id, cls.invited_by_id == inviter.id)
            .where(cls.team_id == inviter.team_id, cls.role == role)
            .where(cls.needs_approval, cls.expires_at > now)
            .order_by(cls.expires_at.desc())
            .limit(1)
        )


class Leave(Base, Audited):
    """Days a member is away: no plan, no reminders, never "logged nothing"."""

    __tablename__ = "leaves"
    __table_args__ = (Index(None, "workspace_id", "member_id", "last"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    member_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    first: Mapped[date]
    last: Mapped[date]
    reason: Mapped[str] = mapped_column(String(20), default="")

    @classmethod
    def on(cls, workspace_id: int, day: date) -> Select[Leave]:
        return select(cls).where(cls.workspace_id == workspace_id, cls.first <= day, cls.last >= day)

    @classmethod
    def covers(cls, member: Member, day: date) -> Select[Leave]:
        """This person's leave on that day."""
        return cls.on(member.workspace_id, day).where(cls.member_id == member.id)

    @classmethod
    def of(cls, member: Member, first: date, last: date) -> Select[Leave]:
        """This person's leave that touches these days."""
        return (
            select(cls)
            .where(cls.workspace_id == member.workspace_id, cls.member_id == member.id)
            .where(cls.first <= last, cls.last >= first)
            .order_by(cls.first)
        )


WAITING = Asked(Member, Member.waiting)
LEAVES_ON = Asked(Leave, Leave.on)
