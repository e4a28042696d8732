"""`import purchases FILE`: what was sold, from a sheet; `import undo-purchases RUN` takes it back."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.sql import Select

from bot.sheets.purchases import PurchaseRows, names_of
from bot.sheets.reading import PURCHASES, Row, read
from bot.sheets.refusal import Problem, Refused
from bot.sheets.sold import WRITTEN
from bot.tills import Recorded, Report, Till
from cli.companies import COMPANY, company_called
from cli.importing import ENGLISH, LARGEST, PROBLEMS, refuse_large, why
from cli.program import program, reading, writing
from models import statistics
from models.changes import Author, Change, written_by
from models.customer import Customer
from models.purchase import PurchaseSource
from models.undo import take_back
from models.workspace import Workspace
from scheduler.importing import LARGE

CHUNK = 200
"""Rows a transaction: whoever writes a line meanwhile hardly waits."""
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@COMPANY
@with_appcontext
def purchases(file: Path, company: str | None) -> None:
    """Add the purchases of a CSV or Excel file: date, amount, phone or name, item, quantity, unit, code, key.

    A row whose key came before, or without a key the very same words, is left alone: a file may come twice.
    """
    refuse_large(file)
    run, counts = secrets.token_hex(4), Counter[str]()
    with reading() as session:
        workspace = company_called(session, company)
        rows = PurchaseRows(
            program().clock.now(), workspace.zone, names_of(session, _customers_of(workspace))
        )
    try:
        for reports in _in_chunks(
            _reports(rows, read(file.read_bytes(), LARGEST, (PURCHASES,)).rows, counts)
        ):
            _store(workspace, run, reports, counts)
    except Refused as refusal:
        raise click.ClickException(why(refusal)) from refusal
    if counts["added"] >= LARGE:
        statistics.measure(program().database.engine, WRITTEN)
    click.echo(f"{counts['added']} added, {counts['known']} there already, {counts['problems']} left out")
    if counts["added"]:
        click.echo(f"To take them out again: flask --app app import undo-purchases {run}", err=True)


@click.command("undo-purchases")
@click.argument("run")
@COMPANY
@with_appcontext
def undo_purchases(run: str, company: str | None) -> None:
    """Take out again what one import of purchases brought in, but for what was brought back since."""
    event, taken = _event(run), 0
    with reading() as session:
        workspace = company_called(session, company)
    while count := _take_out(workspace, event):
        taken += count
    if not taken:
        raise click.BadParameter(f"there is no import {run} to take back", param_hint="RUN")
    click.echo(f"{taken} taken out")


def _reports(rows: PurchaseRows, lines: Iterable[Row], counts: Counter[str]) -> Iterator[Report]:
    """The rows that can be used; the others are told, the first of them by their row."""
    for line in lines:
        try:
            yield rows.report(line)
        except Problem as problem:
            counts["problems"] += 1
            if counts["problems"] <= PROBLEMS:
                told = ENGLISH(f"sheets.problem_{problem.reason}", said=problem.said)
                click.echo(ENGLISH("sheets.row_problem", row=line.number, problem=told), err=True)


def _store(workspace: Workspace, run: str, reports: list[Report], counts: Counter[str]) -> None:
    now = program().clock.now()
    with writing() as session, written_by(Author(_event(run), None, now)):
        till = Till(session=session, workspace_id=workspace.id, now=now, source=PurchaseSource.IMPORT)
        for report in reports:
            try:
                till.take(report)
                counts["added"] += 1
            except Recorded:
                counts["known"] += 1


def _take_out(workspace: Workspace, event: str) -> int:
    """The next so many; returns how many."""
    now = program().clock.now()
    with writing() as session, written_by(Author(f"undo {event}", None, now)):
        changes = session.scalars(Change.of_event(workspace.id, event).limit(CHUNK)).all()
        take_back(session, changes, by=f"undo {event}")
        return len(changes)


def _customers_of(workspace: Workspace) -> Select[Customer]:
    return select(Customer).where(Customer.workspace_id == workspace.id, Customer.deleted.is_(False))


def _event(run: str) -> str:
    """What the history calls this import."""
    return f"purchases:{run}"[:64]


def _in_chunks(reports: Iterator[Report]) -> Iterator[list[Report]]:
    while chunk := list(islice(reports, CHUNK)):
        yield chunk
