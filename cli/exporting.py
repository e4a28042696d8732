"""`export TABLE`: everything the company has, in the formats people open."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask.cli import with_appcontext
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from cli.program import program, reading
from cli.tables import Record, Rows, offered, records
from models.access import Access, belongs_to
from models.member import Member
from models.workspace import Workspace

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is run as a formula by a sheet that opens a CSV."""
CELL_LIMIT = 32_767
BOM = "\ufeff"
"""Without it Excel reads Thai in a CSV as noise."""


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


def write_jsonl(rows: Iterator[Record], target: BinaryIO) -> None:
    """One JSON object a line, Thai as Thai."""
    target.writelines(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def write_csv(rows: Iterator[Record], target: BinaryIO) -> None:
    """Comma separated, in UTF-8; no cell runs as a formula."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    sheet = csv.writer(text)
    for line in _lines(rows):
        sheet.writerow([_harmless(cell) for cell in line])
    text.detach()


def write_xlsx(rows: Iterator[Record], target: BinaryIO) -> None:
    """An Excel file; every text stays a text."""
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    book = Workbook(target, options)
    sheet = book.add_worksheet()
    for at, line in enumerate(_lines(rows)):
        sheet.write_row(at, 0, [cell[:CELL_LIMIT] if isinstance(cell, str) else cell for cell in line])
    book.close()


WRITERS = {"csv": write_csv, "jsonl": write_jsonl, "xlsx": write_xlsx}


def _lines(rows: Iterator[Record]) -> Iterator[list[Any]]:
    """The names of the columns, then the rows."""
    first = next(rows, None)
    if first is None:
        return
    yield list(first)
    for row in chain([first], rows):
        yield [_cell(value) for value in row.values()]


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


def _harmless(cell: Any) -> Any:
    """An apostrophe before what would be a formula: the sheet shows the text and runs nothing."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
