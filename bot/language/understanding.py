"""The result of reading one message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A field's value with the words it came from; `start` and `end` are offsets in the text as typed."""

    value: T
    words: str
    start: int
    end: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message means: an intent, its fields, and the fields to ask the person about."""

    intent: str
    fields: Mapping[str, Found[Any]] = field(default_factory=dict)
    ask: tuple[str, ...] = ()
    text: str = ""
    items: tuple[Understanding, ...] = ()
    """the single entries of a pasted day's report, when `intent` is multi"""
    refused: str = ""
    """words of a day or clock that does not exist (31 ก.พ., 25:00); its field is asked about"""

    def value(self, name: str, default: Any = None) -> Any:
        """The value of a field, or `default` when the person did not say it."""
        found = self.fields.get(name)
        return default if found is None else found.value
