"""Inserting what may be there already, in the dialect of the database at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import Base, table_of

Row = Mapping[str, Any]
Insert = sqlite.Insert | postgresql.Insert


def insert_new(session: Session, table: type[Base], rows: Row | Sequence[Row]) -> Insert:
    """An INSERT that leaves rows alone whose key is taken; add `.returning(…)` to learn which were new."""
    return _insert_new(session.get_bind().dialect.name, table).values(rows)


def keep_new(connection: Connection, table: type[Base]) -> Insert:
    """The same for the inbox, which goes round the ORM: its rows are given as the statement runs."""
    return _insert_new(connection.dialect.name, table)


@cache
def _insert_new(dialect: str, table: type[Base]) -> Insert:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table_of(table)).on_conflict_do_nothing()
