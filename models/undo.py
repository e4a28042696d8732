"""Taking back what one event did, column by column, from the history."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.sql import Select

from models.activity import Activity, ActivityChannel, Outcome
from models.base import Base
from models.changes import Change, plain
from models.customer import Customer


def take_back(session: Session, changes: Iterable[Change], by: str) -> list[Any]:
    """Undo these changes (newest first) and return the rows touched.

    A column that somebody has changed since keeps the newer value. A row that the event made is not
    erased but marked deleted, so that nothing that points at it breaks.
    """
    touched = []
    for change in changes:
        row = _row(session, change)
        if row is not None:
            _remove(row) if change.before is None else _restore(row, change)
            touched.append(row)
        change.undone_by = by
    session.flush()
    return touched


def last_contact_again(session: Session, customer: Customer) -> None:
    """Work out anew when this customer was last reached and last tried, after history has changed."""
    customer.last_contact_at = session.scalar(_newest(customer).where(Activity.outcome == Outcome.REACHED))
    customer.last_attempt_at = session.scalar(_newest(customer).where(Activity.outcome != Outcome.REACHED))


def _newest(customer: Customer) -> Select[datetime]:
    return (
        select(Activity.occurred_at)
        .where(Activity.workspace_id == customer.workspace_id, Activity.customer_id == customer.id)
        .where(Activity.deleted.is_(False), Activity.channel != ActivityChannel.NOTE)
        .order_by(Activity.occurred_at.desc())
        .limit(1)
    )


def _row(session: Session, change: Change) -> Any:
    mapper = next(mapper for mapper in _mappers() if mapper.class_.__tablename__ == change.table_name)
    return session.get(mapper.class_, change.row_id)


def _mappers() -> Sequence[Mapper[Any]]:
    return list(Base.registry.mappers)


def _remove(row: Any) -> None:
    """Mark a row as never made: by its own flag, or its state."""
    if hasattr(row, "deleted"):
        row.deleted = True
    elif hasattr(row, "state"):
        row.state = type(row.state)("deleted")
    else:
        session = inspect(row).session
        session.delete(row)


def _restore(row: Any, change: Change) -> None:
    columns = inspect(row).mapper.column_attrs
    for name, before in (change.before or {}).items():
        if plain(getattr(row, name)) == (change.after or {}).get(name):
            setattr(row, name, _typed(columns[name].columns[0].type.python_type, getattr(row, name), before))


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
