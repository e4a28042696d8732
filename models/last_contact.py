"""When each customer was last reached, and last tried in vain.

An order that a rep tells of is contact too: who orders has been spoken with (docs/decisions/0010).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Update, bindparam, case, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql import ColumnElement

from models.activity import Activity, ActivityChannel, Outcome
from models.base import literal, table_of
from models.customer import Customer
from models.plain import Plain, Row
from models.purchase import Purchase, PurchaseSource


def move_on(session: Session, customer_id: int, at: datetime, *, reached: bool) -> None:
    """Somebody spoke with the customer at that moment, or tried to; of two moments the later one stays.

    The database compares, so that neither of two reps who write at once undoes what the other wrote.
    """
    moving = _SPOKEN if reached else _TRIED
    _tell(session, *moving.rows(session.connection(), {"customer": customer_id, "at": at}))


def look_back(session: Session, customer_id: int) -> None:
    """Work both moments out anew from what stands in the customer's history."""
    _tell(session, *_FROM_HISTORY.rows(session.connection(), {"customer": customer_id}))


def look_back_everywhere(session: Session, workspace_id: int) -> None:
    """The same for every customer of a company, behind the session's back."""
    session.execute(_LOOK_BACK.where(Customer.workspace_id == workspace_id))


def _later(column: InstrumentedAttribute[datetime | None]) -> Plain:
    at = bindparam("at", type_=column.type)
    later = case((column.is_(None) | (column < at), at), else_=column)
    return _with_answer(update(table_of(Customer)).values({column.key: later}))


def _newest(*which: ColumnElement[bool]) -> Any:
    return (
        select(Activity.occurred_at)
        .where(Activity.workspace_id == Customer.workspace_id, Activity.customer_id == Customer.id)
        .where(Activity.deleted.is_(False), Activity.channel != literal(ActivityChannel.NOTE), *which)
        .order_by(Activity.occurred_at.desc())
        .limit(1)
        .correlate(Customer)
        .scalar_subquery()
    )


def _ordered() -> Any:
    """The newest order somebody told of; a till's is none, and neither is a return."""
    return (
        select(Purchase.occurred_at)
        .where(Purchase.workspace_id == Customer.workspace_id, Purchase.customer_id == Customer.id)
        .where(Purchase.deleted.is_(False), Purchase.returns_id.is_(None))
        .where(Purchase.source == PurchaseSource.CHAT)
        .order_by(Purchase.occurred_at.desc())
        .limit(1)
        .correlate(Customer)
        .scalar_subquery()
    )


def _with_answer(statement: Update) -> Plain:
    answering = statement.where(Customer.id == bindparam("customer")).returning(
        Customer.id, Customer.last_contact_at, Customer.last_attempt_at
    )
    return Plain(answering)


_SPOKEN, _TRIED = _later(Customer.last_contact_at), _later(Customer.last_attempt_at)
_SPOKEN_AT, _ORDERED_AT = _newest(Activity.outcome == literal(Outcome.REACHED)), _ordered()
_LOOK_BACK = update(table_of(Customer)).values(
    last_contact_at=case(
        (_ORDERED_AT.is_(None), _SPOKEN_AT),
        (_SPOKEN_AT > _ORDERED_AT, _SPOKEN_AT),
        else_=_ORDERED_AT,
    ),
    last_attempt_at=_newest(Activity.outcome != literal(Outcome.REACHED)),
)
_FROM_HISTORY = _with_answer(_LOOK_BACK)


def _tell(session: Session, moved: Row) -> None:
    """The customer that the session holds knows it too."""
    customer_id, contact_at, attempt_at = moved
    known = session.identity_map.get(identity_key(Customer, customer_id))
    if known is not None:
        set_committed_value(known, "last_contact_at", contact_at)
        set_committed_value(known, "last_attempt_at", attempt_at)
