"""Inserting what may be there already, in the dialect of the database at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import Base, table_of

Row = Mapping[str, Any]
Insert = sqlite.Insert | postgresql.Insert


def insert_new(session: Session, table: type[Base], rows: Row | Sequence[Row]) -> Insert:
    """An INSERT that leaves rows alone whose key is taken; add `.returning(…)` to learn which were new."""
    return _insert_new(session.get_bind().dialect.name, table).values(rows)


def keep_new(connection: Connection, table: type[Base]) -> Executable:
    """The same for what goes round the ORM: a row is given as it runs, and its key returned if it was new."""
    return _keep_new(connection.dialect.name, table)


@cache
def _insert_new(dialect: str, table: type[Base]) -> Insert:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table_of(table)).on_conflict_do_nothing()


@cache
def _keep_new(dialect: str, table: type[Base]) -> Executable:
    return _insert_new(dialect, table).returning(*table_of(table).primary_key)
