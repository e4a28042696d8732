"""What is told of a follow-up where hundreds are looked through: read as plain rows, not as models."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from sqlalchemy.sql import Select

from models.customer import Customer
from models.followup import FollowUp, FollowUpKind
from models.plain import Row


class Promise(Protocol):
    """What the lines of a card tell of a follow-up: the model itself, or one that was looked through."""

    @property
    def about(self) -> str: ...

    @property
    def amount(self) -> Decimal | None: ...

    @property
    def due_on(self) -> date: ...

    @property
    def due_at(self) -> datetime | None: ...

    @property
    def part(self) -> str | None: ...


class Owed(NamedTuple):
    """A follow-up and its customer's name: a quarter of what loading the two models costs."""

    id: int
    owner_id: int
    customer: str
    kind: FollowUpKind
    about: str
    amount: Decimal | None
    due_on: date
    due_at: datetime | None
    part: str | None
    moved: int

    @property
    def is_appointment(self) -> bool:
        return self.kind is FollowUpKind.APPOINTMENT


def as_it_stands(followup: FollowUp, customer: str) -> Owed:
    """What is told of it now, whatever becomes of it."""
    values = {name: getattr(followup, name) for name in Owed._fields if name != "customer"}
    return Owed(customer=customer, **values)


def told(followups: Select[FollowUp]) -> Select[*tuple[Any, ...]]:
    """Only what is told of those follow-ups."""
    columns = [getattr(FollowUp, name) for name in Owed._fields if name != "customer"]
    columns.insert(Owed._fields.index("customer"), Customer.name)
    return followups.join(Customer, Customer.id == FollowUp.customer_id).with_only_columns(*columns)


def look_through(rows: Iterable[Row]) -> list[Owed]:
    """What is `told`, in its order."""
    return list(map(Owed._make, rows))
