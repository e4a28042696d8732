"""What every table shares: column types, constraint names, ids."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    Table,
    Time,
    TypeDecorator,
    literal_column,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
LONG = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite gives row ids only to a column declared exactly INTEGER."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """SQLite keeps a moment as text, which Python writes four times as fast as SQLAlchemy does."""
        return _moment_to_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return _moment_of_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else _in_utc(value)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs its zone: {moment!r}")
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def _moment_to_text(moment: datetime | None) -> str | None:
    return None if moment is None else _utc_to_text(_in_utc(moment))


@lru_cache(1000)
def _utc_to_text(moment: datetime) -> str:
    """An event writes 28 moments, which are five in truth: when it came, was handled, falls due, …"""
    return moment.isoformat(" ", "microseconds")[:-6]  # without +00:00


def _moment_of_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class Money(TypeDecorator[Decimal]):
    """Baht and satang, exact on both databases (SQLite has no decimals of its own)."""

    impl = BigInteger
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        return Decimal

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> int | None:
        return None if value is None else int((value * 100).to_integral_value())

    def process_result_value(self, value: int | None, _dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


def words_of(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads this as a class attribute)
        int: LONG,
        datetime: UtcDateTime,
        date: Date,
        time: Time,
        Decimal: Money,
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
        enum.StrEnum: Enum(enum.StrEnum, native_enum=False, length=24, values_callable=words_of),
    }


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for statements that go round the ORM."""
    return cast(Table, model.__table__)


def literal(value: enum.StrEnum) -> ColumnElement[str]:
    """A value that stands in the statement itself, for columns that partial indexes speak of.

    SQLite plans a statement anew for each value bound where such an index might help: 150 µs instead of 5.
    """
    return literal_column(f"'{value.value}'")


Id = Annotated[int, mapped_column(LONG, primary_key=True)]
Ref = Annotated[int, mapped_column(LONG)]

__all__ = ["LONG", "Base", "Id", "Money", "Ref", "UtcDateTime", "literal", "table_of"]
