"""Compares what was understood with what a row expects, as the given scorer does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.language import Directory
from bot.language.normalise import normalise
from cli.understand import read_directory, understand_lines

DATA = Path("tests/data/language")
NAMES = ("customer", "contact", "item", "deal", "query")
PARTS_WILL_DO = ("item", "deal", "query", "note")
MOMENTS = (
    *("follow_up_at", "occurred_at", "expected_close", "date_from", "date_to", "starts_on", "ends_on"),
    *("send_at", "due_before"),
)
FORMS = re.compile(
    r"บริษัท|บจก\.?|หจก\.?|บมจ\.?|จำกัด|\(มหาชน\)|คุณ|พี่|น้อง|เฮีย|เจ๊|ช่าง|ผอ\.|khun|k\.", re.IGNORECASE
)
EMPTY: tuple[Any, ...] = (None, "", [], 0)


@dataclass(frozen=True)
class Scored:
    """A row with the fields that are wrong, and which of them the person would be asked about."""

    id: str
    text: str
    wrong: tuple[str, ...]
    asked: bool

    @property
    def silent(self) -> bool:
        return bool(self.wrong) and not self.asked


def directory(name: str = "directory.json") -> Directory:
    return read_directory(DATA / name)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def score(name: str) -> Iterator[Scored]:
    """Each row of a set of messages, understood and compared; a set may have customers of its own."""
    own = name.replace(".jsonl", "_directory.json")
    known = directory(own) if (DATA / own).exists() else directory()
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    for line, answer in zip(lines, understand_lines(lines, known), strict=True):
        row, said = json.loads(line), json.loads(answer)["pred"]
        wrong = tuple(wrong_fields(row["expect"], said))
        yield Scored(row["id"], row["text"], wrong, asked=set(wrong) <= set(said["ask"]))


def wrong_fields(expected: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[str]:
    for name, value in expected.items():
        if name == "intent_not":
            if said["intent"] in value:
                yield name
        elif not agrees(name, value, said.get(name)):
            yield name


def agrees(name: str, expected: Any, said: Any) -> bool:
    if expected is None or said is None:
        return expected is None and said in EMPTY
    if name == "items":
        pairs = zip(expected, said, strict=False)
        return len(expected) == len(said) and all(not list(wrong_fields(each, got)) for each, got in pairs)
    if name in MOMENTS:
        length = 16 if "T" in expected else 10
        return str(said)[:length] == str(expected)[:length]
    return _same(name, expected, said)


def _same(name: str, expected: Any, said: Any) -> bool:
    if name in NAMES or name == "note":
        mine, theirs = plain(expected), plain(said)
        return mine == theirs or (name in PARTS_WILL_DO and mine in theirs)
    if isinstance(expected, int | float):
        return bool(float(said) == expected)
    return str(expected).lower() == str(said).lower()


def plain(text: object) -> str:
    """A name without honorifics, legal forms, spaces and capitals."""
    return re.sub(r"[\s.\-]", "", FORMS.sub("", normalise(str(text)).text)).lower()


def moment(row: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(row["now"])
