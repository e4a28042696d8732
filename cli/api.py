"""`api token|tokens|revoke`: what lets a till or a web shop report purchases."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from cli.companies import COMPANY, company_called
from cli.program import program, reading, writing
from models.api_token import ApiToken, digest_of, new_token
from models.workspace import Workspace

LONGEST = 60


@click.group(cls=AppGroup)
def api() -> None:
    """Tills and web shops that report purchases to POST /api/purchases."""


@api.command()
@click.argument("name")
@COMPANY
def token(name: str, company: str | None) -> None:
    """Make a token for one till; it is the last line printed, and is shown this once."""
    if not 0 < len(name) <= LONGEST:
        raise click.BadParameter(f"1 to {LONGEST} letters, please", param_hint="NAME")
    made = new_token()
    with writing() as session:
        workspace = company_called(session, company)
        if _called(session, workspace, name) is not None:
            raise click.BadParameter(f"{name} has a token; revoke that one first", param_hint="NAME")
        session.add(
            ApiToken(
                workspace_id=workspace.id,
                name=name,
                digest=digest_of(made),
                created_at=program().clock.now(),
            )
        )
    click.echo(f"{name} sends this as `Authorization: Bearer TOKEN`. Keep it: it cannot be shown again.")
    click.echo(made)


@api.command()
@COMPANY
def tokens(company: str | None) -> None:
    """Who may report: the name of each token, and since when."""
    with reading() as session:
        for one in session.scalars(ApiToken.good(company_called(session, company).id)):
            click.echo(f"{one.name}\t{one.created_at:%Y-%m-%d}")


@api.command()
@click.argument("name")
@COMPANY
def revoke(name: str, company: str | None) -> None:
    """From now on this token lets nobody in."""
    with writing() as session:
        found = _called(session, company_called(session, company), name)
        if found is None:
            raise click.BadParameter(f"no token is called {name}", param_hint="NAME")
        found.revoked_at = program().clock.now()
    click.echo(f"{name} is let in no more")


def _called(session: Session, workspace: Workspace, name: str) -> ApiToken | None:
    return session.scalar(ApiToken.good(workspace.id).where(ApiToken.name == name))
