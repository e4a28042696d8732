"""Two customers become one: what goes where, asked once, and what has been done."""

from __future__ import annotations

from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.answers import No
from bot.intents.customers import Brief
from bot.intents.particulars import MergeCustomers
from bot.language import CustomerRef
from bot.replies import Button, Card, Paragraph, Record, Rows, Tap, Tone, Weight
from models.customer import Customer
from models.member import Member
from models.merging import counted

TOLD = (
    *("activities", "followups", "contacts", "deals", "quotes", "purchases", "payments", "cadences"),
    *("customer_tags", "customer_aliases", "check_ins"),
)
"""What people know by name; histories of deals and the like go along unsaid."""


def preview_card(desk: Desk, kept: Customer, other: Customer) -> Card:
    """What goes from the one to the other; either can be the one that stays."""
    words = desk.words
    title = words("merging.sure", other=other.name, kept=kept.name)
    swap = MergeCustomers(customer=CustomerRef("", other.id), other=CustomerRef("", kept.id))
    confirmed = MergeCustomers(
        customer=CustomerRef("", kept.id), other=CustomerRef("", other.id), confirmed=True
    )
    return Card(
        title=title,
        subtitle=words("merging.how", kept=kept.name),
        summary=title,
        blocks=(Rows(_rows(desk, kept, other)), Paragraph(words("merging.can_undo"), Tone.MUTED)),
        buttons=(
            (Button(words("merging.merge"), Tap(confirmed), Weight.SECONDARY),),
            (
                Button(words("merging.swap"), Tap(swap)),
                Button(words("merging.no"), Tap(No())),
            ),
        ),
    )


def _rows(desk: Desk, kept: Customer, other: Customer) -> tuple[tuple[str, str], ...]:
    """Who has which, then what moves."""
    words = desk.words
    whose = [(words("merging.stays"), _whose(desk, kept)), (words("merging.goes"), _whose(desk, other))]
    counts = counted(desk.session, other, TOLD)
    moving = [words(f"merging.{name}", count=counts[name]) for name in TOLD if name in counts]
    what = ", ".join(moving) or words("merging.nothing")
    return (*whose, (words("merging.moves"), what), (words("merging.also_called"), other.name))


def _whose(desk: Desk, customer: Customer) -> str:
    owner = desk.session.get_one(Member, customer.owner_id)
    return desk.words("merging.whose", customer=customer.name, owner=desk.words.person(owner.name))


def merged_card(desk: Desk, kept: Customer, other_name: str, event: str) -> Card:
    words = desk.words
    title = words("merging.merged")
    opens = Button(words("merging.open"), Tap(Brief(customer=CustomerRef("", kept.id))), Weight.PRIMARY)
    undo = Button(words("activity.undo"), Tap(Undo(event=event)))
    return Card(
        title=title,
        subtitle=kept.name,
        summary=f"{title} · {kept.name}",
        blocks=(Paragraph(words("merging.leads_here", other=other_name, kept=kept.name)),),
        buttons=((opens, undo),),
        record=Record("customer", kept.id),
    )
