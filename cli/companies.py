"""Which company a command is about."""

from __future__ import annotations

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.workspace import Workspace

COMPANY = click.option(
    "--workspace", "company", metavar="NAME", help="Which company's, where there are several."
)


def company_called(session: Session, name: str | None) -> Workspace:
    """The one with that name; without a name the only one there is. Raises UsageError."""
    there = session.scalars(select(Workspace).order_by(Workspace.id)).all()
    found = [one for one in there if name in (None, one.name)]
    if not found:
        raise click.UsageError("There is no such company; `flask --app app db upgrade` makes the first one.")
    if len(found) > 1:
        names = ", ".join(one.name for one in found)
        raise click.UsageError(f"There are several companies: name one with --workspace ({names}).")
    return found[0]
