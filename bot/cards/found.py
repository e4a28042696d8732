"""What a search found: a numbered list that opens briefs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.activity import contact_text
from bot.cards.past import day_of
from bot.context import Desk
from bot.finding import Hit
from bot.intents.customers import Brief, MyCustomers
from bot.language import CustomerRef, MemberRef
from bot.phones import shown
from bot.replies import Button, Card, Item, Items, Paragraph, Tap, Tone
from models.activity import Activity
from models.customer import Customer

SHOWN = 8
PAGE = 10
"""So many customers of a whole list at a time."""
AROUND = 30
"""Letters shown on both sides of the words that were found."""


def found_card(desk: Desk, query: str, hits: Sequence[Hit]) -> Card:
    words = desk.words
    count = words("customers.found", count=len(hits))
    items = tuple(_item(desk, query, hit) for hit in hits[:SHOWN])
    more = (Paragraph(words("customers.found_many"), Tone.MUTED),) if len(hits) > SHOWN else ()
    return Card(
        title=words.quoted(query),
        subtitle=count,
        summary=f"{count} · {', '.join(hit.customer.name for hit in hits[:3])}",
        blocks=(Items(items), *more),
    )


def _item(desk: Desk, query: str, hit: Hit) -> Item:
    return Item(hit.customer.name, _why(desk, query, hit), Brief(customer=CustomerRef("", hit.customer.id)))


def _why(desk: Desk, query: str, hit: Hit) -> str:
    """What it was found by, else when it was last spoken to."""
    if hit.contact is not None:
        number = shown(hit.contact.phone) if hit.contact.phone else ""
        return " · ".join(part for part in (contact_text(desk.words, hit.contact), number) if part)
    if hit.activity is not None:
        return f"{day_of(desk, hit.activity)} {desk.words.quoted(_around(query, hit.activity))}"
    return _last_talk(desk, hit.customer)


def _around(query: str, activity: Activity) -> str:
    """The found words with a little of what stands beside them."""
    said = activity.said if query.casefold() in activity.said.casefold() else activity.note
    at = max(said.casefold().find(query.casefold()), 0)
    start, end = max(at - AROUND, 0), at + len(query) + AROUND
    return f"{'…' if start else ''}{said[start:end]}{'…' if end < len(said) else ''}"


def _last_talk(desk: Desk, customer: Customer) -> str:
    if customer.last_contact_at is None:
        return desk.words("brief.never_talked")
    day = desk.local(customer.last_contact_at).date()
    return desk.words("brief.last_talk", day=desk.words.near_day(day, desk.today))


@dataclass(frozen=True, slots=True)
class Listed:
    """Which page of how many customers, and of whom if not the own ones."""

    page: int
    count: int
    rep: MemberRef | None = None


def my_customers_card(desk: Desk, customers: Sequence[Customer], listed: Listed) -> Card:
    """Ten customers at a time, each with when it was last spoken to."""
    words, rep = desk.words, listed.rep
    title = words("customers.whose", who=words.person(rep.said)) if rep else words("customers.mine")
    found = words("customers.count", count=f"{listed.count:,}")
    items = tuple(
        Item(one.name, _last_talk(desk, one), Brief(customer=CustomerRef("", one.id))) for one in customers
    )
    more = Button(words("customers.more"), Tap(MyCustomers(rep=rep, page=listed.page + 1)))
    return Card(
        title=title,
        subtitle=found,
        summary=f"{title} · {found}",
        blocks=(Items(items),),
        buttons=((more,),) if listed.count > (listed.page + 1) * PAGE else (),
    )
