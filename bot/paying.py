"""Storing what was billed and collected."""

from __future__ import annotations

from decimal import Decimal

from bot.context import Context, Desk
from bot.dates import Settled, happened, settle
from bot.drafts import settle_drafts
from bot.intents.activities import EditLast
from bot.intents.purchases import LogPayment
from bot.names import customer_of
from bot.promises import promise
from models.activity import Activity
from models.customer import Customer
from models.errors import NotFound
from models.followup import FollowUp
from models.purchase import Payment, PaymentKind


def pay(ctx: Context, said: LogPayment, customer: Customer) -> Payment:
    """Store that an invoice was handed in, or money received."""
    words = said.said or ctx.said
    payment = Payment(
        workspace_id=ctx.workspace.id,
        customer_id=customer.id,
        member_id=ctx.member.id,
        kind=PaymentKind(said.payment_kind or PaymentKind.COLLECTED),
        amount=said.amount.value if said.amount else None,
        said=words[:500],
        message_id=ctx.event.message_id,
        occurred_at=happened(ctx, said.occurred_at),
        logged_at=ctx.now,
    )
    ctx.session.add(payment)
    ctx.session.flush()
    settle_drafts(ctx, words)
    return payment


def receive(ctx: Context, activity: Activity, amount: Decimal) -> Payment:
    """Store money that was received, as a visit or a call tells."""
    payment = Payment(
        workspace_id=activity.workspace_id,
        customer_id=activity.customer_id,
        member_id=activity.member_id,
        kind=PaymentKind.COLLECTED,
        amount=amount,
        said=activity.said[:500],
        message_id=activity.message_id,
        occurred_at=activity.occurred_at,
        logged_at=activity.logged_at,
    )
    ctx.session.add(payment)
    ctx.session.flush()
    return payment


def received_in(desk: Desk, activity: Activity) -> Payment | None:
    """The payment that the line of this visit or call told of, too."""
    if not activity.message_id:
        return None
    there = Payment.at(activity.workspace_id, activity.customer_id)
    told = there.where(Payment.occurred_at == activity.occurred_at, Payment.message_id == activity.message_id)
    return desk.session.scalar(told.limit(1))


def collect_on(ctx: Context, payment: Payment, settled: Settled) -> FollowUp:
    """The money of an invoice is asked for on the day it is due."""
    return promise(
        ctx,
        customer_id=payment.customer_id,
        owner=ctx.member,
        settled=settled,
        kind=None,
        about=ctx.words("payments.collected"),
        amount=payment.amount,
    )


def due_day(desk: Desk, said: LogPayment) -> Settled | None:
    return settle(desk, said.follow_up_at) if said.follow_up_at is not None else None


def payment_of(desk: Desk, payment_id: int) -> Payment:
    """Billing or collection this person may read; else NotFound."""
    payment = desk.session.scalar(desk.access.payments().where(Payment.id == payment_id))
    if payment is None:
        raise NotFound
    return payment


def edit_payment(ctx: Context, payment: Payment, said: EditLast) -> Customer:
    """The payment with the fields said; returns whose it is now."""
    if said.customer is not None:
        payment.customer_id = customer_of(ctx, said.customer).id
    payment.amount = said.amount.value if said.amount is not None else payment.amount
    if said.occurred_at is not None:
        payment.occurred_at = happened(ctx, said.occurred_at)
    ctx.session.flush()
    return ctx.session.get_one(Customer, payment.customer_id)
