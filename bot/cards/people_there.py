"""Who is who at a customer: which roles were spoken with, when and by whom, and who has left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards.activity import contact_text
from bot.cards.particulars import particulars, tags_text
from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.contacts import WhoIsWho
from bot.intents.followups import StartResult
from bot.language import CustomerRef
from bot.phones import shown
from bot.replies import Block, Button, Card, Item, Paragraph, Record, Rows, Tap, Text, Tone
from bot.subjects import about
from models.coverage import Touch, Unseen, touches, without_decider, without_decider_at
from models.customer import BuyingRole, Contact, Customer, CustomerKind
from models.deal import Deal
from models.workspace import Subject


def who_is_who_card(desk: Desk, customer: Customer) -> Card:
    """Everybody there with the last word, the roles nobody is known for, and who has left."""
    words = desk.words
    there = touches(desk.session, customer)
    title = words("people_there.title", customer=customer.name)
    fill = words("customers.add_contact_fill", customer=customer.name)
    add = Button(
        words("customers.add_contact"), Tap(StartResult(customer=CustomerRef("", customer.id)), fill=fill)
    )
    blocks = (*_people(desk, customer, there), *_facts(desk, customer), *undecided(desk, customer))
    return Card(
        title=title,
        subtitle=words("people_there.count", count=len(there)),
        summary=" · ".join([title, *(_name(desk, one.contact) for one in there)]),
        blocks=blocks,
        buttons=((add,),),
        record=Record("customer", customer.id),
    )


def _people(desk: Desk, customer: Customer, there: Sequence[Touch]) -> tuple[Block, ...]:
    words = desk.words
    rows = [(_role(desk, one.contact), _told(desk, one)) for one in there]
    unknown = [role for role in BuyingRole if role not in {one.contact.role for one in there}]
    if unknown and customer.kind is CustomerKind.BUSINESS:
        missing = ", ".join(words(f"roles.{role}") for role in unknown)
        rows.append((words("people_there.unknown"), missing))
    rows += [(words("people_there.gone"), _gone(desk, one)) for one in _left(desk, customer)]
    return (Rows(tuple(rows)),) if rows else (Paragraph(words("people_there.nobody"), Tone.MUTED),)


def _role(desk: Desk, contact: Contact) -> str:
    return desk.words(f"roles.{contact.role}") if contact.role else desk.words("brief.contact")


def _name(desk: Desk, contact: Contact) -> str:
    return desk.words.person(contact.name)


def _told(desk: Desk, touch: Touch) -> str:
    """คุณวรรณา · 089-… , and below it when and by whom."""
    words, contact = desk.words, touch.contact
    reach = (shown(contact.phone) if contact.phone else "", contact.email, contact.line_id)
    head = " · ".join(part for part in (_name(desk, contact), *reach) if part)
    if touch.last is None:
        return f"{head}\n{words('people_there.never')}"
    day = words.near_day(desk.local(touch.last.occurred_at).date(), desk.today)
    who = words.person(touch.last.member.name)
    return f"{head}\n{words('people_there.reached', day=day, who=who)}"


def _left(desk: Desk, customer: Customer) -> Sequence[Contact]:
    gone = Contact.ever_at(customer.id).where(Contact.left_at.is_not(None))
    return desk.session.scalars(gone).all()


def _gone(desk: Desk, contact: Contact) -> str:
    day = desk.local(contact.left_at or desk.now).date()
    return desk.words("people_there.since", who=_name(desk, contact), day=desk.words.day(day, desk.today))


def _facts(desk: Desk, customer: Customer) -> tuple[Block, ...]:
    tags = tags_text(desk, customer)
    rows = particulars(desk, customer)
    rows += ((desk.words("particulars.tags"), tags),) if tags else ()
    return (Rows(rows),) if rows else ()


@about(Subject.ROLES)
def undecided(desk: Desk, customer: Customer) -> tuple[Block, ...]:
    """Deals under negotiation while nobody who decides has been spoken with."""
    deals = desk.session.scalars(without_decider_at(desk.session, customer)).all()
    return tuple(Paragraph(undecided_text(desk, customer, one), Tone.AMBER) for one in deals)


@about(Subject.ROLES)
def undecided_items(desk: Desk, owners: Mapping[int, str]) -> tuple[Item, ...]:
    """The same for whoever leads these people: a line each, the largest first; of many only the first few."""
    largest = without_decider(desk.session, desk.workspace.id, sorted(owners))
    return tuple(_undecided_item(desk, one, owners[one.owner_id]) for one in largest)


def _undecided_item(desk: Desk, deal: Unseen, who: str) -> Item:
    amount = desk.words.money(deal.amount) if deal.amount is not None else ""
    detail = " · ".join(part for part in (desk.words("people_there.undecided_short"), deal.name, who) if part)
    opens = WhoIsWho(customer=CustomerRef("", deal.customer_id))
    return Item(f"{deal.customer} {amount}".strip(), detail, opens, Tone.AMBER)


def undecided_text(desk: Desk, customer: Customer, deal: Deal) -> str:
    return desk.words("people_there.undecided", deal=deal.name or customer.name)


def role_set_text(desk: Desk, customer: Customer, contact: Contact, event: str) -> Text:
    """จดไว้แล้ว: what somebody decides."""
    role = desk.words(f"roles.{contact.role}")
    line = desk.words("people_there.role_set", who=_name(desk, contact), role=role, customer=customer.name)
    return Text(text=line, chips=(_undo(desk, event),), record=Record("customer", customer.id))


def left_card(
    desk: Desk, customer: Customer, contact: Contact, event: str, successor: Contact | None = None
) -> Card:
    """Gone, and what comes next: where to, and who came instead if that is known."""
    words, who = desk.words, _name(desk, contact)
    title = words("people_there.left", who=who, customer=customer.name)
    instead = (Rows(((words("people_there.instead"), _successor(desk, successor)),)),) if successor else ()
    return Card(
        title=title,
        summary=title,
        blocks=(*instead, Paragraph(words("people_there.left_how"), Tone.MUTED)),
        buttons=(_what_next(desk, customer, who, is_known=successor is not None), (_undo(desk, event),)),
        record=Record("customer", customer.id),
    )


def _successor(desk: Desk, contact: Contact) -> str:
    number = shown(contact.phone) if contact.phone else ""
    return " · ".join(part for part in (contact_text(desk.words, contact), number) if part)


def _what_next(desk: Desk, customer: Customer, who: str, *, is_known: bool) -> tuple[Button, ...]:
    """Where did they go; who is there instead, unless that was said."""
    words, ref = desk.words, CustomerRef("", customer.id)
    moved = Tap(StartResult(customer=ref), fill=words("people_there.moved_fill", who=who))
    instead = Tap(StartResult(customer=ref), fill=words("customers.add_contact_fill", customer=customer.name))
    where = Button(words("people_there.where_to"), moved)
    return (where,) if is_known else (where, Button(words("people_there.instead"), instead))


def moved_card(desk: Desk, contact: Contact, before: Customer, now: Customer, event: str) -> Card:
    words = desk.words
    title = words("people_there.moved", who=_name(desk, contact), customer=now.name)
    opens = Button(words("people_there.who"), Tap(WhoIsWho(customer=CustomerRef("", now.id))))
    return Card(
        title=title,
        subtitle=words("people_there.from", customer=before.name),
        summary=title,
        blocks=(Paragraph(words("people_there.moved_how"), Tone.MUTED),),
        buttons=((opens, _undo(desk, event)),),
        record=Record("customer", now.id),
    )


def _undo(desk: Desk, event: str) -> Button:
    return Button(desk.words("activity.undo"), Tap(Undo(event=event)))
