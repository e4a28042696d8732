"""Inserting what may be there already, in the dialect of the database at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import Base, table_of
from models.plain import Plain

Row = Mapping[str, Any]
Insert = sqlite.Insert | postgresql.Insert


def insert_new(session: Session, table: type[Base], rows: Row | Sequence[Row]) -> Insert:
    """An INSERT that leaves rows alone whose key is taken; add `.returning(…)` to learn which were new."""
    return _insert_new(session.get_bind().dialect.name, table).values(rows)


@cache
def keep_new(table: type[Base]) -> Plain:
    """The same for what goes round the ORM: a row is given as it runs, and its key returned if it was new."""
    key = table_of(table).primary_key
    return Plain(lambda dialect: _insert_new(dialect, table).returning(*key))


@cache
def _insert_new(dialect: str, table: type[Base]) -> Insert:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table_of(table)).on_conflict_do_nothing()


@cache
def _put(dialect: str, table: type[Base], leaving: tuple[str, ...]) -> Insert:
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table_of(table))
    keys = [column.name for column in table_of(table).primary_key]
    changed = [column for column in table_of(table).columns if column.name not in (*keys, *leaving)]
    new = {column.name: insert.excluded[column.name] for column in changed}
    return insert.on_conflict_do_update(index_elements=keys, set_=new)


def put(session: Session, table: type[Base], leaving: tuple[str, ...] = ()) -> Insert:
    """An INSERT that changes rows whose key is taken, but for the columns to be left as they are there."""
    return _put(session.get_bind().dialect.name, table, leaving)
