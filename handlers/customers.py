"""Who the customers are: new ones, the people there, the brief, the history."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.sql import Select

from bot.capability import on
from bot.cards.brief import brief_card
from bot.cards.customer import new_customer_card
from bot.cards.history import history_card
from bot.claiming import claim_waiting
from bot.consenting import note_answer
from bot.context import Context
from bot.finding import near_names
from bot.intents.activities import LogActivity
from bot.intents.customers import Brief, CustomerHistory, NewCustomer
from bot.language.names import key
from bot.legal import form_in
from bot.names import contact_of, create_customer, customer_of, followup_of, visible
from bot.phones import e164
from bot.recording import record
from bot.replies import Card, Record, Reply, Text
from bot.tax import is_tax_id
from models.activity import ActivityChannel
from models.customer import BuyingRole, Customer, CustomerKind, Size
from models.errors import BadPhone, BadTaxId, NoCustomerName, WhichCustomer
from models.workspace import Selling


@on(NewCustomer)
def add_customer(ctx: Context, said: NewCustomer) -> list[Reply]:
    """Add a customer; whoever is nearly called that is offered first."""
    phone = _phone(said.phone)
    known = _known_already(ctx, said)
    if known is not None:
        return _already(ctx, visible(ctx, known, said.customer.said if said.customer else ""))
    name = said.customer.said.strip() if said.customer else ""
    if not name:
        raise NoCustomerName
    if said.tax_id and not is_tax_id(said.tax_id):
        raise BadTaxId(said=said.tax_id)
    if not said.although_near and (near := _near(ctx, said, name, phone)):
        raise WhichCustomer(name, near)
    return _added(ctx, said, name, phone)


def _phone(said: str | None) -> str | None:
    """As it is kept; raises BadPhone when nobody could be called by it."""
    if not said:
        return None
    number = e164(said)
    if number is None:
        raise BadPhone(said=said)
    return number


def _known_already(ctx: Context, said: NewCustomer) -> int | None:
    """The customer that this one would double: same whole name or same tax id."""
    ref = said.customer
    if ref is not None and (same := _of_that_name(ctx, ref.said)) is not None:
        return same
    return ctx.session.scalar(_here(ctx).where(Customer.tax_id == said.tax_id)) if said.tax_id else None


def _of_that_name(ctx: Context, name: str) -> int | None:
    """A customer of the workspace with this whole name or alias; a short form is only near."""
    for found in ctx.directory.exact(name):
        entry = ctx.directory.entry(found)
        if entry is not None and key(name) in {key(one) for one in (entry.name, *entry.aliases)}:
            return found
    return None


def _near(ctx: Context, said: NewCustomer, name: str, phone: str | None) -> list[int]:
    """Whoever has that number already, then whoever is nearly called that. Raises BelongsTo for another's.

    A person is no firm in whose name hers occurs: ติ๊ก is not นครพลาสติก.
    """
    same = ctx.session.scalars(_here(ctx).where(Customer.phone == phone)).all() if phone else []
    is_person = _kind(ctx, said) is CustomerKind.CONSUMER
    alike = (one for one in near_names(ctx, name) if not is_person or one.kind is CustomerKind.CONSUMER)
    return list(dict.fromkeys([*(visible(ctx, one, name).id for one in same), *(one.id for one in alike)]))


def _here(ctx: Context) -> Select[int]:
    return select(Customer.id).where(Customer.workspace_id == ctx.workspace.id, Customer.deleted.is_(False))


def _already(ctx: Context, customer: Customer) -> list[Reply]:
    """No second one of the same: what is known of the first."""
    ctx.show(Record("customer", customer.id), customer.id)
    line = Text(text=ctx.words("customers.already", customer=customer.name))
    return [line, brief_card(ctx, customer)]


def _kind(ctx: Context, said: NewCustomer) -> CustomerKind:
    """As it was said; whoever answers to offers buys over the counter, as all do at a shop."""
    if said.kind:
        return CustomerKind(said.kind)
    is_person = said.consent is not None or ctx.workspace.selling is Selling.SHOP
    return CustomerKind.CONSUMER if is_person else CustomerKind.BUSINESS


def _added(ctx: Context, said: NewCustomer, name: str, phone: str | None) -> list[Reply]:
    customer = create_customer(ctx, name, _kind(ctx, said))
    customer.phone, customer.tax_id, customer.branch = phone, said.tax_id, said.branch
    customer.size, customer.birthday = Size(said.size) if said.size else None, said.birthday
    customer.legal_form = form_in(said.legal_name, name) if said.legal_name else None
    contact = contact_of(ctx, customer, said.contact)
    if contact is not None:
        contact.role, contact.email = BuyingRole(said.contact_role) if said.contact_role else None, said.email
    claimed = claim_waiting(ctx.session, customer)
    if said.note:
        record(ctx, LogActivity(channel=ActivityChannel.NOTE, note=said.note), customer)
    ctx.show(Record("customer", customer.id), customer.id)
    card = new_customer_card(ctx, customer, claimed, note=said.note or "", contact=contact)
    if said.consent is None:
        return [card]
    return [card, note_answer(ctx, customer, given=said.consent)]


@on(Brief, undoable=False, full_sentence=False)
def brief(ctx: Context, said: Brief) -> Reply:
    """Whom to meet, what was said last, what was promised: type the customer's name."""
    if said.followup is not None:
        return _brief_of_followup(ctx, said.followup)
    customer = customer_of(ctx, said.customer)
    ctx.show(Record("customer", customer.id), customer.id)
    return brief_card(ctx, customer)


def _brief_of_followup(ctx: Context, followup_id: int) -> Card:
    """Before that meeting; whoever holds the promise may read the customer. A closed one is history."""
    followup = followup_of(ctx, followup_id)
    if not followup.is_open:
        customer = visible(ctx, followup.customer_id)
        ctx.show(Record("customer", customer.id), customer.id)
        return brief_card(ctx, customer)
    customer = ctx.session.get_one(Customer, followup.customer_id)
    ctx.show(Record("followup", followup.id), customer.id)
    return brief_card(ctx, customer, followup)


@on(CustomerHistory, undoable=False, full_sentence=False)
def history(ctx: Context, said: CustomerHistory) -> Reply:
    """Everything that happened with a customer, newest first, and what is next."""
    customer = customer_of(ctx, said.customer)
    ctx.show(Record("customer", customer.id), customer.id)
    return history_card(ctx, customer, max(said.page, 0))
