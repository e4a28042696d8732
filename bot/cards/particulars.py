"""What is kept of a customer, as rows; what was changed of it; and the customers of a tag."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot import legal, tax
from bot.claiming import claimed_row
from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.customers import Brief
from bot.intents.particulars import MergeCustomers, TaggedCustomers
from bot.language import CustomerRef
from bot.phones import shown
from bot.replies import Button, Card, Item, Items, Record, Rows, Tap, Weight
from bot.texts import Words
from models.customer import Customer, CustomerTag
from models.purchase import Purchase

PAGE = 10
FIELDS = ("legal_form", "tax_id", "size", "branch", "phone", "birthday", "address", "place", "source")
"""In the order in which they are shown."""


def particulars(
    desk: Desk, customer: Customer, fields: Sequence[str] = FIELDS
) -> tuple[tuple[str, str], ...]:
    """Those of the fields that are known, with their words."""
    known = {field: _shown(desk.words, customer, field) for field in fields}
    return tuple((desk.words(f"particulars.{field}"), value) for field, value in known.items() if value)


def _shown(words: Words, customer: Customer, field: str) -> str:
    match field:
        case "legal_form":
            return legal.full_name(customer) if customer.legal_form else ""
        case "tax_id":
            return tax.shown(customer.tax_id) if customer.tax_id else ""
        case "phone":
            return shown(customer.phone) if customer.phone else ""
        case "birthday":
            return words.birthday(customer.birthday) if customer.birthday else ""
        case "place":
            known = customer.latitude is not None and customer.longitude is not None
            return f"{customer.latitude:.5f}, {customer.longitude:.5f}" if known else ""
        case _:
            return str(getattr(customer, field) or "")


def in_short(desk: Desk, customer: Customer) -> tuple[tuple[str, str], ...]:
    """For a card about other things: one line of what is known, one of tags."""
    words = desk.words
    parts = [
        words("particulars.size_short", size=customer.size) if customer.size else "",
        words("particulars.branch_short", branch=customer.branch) if customer.branch else "",
        words("particulars.source_short", source=customer.source) if customer.source else "",
    ]
    known = " · ".join(part for part in parts if part)
    rows = (
        (words("particulars.legal_form"), legal.full_name(customer) if customer.legal_form else ""),
        (words("particulars.tax_id"), tax.shown(customer.tax_id) if customer.tax_id else ""),
        (words("particulars.known"), known),
        (words("particulars.tags"), tags_text(desk, customer)),
    )
    return tuple((label, value) for label, value in rows if value)


def tags_of(desk: Desk, customer: Customer) -> list[CustomerTag]:
    standing = select(CustomerTag).where(
        CustomerTag.customer_id == customer.id, CustomerTag.deleted.is_(False)
    )
    return list(desk.session.scalars(standing.order_by(CustomerTag.id)))


def tags_text(desk: Desk, customer: Customer) -> str:
    return ", ".join(one.name for one in tags_of(desk, customer))


def changed_card(
    desk: Desk,
    customer: Customer,
    fields: Sequence[str],
    *,
    event: str,
    double: Customer | None = None,
    claimed: Sequence[Purchase] = (),
) -> Card:
    """What is known now, with one tap to take it back; `double` has the same tax number."""
    words = desk.words
    title = words("particulars.changed")
    rows = (*particulars(desk, customer, fields), *claimed_row(words, claimed))
    undo = Button(words("activity.undo"), Tap(Undo(event=event)))
    told = " · ".join(f"{label} {value}" for label, value in rows)
    return Card(
        title=title,
        subtitle=customer.name,
        summary=f"{title} · {customer.name} · {told}",
        blocks=(Rows(rows),),
        buttons=((*_merging(desk, customer, double), undo),),
        record=Record("customer", customer.id),
    )


def _merging(desk: Desk, customer: Customer, double: Customer | None) -> tuple[Button, ...]:
    if double is None:
        return ()
    merge = MergeCustomers(customer=CustomerRef("", double.id), other=CustomerRef("", customer.id))
    label = desk.words("particulars.same_as", customer=double.name)
    return (Button(label, Tap(merge), Weight.SECONDARY),)


def tagged_card(desk: Desk, tag: CustomerTag, customers: Sequence[Customer], page: int, count: int) -> Card:
    """Everybody with that tag, ten at a time."""
    words = desk.words
    items = tuple(Item(one.name, intent=Brief(customer=CustomerRef("", one.id))) for one in customers)
    more = Button(words("customers.more"), Tap(TaggedCustomers(row=tag.id, page=page + 1)))
    found = words("customers.found", count=count)
    return Card(
        title=words("particulars.tag_title", tag=tag.name),
        subtitle=found,
        summary=f"{words('particulars.tag_title', tag=tag.name)} · {found}",
        blocks=(Items(items),),
        buttons=((more,),) if count > (page + 1) * PAGE else (),
    )


def all_tags_card(desk: Desk, tags: Sequence[tuple[str, int, int]]) -> Card:
    """Each tag with how many have it; `tags` are name, one row with it, and the count."""
    words = desk.words
    items = tuple(
        Item(name, words("customers.found", count=count), TaggedCustomers(row=row))
        for name, row, count in tags
    )
    title = words("particulars.all_tags")
    return Card(title=title, summary=title, blocks=(Items(items),))
