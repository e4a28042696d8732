"""Statements that are built once, and run with other values each time.

Building one, with all its columns and conditions, costs three times as much as running it (0.3 ms against
0.1), and a summary asks twenty.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import bindparam
from sqlalchemy.sql import ClauseElement

P = ParamSpec("P")
Statement = TypeVar("Statement", bound=ClauseElement)


def prepared(build: Callable[P, Statement]) -> Callable[P, Statement]:
    """A function of plain values that returns a statement, called once: with a parameter for each value.

    A list becomes the list of an IN. `build` never sees a value: it must not look at one.
    """
    names = list(signature(build).parameters)
    known: list[Statement] = []

    @wraps(build)
    def statement(*args: P.args, **kwargs: P.kwargs) -> Statement:
        values: dict[str, Any] = dict(zip(names, args, strict=False)) | kwargs
        if not known:
            places: dict[str, Any] = {name: _place(name, value) for name, value in values.items()}
            known.append(build(**places))  # type: ignore[call-arg]  # parameters stand in for the values
        return known[0].params(values)

    return statement


def _place(name: str, value: object) -> Any:
    return bindparam(name, expanding=isinstance(value, list | tuple))
