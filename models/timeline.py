"""Everything that happened with a customer, of whatever kind, in one order and page by page."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal_column, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select, Subquery

from models.activity import Activity
from models.deal import Deal, DealMove, Quote
from models.prepared import Query
from models.purchase import Payment, Purchase


class Happening(enum.StrEnum):
    """What may have happened; of several at one moment the later here is told first."""

    ACTIVITY = "1activity"
    PURCHASE = "2purchase"
    PAYMENT = "3payment"
    QUOTE = "4quote"
    DEAL = "5deal"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a customer's history."""

    kind: Happening
    id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Whose:
    """The customer whose history it is."""

    workspace_id: int
    customer_id: int


def entries(session: Session, whose: Whose, *, skip: int, limit: int) -> list[Entry]:
    """That many, newest first."""
    page = _page.rows(session, whose.workspace_id, whose.customer_id, skip, limit, skip + limit)
    return [Entry(Happening(kind), number, at) for kind, number, at in page]


def count(session: Session, whose: Whose) -> int:
    """How many there are in all."""
    (counts,) = _counts.rows(session, whose.workspace_id, whose.customer_id)
    return sum(counts)


@Query
def _page(workspace_id: int, customer_id: int, skip: int, limit: int, up_to: int) -> Select[*tuple[Any, ...]]:
    """Each kind gives no more than could be on the page, from its own index."""
    newest = [_newest(kind, Whose(workspace_id, customer_id), up_to) for kind in Happening]
    every = union_all(*(select(one) for one in newest)).subquery()
    page = select(every).order_by(every.c.at.desc(), every.c.kind.desc(), every.c.id.desc())
    return page.offset(skip).limit(limit)


@Query
def _counts(workspace_id: int, customer_id: int) -> Select[*tuple[int, ...]]:
    whose = Whose(workspace_id, customer_id)
    counts = [select(func.count()).select_from(_all(kind, whose).subquery()) for kind in Happening]
    return select(*(one.scalar_subquery() for one in counts))


def _newest(kind: Happening, whose: Whose, limit: int) -> Subquery:
    rows, (_, at, number) = _all(kind, whose), _columns(kind)
    return rows.order_by(at.desc(), number.desc()).limit(limit).subquery()


def _columns(kind: Happening) -> tuple[Any, Any, Any]:
    """The table of a kind, when it happened, and its number."""
    match kind:
        case Happening.ACTIVITY:
            return Activity, Activity.occurred_at, Activity.id
        case Happening.PURCHASE:
            return Purchase, Purchase.occurred_at, Purchase.id
        case Happening.PAYMENT:
            return Payment, Payment.occurred_at, Payment.id
        case Happening.QUOTE:
            return Quote, Quote.quoted_at, Quote.id
        case Happening.DEAL:
            return DealMove, DealMove.at, DealMove.id


def _all(kind: Happening, whose: Whose) -> Select[Any]:
    """All of one kind that stands; what is owed of a sale on credit is told with the sale."""
    table, at, number = _columns(kind)
    rows = select(literal_column(f"'{kind}'").label("kind"), number.label("id"), at.label("at"))
    rows = rows.where(table.deleted.is_(False))
    if kind is Happening.DEAL:
        rows = rows.join(Deal, Deal.id == DealMove.deal_id)
        return rows.where(Deal.workspace_id == whose.workspace_id, Deal.customer_id == whose.customer_id)
    if kind is Happening.PAYMENT:
        rows = rows.where(Payment.purchase_id.is_(None))
    return rows.where(table.workspace_id == whose.workspace_id, table.customer_id == whose.customer_id)
