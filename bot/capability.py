"""How a handler says what it answers. Declaring it is the routing table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.context import Context
from bot.intents.base import Intent
from bot.replies import Reply
from bot.waiting import Query, waits
from models.member import Role

I = TypeVar("I", bound=Intent)  # noqa: E741 (an intent)
Replies = Reply | Sequence[Reply] | None
Run = Callable[[Context, Any], Replies]
Ride = Callable[[Context, Intent], Reply | None]
_HANDLERS: dict[type[Intent], Handler] = {}
_RIDERS: list[Rider] = []


@dataclass(frozen=True, slots=True)
class Rider:
    """Something that may join a free reply."""

    ride: Ride
    waits: str | None
    """Only when this waits for the person; None looks for itself."""


@dataclass(frozen=True, slots=True)
class Handler:
    """One capability's answer to one intent, and who may ask for it."""

    run: Run
    role: Role | None
    """The least role that may; None lets anybody, strangers and consumers included."""
    undoable: bool
    full_sentence: bool
    """A sentence of its own: it ends an open question, which stays behind as a draft."""


def on(
    intent: type[I], *, role: Role | None = Role.REP, undoable: bool = True, full_sentence: bool = True
) -> Callable[[Callable[[Context, I], Replies]], Callable[[Context, I], Replies]]:
    """Declare the function that answers `intent`; one intent has one handler."""

    def declare(run: Callable[[Context, I], Replies]) -> Callable[[Context, I], Replies]:
        if intent in _HANDLERS:
            raise TypeError(f"{intent.name} is answered twice")
        _HANDLERS[intent] = Handler(run, role, undoable, full_sentence)
        return run

    return declare


def rides(*, when: Query | None = None) -> Callable[[Ride], Ride]:
    """Declare something that may join a free reply: it saves a push. It is asked when `when` finds a row."""

    def declare(ride: Ride) -> Ride:
        _RIDERS.append(Rider(ride, waits(ride.__name__, when) if when is not None else None))
        return ride

    return declare


def handlers() -> dict[type[Intent], Handler]:
    """All that has been declared by the modules imported so far."""
    return dict(_HANDLERS)


def riders() -> list[Rider]:
    return list(_RIDERS)
