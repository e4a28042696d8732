"""What a customer still owes, by the billing and collecting that was told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import BigInteger, case, func, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from models.base import literal
from models.customer import Customer
from models.purchase import Payment, PaymentKind

NOTHING = Decimal(0)
PAGE = 10
"""So many customers are told of at a time."""


@dataclass(frozen=True, slots=True)
class Owing:
    """What was billed and has not come, in baht."""

    left: Decimal
    billed: bool
    """Was anything ever billed?"""
    unsaid: int
    """Invoices handed in without a word of how much; they are not in `left`."""


def owing(session: Session, customer: Customer) -> Owing:
    """In the order in which it happened: what came before anything was billed pays no later invoice."""
    paid = _told(session, customer.workspace_id, customer.id)
    bills = [one for one in paid if one.kind is PaymentKind.BILLED]
    return Owing(_left_of(paid), bool(bills), sum(one.amount is None for one in bills))


def lifted(session: Session, bill: Payment, baht: Decimal) -> Decimal:
    """How much less is owed because that bill is so much less; what had been paid of it is not in this."""
    paid = _told(session, bill.workspace_id, bill.customer_id)
    return _left_of(paid, bill, baht) - _left_of(paid)


def _told(session: Session, workspace_id: int, customer_id: int) -> list[Payment]:
    """Oldest first."""
    return list(reversed(session.scalars(Payment.at(workspace_id, customer_id)).all()))


def _left_of(paid: Sequence[Payment], bill: Payment | None = None, more: Decimal = NOTHING) -> Decimal:
    """What is left to pay, with `more` on one of the bills."""
    left = NOTHING
    for one in paid:
        amount = (one.amount or NOTHING) + (more if one is bill else NOTHING)
        left = left + amount if one.kind is PaymentKind.BILLED else max(NOTHING, left - amount)
    return left


@dataclass(frozen=True, slots=True)
class Owed:
    """Who owes most, each with the baht; how many owe anything, and what they owe in all."""

    most: Sequence[tuple[int, str, Decimal]]
    """Customer, name and baht."""
    count: int
    total: Decimal


def owing_most(session: Session, workspace_id: int, theirs: Select[Customer], page: int = 0) -> Owed:
    """Of these customers a page of those who owe anything, most first."""
    ids = session.scalars(_billed(theirs).with_only_columns(Customer.id)).all()
    rows = session.execute(_most(workspace_id, ids, page)).all() if ids else []
    most = [(row.id, row.name, row.left) for row in rows]
    return Owed(most, rows[0].owing if rows else 0, rows[0].total if rows else NOTHING)


def _billed(theirs: Select[Customer]) -> Select[Customer]:
    """Those to whom anything was ever billed: few beside all customers, and found by an index of bills."""
    bills = select(Payment.id).where(
        Payment.workspace_id == Customer.workspace_id, Payment.customer_id == Customer.id
    )
    return theirs.where(bills.where(Payment.kind == literal(PaymentKind.BILLED)).exists())


def _most(workspace_id: int, ids: Sequence[int], page: int) -> Select[int, str, Decimal, int, Decimal]:
    """What is left of each, with how many there are and the sum of all beside it."""
    owed = _left(workspace_id, ids).subquery()
    baht, count = Payment.amount.type, func.count().over().label("owing")
    left, total = type_coerce(owed.c.left, baht), type_coerce(func.sum(owed.c.left).over(), baht)
    return (
        select(Customer.id, Customer.name, left.label("left"), count, total.label("total"))
        .join(owed, owed.c.customer_id == Customer.id)
        .where(owed.c.left > 0)
        .order_by(owed.c.left.desc(), Customer.id)
        .offset(page * PAGE)
        .limit(PAGE)
    )


def _left(workspace_id: int, ids: Sequence[int]) -> Select[int, int]:
    """Satang as in `owing`: the sum of all, less the deepest that it ever was under nothing."""
    steps = _steps(workspace_id, ids).subquery()
    lowest = func.min(steps.c.so_far)
    left = func.sum(steps.c.satang) - case((lowest < 0, lowest), else_=0)
    return select(steps.c.customer_id, left.label("left")).group_by(steps.c.customer_id)


def _steps(workspace_id: int, ids: Sequence[int]) -> Select[int, int, int]:
    """Each payment in satang, less than nothing when money came, with the sum of all up to it."""
    amount = func.coalesce(type_coerce(Payment.amount, BigInteger), 0)
    satang = case((Payment.kind == literal(PaymentKind.BILLED), amount), else_=-amount)
    order = (Payment.occurred_at, Payment.id)
    so_far = func.sum(satang).over(partition_by=Payment.customer_id, order_by=order)
    return (
        select(Payment.customer_id, satang.label("satang"), so_far.label("so_far"))
        .where(Payment.customer_id.in_(ids), Payment.deleted.is_(False))
        .where(Payment.workspace_id == workspace_id)
    )
