"""What was taken now and is paid later: a bill tied to the sale, that goes where the sale goes."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Session

from bot.context import Context
from models.customer import Customer
from models.owing import owing
from models.purchase import Payment, PaymentKind, Purchase


def owe(ctx: Context, purchase: Purchase) -> Payment:
    """The customer owes what this purchase came to."""
    bill = Payment(
        workspace_id=purchase.workspace_id,
        customer_id=purchase.customer_id,
        member_id=ctx.member.id,
        kind=PaymentKind.BILLED,
        amount=purchase.amount,
        purchase_id=purchase.id,
        said=purchase.said,
        message_id=purchase.message_id,
        occurred_at=purchase.occurred_at,
        logged_at=purchase.logged_at,
    )
    ctx.session.add(bill)
    ctx.session.flush()
    return bill


def owes(ctx: Context, customer: Customer) -> bool:
    """Something billed to this customer, or taken on credit, is not paid yet."""
    return owing(ctx.session, customer).left > 0


def sold(session: Session, purchase: Purchase) -> Purchase:
    """The sale itself; of a return the one that it takes back."""
    return session.get_one(Purchase, purchase.returns_id) if purchase.returns_id else purchase


def bill_of(session: Session, purchase: Purchase) -> Payment | None:
    """What is owed of a sale, if it was on credit."""
    if purchase.customer_id is None:
        return None
    theirs = Payment.at(purchase.workspace_id, purchase.customer_id)
    return session.scalar(theirs.where(Payment.purchase_id == purchase.id).limit(1))


def stays_owed(session: Session, bill: Payment) -> None:
    """The sale is another now, or a part of it was brought back: the bill is of what is left of it."""
    purchase = session.get_one(Purchase, bill.purchase_id)
    back = sum((one.amount for one in session.scalars(purchase.taken_back())), Decimal())
    bill.customer_id = purchase.customer_id or bill.customer_id
    bill.occurred_at = purchase.occurred_at
    bill.amount = purchase.amount + back
    session.flush()
