"""What neither LINE nor a person would send: wrong values, events changed anywhere, heaps of words."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from random import Random
from typing import Any

from bot.intents.base import VERSION, kinds
from tests.language.scoring import rows

Json = dict[str, Any]
Place = tuple[Any, Any]
"""A dict or list in an event, and the key or index of one value in it."""
DEEP = "nested deeply"
"""Stands for a list in a list in a list …, which no Python value can be."""
ODD_TEXT = (
    *("", " ", "\n", "0", "-1", "=1+1", "null", "\x00", "\ud800", "\udfff\ud83d", "\u202e", "\u200b" * 40),
    *("ก" * 9_000, "👨‍👩‍👧‍👦" * 300, "é" * 4, "'; DROP TABLE chats; --", "{0}", "%s%n"),
    *("{ka}", "../../etc/passwd", "แผน\x00"),
)
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 0.5, 2**31, 2**63, -(2**63), 10**30, 1e308, 1_795_658_400_000, DEEP),
    *([], {}, [[]], [None], {"": ""}, [{"type": None}], *ODD_TEXT),
)
PIECES = (
    *("เข้าพบ", "โทร", "ตาม", "นัด", "เลื่อน", "เสร็จ", "ยกเลิก", "แก้ยอดเป็น", "ลูกค้าใหม่", "สรุป"),
    *("แผน", "ค้นหา", "ให้", "ลา", "สยามวัสดุภัณฑ์", "ร้านป้าแดง", "คุณนก", "แบงค์", "visited", "call"),
    *("done", "undo", "drafts", "1", "2", "ใช่", "ไม่", "พรุ่งนี้", "ศุกร์หน้า", "31 ก.พ.", "25:00"),
    *("1.5 ล้าน", "99999999999999999999", "081-234-5678", "-", "\n", "%", "😀", "\x00", "\ud800"),
    *("\u200b", "เเ", "ๆ", "ํา", ")", "'", "\\", "ร้อยห้า", "ทุกวันจันทร์", "x" * 300),
)
VALUES = (
    *("1", "2", "-1", "0", "9" * 21, "1e9", "1e999999", "NaN", "", "x", "10:00", "all", "skip"),
    *("2026-11-27T10:00", "2026-11-27", "9999-12-31", "0001-01-01", "b2b", "b2c", "days", "selling"),
    *("saturday", "holidays", "customers", "rep", "owner", "call", "visit", "reached", "overdue", "en"),
)
"""What stands in buttons, in the right field or a wrong one."""


@cache
def messages() -> list[str]:
    """Lines as people really type them."""
    return [row["text"] for name in ("dev.jsonl", "own.jsonl") for row in rows(name)]


def odd_line(dice: Random) -> str:
    """A strange text, a heap of words, or a real line with something else in it."""
    draw = dice.random()
    if draw < 0.05:
        return dice.choice(ODD_TEXT)
    if draw < 0.5:
        return dice.choice(("", " ", "\n")).join(dice.choices(PIECES, k=dice.randint(1, 12)))
    letters = list(dice.choice(messages()))
    for _ in range(dice.randint(0, 5)):
        at = dice.randrange(len(letters) + 1)
        letters[at : at + dice.randint(0, 3)] = dice.choice(PIECES)
    return "".join(letters)


def odd_data(dice: Random) -> str:
    """What a button of any intent carries, with any of its fields."""
    kind = dice.choice(list(kinds().values()))
    names = [one.name for one in fields(kind) if dice.random() < 0.6]  # type: ignore[arg-type]  # a dataclass
    return f"{VERSION}.{kind.name}:" + ";".join(f"{name}={dice.choice(VALUES)}" for name in names)


def mutate(event: Json, dice: Random) -> None:
    """Change one value of the event, wherever it is: a wrong type, missing, doubled, or somewhere else."""
    there = [place for place in places(event) if place != (event, "webhookEventId")]
    if there:
        container, key = dice.choice(there)
        dice.choice((_replace, _replace, _drop, _swap, _add))(container, key, there, dice)


def places(value: Any) -> Iterator[Place]:
    """Every value there is in it, by where it is kept."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(pairs):
        yield value, key
        yield from places(inner)


def _replace(container: Any, key: Any, _: list[Place], dice: Random) -> None:
    container[key] = copy.deepcopy(dice.choice(ODD))


def _drop(container: Any, key: Any, _: list[Place], __: Random) -> None:
    del container[key]


def _swap(container: Any, key: Any, there: list[Place], dice: Random) -> None:
    other, place = dice.choice(there)
    container[key] = copy.deepcopy(other[place])


def _add(container: Any, _: Any, __: list[Place], dice: Random) -> None:
    added = copy.deepcopy(dice.choice(ODD))
    if isinstance(container, list):
        container.append(added)
    else:
        container[dice.choice(("type", "text", "id", "userId", "data", "mode", "new"))] = added


def cut(raw: bytes, dice: Random) -> bytes:
    """Bytes changed, added and left out."""
    at = dice.randrange(len(raw))
    added = dice.choice((b"", b"\x00", b"\xff", b'"', b"}", b"1e999", b"\\ud800", raw[:at]))
    return raw[:at] + added + raw[at + dice.randrange(3) :]
