"""`import customers FILE`: a list of customers from a sheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.phones import e164
from cli.program import program, writing
from models.customer import BuyingRole, Contact, Customer, CustomerKind
from models.member import Member
from models.workspace import Workspace

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "customer", "company", "ชื่อ", "ชื่อลูกค้า", "ลูกค้า", "บริษัท", "ชื่อบริษัท"),
    "phone": ("phone", "tel", "mobile", "โทร", "เบอร์", "เบอร์โทร", "โทรศัพท์"),
    "owner": ("owner", "rep", "sales", "เซลส์", "เซลล์", "ผู้ดูแล", "พนักงานขาย"),
    "kind": ("kind", "type", "ประเภท"),
    "tax_id": ("tax_id", "tax id", "เลขผู้เสียภาษี", "เลขประจำตัวผู้เสียภาษี"),
    "address": ("address", "ที่อยู่"),
    "size": ("size", "ขนาด"),
    "contact": ("contact", "ผู้ติดต่อ", "ชื่อผู้ติดต่อ"),
    "contact_phone": ("contact_phone", "contact phone", "เบอร์ผู้ติดต่อ"),
    "contact_role": ("contact_role", "contact role", "ตำแหน่ง"),
}
"""How people head the columns."""
CONSUMER = {"b2c", "consumer", "บุคคล", "บุคคลธรรมดา", "หน้าร้าน"}
SHEET_LIMIT = 50 * 1024 * 1024
"""Bytes, unpacked; a hundred thousand customers need less."""
ENCODINGS = ("utf-8-sig", "cp874")
"""Excel in Thailand still saves CSV in the second."""
Row = dict[str, str]


@dataclass
class Outcome:
    """What became of the rows."""

    added: int = 0
    known: int = 0
    problems: list[str] = field(default_factory=list)


@click.group("import", cls=AppGroup)
def imports() -> None:
    """Bring in what there is."""


@imports.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--owner", default="", metavar="NAME", help="Whose customers they are, where the sheet does not say."
)
def customers(file: Path, owner: str) -> None:
    """Add the customers of a CSV or Excel file; who is there already by name is left alone."""
    rows = list(_rows(file))
    with writing() as session:
        outcome = bring_in(session, rows, owner)
    for problem in outcome.problems:
        click.echo(problem, err=True)
    click.echo(f"{outcome.added} added, {outcome.known} there already, {len(outcome.problems)} left out")


def bring_in(session: Session, rows: list[Row], owner: str) -> Outcome:
    """All good rows, in one transaction."""
    workspace = session.scalars(select(Workspace).order_by(Workspace.id)).first()
    members = session.scalars(select(Member).order_by(Member.id)).all()
    owners = {one.name.casefold(): one for one in members if one.is_active}
    if workspace is None or not owners:
        raise click.ClickException("Somebody has to be in the team first: customers belong to a member.")
    fallback = owners.get(owner.casefold()) if owner else max(owners.values(), key=lambda one: one.is_manager)
    if fallback is None:
        raise click.BadParameter(f"nobody in the team is called {owner}", param_hint="--owner")
    adding = _Adding(session, workspace, owners, fallback)
    for number, row in enumerate(rows, start=2):
        adding.add(number, row)
    return adding.outcome


class _Adding:
    """Adds row by row, and remembers what became of each."""

    def __init__(
        self, session: Session, workspace: Workspace, owners: Mapping[str, Member], fallback: Member
    ) -> None:
        self.session, self.workspace = session, workspace
        self.owners, self.fallback = owners, fallback
        self.outcome = Outcome()
        names = select(Customer.name).where(
            Customer.workspace_id == workspace.id, Customer.deleted.is_(False)
        )
        self.names = {name.casefold() for name in session.scalars(names)}
        self.version = workspace.touch_directory(session)

    def add(self, number: int, row: Row) -> None:
        name, owner = row.get("name", ""), row.get("owner", "")
        if not name:
            self.outcome.problems.append(f"line {number}: no name")
        elif owner and owner.casefold() not in self.owners:
            self.outcome.problems.append(f"line {number}: nobody in the team is called {owner}")
        elif name.casefold() in self.names:
            self.outcome.known += 1
        else:
            self.names.add(name.casefold())
            self._store(row, self.owners.get(owner.casefold(), self.fallback))
            self.outcome.added += 1

    def _store(self, row: Row, owner: Member) -> None:
        customer = Customer(
            workspace_id=self.workspace.id,
            owner_id=owner.id,
            name=row["name"][:200],
            kind=CustomerKind.CONSUMER
            if row.get("kind", "").casefold() in CONSUMER
            else CustomerKind.BUSINESS,
            phone=e164(row.get("phone", "")),
            tax_id=row.get("tax_id", "")[:20] or None,
            address=row.get("address", "")[:300] or None,
            size=_one_of(row.get("size", "").upper(), ("S", "M", "L", "XL")),
            created_at=program().clock.now(),
            directory_version=self.version,
        )
        self.session.add(customer)
        self.session.flush()
        if contact := row.get("contact", ""):
            self.session.add(self._contact(customer, contact, row))

    def _contact(self, customer: Customer, name: str, row: Row) -> Contact:
        role = _one_of(row.get("contact_role", "").casefold(), [one.value for one in BuyingRole])
        return Contact(
            workspace_id=self.workspace.id,
            customer_id=customer.id,
            name=name[:120],
            role=BuyingRole(role) if role else None,
            phone=e164(row.get("contact_phone", "")),
        )


def _one_of(value: str, known: tuple[str, ...] | list[str]) -> str | None:
    return value if value in known else None


def _rows(file: Path) -> Iterator[Row]:
    """The rows under the headings we know; others are ignored."""
    _refuse_too_large(file)
    lines = _xlsx(file) if file.suffix.casefold() in (".xlsx", ".xls", ".xlsm") else _csv(file)
    fields = [_field(heading) for heading in next(lines, [])]
    if "name" not in fields:
        raise click.ClickException(
            "The first line must head the columns; one of them must be: name or ชื่อลูกค้า"
        )
    for line in lines:
        cells = [cell.strip().removeprefix("'") for cell in line]
        if any(cells):
            yield {known: cell for known, cell in zip(fields, cells, strict=False) if known}


def _field(heading: str) -> str:
    said = heading.strip().casefold()
    return next((known for known, headings in HEADINGS.items() if said in headings), "")


def _csv(file: Path) -> Iterator[list[str]]:
    raw = file.read_bytes()
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield from csv.reader(text.splitlines())
        return
    raise click.ClickException("The file is neither UTF-8 nor Thai Windows text. Save it as Excel (.xlsx).")


def _refuse_too_large(file: Path) -> None:
    """A few kilobytes of Excel can unpack to gigabytes: its table of contents is added up before that."""
    sizes = [file.stat().st_size]
    if is_zipfile(file):
        with ZipFile(file) as archive:
            sizes += [sum(part.file_size for part in archive.infolist())]
    if max(sizes) > SHEET_LIMIT:
        raise click.ClickException("The file is too large: over 50 MB, or made to unpack to that. Split it.")


def _xlsx(file: Path) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0)
    except CalamineError as error:
        raise click.ClickException(f"This is no Excel file: {error}") from error
    for row in sheet.to_python():
        yield [_as_text(cell) for cell in row]


def _as_text(cell: object) -> str:
    """Excel keeps a phone or tax number as 812345678.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
