"""What may wait for a person: asked of the database for all kinds at once, as most lines find nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from models.base import UtcDateTime
from models.member import Member

Query = Callable[[Member, datetime], Select[Any]]
"""What waits for a member at a moment; it may use the member's ids, and only in conditions."""
_QUERIES: dict[str, Query] = {}


class _Anybody:
    """Stands for any member while the query is built."""

    id: Any = bindparam("member_id")
    workspace_id: Any = bindparam("workspace_id")


ANYBODY = cast(Member, _Anybody())
ANY_TIME = cast(datetime, bindparam("now", type_=UtcDateTime()))


def waits(name: str, query: Query) -> str:
    """Declare a kind of thing that may wait for a person; returns its name, to ask `ctx.waiting` for."""
    if name in _QUERIES:
        raise TypeError(f"{name} is declared twice")
    _QUERIES[name] = query
    _all_kinds.cache_clear()
    return name


def waiting_for(session: Session, member: Member, now: datetime) -> frozenset[str]:
    """The names of what waits for this person now."""
    values = {"member_id": member.id, "workspace_id": member.workspace_id, "now": now}
    found = session.connection().execute(_all_kinds(), values).one()
    return frozenset(name for name, there in zip(_QUERIES, found, strict=True) if there)


@cache
def _all_kinds() -> Executable:
    return select(*[query(ANYBODY, ANY_TIME).order_by(None).exists() for query in _QUERIES.values()])
