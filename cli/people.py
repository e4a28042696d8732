"""`invite`: a code that makes its sender a member."""

from __future__ import annotations

from datetime import timedelta

import click
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.program import program, writing
from models import founding
from models.member import Role, Team
from models.workspace import Workspace

LIFE = timedelta(days=7)


@click.command()
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option(
    "--team", default="", metavar="NAME", help="The team to come into; made if there is none so named."
)
@click.option(
    "--name", default="", metavar="NAME", help="What the person is called, instead of the LINE name."
)
@with_appcontext
def invite(role: str, team: str, name: str) -> None:
    """Make a code for one person, good for 7 days; it is the last line printed.

    The person sends `join CODE` or `เข้าร่วม CODE` to the team's LINE account.
    """
    with writing() as session:
        workspace = session.scalars(select(Workspace).order_by(Workspace.id)).first()
        if workspace is None:
            raise click.ClickException("There is no workspace yet. Run: flask --app app db upgrade")
        into = _team(session, workspace, team) if team else None
        made = founding.invite_to(
            session, workspace, Role(role), program().clock.now(), LIFE, team=into, name=name
        )
        code = made.code
    click.echo(f"Send this to the team's LINE account within 7 days: join {code}")
    click.echo(code)


def _team(session: Session, workspace: Workspace, name: str) -> Team:
    team = session.scalar(select(Team).where(Team.workspace_id == workspace.id, Team.name == name))
    if team is None:
        team = Team(workspace_id=workspace.id, name=name)
        session.add(team)
        session.flush()
        click.echo(f"Made the team {name}.")
    return team
