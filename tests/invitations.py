"""Codes, as `flask invite` prints them and as `ชวนทีม` shares them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models import founding
from models.member import Invite, Role, Team
from tests.town import Town


def a_code(town: Town, role: Role = Role.REP, *, team: str = "", name: str = "", days: int = 7) -> str:
    """A code for one person."""
    with town.database() as session:
        workspace = town.workspace(session)
        into = session.scalar(select(Team).where(Team.name == team)) if team else None
        if team and into is None:
            into = Team(workspace_id=workspace.id, name=team)
            session.add(into)
        life = timedelta(days=days)
        return founding.invite_to(session, workspace, role, town.clock.now(), life, team=into, name=name).code


def team_code(town: Town) -> str:
    """The code of the one team link there is."""
    with town.database() as session:
        return session.scalars(select(Invite.code).where(Invite.needs_approval)).one()
