"""`import customers FILE`: a list of customers from a sheet; `import undo NUMBER` takes it back."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from bot.sheets.refusal import Refused
from bot.texts import Words
from cli.companies import COMPANY, company_called
from cli.program import plainly, program, reading, writing
from models.importing import Import, ImportRow, ImportState, RowState
from models.member import Member
from models.workspace import Workspace
from scheduler.importing import LEASE, Importing

LARGEST = 50 * 1024 * 1024
"""Bytes; a CSV file of a hundred thousand customers needs about as much."""
PROBLEMS = 1_000
"""So many are printed."""
ENGLISH = Words("en")


@click.group("import", cls=AppGroup)
def imports() -> None:
    """Bring in what there is."""


@imports.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--owner", default="", metavar="NAME", help="Whose customers they are, where the sheet does not say."
)
@COMPANY
def customers(file: Path, owner: str, company: str | None) -> None:
    """Add the customers of a CSV or Excel file; who is there already is left alone."""
    refuse_large(file)
    with writing() as session:
        job = _begun(session, file, _owner(session, company_called(session, company), owner))
    with plainly():
        try:
            _importing().bring_in(job, file.read_bytes(), LARGEST)
        except Refused as refusal:
            _importing().refuse(job, refusal)
            raise click.ClickException(why(refusal)) from refusal
    _tell(job.id)


@imports.command()
@click.argument("number", type=int)
def undo(number: int) -> None:
    """Take out again what an import brought in, but for customers that somebody has worked with."""
    with writing() as session:
        job = session.get(Import, number)
        if job is None or job.state is not ImportState.DONE:
            raise click.BadParameter(f"there is no import {number} to take back", param_hint="NUMBER")
        job.confirmed = False
        _lease(job)
    with plainly():
        _importing().take_back(job)
    with reading() as session:
        job = session.get_one(Import, number)
        click.echo(f"{job.customers - job.kept} taken out, {job.kept} stay: somebody has worked with them")


def refuse_large(file: Path) -> None:
    if file.stat().st_size > LARGEST:
        raise click.ClickException(why(Refused("too_large")))


def _owner(session: Session, workspace: Workspace, name: str) -> Member:
    """Whoever is named, else the one in the team who may most: only an owner may give to all."""
    team = session.scalars(Member.active(workspace.id)).all()
    if not team:
        raise click.ClickException("Somebody has to be in the team first: customers belong to a member.")
    if not name:
        return max(team, key=lambda one: one.is_manager)
    found = [one for one in team if one.name.casefold() == name.casefold()]
    if len(found) != 1:
        who = "several people are" if found else "nobody in the team is"
        raise click.BadParameter(f"{who} called {name}", param_hint="--owner")
    return found[0]


def _begun(session: Session, file: Path, owner: Member) -> Import:
    job = Import(
        workspace_id=owner.workspace_id,
        member_id=owner.id,
        name=file.name[:200],
        confirmed=True,
        state=ImportState.READING,
        created_at=program().clock.now(),
    )
    session.add(job)
    session.flush()
    _lease(job)
    return job


def _lease(job: Import) -> None:
    """Ours, and not the worker's, while we are at it."""
    job.lease_owner, job.lease_until = _importing().name, program().clock.machine() + LEASE


def _importing() -> Importing:
    return Importing(program().database, program().clock, "the command line")


def _tell(number: int) -> None:
    with reading() as session:
        job = session.get_one(Import, number)
        for row in session.scalars(ImportRow.of(number, RowState.PROBLEM).limit(PROBLEMS)):
            said = ENGLISH(f"sheets.problem_{row.problem}", said=row.said)
            click.echo(ENGLISH("sheets.row_problem", row=row.number, problem=said), err=True)
        if job.unused:
            click.echo(f"not used: {', '.join(job.unused)}", err=True)
    click.echo(f"{job.customers} added, {job.known} there already, {job.problems} left out")
    click.echo(f"To take them out again: flask --app app import undo {number}", err=True)


def why(refusal: Refused) -> str:
    why = ENGLISH(f"sheets.refused_{refusal.reason}")
    return why if refusal.row is None else ENGLISH("sheets.refused_in_row", why=why, row=refusal.row)
