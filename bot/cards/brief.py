"""The brief: who is who, what was said, what was promised. The same before a meeting and on a bare name."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.checkin import kept_row
from bot.cards.matters import promise_item
from bot.cards.meeting import meeting_card, owed_text
from bot.cards.particulars import in_short
from bot.cards.past import amount_row, day_of, happened_text, last_contacts
from bot.cards.people_there import undecided
from bot.cards.purchases import Row, bought_rows
from bot.cards.reach import calls, way_there
from bot.cards.rounds import standing_row
from bot.context import Desk
from bot.intents.contacts import WhoIsWho
from bot.intents.customers import CustomerHistory
from bot.intents.followups import SetReminder, StartResult
from bot.language import CustomerRef
from bot.phones import shown
from bot.replies import Block, Button, Card, Items, Paragraph, Pick, Record, Rows, Tap, Tone
from bot.subjects import about
from models.customer import Contact, Customer
from models.followup import FollowUp
from models.member import Member
from models.workspace import Subject

LAST_CONTACTS = 3
PROMISES = 5


def brief_card(desk: Desk, customer: Customer, followup: FollowUp | None = None) -> Card:
    """All one should know before meeting this customer; with a follow-up, before that very meeting."""
    if followup is None:
        return _customer_card(desk, customer)
    return meeting_card(desk, customer, followup)


def _customer_card(desk: Desk, customer: Customer) -> Card:
    people = desk.session.scalars(Contact.at(customer.id)).all()
    owed = desk.session.scalars(FollowUp.open_at(desk.workspace.id, customer.id).limit(PROMISES)).all()
    return Card(
        title=customer.name,
        subtitle=_standing(desk, customer),
        summary=_summary(desk, customer, owed),
        blocks=(
            *_who_is_who(desk, customer, people),
            *_what_was_said(desk, customer),
            *_what_is_owed(desk, owed),
            *undecided(desk, customer),
        ),
        buttons=_buttons(desk, customer, people),
        record=Record("customer", customer.id),
    )


def _standing(desk: Desk, customer: Customer) -> str:
    """คุยล่าสุดเมื่อวาน, and whose customer it is when it is not the reader's."""
    words = desk.words
    line = words("brief.never_talked")
    if customer.last_contact_at is not None:
        day = desk.local(customer.last_contact_at).date()
        line = words("brief.last_talk", day=words.near_day(day, desk.today))
    if customer.owner_id == desk.member.id:
        return line
    owner = desk.session.get_one(Member, customer.owner_id)
    return f"{line} · {words('brief.owned', owner=words.person(owner.name))}"


def _summary(desk: Desk, customer: Customer, owed: Sequence[FollowUp]) -> str:
    parts = [customer.name, _standing(desk, customer), *(owed_text(desk, one) for one in owed[:1])]
    return " · ".join(parts)


def _who_is_who(desk: Desk, customer: Customer, people: Sequence[Contact]) -> tuple[Block, ...]:
    words = desk.words
    rows: list[Row] = [
        (words(f"roles.{one.role}") if one.role else words("brief.contact"), _person(desk, one))
        for one in people
    ]
    if customer.phone:
        rows.append((words("brief.phone"), shown(customer.phone)))
    if customer.address:
        rows.append((words("brief.address"), customer.address))
    rows += in_short(desk, customer)
    rows += amount_row(desk, customer)
    rows += standing_row(desk, customer)
    rows += kept_row(desk, customer)
    rows += bought_rows(desk, customer)
    return (Rows(tuple(rows)),) if rows else ()


def _person(desk: Desk, contact: Contact) -> str:
    parts = [desk.words.person(contact.name), shown(contact.phone) if contact.phone else "", contact.email]
    return " · ".join(part for part in parts if part)


def _what_was_said(desk: Desk, customer: Customer) -> tuple[Block, ...]:
    """The last three contacts, day beside words."""
    last = last_contacts(desk, customer, LAST_CONTACTS)
    rows = tuple((day_of(desk, one), happened_text(desk, one)) for one in last)
    return (Rows(rows),) if rows else ()


def _what_is_owed(desk: Desk, owed: Sequence[FollowUp]) -> tuple[Block, ...]:
    """Each promise opens by its number; without any, the card says so."""
    if not owed:
        return (Paragraph(desk.words("brief.no_next"), Tone.AMBER),)
    return (Items(tuple(promise_item(desk, one) for one in owed), desk.words("brief.promised")),)


def _buttons(desk: Desk, customer: Customer, people: Sequence[Contact]) -> tuple[tuple[Button, ...], ...]:
    words, ref = desk.words, CustomerRef("", customer.id)
    fill = words("brief.log_fill", customer=customer.name)
    log = Button(words("brief.log"), Tap(StartResult(customer=ref), fill=fill))
    plan = Button(words("brief.plan"), Pick(SetReminder(customer=ref)))
    history = Button(words("brief.history"), Tap(CustomerHistory(customer=ref)))
    last = (history, *_who(desk, ref)) if people else (history,)
    return calls(desk, customer, people), (log, plan), last, way_there(desk, customer)


@about(Subject.ROLES)
def _who(desk: Desk, ref: CustomerRef) -> tuple[Button, ...]:
    return (Button(desk.words("people_there.who"), Tap(WhoIsWho(customer=ref))),)
