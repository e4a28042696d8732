"""Billing and collection: logged as their own kind, never as a sale and never as a deal's amount."""

from __future__ import annotations

from bot.capability import on
from bot.cards.owing import owing_card, who_owes_card
from bot.cards.purchase import payment_card
from bot.context import Context
from bot.intents.purchases import LogPayment, MoneyOwed
from bot.names import customer_of
from bot.paying import collect_on, due_day, pay
from bot.replies import Record, Reply
from bot.undoing import take_back_record
from models.customer import Customer
from models.owing import owing, owing_most


@on(LogPayment)
def log_payment(ctx: Context, said: LogPayment) -> Reply:
    """Log an invoice handed in, with the day its money is due, or a cheque or money collected."""
    customer, due = customer_of(ctx, said.customer), due_day(ctx, said)
    if said.replaces is not None:
        take_back_record(ctx, said.replaces)
    payment = pay(ctx, said, customer)
    collects = collect_on(ctx, payment, due) if due is not None else None
    ctx.show(Record("payment", payment.id), customer.id)
    remarks = _of_what_is_left(ctx, said, customer)
    edited = said.replaces is not None
    return payment_card(ctx, payment, customer.name, edited=edited, collects=collects, remarks=remarks)


def _of_what_is_left(ctx: Context, said: LogPayment, customer: Customer) -> list[str]:
    """Where what the person says is owed still is not what was logged."""
    found = owing(ctx.session, customer)
    if said.left is None or said.left.value == found.left:
        return []
    baht = ctx.words.baht
    return [ctx.words("payments.left_differs", said=baht(said.left.value), left=baht(found.left))]


@on(MoneyOwed, undoable=False, full_sentence=False)
def owed(ctx: Context, said: MoneyOwed) -> Reply:
    """See what a customer was billed or took on credit and has not paid, or who owes how much."""
    if said.of_all:
        page = max(said.page, 0)
        found = owing_most(ctx.session, ctx.workspace.id, ctx.access.customers(), page)
        return who_owes_card(ctx, found, page)
    customer = customer_of(ctx, said.customer)
    ctx.show(Record("customer", customer.id), customer.id)
    return owing_card(ctx, customer)
