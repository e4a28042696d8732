"""Taking back what one event did, column by column, from the history; and bringing it back again."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, delete, func, inspect, select, update
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.sql import Select

from models.activity import Activity, Attachment, AttachmentKind, Photo
from models.base import Base
from models.changes import Change
from models.customer import Contact, Customer
from models.deal import Deal, DealMove, Quote
from models.followup import FollowUp, FollowUpState
from models.purchase import Payment, Purchase
from models.stage import Stage

Undone = tuple[Change, Any]
"""A change, and the row it was made to."""
BUILT_ON = Customer | Contact | Deal | DealMove
"""What later lines speak of: it is looked at last, when all that spoke of it within the event is gone."""


def take_back(session: Session, changes: Iterable[Change], by: str) -> list[Any]:
    """Undo these changes (newest first) and return the rows touched.

    A column that somebody has changed since keeps the newer value. A row that the event made is not
    erased but marked deleted, so that nothing that points at it breaks; it stays if others build on it.
    """
    taken = list(changes)
    rows = [(change, row) for change in taken if (row := _row(session, change)) is not None]
    _undo(session, [pair for pair in rows if not isinstance(pair[1], BUILT_ON)])
    session.flush()
    with session.no_autoflush:  # a deal and its history are written at once
        _undo(session, [pair for pair in rows if isinstance(pair[1], BUILT_ON)])
    for change in taken:
        change.undone_by = by
    session.flush()
    return [row for _, row in rows]


def _undo(session: Session, rows: Sequence[Undone]) -> None:
    moves = {row.id for _, row in rows if isinstance(row, DealMove)}
    for change, row in rows:
        if change.before is not None:
            _restore(row, change)
        elif not _is_built_on(session, row, moves):
            _remove(session, row)


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
    if hasattr(row, "deleted"):
        row.deleted = True
    elif hasattr(row, "state"):
        row.state = type(row.state)("deleted")
    else:
        if isinstance(row, Attachment):
            session.execute(delete(Photo).where(Photo.attachment_id == row.id))
        session.delete(row)


def _is_built_on(session: Session, row: Any, moves: Collection[int]) -> bool:
    """Has a later line spoken of this customer, contact or deal? Then it stays, whoever brought it in first.

    So does a purchase of which something was brought back, with the bill of it.
    `moves` are those of deals that are being taken back now.
    """
    match row:
        case Customer() | Contact():
            said = select(Activity.id).where(_speaks_of(Activity, row), Activity.deleted.is_(False))
            owed = select(FollowUp.id).where(
                _speaks_of(FollowUp, row), FollowUp.state != FollowUpState.DELETED
            )
            return _is_there(session, said, owed, *_bought_by(row))
        case Attachment():
            return (
                row.kind is AttachmentKind.PICTURE
            )  # the promotion shows it again when that is brought back
        case Purchase():
            return _is_there(session, row.taken_back().with_only_columns(Purchase.id))
        case Payment(purchase_id=int() as sale):
            return _is_built_on(session, session.get_one(Purchase, sale), moves)
        case Stage():
            return _is_there(session, Deal.standing_in(row.workspace_id, row.key).with_only_columns(Deal.id))
        case Deal():
            moved = select(DealMove.id).where(DealMove.deal_id == row.id, DealMove.deleted.is_(False))
            return _is_there(session, moved.where(DealMove.id.not_in(moves)), *_about_deal(row))
        case DealMove():
            first = select(func.min(DealMove.id)).where(DealMove.deal_id == row.deal_id)
            deal = session.get_one(Deal, row.deal_id)
            return session.scalar(first) == row.id and _is_built_on(session, deal, moves)
        case _:
            return False


def _is_there(session: Session, *standing: Select[int]) -> bool:
    return any(session.scalar(one.limit(1)) is not None for one in standing)


def _about_deal(deal: Deal) -> tuple[Select[int], ...]:
    """What was said of a deal, and offered for it in writing."""
    at = (Activity.workspace_id == deal.workspace_id, Activity.customer_id == deal.customer_id)
    said = select(Activity.id).where(*at, Activity.deal_id == deal.id, Activity.deleted.is_(False))
    offered = select(Quote.id).where(Quote.deal_id == deal.id, Quote.deleted.is_(False))
    ordered = select(Purchase.id).where(
        Purchase.workspace_id == deal.workspace_id, Purchase.customer_id == deal.customer_id
    )
    return said, offered, ordered.where(Purchase.deal_id == deal.id, Purchase.deleted.is_(False))


def _bought_by(row: Customer | Contact) -> tuple[Select[int], ...]:
    """What a customer bought and paid; people there have no purchases of their own."""
    if isinstance(row, Contact):
        return ()
    bought, paid = Purchase.by(row.workspace_id, row.id), Payment.at(row.workspace_id, row.id)
    return bought.with_only_columns(Purchase.id), paid.with_only_columns(Payment.id)


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
