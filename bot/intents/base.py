"""What can be meant. A sentence, a tap and a test all make the same frozen value."""

from __future__ import annotations

import dataclasses
import enum
import re
import types
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, TypeVar, Union, get_args, get_origin, get_type_hints

from bot.language import Amount, ContactRef, CustomerRef, DealRef, MemberRef, Understanding, When
from bot.language.values import LARGEST_SUM
from models.activity import ActivityChannel, Outcome
from models.customer import BuyingRole, CustomerKind, Size
from models.followup import FollowUpKind
from models.member import Role
from models.metrics.lengths import Length
from models.purchase import PaymentKind
from models.target import TargetMeasure

VERSION = "1"
DATA_LIMIT = 300
"""Bytes LINE allows in a postback's data."""
LARGEST = 2**63 - 1
YEARS = range(2000, 2100)
CHOICES: dict[str, type[enum.StrEnum]] = {
    "channel": ActivityChannel,
    "outcome": Outcome,
    "follow_up_kind": FollowUpKind,
    "contact_role": BuyingRole,
    "kind": CustomerKind,
    "size": Size,
    "role": Role,
    "payment_kind": PaymentKind,
    "measure": TargetMeasure,
    "length": Length,
}
"""Fields, in whatever intent, that hold one of a few words."""
_WORD = re.compile(r"[A-Za-z0-9_.-]{1,40}")
REFS = (CustomerRef, ContactRef, MemberRef, DealRef)
"""What a button knows by its id alone."""
_KINDS: dict[str, type[Intent]] = {}
D = TypeVar("D", bound=date)
I = TypeVar("I", bound="Intent")  # noqa: E741 (an intent)


class StaleButton(ValueError):
    """Button data of an older version, or of no version of ours."""


class Intent:
    """The root of all intents. `name` is how grammar, buttons and the audit call it."""

    name: ClassVar[str] = ""
    looks_up: ClassVar[bool] = False
    """It only reads: while Jod asks whom it is about, there are no words to keep."""
    __slots__ = ()

    def __init_subclass__(cls) -> None:
        if cls.name:
            _KINDS[cls.name] = cls


def kinds() -> dict[str, type[Intent]]:
    """Every intent there is, by name."""
    return dict(_KINDS)


def from_understanding(read: Understanding) -> Intent | None:
    """The intent a sentence was read as, with the fields this intent knows; None when nobody takes it."""
    kind = _KINDS.get(read.intent)
    if kind is None:
        return None
    known = {field.name for field in _fields(kind.name)}
    return kind(**{name: found.value for name, found in read.fields.items() if name in known})


def to_data(intent: Intent) -> str:
    """The intent as a button carries it: ids and moments, never a person's words; at most 300 bytes."""
    parts = []
    for field in _fields(intent.name):
        value = getattr(intent, field.name)
        if value != field.default:
            parts.append(f"{field.name}={_write(value)}")
    data = f"{VERSION}.{intent.name}:{';'.join(parts)}"
    if len(data.encode()) > DATA_LIMIT:
        raise ValueError(f"button data over {DATA_LIMIT} bytes: {data}")
    return data


def from_data(data: str) -> Intent:
    """The intent behind a button; raises StaleButton for data that is not, or no longer, ours."""
    head, _, tail = data.partition(":")
    version, _, name = head.partition(".")
    kind = _KINDS.get(name)
    if version != VERSION or kind is None:
        raise StaleButton(data)
    hints = _hints(kind)
    try:
        pairs = [part.split("=", 1) for part in tail.split(";") if part]
        return kind(**{key: _field(key, hints[key], value) for key, value in pairs})
    except (KeyError, ValueError, TypeError, ArithmeticError) as error:
        raise StaleButton(data) from error


def with_field(intent: I, field: str, value: Any) -> I:
    """The same intent with one field answered."""
    return dataclasses.replace(intent, **{field: value})  # type: ignore[type-var]  # every intent is a dataclass


@cache
def _fields(name: str) -> tuple[dataclasses.Field[Any], ...]:
    """Of the intent of that name."""
    return dataclasses.fields(_KINDS[name])  # type: ignore[arg-type]  # every intent is a dataclass


def _hints(kind: type[Intent]) -> dict[str, Any]:
    return {name: _plain_type(hint) for name, hint in get_type_hints(kind).items()}


def _plain_type(hint: Any) -> Any:
    """`X | None` → X."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _write(value: Any) -> str:
    match value:
        case bool():
            return str(int(value))
        case int():
            return str(value)
        case datetime():
            return value.isoformat(timespec="minutes")
        case date() | time():
            return value.isoformat()
        case When():
            return value.day.isoformat() + (f"T{value.clock:%H:%M}" if value.clock else "")
        case CustomerRef() | ContactRef() | MemberRef() | DealRef() if value.id is not None:
            return str(value.id)
        case Amount(value=baht):
            return str(baht)
        case enum.Enum() | str() if _WORD.fullmatch(word := str(getattr(value, "value", value))):
            return word
        case _:
            raise ValueError(f"a button carries ids, never words: {value!r}")


def _field(name: str, kind: Any, text: str) -> Any:
    """The value of a field; one with a few words of its own takes no other."""
    return CHOICES[name](text).value if name in CHOICES else _read(kind, text)


def _read(kind: Any, text: str) -> Any:
    """One value of a button; raises ValueError for what no button of ours carries."""
    if kind is bool:
        return text == "1"
    if kind in REFS:
        return kind(said="", id=_whole(text))
    if kind is When:
        return moment_of(text)
    if kind is Amount:
        return Amount(_sum(text))
    if kind is time:
        return time.fromisoformat(text)
    if isinstance(kind, type) and issubclass(kind, date):
        return _in_our_time(kind.fromisoformat(text))
    if kind is int:
        return _whole(text)
    if kind is str:
        return _word(text)
    raise ValueError(f"a button carries no {kind}")


def _whole(text: str) -> int:
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError(f"no database counts so far: {number}")
    return number


def _sum(text: str) -> Decimal:
    baht = Decimal(text)
    if not baht.is_finite() or abs(baht) > LARGEST_SUM:
        raise ValueError(f"no sum of money: {baht}")
    return baht


def _word(text: str) -> str:
    if not _WORD.fullmatch(text):
        raise ValueError("a button carries ids, never words")
    return text


def _in_our_time(day: D) -> D:
    if day.year not in YEARS:
        raise ValueError(f"no day of ours: {day}")
    return day


def moment_of(text: str) -> When:
    """`2026-11-27` or `2026-11-27T14:00`, as a button or LINE's date picker gives it."""
    day, _, clock = text.partition("T")
    at = time.fromisoformat(clock[:5]) if clock else None
    return When(
        day=_in_our_time(date.fromisoformat(day)),
        clock=at,
        part=None,
        relative=False,
        words="",
        other=None,
        repeat=None,
    )
