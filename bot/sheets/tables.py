"""A table as people read it: its own columns, with names beside the ids."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import LargeBinary, func, inspect, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import ColumnElement, Select

from models.base import Base
from models.customer import Contact, Customer, CustomerTag
from models.deal import Deal
from models.member import Member, Team
from models.tables import __all__ as _known  # noqa: F401 (importing it declares every table)

NAMED: dict[str, Any] = {
    "customer_id": Customer,
    "deal_id": Deal,
    "contact_id": Contact,
    "member_id": Member,
    "owner_id": Member,
    "set_by_id": Member,
    "actor_id": Member,
    "team_id": Team,
}
"""Ids beside which the name is written."""
HIDDEN = {"reply_token", "retry_key", "lease_owner", "lease_until", "directory_version", "picture"}
"""Columns that mean nothing outside the machine."""
UNOFFERED = {"photos", "invites", "downloads", "heartbeats"}
"""Pictures are no rows of a sheet, codes open doors, and when a process last ticked is no company's."""
BATCH = 1_000
Record = dict[str, Any]


def offered() -> list[str]:
    """The tables there are to export."""
    return sorted(set(Base.metadata.tables) - UNOFFERED)


Rows = Callable[[Any], ColumnElement[bool]]
"""Which rows of a table are meant."""


def records(session: Session, table: str, zone: ZoneInfo, rows: Rows) -> Iterator[Record]:
    """Those rows in the order they came, moments in that zone; in batches, so any table fits in memory."""
    statement = _statement(table, rows).execution_options(yield_per=BATCH)
    for row in session.execute(statement).mappings():
        yield {name: plain(value, zone) for name, value in row.items()}


def _statement(table: str, rows: Rows) -> Select[Any]:
    mapped = next(one.class_ for one in Base.registry.mappers if one.class_.__tablename__ == table)
    columns = [one for one in inspect(mapped).columns if one.name not in HIDDEN and not _is_binary(one)]
    statement = select(*columns).select_from(mapped).where(rows(mapped))
    statement = statement.order_by(*inspect(mapped).primary_key)
    for column in columns:
        if (named := NAMED.get(column.name)) is not None:
            other = aliased(named)
            statement = statement.outerjoin(other, column == other.id)
            statement = statement.add_columns(other.name.label(column.name.removesuffix("_id")))
    return statement.add_columns(tags_of(Customer).label("tags")) if mapped is Customer else statement


def tags_of(customer: Any) -> ColumnElement[str]:
    """A customer's tags in one cell."""
    tags = select(func.aggregate_strings(CustomerTag.name, ", ")).where(
        CustomerTag.customer_id == customer.id, CustomerTag.deleted.is_(False)
    )
    return tags.correlate(customer).scalar_subquery()


def _is_binary(column: Any) -> bool:
    return isinstance(column.type, LargeBinary)


def plain(value: Any, zone: ZoneInfo) -> Any:
    """A value as JSON has it: local ISO moments, amounts as numbers, a choice as its word."""
    match value:
        case datetime():
            return value.astimezone(zone).isoformat(timespec="seconds")
        case date() | time():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case enum.Enum():
            return value.value
        case _:
            return value
