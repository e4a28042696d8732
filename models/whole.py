"""Rows read by plain queries and held as models: what every event asks for.

Through the ORM a query costs 250 µs where it stands, and 310 if it loads four models; like this 60 and 130.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from inspect import signature
from typing import Any, Generic, ParamSpec, TypeVar, cast

from sqlalchemy import ColumnElement, bindparam, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.sql import Select

from models.base import Base
from models.flushing import ANSWERS
from models.plain import Plain

P = ParamSpec("P")
M = TypeVar("M", bound=Base)


class Whole(Generic[M]):
    """All columns of one model, for a `select`, and the model again out of what it returned."""

    def __init__(self, model: type[M]) -> None:
        self.mapper = mapper = inspect(model)
        self.manager = mapper.class_manager
        self.names = list(mapper.column_attrs.keys())
        self.key = [self.names.index(column.key) for column in mapper.primary_key if column.key]
        self.columns: list[ColumnElement[Any]] = [mapper.columns[name] for name in self.names]

    def loose(self, values: Sequence[Any]) -> M:
        """The model as it stands in the database, in no session: whoever changes it writes it himself."""
        return self.made(zip(self.names, values, strict=True))

    def made(self, values: Iterable[tuple[str, Any]]) -> M:
        """The same of values with their names."""
        row = cast(M, self.manager.new_instance())
        row.__dict__.update(values)
        return row

    def held(self, session: Session, values: Sequence[Any]) -> M:
        """The model as the session would have loaded it; what changes is written with the session."""
        key: Any = self.mapper.identity_key_from_primary_key(tuple(values[at] for at in self.key))
        if (known := session.identity_map.get(key)) is not None:
            return cast(M, known)
        row = self.loose(values)
        state = instance_state(row)
        state.key, state.session_id = key, session.hash_key
        session.identity_map.add(state)
        return row


class Asked(Generic[P, M]):
    """A query for rows of one table, built and compiled once, run with other values each time."""

    def __init__(self, model: type[M], build: Callable[P, Select[M]]) -> None:
        """`build` is given a parameter for each value: it must not look at one."""
        self._model, self._build = model, build
        self._names = list(signature(build).parameters)

    def all(self, session: Session, *args: P.args, **kwargs: P.kwargs) -> list[M]:
        """The rows, as the session would have loaded them; not asked again before it has written such."""
        session.flush()
        values = dict(zip(self._names, args, strict=False)) | kwargs
        answers = session.info.setdefault(ANSWERS, {}).setdefault(self._model, {})
        asked = (self, *values.values())
        if asked not in answers:
            rows = self._plain.rows(session.connection(), values)
            answers[asked] = [self._whole.held(session, row) for row in rows]
        return list(answers[asked])

    def first(self, session: Session, *args: P.args, **kwargs: P.kwargs) -> M | None:
        """The first of them, if there is one."""
        return next(iter(self.all(session, *args, **kwargs)), None)

    @cached_property
    def _whole(self) -> Whole[M]:
        return Whole(self._model)

    @cached_property
    def _plain(self) -> Plain:
        places: dict[str, Any] = {name: bindparam(name) for name in self._names}
        rows = self._build(**places)  # type: ignore[call-arg]  # stand-ins for the values
        return Plain(rows.with_only_columns(*self._whole.columns, maintain_column_froms=True))
