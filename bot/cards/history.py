"""A customer's history: who, when, how, in the rep's own words; orders, payments, deals; what is next."""

from __future__ import annotations

from bot.cards.matters import promise_item
from bot.cards.timeline import happenings, how_much_happened
from bot.context import Desk
from bot.intents.customers import CustomerHistory
from bot.intents.followups import StartResult
from bot.language import CustomerRef
from bot.replies import Block, Button, Card, Items, Paragraph, Record, Rows, Tap, Tone
from models.customer import Customer
from models.followup import FollowUp

PAGE = 6
"""Entries a card: with the longest notes it stays under LINE's 30 KB."""
NEXT = 3


def history_card(desk: Desk, customer: Customer, page: int = 0) -> Card:
    """One page, newest first; the first page ends with what is next."""
    words = desk.words
    count = how_much_happened(desk, customer)
    rows = happenings(desk, customer, page, PAGE)
    title = words("customers.history", customer=customer.name)
    subtitle = words("customers.history_count", count=count) if count else words("brief.never_talked")
    return Card(
        title=title,
        subtitle=subtitle,
        summary=f"{title} · {subtitle}",
        blocks=(*((Rows(rows),) if rows else ()), *(_next_steps(desk, customer) if page == 0 else ())),
        buttons=_buttons(desk, customer, page, has_more=count > (page + 1) * PAGE),
        record=Record("customer", customer.id),
    )


def _next_steps(desk: Desk, customer: Customer) -> tuple[Block, ...]:
    owed = desk.session.scalars(FollowUp.open_at(desk.workspace.id, customer.id).limit(NEXT)).all()
    if not owed:
        return (Paragraph(desk.words("brief.no_next"), Tone.AMBER),)
    return (Items(tuple(promise_item(desk, one) for one in owed), desk.words("customers.next")),)


def _buttons(desk: Desk, customer: Customer, page: int, *, has_more: bool) -> tuple[tuple[Button, ...], ...]:
    words, ref = desk.words, CustomerRef("", customer.id)
    fill = words("brief.log_fill", customer=customer.name)
    log = Button(words("brief.log"), Tap(StartResult(customer=ref), fill=fill))
    more = Button(words("customers.more"), Tap(CustomerHistory(customer=ref, page=page + 1)))
    return ((log, more),) if has_more else ((log,),)
