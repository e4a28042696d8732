"""Looking for a customer by anything one remembers: a name, a person there, a number, what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.sql import ColumnElement

from bot.context import Context
from bot.language.names import bare, fold
from bot.names import visible_among
from models.activity import Activity
from models.customer import Contact, Customer, CustomerAlias

SAME_PERHAPS, SIMILAR = 80.0, 65.0
"""Likeness (0 to 100) from which a new name may be a known one, and from which a search shows it."""
ENOUGH = 50
"""So many hits of one kind are read; who gets more needs another word."""
SHORTEST_NUMBER = 4
NOT_DIGITS = re.compile(r"\D+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer and what it was found by: its name alone, a person there, or something said."""

    customer: Customer
    contact: Contact | None = None
    activity: Activity | None = None


def near_names(ctx: Context, name: str, likeness: float = SAME_PERHAPS) -> list[Customer]:
    """This person's customers with a name like that one, the likest first."""
    near = tuple(found for found, alike in ctx.directory.nearest(name) if alike >= likeness)
    return visible_among(ctx, near)


def find(ctx: Context, query: str) -> list[Hit]:
    """Each customer once, by the best thing that matched: name, person, number, words; then near names."""
    found: dict[int, Hit] = {}
    for hit in _hits(ctx, query):
        found.setdefault(hit.customer.id, hit)
    return list(found.values())


def _hits(ctx: Context, query: str) -> Iterator[Hit]:
    name = bare(fold(query))
    yield from _by_name(ctx, name)
    yield from _by_contact(ctx, Contact.name.icontains(name, autoescape=True))
    if digits := _number(query):
        yield from _by_number(ctx, digits)
    yield from _by_words(ctx, query)
    yield from (Hit(one) for one in near_names(ctx, query, SIMILAR))


def _by_name(ctx: Context, query: str) -> Iterator[Hit]:
    called = (
        select(CustomerAlias.customer_id)
        .where(CustomerAlias.workspace_id == ctx.workspace.id, CustomerAlias.deleted.is_(False))
        .where(CustomerAlias.name.icontains(query, autoescape=True))
    )
    named = Customer.name.icontains(query, autoescape=True) | Customer.id.in_(called)
    rows = ctx.access.customers().where(named).order_by(Customer.name).limit(ENOUGH)
    yield from (Hit(one) for one in ctx.session.scalars(rows))


def _by_contact(ctx: Context, matches: ColumnElement[bool]) -> Iterator[Hit]:
    rows = (
        ctx.access.customers()
        .add_columns(Contact)
        .join(Contact, Contact.customer_id == Customer.id)
        .where(Contact.deleted.is_(False), matches)
        .order_by(Customer.name, Contact.id)
        .limit(ENOUGH)
    )
    yield from (Hit(customer, contact=contact) for customer, contact in ctx.session.execute(rows))


def _number(query: str) -> str:
    """The digits of a phone number as it is kept: without the leading zero. Empty for anything else."""
    digits = NOT_DIGITS.sub("", query)
    return digits.removeprefix("0") if len(digits) >= SHORTEST_NUMBER else ""


def _by_number(ctx: Context, digits: str) -> Iterator[Hit]:
    rows = ctx.access.customers().where(Customer.phone.contains(digits)).order_by(Customer.name).limit(ENOUGH)
    yield from (Hit(one) for one in ctx.session.scalars(rows))
    yield from _by_contact(ctx, Contact.phone.contains(digits))


def _by_words(ctx: Context, query: str) -> Iterator[Hit]:
    said = Activity.said.icontains(query, autoescape=True) | Activity.note.icontains(query, autoescape=True)
    rows = (
        ctx.access.customers()
        .add_columns(Activity)
        .join(Activity, Activity.customer_id == Customer.id)
        .where(Activity.deleted.is_(False), said)
        .order_by(Activity.occurred_at.desc(), Activity.id)
        .limit(ENOUGH)
    )
    yield from (Hit(customer, activity=activity) for customer, activity in ctx.session.execute(rows))
