"""Billing and collection: logged as their own kind, never as a sale and never as a deal's amount."""

from __future__ import annotations

from bot.capability import on
from bot.cards.purchase import payment_card
from bot.context import Context
from bot.dates import happened
from bot.drafts import settle_drafts
from bot.intents.purchases import LogPayment
from bot.names import customer_of
from bot.replies import Record, Reply
from bot.undoing import take_back_record
from models.purchase import Payment, PaymentKind


@on(LogPayment)
def log_payment(ctx: Context, said: LogPayment) -> Reply:
    """Log an invoice handed in, or a cheque or money collected."""
    customer = customer_of(ctx, said.customer)
    if said.replaces is not None:
        take_back_record(ctx, said.replaces)
    payment = Payment(
        workspace_id=ctx.workspace.id,
        customer_id=customer.id,
        member_id=ctx.member.id,
        kind=PaymentKind(said.payment_kind or PaymentKind.COLLECTED),
        amount=said.amount.value if said.amount else None,
        said=(said.said or ctx.said)[:500],
        message_id=ctx.event.message_id,
        occurred_at=happened(ctx, said.occurred_at),
        logged_at=ctx.now,
    )
    ctx.session.add(payment)
    ctx.session.flush()
    settle_drafts(ctx, payment.said)
    ctx.show(Record("payment", payment.id), customer.id)
    return payment_card(ctx, payment, customer.name, edited=said.replaces is not None)
