"""Taking back what one event did, column by column, from the history; and bringing it back again."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, inspect, select, update
from sqlalchemy.orm import Mapper, Session

from models.activity import Activity
from models.base import Base
from models.changes import Change
from models.customer import Contact, Customer
from models.followup import FollowUp, FollowUpState
from models.purchase import Payment, Purchase


def take_back(session: Session, changes: Iterable[Change], by: str) -> list[Any]:
    """Undo these changes (newest first) and return the rows touched.

    A column that somebody has changed since keeps the newer value. A row that the event made is not
    erased but marked deleted, so that nothing that points at it breaks; it stays if others build on it.
    """
    touched = []
    for change in changes:
        row = _row(session, change)
        if row is not None:
            _remove(session, row) if change.before is None else _restore(row, change)
            touched.append(row)
        change.undone_by = by
    session.flush()
    return touched


def bring_back(session: Session, workspace_id: int, undoing: str, by: str) -> list[Any]:
    """Undo the undoing: what the event `undoing` took back stands again. Returns the rows touched."""
    changes = session.scalars(Change.of_event(workspace_id, undoing)).all()
    touched = take_back(session, changes, by)
    undone = update(Change).where(Change.workspace_id == workspace_id, Change.undone_by == undoing)
    session.execute(undone.values(undone_by=None))
    return touched


def _row(session: Session, change: Change) -> Any:
    mapper = next(mapper for mapper in _mappers() if mapper.class_.__tablename__ == change.table_name)
    return session.get(mapper.class_, change.row_id)


def _mappers() -> Sequence[Mapper[Any]]:
    return list(Base.registry.mappers)


def _remove(session: Session, row: Any) -> None:
    """Mark a row as never made: by its own flag, or its state."""
    if _is_built_on(session, row):
        return
    if hasattr(row, "deleted"):
        row.deleted = True
    elif hasattr(row, "state"):
        row.state = type(row.state)("deleted")
    else:
        session.delete(row)


def _is_built_on(session: Session, row: Any) -> bool:
    """Has a later line spoken of this customer or contact? Then it stays, whoever brought it in first.

    So does a purchase of which something was brought back.
    """
    if isinstance(row, Purchase):
        return session.scalar(row.taken_back().limit(1)) is not None
    if not isinstance(row, Customer | Contact):
        return False
    if isinstance(row, Customer) and _has_bought(session, row):
        return True
    said = select(Activity.id).where(_speaks_of(Activity, row), Activity.deleted.is_(False))
    owed = select(FollowUp.id).where(_speaks_of(FollowUp, row), FollowUp.state != FollowUpState.DELETED)
    return any(session.scalar(standing.limit(1)) is not None for standing in (said, owed))


def _has_bought(session: Session, customer: Customer) -> bool:
    """Does a purchase or a payment of this customer stand?"""
    theirs = (Purchase.by(customer.workspace_id, customer.id), Payment.at(customer.workspace_id, customer.id))
    return any(session.scalar(one.limit(1)) is not None for one in theirs)


def _speaks_of(table: type[Activity | FollowUp], row: Customer | Contact) -> ColumnElement[bool]:
    """Rows about that customer, or about that person at the customer."""
    customer_id = row.id if isinstance(row, Customer) else row.customer_id
    about = (table.workspace_id == row.workspace_id) & (table.customer_id == customer_id)
    return about if isinstance(row, Customer) else about & (table.contact_id == row.id)


def _restore(row: Any, change: Change) -> None:
    """Give back what is still as the event left it (1800000 and 1800000.0 baht are the same)."""
    columns, after = inspect(row).mapper.column_attrs, change.after or {}
    for name, before in (change.before or {}).items():
        kind, now = columns[name].columns[0].type.python_type, getattr(row, name)
        if now == _typed(kind, now, after.get(name)):
            setattr(row, name, _typed(kind, now, before))


def _typed(kind: type, now: Any, value: Any) -> Any:
    """A value of the history as the column holds it."""
    if value is None or not isinstance(value, str):
        return value
    if isinstance(now, enum.Enum):
        return type(now)(value)
    if kind in (datetime, date, time):
        return kind.fromisoformat(value)
    if kind is Decimal:
        return Decimal(value)
    return kind(value) if issubclass(kind, enum.Enum) else value
