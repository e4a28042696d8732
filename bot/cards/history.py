"""A customer's history: who, when, how, in the rep's own words, and what is next."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from bot.cards.matters import promise_item
from bot.cards.past import day_of, happened_text
from bot.context import Desk
from bot.intents.customers import CustomerHistory
from bot.intents.followups import StartResult
from bot.language import CustomerRef
from bot.replies import Block, Button, Card, Items, Paragraph, Record, Rows, Tap, Tone
from models.activity import Activity
from models.customer import Customer
from models.followup import FollowUp

PAGE = 6
"""Entries a card: with the longest notes it stays under LINE's 30 KB."""
NEXT = 3


def history_card(desk: Desk, customer: Customer, page: int = 0) -> Card:
    """One page, newest first; the first page ends with what is next."""
    words = desk.words
    count = _count(desk, customer)
    entries = _page(desk, customer, page)
    title = words("customers.history", customer=customer.name)
    subtitle = words("customers.history_count", count=count) if count else words("brief.never_talked")
    return Card(
        title=title,
        subtitle=subtitle,
        summary=f"{title} · {subtitle}",
        blocks=(*_entries(desk, entries), *(_next_steps(desk, customer) if page == 0 else ())),
        buttons=_buttons(desk, customer, page, has_more=count > (page + 1) * PAGE),
        record=Record("customer", customer.id),
    )


def _count(desk: Desk, customer: Customer) -> int:
    history = Activity.with_customer(customer.id, desk.workspace.id).order_by(None).subquery()
    return desk.session.scalar(select(func.count()).select_from(history)) or 0


def _page(desk: Desk, customer: Customer, page: int) -> Sequence[Activity]:
    history = Activity.with_customer(customer.id, desk.workspace.id).offset(page * PAGE).limit(PAGE)
    people = (joinedload(Activity.contact), joinedload(Activity.member))
    return desk.session.scalars(history.options(*people)).all()


def _entries(desk: Desk, entries: Sequence[Activity]) -> tuple[Block, ...]:
    rows = tuple((day_of(desk, one), _told(desk, one)) for one in entries)
    return (Rows(rows),) if rows else ()


def _told(desk: Desk, activity: Activity) -> str:
    line = happened_text(desk, activity)
    return line if activity.amount is None else f"{line}\n{desk.words.baht(activity.amount)}"


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
