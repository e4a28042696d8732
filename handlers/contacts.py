"""The people at a customer: new ones, what they decide, and that they come and go."""

from __future__ import annotations

from sqlalchemy import select

from bot.capability import on, rides
from bot.cards.customer import contact_card
from bot.cards.people_there import left_card, moved_card, role_set_text, who_is_who_card
from bot.context import Context
from bot.intents.activities import LogActivity, Undo
from bot.intents.base import Intent
from bot.intents.contacts import ContactLeft, ContactMoved, SetRole, WhoIsWho
from bot.intents.customers import AddContact
from bot.intents.followups import SetReminder
from bot.language import ContactRef
from bot.names import contact_of, customer_of, person_at, visible
from bot.phones import e164
from bot.replies import Button, Record, Reply, Tap, Text
from bot.titles import role_suggested
from models.customer import BuyingRole, Contact, Customer
from models.errors import BadPhone, NoContactName, NoSuchContact, NotFound
from models.followup import FollowUp
from models.workspace import Subject

SPOKEN = (LogActivity, SetReminder)
"""Lines in which somebody may be met for the first time, or named although gone."""


@on(AddContact)
def add_contact(ctx: Context, said: AddContact) -> Reply:
    """Add a person at a customer, or complete what is known of one."""
    customer = customer_of(ctx, said.customer)
    phone, before = _phone(said.phone), len(ctx.session.scalars(Contact.at(customer.id)).all())
    contact = contact_of(ctx, customer, said.contact)
    if contact is None:
        raise NoContactName
    contact.role = BuyingRole(said.contact_role) if said.contact_role else contact.role
    contact.phone, contact.email = phone or contact.phone, said.email or contact.email
    contact.left_at = None
    _names_changed(ctx, customer)
    ctx.session.flush()
    is_new = len(ctx.session.scalars(Contact.at(customer.id)).all()) > before
    ctx.show(Record("customer", customer.id), customer.id)
    return contact_card(ctx, customer, contact, Undo(event=ctx.event.id), is_new=is_new)


def _phone(said: str | None) -> str | None:
    """As it is kept; raises BadPhone when nobody could be called by it."""
    number = e164(said) if said else None
    if said and number is None:
        raise BadPhone(said=said)
    return number


def _names_changed(ctx: Context, customer: Customer) -> None:
    """Every process finds, or no longer finds, the person from the next event on."""
    customer.directory_version = ctx.workspace.touch_directory(ctx.session)


@on(SetRole)
def set_role(ctx: Context, said: SetRole) -> Reply:
    """What somebody decides, as tapped."""
    contact = _contact(ctx, said.contact)
    customer = visible(ctx, contact.customer_id)
    if said.contact_role is None:
        raise NotFound
    contact.role = BuyingRole(said.contact_role)
    _names_changed(ctx, customer)
    ctx.show(Record("customer", customer.id), customer.id)
    return role_set_text(ctx, customer, contact, ctx.event.id)


def _contact(ctx: Context, ref: ContactRef | None) -> Contact:
    """The person whose button was tapped; raises NotFound."""
    here = select(Contact).where(Contact.workspace_id == ctx.workspace.id, Contact.deleted.is_(False))
    contact = ctx.session.scalar(here.where(Contact.id == ref.id)) if ref is not None and ref.id else None
    if contact is None:
        raise NotFound
    return contact


@on(ContactLeft)
def contact_left(ctx: Context, said: ContactLeft) -> Reply:
    """Somebody no longer works at the customer."""
    customer = customer_of(ctx, said.customer)
    contact = _known(ctx, customer, said.contact)
    instead = _successor(ctx, customer, contact, said)
    _let_go(ctx, customer, contact)
    ctx.show(Record("customer", customer.id), customer.id)
    return left_card(ctx, customer, contact, ctx.event.id, instead)


def _successor(ctx: Context, customer: Customer, before: Contact, said: ContactLeft) -> Contact | None:
    """Whoever took the place decides there what the one before decided."""
    phone = _phone(said.phone)
    instead = contact_of(ctx, customer, said.successor)
    if instead is None or instead.id == before.id:
        return None
    instead.role, instead.phone = instead.role or before.role, phone or instead.phone
    instead.left_at = None
    ctx.session.flush()
    return instead


def _known(ctx: Context, customer: Customer, ref: ContactRef | None) -> Contact:
    contact = person_at(ctx, customer, ref) if ref is not None else None
    if contact is None:
        raise NoSuchContact(name=ctx.words.person(ref.said) if ref else "?", customer=customer.name)
    return contact


def _let_go(ctx: Context, customer: Customer, contact: Contact) -> None:
    """From now on nobody is reminded to call them there; what is promised to the firm stays."""
    contact.left_at = contact.left_at or ctx.now
    for followup in ctx.session.scalars(FollowUp.open_at(ctx.workspace.id, customer.id)):
        if followup.contact_id == contact.id:
            followup.contact_id = None
    _names_changed(ctx, customer)


@on(ContactMoved)
def contact_moved(ctx: Context, said: ContactMoved) -> Reply:
    """Somebody works at another customer from now on; both keep the name."""
    before, now = customer_of(ctx, said.before, "before"), customer_of(ctx, said.customer)
    contact = _known(ctx, before, said.contact)
    _let_go(ctx, before, contact)
    there = person_at(ctx, now, ContactRef(contact.name))
    moved = there or Contact(workspace_id=ctx.workspace.id, customer_id=now.id, name=contact.name)
    for field in ("role", "phone", "email", "line_id"):
        setattr(moved, field, getattr(moved, field) or getattr(contact, field))
    moved.moved_from_id, moved.left_at = contact.id, None
    ctx.session.add(moved)
    _names_changed(ctx, now)
    ctx.show(Record("customer", now.id), now.id)
    return moved_card(ctx, moved, before, now, ctx.event.id)


@on(WhoIsWho, undoable=False, full_sentence=False)
def who_is_who(ctx: Context, said: WhoIsWho) -> Reply:
    """Whom one knows at a customer, who was spoken with, when and by whom."""
    customer = customer_of(ctx, said.customer)
    ctx.show(Record("customer", customer.id), customer.id)
    return who_is_who_card(ctx, customer)


@rides()
def tell_of_the_person(ctx: Context, intent: Intent) -> Reply | None:
    """Somebody who has left was named, or a title says what a new person may decide."""
    if ctx.person is None or not isinstance(intent, SPOKEN):
        return None
    contact = ctx.session.get_one(Contact, ctx.person)
    customer = visible(ctx, contact.customer_id)
    if contact.left_at is not None:
        day = ctx.words.day(ctx.local(contact.left_at).date(), ctx.today)
        who = ctx.words.person(contact.name)
        return Text(text=ctx.words("people_there.not_there", who=who, customer=customer.name, day=day))
    return _offer_role(ctx, contact, customer)


def _offer_role(ctx: Context, contact: Contact, customer: Customer) -> Text | None:
    role = role_suggested(ctx.said, contact.name)
    if role is None or contact.role is not None or not ctx.workspace.selling.covers(Subject.ROLES):
        return None
    words, named = ctx.words, ctx.words(f"roles.{role}")
    yes = Tap(SetRole(contact=ContactRef("", contact.id), contact_role=role))
    text = words(
        "people_there.which_role", who=words.person(contact.name), role=named, customer=customer.name
    )
    return Text(text=text, chips=(Button(words("people_there.yes_role", role=named), yes),))
