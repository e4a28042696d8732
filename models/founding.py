"""The first rows of a new installation: one workspace, its team, its channels, its owner's code."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import schema
from models.channel import Channel, ChannelKind
from models.member import Invite, Member, Role, Team
from models.workspace import Selling, Workspace

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No 0/O, 1/I/L: codes are read aloud and typed on phones."""
OWNER_CODE_LIFE = timedelta(days=30)
UNNAMED = "Jod"
"""What a company is called until somebody gives it its name."""


def found(session: Session, *, now: datetime, timezone: str, has_shop: bool) -> Workspace:
    """The first workspace with all it needs; returns it as it is when it is there already.

    Of two processes that start at once on a new database, one founds and the other finds.
    """
    schema.stand_alone(session)
    workspace = session.scalar(select(Workspace).order_by(Workspace.id).limit(1))
    if workspace is None:
        workspace = Workspace(name=UNNAMED, timezone=timezone, created_at=now, set_up_step="selling")
        session.add(workspace)
        session.flush()
        session.add(Team(workspace_id=workspace.id, name="ทีมขาย"))
    _channels(session, workspace, has_shop)
    return workspace


def _channels(session: Session, workspace: Workspace, has_shop: bool) -> None:
    """One account serves both sides until the shop has its own."""
    known = session.scalars(select(Channel).where(Channel.workspace_id == workspace.id)).all()
    staff = next((one for one in known if one.is_for_staff), None)
    if staff is None:
        staff = Channel(workspace_id=workspace.id, kind=ChannelKind.BOTH)
        session.add(staff)
    if not has_shop:
        return
    staff.kind = ChannelKind.STAFF
    if not any(one.kind is ChannelKind.SHOP for one in known):
        session.add(Channel(workspace_id=workspace.id, kind=ChannelKind.SHOP))


def owner_code(session: Session, workspace: Workspace, now: datetime) -> str | None:
    """The code that makes its sender the owner; None once there is an owner."""
    if session.scalar(Member.active(workspace.id).where(Member.role == Role.OWNER).limit(1)) is not None:
        return None
    valid = select(Invite).where(Invite.workspace_id == workspace.id, Invite.role == Role.OWNER)
    invite = session.scalar(valid.where(Invite.expires_at > now, Invite.uses_left > 0).limit(1))
    return (invite or invite_to(session, workspace, Role.OWNER, now, OWNER_CODE_LIFE)).code


def invite_to(
    session: Session,
    workspace: Workspace,
    role: Role,
    now: datetime,
    life: timedelta,
    *,
    team: Team | None = None,
    name: str = "",
) -> Invite:
    """A code for one person, in the workspace's first team unless another is named."""
    if team is None:
        team = session.scalars(
            select(Team).where(Team.workspace_id == workspace.id).order_by(Team.id)
        ).first()
    if team is None:
        raise LookupError("the workspace has no team")
    invite = Invite(
        workspace_id=workspace.id,
        team_id=team.id,
        code=new_code(),
        role=role,
        name=name,
        uses_left=1,
        expires_at=now + life,
    )
    session.add(invite)
    session.flush()
    return invite


def team_link(session: Session, inviter: Member, role: Role, until: datetime) -> Invite:
    """A code the whole team may use; each newcomer then waits for the inviter."""
    invite = Invite(
        workspace_id=inviter.workspace_id,
        team_id=inviter.team_id,
        code=new_code(),
        role=role,
        needs_approval=True,
        invited_by_id=inviter.id,
        expires_at=until,
    )
    session.add(invite)
    session.flush()
    return invite


def sell(session: Session, workspace: Workspace, selling: Selling) -> None:
    """How the company sells, and so who talks on its account: without a shop's own, both may."""
    workspace.selling = selling
    known = session.scalars(select(Channel).where(Channel.workspace_id == workspace.id)).all()
    if not any(one.kind is ChannelKind.SHOP for one in known):
        for channel in known:
            channel.kind = ChannelKind.STAFF if selling is Selling.B2B else ChannelKind.BOTH


def new_code() -> str:
    """Eight letters that nobody guesses: 31⁸ ≈ 8.5 × 10¹¹."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))
