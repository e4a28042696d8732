"""An intent with all its words, as a chat row keeps it behind an open question."""

from __future__ import annotations

import dataclasses
import types
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import msgspec

from bot.intents.base import Intent, StaleButton, kinds


def to_json(intent: Intent) -> dict[str, Any]:
    """The whole intent, words included."""
    return {"name": intent.name, "fields": msgspec.to_builtins(intent)}


def from_json(kept: dict[str, Any]) -> Intent:
    """The reverse of `to_json`; raises StaleButton when the intent no longer exists in this shape."""
    try:
        return cast("Intent", _built(kinds()[kept["name"]], kept["fields"]))
    except (KeyError, TypeError, ValueError) as error:
        raise StaleButton(str(kept.get("name"))) from error


def _built(hint: Any, value: Any) -> Any:
    """A value of that type; by hand because `date | datetime` is one string to JSON."""
    if value is None:
        return None
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        return cast("Any", hint)(**{name: _built(hints[name], each) for name, each in value.items()})
    if get_origin(hint) in (Union, types.UnionType):
        return _built(_choice(get_args(hint), value), value)
    if get_origin(hint) is tuple:
        return tuple(_built(get_args(hint)[0], each) for each in value)
    if hint in (date, datetime, time):
        return hint.fromisoformat(value)
    return Decimal(value) if hint is Decimal else value


def _choice(hints: tuple[Any, ...], value: Any) -> Any:
    """Which part of `X | None`, or of `date | datetime | None`, a value is."""
    if datetime in hints and date in hints:
        return datetime if "T" in value else date
    return next(hint for hint in hints if hint is not type(None))
