"""`db upgrade`: the tables, and the first rows. `db backup`: a copy of the file. `db recount`: figures."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from cli.program import plainly, program
from models import disk, recounting, schema
from models.workspace import Workspace


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


@db.command()
def recount() -> None:
    """Work out figures and last contacts anew from what is logged, after rows were changed by hand."""
    with plainly(), program().database.write() as session:
        for company in session.scalars(select(Workspace)):
            recounting.recount(session, company)
    click.echo("The figures are what is logged.")


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy a SQLite database into FILE while everything runs. PostgreSQL has `pg_dump` for that."""
    with plainly():
        source = schema.file_of(program().database.engine)
        schema.check(program().database.engine)
    if source is None:
        raise click.ClickException(
            "This is PostgreSQL. Run: pg_dump --format=custom --file=FILE DATABASE_URL"
        )
    try:
        disk.copy(source, file)
    except OSError as error:
        raise click.ClickException(f"The copy cannot be written: {error}") from error
    click.echo(f"{file}: {file.stat().st_size:,} bytes")
