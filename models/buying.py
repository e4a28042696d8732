"""What hangs on purchases and moves with them: what each customer bought in all, and when last.

Whoever makes, changes, takes back or brings back a purchase through a session moves these as the session
flushes, in the same transaction, as `models.counting` does for activities. A purchase that a rep tells of is
contact too (docs/decisions/0010): the customer was spoken with.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, bindparam, event, func, inspect, select, update
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql.dml import ReturningUpdate

from models import last_contact
from models.base import table_of
from models.customer import Customer
from models.purchase import Purchase, PurchaseSource

NOTED = "bought"
"""Where a session keeps what it is about to flush."""
KEPT = ("last_purchase_at", "purchase_count", "purchase_total")


@dataclass(frozen=True, slots=True)
class Bought:
    """What of a purchase is counted."""

    customer_id: int
    amount: Decimal
    occurred_at: datetime
    returns_id: int | None
    source: PurchaseSource


@dataclass(frozen=True, slots=True)
class Difference:
    """What a customer's purchases became more, or less, by."""

    count: int = 0
    total: Decimal = Decimal()


FIELDS = (*(one.name for one in fields(Bought)), "deleted")
Move = tuple[Bought | None, Bought | None]
"""A purchase as it was counted so far, and as it is from now on."""


def watch(sessions: sessionmaker[Session]) -> None:
    """Keep what customers bought for every session of this factory."""
    event.listen(sessions, "before_flush", _note)
    event.listen(sessions, "after_flush", _move)


def recount(session: Session, workspace_id: int) -> None:
    """Work it all out anew for every customer of a company, behind the session's back."""
    session.execute(_FROM_HISTORY.where(Customer.workspace_id == workspace_id))


def _note(session: Session, *_: object) -> None:
    """What the database holds is known only before the flush."""
    touched = (row for rows in (session.new, session.dirty, session.deleted) for row in rows)
    session.info[NOTED] = [(row, _as_stored(row)) for row in touched if isinstance(row, Purchase)]


def _as_stored(row: Purchase) -> Bought | None:
    state = inspect(row)
    if not state.persistent:
        return None
    histories = {name: state.attrs[name].load_history() for name in FIELDS}
    return _bought({name: next(iter(one.deleted or one.unchanged)) for name, one in histories.items()})


def _bought(values: dict[str, Any]) -> Bought | None:
    """None for what is deleted, and for a walk-in: there is nobody to count it for."""
    is_deleted = values.pop("deleted")
    return None if is_deleted or values["customer_id"] is None else Bought(**values)


def _move(session: Session, *_: object) -> None:
    noted: list[tuple[Purchase, Bought | None]] = session.info.pop(NOTED, [])
    moves = [(before, _as_flushed(session, row)) for row, before in noted]
    moves = [(before, after) for before, after in moves if before != after]
    for customer_id, difference in sorted(_differences(moves).items()):
        _add(session, customer_id, difference)
    _move_moments(session, moves)


def _as_flushed(session: Session, row: Purchase) -> Bought | None:
    return None if row in session.deleted else _bought({name: getattr(row, name) for name in FIELDS})


def _differences(moves: list[Move]) -> dict[int, Difference]:
    found: defaultdict[int, Difference] = defaultdict(Difference)
    for one, sign in ((one, sign) for move in moves for one, sign in zip(move, (-1, 1), strict=True)):
        if one is not None:
            so_far = found[one.customer_id]
            count = so_far.count + sign * (one.returns_id is None)
            found[one.customer_id] = replace(so_far, count=count, total=so_far.total + sign * one.amount)
    return found


def _add(session: Session, customer_id: int, more: Difference) -> None:
    """The database adds, so that neither of two tills that write at once undoes what the other wrote."""
    values = {"customer": customer_id, "count": more.count, "total": more.total}
    _tell(session, session.connection().execute(_ADDITION, values).one())


def _move_moments(session: Session, moves: list[Move]) -> None:
    """When they last bought, and were last spoken with, is asked of the history."""
    customers = {one.customer_id for move in moves for one in move if one is not None}
    for customer_id in sorted(customers):
        _tell(session, session.connection().execute(_LAST, {"customer": customer_id}).one())
    told = {
        one.customer_id
        for move in moves
        for one in move
        if one is not None and one.source is PurchaseSource.CHAT
    }
    for customer_id in sorted(told):
        last_contact.look_back(session, customer_id)


def _standing(*columns: Any) -> Select[Any]:
    its = select(*columns).where(
        Purchase.workspace_id == Customer.workspace_id, Purchase.customer_id == Customer.id
    )
    return its.where(Purchase.deleted.is_(False)).correlate(Customer)


def _with_answer(values: dict[str, Any]) -> ReturningUpdate[Any]:
    columns = (getattr(Customer, name) for name in KEPT)
    statement = update(table_of(Customer)).values(values).where(Customer.id == bindparam("customer"))
    return statement.returning(Customer.id, *columns)


_newest = _standing(Purchase.occurred_at).where(Purchase.returns_id.is_(None))
_NEWEST = _newest.order_by(Purchase.occurred_at.desc()).limit(1).scalar_subquery()
_LAST = _with_answer({"last_purchase_at": _NEWEST})
_ADDITION = _with_answer(
    {
        "purchase_count": Customer.purchase_count + bindparam("count"),
        "purchase_total": Customer.purchase_total + bindparam("total", type_=Purchase.amount.type),
    }
)
_FROM_HISTORY = update(table_of(Customer)).values(
    last_purchase_at=_NEWEST,
    purchase_count=_standing(func.count()).where(Purchase.returns_id.is_(None)).scalar_subquery(),
    purchase_total=_standing(func.coalesce(func.sum(Purchase.amount), 0)).scalar_subquery(),
)


def _tell(session: Session, row: Any) -> None:
    """The customer that the session holds knows it too."""
    known = session.identity_map.get(identity_key(Customer, row.id))
    if known is not None:
        for name in KEPT:
            set_committed_value(known, name, getattr(row, name))
