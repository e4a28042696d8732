"""What was bought under a number while nobody had it is theirs who turns out to have it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.texts import Words
from models.customer import Customer
from models.purchase import Purchase


def claim_waiting(session: Session, customer: Customer) -> Sequence[Purchase]:
    """Give the customer what waits under the number, unless somebody else has it too; returns what that was.

    Through the session, so that totals follow and an undo of the line that brought the number undoes it.
    """
    if customer.phone is None or _has_another(session, customer, customer.phone):
        return ()
    waiting = session.scalars(Purchase.unclaimed(customer.workspace_id, customer.phone)).all()
    for purchase in waiting:
        purchase.customer_id = customer.id
    session.flush()
    return waiting


def _has_another(session: Session, customer: Customer, phone: str) -> bool:
    theirs = select(Customer.id).where(
        Customer.workspace_id == customer.workspace_id, Customer.phone == phone
    )
    others = theirs.where(Customer.id != customer.id, Customer.deleted.is_(False))
    return session.scalar(others.limit(1)) is not None


def claimed_row(words: Words, claimed: Sequence[Purchase]) -> tuple[tuple[str, str], ...]:
    """A card's line about it; none when nothing waited."""
    if not claimed:
        return ()
    amount = words.baht(sum((one.amount for one in claimed), Decimal()))
    count = sum(not one.is_return for one in claimed)
    return ((words("purchases.claimed"), words("purchases.claimed_sum", count=count, amount=amount)),)
