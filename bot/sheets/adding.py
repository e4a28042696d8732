"""Writing the customers of a file, showing them all at once, and taking them back.

These statements go round the ORM: the history keeps whether the import was wanted, and `import_rows` which
customers are its doing (docs/decisions/0009).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, insert, select, update
from sqlalchemy.orm import Session

from bot.claiming import claim_waiting
from bot.sheets.customers import keys_of
from models.base import Base, table_of
from models.changes import Audited, Change
from models.customer import BuyingRole, Contact, Customer, CustomerKind, CustomerTag, Size
from models.importing import Import, ImportRow, RowState
from models.purchase import Purchase
from models.workspace import Workspace

BROUGHT = (Contact, CustomerTag, ImportRow)
"""What the import itself wrote about a customer."""
WRITTEN = (Customer, *BROUGHT)
"""The tables that grow."""
OPTIONAL = ("legal_form", "tax_id", "branch", "phone", "address", "latitude", "longitude", "source")
Values = Mapping[str, Any]


def add(session: Session, job: Import, rows: Sequence[ImportRow], known: set[str], now: datetime) -> int:
    """Write the customers, people and tags of these rows, marked deleted until all are there.

    Returns how many customers were left alone since somebody has added them meanwhile.
    """
    firsts = [row for row in rows if row.same_as is None and row.values is not None]
    new = [row for row in firsts if known.isdisjoint(keys_of(_customer_of(row)))]
    records = [_customer(job, row, now) for row in new]
    ids = session.scalars(
        insert(Customer).returning(Customer.id, sort_by_parameter_order=True), records
    ).all()
    whose = dict(zip((row.number for row in new), ids, strict=True)) | _earlier(session, job, rows)
    people = _add_people(session, job, rows, whose)
    _add_tags(session, job, new, whose)
    session.execute(update(ImportRow), [_settled(row, whose, people) for row in rows])
    return len(firsts) - len(new)


def show_all(session: Session, job: Import) -> None:
    """From one moment to the next all its customers are there."""
    session.execute(update(table_of(Customer)).where(_is_hidden(job)).values(deleted=False))


def announce(session: Session, job: Import, count: int) -> int:
    """Let every process learn the next so many names; returns how many rows that were."""
    numbers = session.scalars(ImportRow.first_of(job.id, RowState.HIDDEN, count)).all()
    if numbers:
        version = session.get_one(Workspace, job.workspace_id).touch_directory(session)
        whose = _customers_of(job, numbers, RowState.HIDDEN)
        _set(session, whose, directory_version=version)
        for customer in session.scalars(select(Customer).where(whose, _is_waited_for())):
            claim_waiting(session, customer)
        _mark(session, _rows(job, numbers, RowState.HIDDEN), RowState.ADDED)
    return len(numbers)


def _is_waited_for() -> ColumnElement[bool]:
    """Something was bought under the number before anybody knew whose it is."""
    return exists().where(
        Purchase.workspace_id == Customer.workspace_id,
        Purchase.phone == Customer.phone,
        Purchase.customer_id.is_(None),
        Purchase.phone.is_not(None),
        Purchase.deleted.is_(False),
    )


def take_out(session: Session, job: Import, count: int) -> tuple[int, int]:
    """Take back the next so many; returns how many rows that were, and how many customers stay."""
    numbers = session.scalars(ImportRow.first_of(job.id, RowState.ADDED, count)).all()
    if not numbers:
        return 0, 0
    whose = _customers_of(job, numbers, RowState.ADDED)
    kept = session.scalars(select(Customer.id).where(whose, _is_worked_with(job))).all()
    version = session.get_one(Workspace, job.workspace_id).touch_directory(session)
    _set(session, whose & Customer.id.not_in(kept), deleted=True, directory_version=version)
    _mark(session, _of_kept(job, kept), RowState.KEPT)
    _mark(session, _rows(job, numbers, RowState.ADDED), RowState.HIDDEN)
    return len(numbers), len(kept)


def _of_kept(job: Import, kept: Sequence[int]) -> ColumnElement[bool]:
    return (ImportRow.import_id == job.id) & ImportRow.customer_id.in_(kept)


def hide_all(session: Session, job: Import) -> None:
    """What was about to be shown is not."""
    session.execute(update(table_of(Customer)).where(_is_hidden(job)).values(deleted=True))


def _insert(
    session: Session, table: type[Customer | Contact], records: list[dict[str, Any]]
) -> Sequence[int]:
    """New rows; returns their ids in the order given."""
    if not records:
        return ()
    inserted: Any = insert(table).returning(table.id, sort_by_parameter_order=True)
    return session.scalars(inserted, records).all()


def _customer_of(row: ImportRow) -> Values:
    values: Values = (row.values or {})["customer"]
    return values


def _customer(job: Import, row: ImportRow, now: datetime) -> dict[str, Any]:
    said = _customer_of(row)
    return {
        **dict.fromkeys(
            ("legal_form", "tax_id", "branch", "phone", "address", "latitude", "longitude", "source")
        ),
        "owner_id": job.member_id,
        **said,
        "kind": CustomerKind(said.get("kind", CustomerKind.BUSINESS)),
        "size": Size(said["size"]) if "size" in said else None,
        "workspace_id": job.workspace_id,
        "created_at": now,
        "deleted": True,
    }


def _earlier(session: Session, job: Import, rows: Sequence[ImportRow]) -> dict[int, int]:
    """The customers of earlier rows that some of these name another person of."""
    wanted = {row.same_as for row in rows if row.same_as is not None}
    found = select(ImportRow.number, ImportRow.customer_id).where(
        ImportRow.import_id == job.id, ImportRow.number.in_(wanted), ImportRow.customer_id.is_not(None)
    )
    return {number: customer for number, customer in session.execute(found) if customer is not None}


def _add_people(
    session: Session, job: Import, rows: Sequence[ImportRow], whose: Mapping[int, int]
) -> dict[int, int]:
    with_people = [row for row in rows if _first(row) in whose and "contact" in (row.values or {})]
    ids = _insert(session, Contact, [_contact(job, row, whose[_first(row)]) for row in with_people])
    return dict(zip((row.number for row in with_people), ids, strict=True))


def _first(row: ImportRow) -> int:
    """The row that brings in the customer."""
    return row.number if row.same_as is None else row.same_as


def _contact(job: Import, row: ImportRow, customer_id: int) -> dict[str, Any]:
    said = (row.values or {})["contact"]
    role = BuyingRole(said["role"]) if "role" in said else None
    nothing = dict.fromkeys(("phone", "email", "line_id"))
    return {**nothing, **said, "role": role, "workspace_id": job.workspace_id, "customer_id": customer_id}


def _add_tags(session: Session, job: Import, rows: Sequence[ImportRow], whose: Mapping[int, int]) -> None:
    here = {"workspace_id": job.workspace_id}
    tags = [
        {**here, "customer_id": whose[row.number], "name": name}
        for row in rows
        for name in (row.values or {}).get("tags", ())
    ]
    if tags:
        session.execute(insert(CustomerTag), tags)


def _settled(row: ImportRow, whose: Mapping[int, int], people: Mapping[int, int]) -> dict[str, Any]:
    """Written, or left alone since somebody has added that customer meanwhile; its values are forgotten."""
    customer = whose.get(_first(row))
    return {
        "import_id": row.import_id,
        "number": row.number,
        "state": RowState.KNOWN if customer is None else RowState.HIDDEN,
        "customer_id": customer,
        "contact_id": people.get(row.number),
        "values": None,
    }


def _is_hidden(job: Import) -> ColumnElement[bool]:
    hidden = select(ImportRow.customer_id).where(
        ImportRow.import_id == job.id, ImportRow.state == RowState.HIDDEN, ImportRow.same_as.is_(None)
    )
    return Customer.id.in_(hidden)


def _customers_of(job: Import, numbers: Sequence[int], state: RowState) -> ColumnElement[bool]:
    """The customers of rows that follow each other in one state."""
    rows = _rows(job, numbers, state) & ImportRow.same_as.is_(None)
    return Customer.id.in_(select(ImportRow.customer_id).where(rows))


def _rows(job: Import, numbers: Sequence[int], state: RowState) -> ColumnElement[bool]:
    here = (ImportRow.import_id == job.id) & ImportRow.number.between(numbers[0], numbers[-1])
    return here & (ImportRow.state == state)


def _set(session: Session, which: ColumnElement[bool], **values: Any) -> None:
    session.execute(update(table_of(Customer)).where(which).values(**values))


def _mark(session: Session, rows: ColumnElement[bool], state: RowState) -> None:
    session.execute(update(table_of(ImportRow)).where(rows).values(state=state))


def _is_worked_with(job: Import) -> ColumnElement[bool]:
    """Has anybody changed this customer, or written down anything about it? Any table people write counts."""
    worked = _has_more_people(job) | exists().where(
        Change.workspace_id == job.workspace_id,
        Change.table_name == Customer.__tablename__,
        Change.row_id == Customer.id,
        Change.undone_by.is_(None),
    )
    tables: list[Any] = [one.class_ for one in Base.registry.mappers]
    for table in tables:
        if issubclass(table, Audited) and hasattr(table, "customer_id") and table not in BROUGHT:
            worked = worked | _speaks_of(table)
    return worked


def _speaks_of(table: Any) -> ColumnElement[bool]:
    """A row of that table about the customer, unless it has been taken back."""
    about = exists().where(table.workspace_id == Customer.workspace_id, table.customer_id == Customer.id)
    if hasattr(table, "deleted"):
        return about.where(table.deleted.is_(False))
    return about.where(table.state != "deleted") if hasattr(table, "state") else about


def _has_more_people(job: Import) -> ColumnElement[bool]:
    """Somebody at this customer whom the file did not name."""
    brought = select(ImportRow.contact_id).where(
        ImportRow.import_id == job.id, ImportRow.contact_id.is_not(None)
    )
    more = exists().where(Contact.customer_id == Customer.id, Contact.deleted.is_(False))
    return more.where(Contact.id.not_in(brought))
