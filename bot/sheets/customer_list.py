"""Customers as people exchange them: the very columns that an import reads, a line for each person there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement, Select

from bot.phones import shown
from bot.sheets.tables import BATCH, Record, tags_of
from bot.texts import Words
from models.customer import Contact, Customer
from models.member import Member

COLUMNS: dict[str, Any] = {
    "name": Customer.name,
    "legal_form": Customer.legal_form,
    "kind": Customer.kind,
    "tax_id": Customer.tax_id,
    "branch": Customer.branch,
    "size": Customer.size,
    "phone": Customer.phone,
    "address": Customer.address,
    "latitude": Customer.latitude,
    "longitude": Customer.longitude,
    "tags": tags_of(Customer),
    "source": Customer.source,
    "owner": Member.name,
    "contact": Contact.name,
    "contact_role": Contact.role,
    "contact_phone": Contact.phone,
    "contact_email": Contact.email,
    "contact_line": Contact.line_id,
}
WORDED = {"kind": "customers", "contact_role": "roles"}
"""Choices, and where their words are."""
PHONES = ("phone", "contact_phone")


def customer_list(session: Session, words: Words, rows: ColumnElement[bool]) -> Iterator[Record]:
    """Those customers under headings in the reader's language; in batches, so that any number fits."""
    headings = {name: words(f"sheets.column_{name}") for name in COLUMNS}
    found = session.execute(_statement(rows).execution_options(yield_per=BATCH)).mappings()
    for row in found:
        yield {headings[name]: _cell(words, name, row[name]) for name in COLUMNS}


def _statement(rows: ColumnElement[bool]) -> Select[Any]:
    columns = [column.label(name) for name, column in COLUMNS.items()]
    is_there = (Contact.customer_id == Customer.id) & Contact.deleted.is_(False) & Contact.left_at.is_(None)
    statement: Select[Any] = select(*columns).select_from(Customer)
    statement = statement.join(Member, Member.id == Customer.owner_id).outerjoin(Contact, is_there)
    return statement.where(rows, Customer.deleted.is_(False)).order_by(Customer.id, Contact.id)


def _cell(words: Words, name: str, value: Any) -> Any:
    if value is None:
        return ""
    if name in PHONES:
        return shown(value)
    return words(f"{WORDED[name]}.{value.value}") if name in WORDED else value
