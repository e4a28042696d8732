"""Cards about a customer's own particulars: a new customer, a person there."""

from __future__ import annotations

from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.followups import StartResult
from bot.language import CustomerRef
from bot.phones import shown
from bot.replies import Button, Card, Link, Record, Rows, Tap, Weight
from models.customer import Contact, Customer


def new_customer_card(desk: Desk, customer: Customer) -> Card:
    """เพิ่มลูกค้าแล้ว, and the first visit is offered."""
    words, ref = desk.words, CustomerRef("", customer.id)
    visit = words("brief.log_fill", customer=customer.name)
    contact = words("customers.contact_fill", customer=customer.name)
    title = words("customers.added")
    first_visit = Tap(StartResult(customer=ref), fill=visit)
    return Card(
        title=title,
        subtitle=customer.name,
        summary=" · ".join([title, customer.name, *([shown(customer.phone)] if customer.phone else [])]),
        blocks=(Rows(_particulars(desk, customer)),),
        buttons=(
            (Button(words("customers.first_visit"), first_visit, Weight.PRIMARY),),
            (
                Button(words("customers.add_contact"), Tap(StartResult(customer=ref), fill=contact)),
                Button(words("activity.undo"), Tap(Undo(customer=customer.id))),
            ),
        ),
        record=Record("customer", customer.id),
    )


def _particulars(desk: Desk, customer: Customer) -> tuple[tuple[str, str], ...]:
    words = desk.words
    rows = [
        (words("customers.kind"), words(f"customers.{customer.kind}")),
        (words("brief.phone"), shown(customer.phone) if customer.phone else ""),
        (words("customers.size"), customer.size or ""),
        (words("customers.tax_id"), customer.tax_id or ""),
    ]
    return tuple((label, value) for label, value in rows if value)


def contact_card(desk: Desk, customer: Customer, contact: Contact, undo: Undo, *, is_new: bool) -> Card:
    """เพิ่มผู้ติดต่อแล้ว, with a call at one tap."""
    words = desk.words
    title = words("customers.contact_added" if is_new else "customers.contact_changed")
    name = words.person(contact.name)
    rows = [
        (words("brief.contact"), name),
        (words("customers.role"), words(f"roles.{contact.role}") if contact.role else ""),
        (words("brief.phone"), shown(contact.phone) if contact.phone else ""),
        (words("customers.email"), contact.email or ""),
    ]
    call = Button(words("brief.call"), Link(f"tel:{contact.phone}"), Weight.SECONDARY)
    take_back = Button(words("activity.undo"), Tap(undo))
    return Card(
        title=title,
        subtitle=customer.name,
        summary=f"{title} · {name} · {customer.name}",
        blocks=(Rows(tuple((label, value) for label, value in rows if value)),),
        buttons=((call, take_back),) if contact.phone else ((take_back,),),
        record=Record("customer", customer.id),
    )
