"""Who changed what: one append-only table, written by the session as it flushes.

Undo, audit and "as of" all read it, so no handler has to remember to write history.
"""

from __future__ import annotations

import enum
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, event, insert, inspect, select
from sqlalchemy.orm import LoaderCallableStatus, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref, table_of
from models.plain import Plain


class Change(Base):
    """One row before and after one event. `before` is null for a new row, `after` for a deleted one."""

    __tablename__ = "changes"
    __table_args__ = (
        Index(None, "workspace_id", "event"),
        Index(None, "workspace_id", "actor_id", "id"),
        Index(None, "workspace_id", "table_name", "row_id", "id"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    event: Mapped[str] = mapped_column(String(64))
    intent: Mapped[str] = mapped_column(String(40), default="")
    actor_id: Mapped[int | None]
    at: Mapped[datetime]
    table_name: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[Ref]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    undone_by: Mapped[str | None] = mapped_column(String(64))

    @classmethod
    def last_event(cls, workspace_id: int, actor_id: int) -> Select[str]:
        """This person's newest event that still stands and may be undone: it carries its intent's name."""
        return (
            select(cls.event)
            .where(cls.workspace_id == workspace_id, cls.actor_id == actor_id)
            .where(cls.undone_by.is_(None), cls.intent != "")
            .order_by(cls.id.desc())
            .limit(1)
        )

    @classmethod
    def of_event(cls, workspace_id: int, event: str) -> Select[Change]:
        """What one event did and still stands, newest first: the order in which to take it back."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.event == event, cls.undone_by.is_(None))
            .order_by(cls.id.desc())
        )


_KEPT = Plain(insert(table_of(Change)))


class Audited:
    """A table whose every change is kept; `quiet` columns move too often to be history."""

    quiet: ClassVar[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Author:
    """On whose behalf rows change now."""

    event: str
    actor_id: int | None
    at: datetime
    intent: str = ""


AS_THEY_ARE = frozenset((NoneType, bool, int, str))
_author: ContextVar[Author | None] = ContextVar("author", default=None)


@contextmanager
def written_by(author: Author) -> Iterator[None]:
    """Every audited change inside belongs to `author`."""
    token = _author.set(author)
    try:
        yield
    finally:
        _author.reset(token)


@contextmanager
def nobodys() -> Iterator[None]:
    """What is written inside is no change of anybody's: it leaves no history, and nothing takes it back."""
    token = _author.set(None)
    try:
        yield
    finally:
        _author.reset(token)


def author() -> Author | None:
    """On whose behalf rows change now; None outside `written_by`."""
    return _author.get()


def watch(sessions: sessionmaker[Session]) -> None:
    """Keep history for every session of this factory."""
    event.listen(sessions, "before_flush", _note)
    event.listen(sessions, "after_flush", _write)


def _note(session: Session, *_: object) -> None:
    """Before-values are gone after the flush, so they are taken here."""
    noted = session.info.setdefault("changed", [])
    for row in session.dirty:
        if isinstance(row, Audited) and (before := _before(row)):
            noted.append((row, before, False))
    noted.extend((row, None, False) for row in session.new if isinstance(row, Audited))
    noted.extend((row, _values(row), True) for row in session.deleted if isinstance(row, Audited))


def _write(session: Session, *_: object) -> None:
    """Ids of new rows exist only after the flush, so rows are written here."""
    noted, writer = session.info.pop("changed", []), author()
    if writer is None or not noted:
        return
    _KEPT.run(session.connection(), [_row(writer, *one) for one in noted])


def _row(author: Author, row: Any, before: dict[str, Any] | None, deleted: bool) -> dict[str, Any]:
    values = _values(row)
    after = None if deleted else values if before is None else {name: values[name] for name in before}
    return {
        "workspace_id": row.workspace_id,
        "event": author.event,
        "intent": author.intent,
        "actor_id": author.actor_id,
        "at": author.at,
        "table_name": row.__tablename__,
        "row_id": row.id,
        "before": before,
        "after": after,
    }


def _before(row: Any) -> dict[str, Any]:
    """The columns that are about to change, as they were."""
    columns, was = _columns(row.__class__), inspect(row).committed_state
    return {
        name: None if was[name] is LoaderCallableStatus.NO_VALUE else plain(was[name])
        for name in was
        if name in columns and name not in row.quiet and was[name] != getattr(row, name)
    }


def _values(row: Any) -> dict[str, Any]:
    given = row.__dict__
    return {
        name: plain(given[name] if name in given else getattr(row, name)) for name in _columns(row.__class__)
    }


@cache
def _columns(table: Hashable) -> dict[str, None]:
    return dict.fromkeys(inspect(table).column_attrs.keys())


def plain(value: Any) -> Any:
    """A column's value as JSON can keep it."""
    if value.__class__ in AS_THEY_ARE:
        return value
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
        case enum.Enum():
            return value.value
        case _:
            return value
