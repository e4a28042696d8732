"""What is kept of a customer beside its name, and the words by which customers are sorted."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.sql import Select

from bot.capability import on
from bot.cards.particulars import FIELDS, PAGE, all_tags_card, changed_card, tagged_card, tags_of, tags_text
from bot.claiming import claim_waiting
from bot.context import Context
from bot.intents.activities import Undo
from bot.intents.particulars import ChangeCustomer, TagCustomer, TaggedCustomers
from bot.names import customer_of, visible_among
from bot.phones import e164
from bot.places import point_in
from bot.replies import Button, Record, Reply, Tap, Text
from bot.tax import is_tax_id
from models.customer import Customer, CustomerTag, Size
from models.database import count_of
from models.errors import (
    BadPhone,
    BadTaxId,
    NoPlaceInLink,
    NoSuchTag,
    NoTagSaid,
    NotFound,
    NothingToChange,
)

AS_SAID = ("branch", "address", "source", "legal_form")
"""Kept in the words they were said in."""
MOST_TAGS = 20
"""So many tags on the list of all: the commonest."""


@on(ChangeCustomer)
def change_customer(ctx: Context, said: ChangeCustomer) -> Reply:
    """Keep a customer's size, tax number, branch, address, place, phone, birthday or source."""
    customer = customer_of(ctx, said.customer)
    fields = [field for field in FIELDS if getattr(said, field) is not None]
    if not fields:
        raise NothingToChange
    for field in AS_SAID:
        setattr(customer, field, getattr(said, field) or getattr(customer, field))
    customer.size = Size(said.size) if said.size else customer.size
    customer.tax_id = _tax_id(said.tax_id) or customer.tax_id
    customer.phone = _phone(said.phone) or customer.phone
    customer.birthday = said.birthday or customer.birthday
    if said.place is not None:
        customer.latitude, customer.longitude = _place(said.place)
    claimed = claim_waiting(ctx.session, customer) if said.phone else ()
    ctx.show(Record("customer", customer.id), customer.id)
    double = _double(ctx, customer, said.tax_id)
    return changed_card(ctx, customer, fields, event=ctx.event.id, double=double, claimed=claimed)


def _tax_id(said: str | None) -> str | None:
    if said is not None and not is_tax_id(said):
        raise BadTaxId(said=said)
    return said


def _phone(said: str | None) -> str | None:
    number = e164(said) if said else None
    if said and number is None:
        raise BadPhone(said=said)
    return number


def _place(said: str) -> tuple[float, float]:
    point = point_in(said)
    if point is None:
        raise NoPlaceInLink
    return point


def _double(ctx: Context, customer: Customer, tax_id: str | None) -> Customer | None:
    """Another customer of this person's with the very same tax number: probably the same firm."""
    if tax_id is None:
        return None
    same = select(Customer.id).where(Customer.workspace_id == ctx.workspace.id, Customer.tax_id == tax_id)
    others = ctx.session.scalars(same.where(Customer.id != customer.id, Customer.deleted.is_(False)))
    return next(iter(visible_among(ctx, tuple(others))), None)


@on(TagCustomer)
def tag_customer(ctx: Context, said: TagCustomer) -> Reply:
    """Sort a customer under a word of your own, or take it off again."""
    customer = customer_of(ctx, said.customer)
    if not said.tag:
        raise NoTagSaid
    standing = [one for one in tags_of(ctx, customer) if one.name in _spellings(said.tag)]
    if said.remove and not standing:
        raise NoSuchTag(customer=customer.name, tag=said.tag)
    for row in standing if said.remove else ():
        row.deleted = True
    if not said.remove and not standing:
        ctx.session.add(_tag(ctx, customer, said.tag))
    ctx.session.flush()
    ctx.show(Record("customer", customer.id), customer.id)
    return _tagged(ctx, customer, said)


def _spellings(tag: str) -> set[str]:
    """VIP, vip and Vip are one tag; Thai has no capitals."""
    return {tag, tag.lower(), tag.upper(), tag.capitalize()}


def _tag(ctx: Context, customer: Customer, tag: str) -> CustomerTag:
    """Spelt as the company spells it already."""
    known = ctx.session.scalar(_rows(ctx, tag).limit(1))
    name = known.name if known is not None else tag
    return CustomerTag(workspace_id=ctx.workspace.id, customer_id=customer.id, name=name[:40])


def _rows(ctx: Context, tag: str) -> Select[CustomerTag]:
    here = select(CustomerTag).where(CustomerTag.workspace_id == ctx.workspace.id)
    return here.where(CustomerTag.name.in_(sorted(_spellings(tag))), CustomerTag.deleted.is_(False))


def _tagged(ctx: Context, customer: Customer, said: TagCustomer) -> Text:
    words = ctx.words
    key = "particulars.untagged" if said.remove else "particulars.tagged"
    line = words(key, customer=customer.name, tag=said.tag)
    left = tags_text(ctx, customer)
    more = f"\n{words('particulars.tags')}: {left}" if left and left != said.tag else ""
    undo = Button(words("activity.undo"), Tap(Undo(event=ctx.event.id)))
    return Text(text=line + more, chips=(undo,), record=Record("customer", customer.id))


@on(TaggedCustomers, undoable=False, full_sentence=False)
def tagged_customers(ctx: Context, said: TaggedCustomers) -> Reply:
    """Who has a tag, or which tags there are."""
    tag = _name_of(ctx, said.row) if said.row is not None else said.tag
    if not tag:
        return _all_tags(ctx)
    row = ctx.session.scalar(_rows(ctx, tag).limit(1))
    customers, page = _with_tag(ctx, tag), max(said.page, 0)
    count = count_of(ctx.session, customers)
    if row is None or not count:
        return Text(text=ctx.words("particulars.nobody_tagged", tag=tag))
    shown = customers.order_by(Customer.name, Customer.id).offset(page * PAGE).limit(PAGE)
    return tagged_card(ctx, row, ctx.session.scalars(shown).all(), page, count)


def _name_of(ctx: Context, row: int) -> str:
    """The tag of a row this person may see; raises NotFound."""
    mine = select(CustomerTag.name).join(Customer, Customer.id == CustomerTag.customer_id)
    visible = ctx.access.customers().with_only_columns(Customer.id).order_by(None)
    name = ctx.session.scalar(mine.where(CustomerTag.id == row, Customer.id.in_(visible)))
    if name is None:
        raise NotFound
    return name


def _with_tag(ctx: Context, tag: str) -> Select[Customer]:
    tagged = _rows(ctx, tag).with_only_columns(CustomerTag.customer_id)
    return ctx.access.customers().where(Customer.id.in_(tagged))


def _all_tags(ctx: Context) -> Reply:
    """The tags on the customers this person may see."""
    visible = ctx.access.customers().with_only_columns(Customer.id).order_by(None)
    count = func.count(func.distinct(CustomerTag.customer_id))
    rows = (
        select(CustomerTag.name, func.min(CustomerTag.id), count)
        .where(CustomerTag.workspace_id == ctx.workspace.id, CustomerTag.deleted.is_(False))
        .where(CustomerTag.customer_id.in_(visible))
        .group_by(CustomerTag.name)
        .order_by(count.desc(), CustomerTag.name)
        .limit(MOST_TAGS)
    )
    tags = [(name, row, many) for name, row, many in ctx.session.execute(rows)]
    return all_tags_card(ctx, tags) if tags else Text(text=ctx.words("particulars.no_tags"))
