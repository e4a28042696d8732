"""`db upgrade`: the tables, and the first rows."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from cli.program import plainly, program


@click.group(cls=AppGroup)
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Bring the tables up to this version; on an empty database make the company and its owner's code."""
    with plainly():
        code = program().prepare()
    click.echo("The database is at this version.")
    if code is not None:
        click.echo(f"No owner yet. Send this to the LINE account to become the owner: join {code}")
