"""`export TABLE`: everything the company has, in the formats people open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from bot.sheets.tables import Rows, offered, records
from bot.sheets.writing import BOM, WRITERS
from cli.program import program, reading
from models.access import Access, belongs_to
from models.member import Member
from models.workspace import Workspace


@click.command()
@click.argument("table")
@click.option(
    "--format", "kind", type=click.Choice(["csv", "jsonl", "xlsx"]), default="csv", show_default=True
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file instead of the screen."
)
@click.option("--workspace", "company", metavar="NAME", help="Which company's, where there are several.")
@click.option("--as", "reader", metavar="NAME", help="Only what this member of the team may see.")
@with_appcontext
def export(table: str, kind: str, output: Path | None, company: str | None, reader: str | None) -> None:
    """Write a table, one record a line; a CSV file (--output) opens in Excel."""
    if table not in offered():
        raise click.BadParameter(
            f"there is no table {table}; there are {', '.join(offered())}", param_hint="TABLE"
        )
    with reading() as session:
        workspace = _company(session, company)
        rows = _rows(session, workspace, reader)
        zone = workspace.zone if workspace is not None else program().settings.timezone
        with _target(output) as target:
            if output is not None and kind == "csv":
                target.write(BOM.encode())
            WRITERS[kind](records(session, table, zone, rows), target)


def _company(session: Session, name: str | None) -> Workspace | None:
    """The only one, or the one named: no company's file may hold another's rows."""
    there = session.scalars(select(Workspace).order_by(Workspace.id)).all()
    found = [one for one in there if name in (None, one.name)]
    if name is not None and not found:
        raise click.BadParameter(f"there is no company {name}", param_hint="--workspace")
    if len(found) > 1:
        names = ", ".join(one.name for one in found)
        raise click.UsageError(f"There are several companies: name one with --workspace ({names}).")
    return found[0] if found else None


def _rows(session: Session, workspace: Workspace | None, reader: str | None) -> Rows:
    """The company's, or what one of its members may see by the rule that answers in the chat."""
    if workspace is None:
        return lambda _: true()
    if reader is None:
        return lambda table: belongs_to(table, workspace.id)
    return Access(_member(session, workspace, reader), team_reads=workspace.team_reads).reads


def _member(session: Session, workspace: Workspace, name: str) -> Member:
    found = session.scalars(Member.active(workspace.id).where(Member.name == name)).all()
    if len(found) != 1:
        who = "several people are" if found else "nobody in the team is"
        raise click.BadParameter(f"{who} called {name}", param_hint="--as")
    return found[0]


def _target(output: Path | None) -> Any:
    """The file, or the terminal's bytes."""
    return output.open("wb") if output is not None else click.open_file("-", "wb")
