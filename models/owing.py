"""What a customer still owes, by the billing and collecting that was told of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from models.customer import Customer
from models.purchase import Payment, PaymentKind

NOTHING = Decimal(0)


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
    paid = list(reversed(session.scalars(Payment.at(customer.workspace_id, customer.id)).all()))
    left = NOTHING
    for one in paid:
        amount = one.amount or NOTHING
        left = left + amount if one.kind is PaymentKind.BILLED else max(NOTHING, left - amount)
    bills = [one for one in paid if one.kind is PaymentKind.BILLED]
    return Owing(left, bool(bills), sum(one.amount is None for one in bills))
