"""Two customers turn out to be one: everything of the one goes to the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement, Select

from models.base import Base
from models.cadence import Cadence, CadenceState
from models.changes import Audited
from models.customer import Contact, Customer, CustomerAlias, CustomerTag
from models.deal import Deal, DealMove
from models.handover import hand_over
from models.member import Member

FILLED = ("phone", "legal_form", "branch", "source", "size", "tax_id", "address", "latitude", "longitude")
"""What the customer that stays takes over where it knows nothing itself."""


def merge(session: Session, kept: Customer, other: Customer, now: datetime) -> None:
    """Make `kept` what both were; `other` is deleted and its name leads to `kept`.

    Through the session, row by row: so the history can take it back, and last contact and figures follow.
    """
    owner = session.get_one(Member, kept.owner_id)
    hand_over(session, [other], owner, now)
    _join_people(session, kept, other)
    _join_rounds(session, kept, other, now)
    for row in _rows_of(session, other):
        row.customer_id = kept.id
    session.flush()
    _drop_doubles(session, kept)
    _fill_in(kept, other)
    _remember_name(session, kept, other.name)
    other.merged_into_id, other.deleted = kept.id, True
    session.flush()


def counted(session: Session, customer: Customer, names: Sequence[str]) -> dict[str, int]:
    """How many rows of these tables are about this customer, by the table's name; only tables with any."""
    counts = {}
    for table in about_customers():
        if table.__tablename__ in names:
            here: Select[int] = select(func.count(table.id)).where(_about(table, customer))
            standing = here.where(table.deleted.is_(False)) if hasattr(table, "deleted") else here
            counts[table.__tablename__] = session.scalar(standing) or 0
    return {name: count for name, count in counts.items() if count}


def about_customers() -> list[Any]:
    """Every audited table that speaks of a customer: one that comes later is merged without a word here."""
    tables = [mapper.class_ for mapper in Base.registry.mappers]
    mine = [one for one in tables if issubclass(one, Audited) and hasattr(one, "customer_id")]
    return sorted(mine, key=lambda one: str(one.__tablename__))


def _rows_of(session: Session, customer: Customer) -> Iterator[Any]:
    """Deleted ones too: whoever brings one back finds it at the customer that is left."""
    for table in about_customers():
        yield from session.scalars(select(table).where(_about(table, customer)))


def _about(table: Any, customer: Customer) -> ColumnElement[bool]:
    """Rows about this customer, by an index of theirs: how a deal stood is found by the deal."""
    if table is DealMove:
        deals = select(Deal.id).where(
            Deal.workspace_id == customer.workspace_id, Deal.customer_id == customer.id
        )
        return DealMove.deal_id.in_(deals)
    here: ColumnElement[bool] = table.workspace_id == customer.workspace_id
    its: ColumnElement[bool] = here & (table.customer_id == customer.id)
    return its


def _join_people(session: Session, kept: Customer, other: Customer) -> None:
    """The same person at both is one person, who is known as well as from both."""
    here = {_folded(one.name): one for one in session.scalars(Contact.at(kept.id))}
    for double in session.scalars(Contact.at(other.id)).all():
        person = here.get(_folded(double.name))
        if person is None:
            continue
        for field in ("role", "phone", "email", "line_id"):
            setattr(person, field, getattr(person, field) or getattr(double, field))
        for row in _about_person(session, double):
            row.contact_id = person.id
        double.deleted = True


def _about_person(session: Session, contact: Contact) -> Iterator[Any]:
    for table in about_customers():
        if hasattr(table, "contact_id"):
            here = (table.workspace_id == contact.workspace_id) & (table.customer_id == contact.customer_id)
            yield from session.scalars(select(table).where(here, table.contact_id == contact.id))


def _join_rounds(session: Session, kept: Customer, other: Customer, now: datetime) -> None:
    """Of two cadences that run the one that has come further goes on."""
    both = [
        one
        for customer in (kept, other)
        for one in session.scalars(Cadence.at(customer.workspace_id, customer.id))
    ]
    for cadence in sorted(both, key=lambda one: one.done, reverse=True)[1:]:
        cadence.state, cadence.ended_at = CadenceState.ENDED, now


def _drop_doubles(session: Session, kept: Customer) -> None:
    """One tag, and one other name, of each spelling."""
    tags = select(CustomerTag).where(CustomerTag.customer_id == kept.id)
    names = select(CustomerAlias).where(CustomerAlias.customer_id == kept.id)
    standing: list[list[CustomerTag] | list[CustomerAlias]] = [
        list(session.scalars(tags.where(CustomerTag.deleted.is_(False)).order_by(CustomerTag.id))),
        list(session.scalars(names.where(CustomerAlias.deleted.is_(False)).order_by(CustomerAlias.id))),
    ]
    for rows in standing:
        first: dict[str, int] = {}
        for row in rows:
            row.deleted = first.setdefault(_folded(row.name), row.id) != row.id


def _fill_in(kept: Customer, other: Customer) -> None:
    for field in FILLED:
        if getattr(kept, field) is None:
            setattr(kept, field, getattr(other, field))
    resting = [one.rests_until for one in (kept, other) if one.rests_until is not None]
    kept.rests_until = min(resting) if len(resting) == 2 else None


def _remember_name(session: Session, kept: Customer, name: str) -> None:
    if _folded(name) != _folded(kept.name):
        session.add(CustomerAlias(workspace_id=kept.workspace_id, customer_id=kept.id, name=name))


def _folded(name: str) -> str:
    return "".join(name.casefold().split())
