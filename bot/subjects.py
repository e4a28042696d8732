"""Parts of cards and menus, each about a subject that not every company has a use for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Concatenate, Generic, ParamSpec, TypeVar

from bot.context import Desk
from models.workspace import Selling, Subject

P = ParamSpec("P")
T = TypeVar("T")
Tell = Callable[Concatenate[Desk, P], tuple[T, ...]]
"""What writes a part for the reader of a desk."""


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One of several things shown: only where `about` is of use, or where `instead_of` is not."""

    shown: T
    about: Subject | None = None
    instead_of: Subject | None = None

    def fits(self, selling: Selling) -> bool:
        return selling.covers(self.about) and (self.instead_of is None or not selling.covers(self.instead_of))


def fitting(selling: Selling, parts: Iterable[Part[T]]) -> tuple[T, ...]:
    """What of it people see in a company that sells so."""
    return tuple(one.shown for one in parts if one.fits(selling))


def about(subject: Subject) -> Callable[[Tell[P, T]], Tell[P, T]]:
    """Declare what a part of a card is about: it is empty where the company has no use for that."""

    def declare(tell: Tell[P, T]) -> Tell[P, T]:
        def told(desk: Desk, /, *args: P.args, **kwargs: P.kwargs) -> tuple[T, ...]:
            return tell(desk, *args, **kwargs) if desk.workspace.selling.covers(subject) else ()

        return told

    return declare
