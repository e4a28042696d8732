"""Cards about a customer's own particulars: a new customer, a person there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.particulars import particulars
from bot.claiming import claimed_row
from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.contacts import SetRole
from bot.intents.followups import StartResult
from bot.language import ContactRef, CustomerRef
from bot.phones import shown
from bot.replies import Button, Card, Link, Record, Rows, Tap, Weight
from bot.subjects import about
from models.customer import BuyingRole, Contact, Customer, CustomerKind
from models.purchase import Purchase
from models.workspace import Selling, Subject


def new_customer_card(
    desk: Desk,
    customer: Customer,
    claimed: Sequence[Purchase] = (),
    note: str = "",
    contact: Contact | None = None,
) -> Card:
    """เพิ่มลูกค้าแล้ว, what had waited under the number, and what usually comes first is offered."""
    words = desk.words
    rows = (*_particulars(desk, customer), *claimed_row(words, claimed))
    person = ((words("brief.contact"), words.person(contact.name)),) if contact else ()
    noted = (*person, *(((words("activity.about"), note),) if note else ()))
    title = words("customers.added")
    return Card(
        title=title,
        subtitle=customer.name,
        summary=" · ".join([title, customer.name, *([shown(customer.phone)] if customer.phone else [])]),
        blocks=(Rows((*rows, *noted)),) if rows or noted else (),
        buttons=_beginnings(desk, customer),
        record=Record("customer", customer.id),
    )


def _beginnings(desk: Desk, customer: Customer) -> tuple[tuple[Button, ...], ...]:
    """A firm is visited and has people in it; a consumer buys."""
    undo = Button(desk.words("activity.undo"), Tap(Undo(customer=customer.id)))
    if customer.kind is CustomerKind.CONSUMER:
        return ((_beginning(desk, customer, "bought", Weight.PRIMARY),), (undo,))
    first_visit = _beginning(desk, customer, "first_visit", Weight.PRIMARY)
    return ((first_visit,), (_beginning(desk, customer, "add_contact"), undo))


def _beginning(desk: Desk, customer: Customer, key: str, weight: Weight = Weight.LINK) -> Button:
    """Opens the keyboard with the beginning of such a line."""
    fill = desk.words(f"customers.{key}_fill", customer=customer.name)
    start = StartResult(customer=CustomerRef("", customer.id))
    return Button(desk.words(f"customers.{key}"), Tap(start, fill=fill), weight)


def _particulars(desk: Desk, customer: Customer) -> tuple[tuple[str, str], ...]:
    """What kind it is goes without saying where all are of one kind."""
    kind = (desk.words("customers.kind"), desk.words(f"customers.{customer.kind}"))
    rows = particulars(desk, customer)
    return (kind, *rows) if desk.workspace.selling is Selling.BOTH else rows


@about(Subject.ROLES)
def role_chips(desk: Desk, contact: Contact, suggested: BuyingRole | None = None) -> tuple[Button, ...]:
    """What somebody decides, where that is not known: one tap each, the likely one first."""
    if contact.role is not None:
        return ()
    roles = [*([suggested] if suggested else []), *(one for one in BuyingRole if one is not suggested)]
    person = ContactRef("", contact.id)
    return tuple(
        Button(desk.words(f"roles.{role}"), Tap(SetRole(contact=person, contact_role=role))) for role in roles
    )


def contact_card(desk: Desk, customer: Customer, contact: Contact, undo: Undo, *, is_new: bool) -> Card:
    """เพิ่มผู้ติดต่อแล้ว, with a call at one tap and the roles where none was said."""
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
        chips=role_chips(desk, contact),
        record=Record("customer", customer.id),
    )
