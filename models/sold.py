"""What was sold: the one place that says what counts towards a target of baht (docs/metrics.md, "Sold")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CompoundSelect, false, func, select, true, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from models.base import literal
from models.deal import Deal, DealState
from models.figures import Figures
from models.prepared import Query
from models.purchase import Purchase
from models.target import TargetMeasure


@dataclass(frozen=True, slots=True)
class Sold:
    """Baht of deals won and of purchases beside them, less what was brought back."""

    deals: Decimal = Decimal()
    won: int = 0
    """How many deals."""
    purchases: Decimal = Decimal()
    orders: int = 0
    """How many purchases; a return is none."""

    @property
    def total(self) -> Decimal:
        return self.deals + self.purchases

    def __add__(self, other: Sold) -> Sold:
        return Sold(
            self.deals + other.deals,
            self.won + other.won,
            self.purchases + other.purchases,
            self.orders + other.orders,
        )


NOTHING = Sold()
Sellers = Sequence[int]


def sold_by(
    session: Session, workspace_id: int, sellers: Sellers, start: datetime, end: datetime
) -> dict[int, Sold]:
    """What each of these people sold from `start` up to, not including, `end`; who sold nothing is not there.

    A deal counts for its owner on the day it was won. A purchase counts for its seller on the day it was
    made, unless it belongs to a won deal, whose amount holds it already.
    """
    found: defaultdict[int, Sold] = defaultdict(Sold)
    for is_deals, seller, baht, count in _sold.rows(session, workspace_id, sellers, start, end):
        worth = baht or Decimal()
        found[seller] += Sold(worth, count) if is_deals else Sold(purchases=worth, orders=count)
    return dict(found)


@Query
def _sold(
    workspace_id: int, sellers: Sellers, start: datetime, end: datetime
) -> CompoundSelect[*tuple[Any, ...]]:
    """A row of won deals and one of purchases for each who has such."""
    told = (workspace_id, sellers, start, end)
    return union_all(_won(*told), _bought(*told))


def _won(workspace_id: int, sellers: Sellers, start: datetime, end: datetime) -> Select[*tuple[Any, ...]]:
    theirs = Deal.closed_by(sellers, workspace_id, DealState.WON, start, end).group_by(Deal.owner_id)
    worth = func.sum(Deal.amount, type_=Deal.amount.type)
    return theirs.with_only_columns(true(), Deal.owner_id, worth, func.count())


def _bought(workspace_id: int, sellers: Sellers, start: datetime, end: datetime) -> Select[*tuple[Any, ...]]:
    won = select(Deal.id).where(Deal.id == Purchase.deal_id, Deal.state == literal(DealState.WON))
    return (
        select(
            false(),
            Purchase.member_id,
            func.sum(Purchase.amount, type_=Purchase.amount.type),
            func.count().filter(Purchase.returns_id.is_(None)),
        )
        .where(Purchase.workspace_id == workspace_id, Purchase.member_id.in_(sellers))
        .where(Purchase.occurred_at >= start, Purchase.occurred_at < end)
        .where(Purchase.deleted.is_(False), ~won.exists())
        .group_by(Purchase.member_id)
    )


def sold_by_nobody(session: Session, workspace_id: int, start: datetime, end: datetime) -> Sold:
    """What a till or a list told of: nobody's sale, but the company's."""
    amount, count = _at_tills.rows(session, workspace_id, start, end)[0]
    return Sold(purchases=amount or Decimal(), orders=count)


@Query
def _at_tills(workspace_id: int, start: datetime, end: datetime) -> Select[Decimal | None, int]:
    return (
        select(
            func.sum(Purchase.amount, type_=Purchase.amount.type),
            func.count().filter(Purchase.returns_id.is_(None)),
        )
        .where(Purchase.workspace_id == workspace_id, Purchase.member_id.is_(None))
        .where(Purchase.occurred_at >= start, Purchase.occurred_at < end)
        .where(Purchase.deleted.is_(False))
    )


def reached(measure: TargetMeasure, did: Figures, baht: Decimal) -> Decimal:
    """How much of what a target counts somebody did."""
    match measure:
        case TargetMeasure.WON:
            return baht
        case TargetMeasure.ACTIVITIES:
            return Decimal(did.logged)
        case TargetMeasure.VISITS:
            return Decimal(did.visits)
        case TargetMeasure.CUSTOMERS:
            return Decimal(did.reached)
