"""What may wait for a person: asked of the database for all kinds at once, as most lines find nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement, Select

from models.base import UtcDateTime
from models.member import Member
from models.plain import Plain


class AnyTime:
    """Stands for the moment of asking while a query is built."""

    def __init__(self) -> None:
        self.spans: dict[str, timedelta] = {}

    @property
    def now(self) -> datetime:
        return self.ago(timedelta())

    def ago(self, span: timedelta) -> datetime:
        """So long before the moment of asking."""
        name = f"ago_{span.total_seconds():.0f}"
        self.spans[name] = span
        return cast(datetime, bindparam(name, type_=UtcDateTime()))


class _Anybody:
    """Stands for the member while a query is built."""

    id: Any = bindparam("member_id")
    workspace_id: Any = bindparam("workspace_id")


Query = Callable[[Member, AnyTime], Select[Any]]
"""What waits for a member; it may use the member's ids, and only in conditions."""
ANYBODY = cast(Member, _Anybody())
ANY_TIME = AnyTime()
_QUERIES: dict[str, Query] = {}


def waits(name: str, query: Query) -> str:
    """Declare a kind of thing that may wait for a person; returns its name, to look for in `ctx.waiting`."""
    if name in _QUERIES:
        raise TypeError(f"{name} is declared twice")
    _QUERIES[name] = query
    _all_kinds.cache_clear()
    return name


def waiting_for(session: Session, member: Member, now: datetime) -> frozenset[str]:
    """The names of what waits for this person now."""
    whose = {"member_id": member.id, "workspace_id": member.workspace_id}
    return named(_all_kinds().first(session.connection(), whose | moments(now)) or ())


def kinds_of(member: type[Member]) -> list[ColumnElement[bool]]:
    """A column a kind, for a query that finds the member: it is given `moments`; `named` reads the row."""
    return [_any(query(cast(Member, member), ANY_TIME)) for query in _QUERIES.values()]


def moments(now: datetime) -> dict[str, Any]:
    """The values of a query that asks what waits now."""
    return {name: now - span for name, span in ANY_TIME.spans.items()}


def named(found: Sequence[bool]) -> frozenset[str]:
    """The kinds of which there is something."""
    return frozenset(name for name, there in zip(_QUERIES, found, strict=True) if there)


@cache
def _all_kinds() -> Plain:
    return Plain(select(*[_any(query(ANYBODY, ANY_TIME)) for query in _QUERIES.values()]))


def _any(rows: Select[Any]) -> ColumnElement[bool]:
    one: ColumnElement[int] = literal_column("1")
    return rows.order_by(None).with_only_columns(one, maintain_column_froms=True).exists()
