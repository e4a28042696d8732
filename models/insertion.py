"""Inserting what may be there already, in the dialect of the database at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import Base

Row = Mapping[str, Any]


def insert_new(
    session: Session, table: type[Base], rows: Row | Sequence[Row]
) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that leaves rows alone whose key is taken; add `.returning(…)` to learn which were new."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table).values(rows).on_conflict_do_nothing()
    return postgresql.insert(table).values(rows).on_conflict_do_nothing()
