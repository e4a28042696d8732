"""A person's file as rows under the headings we know."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path

from bot.sheets.delimited import delimited
from bot.sheets.line import Line
from bot.sheets.refusal import Refused
from bot.sheets.workbook import Workbook

FOLDER = Path(__file__).parent
NAMES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls")
"""How the names of files end that are tables."""
ZIP = b"PK"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
LARGEST = 10 * 1024 * 1024
"""Bytes of a file sent into the chat."""
MOST = 100_000
"""Rows."""
LOOK = 10
"""Lines among which the headings are looked for: some sheets begin with a title."""
IN_BRACKETS, NO_LETTERS = re.compile(r"[(\[].*?[)\]]"), re.compile(r"[\s._*:/-]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file is a list of: how its columns are headed, and those without which it is no such list."""

    headings: str
    needed: tuple[str, ...]

    def heads(self, line: Line) -> bool:
        """Are these the headings of such a list?"""
        return set(self.needed) <= set(map(self.field_of, line.cells))

    def field_of(self, heading: str) -> str:
        """What a column with this heading holds; empty when we know no such thing."""
        return _fields(self.headings).get(_letters(heading), "")


CUSTOMERS = Layout("headings.toml", ("name",))
PURCHASES = Layout("purchase_headings.toml", ("amount",))
SOLD = Layout("purchase_headings.toml", ("date", "amount"))
"""What nobody takes for a list of customers."""
EITHER = (SOLD, CUSTOMERS)


@dataclass(frozen=True, slots=True)
class Row:
    """One line, by what its columns hold; `formula` names a field whose cell is worked out, if one is."""

    number: int
    cells: Mapping[str, str]
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, to be read once; and the headings of columns that nothing is taken from."""

    layout: Layout
    unused: tuple[str, ...]
    fields: frozenset[str]
    rows: Iterator[Row]


def read(content: bytes, largest: int = LARGEST, layouts: Sequence[Layout] = (CUSTOMERS,)) -> Sheet:
    """The table in a file, by the first layout that fits; raises Refused, here or while it is read."""
    if len(content) > largest:
        raise Refused("too_large")
    if not content.strip():
        raise Refused("empty")
    book = Workbook.open(content) if content.startswith((ZIP, OLD_EXCEL)) else None
    layout, heading, rest = _headed(book.lines() if book else delimited(content), layouts)
    if book and book.is_merged(heading.number):
        raise Refused("merged", heading.number)
    fields = [layout.field_of(cell) for cell in heading.cells]
    _refuse_twice(fields, heading.number)
    unused = [cell for cell, field in zip(heading.cells, fields, strict=True) if cell and not field]
    return Sheet(layout, tuple(unused), frozenset(filter(None, fields)), _rows(rest, fields))


def _headed(lines: Iterator[Line], layouts: Sequence[Layout]) -> tuple[Layout, Line, Iterator[Line]]:
    """The first line that heads the columns that are needed, and the lines below it."""
    first = list(islice(lines, LOOK))
    for at, line in enumerate(first):
        for layout in layouts:
            if layout.heads(line):
                return layout, line, chain(first[at + 1 :], lines)
    raise Refused(f"no_{layouts[-1].needed[0]}" if any(not line.is_empty for line in first) else "empty")


def _refuse_twice(fields: list[str], row: int) -> None:
    """Two columns for one thing: nobody can tell which is right."""
    known = [field for field in fields if field]
    if len(known) > len(set(known)):
        raise Refused("twice", row)


def _rows(lines: Iterator[Line], fields: list[str]) -> Iterator[Row]:
    count = 0
    for line in lines:
        if line.is_empty and not line.formula:
            continue
        count += 1
        if count > MOST:
            raise Refused("too_many", line.number)
        yield _row(line, fields)
    if not count:
        raise Refused("empty")


def _row(line: Line, fields: list[str]) -> Row:
    cells = {field: cell for field, cell in zip(fields, line.cells, strict=False) if field and cell}
    worked_out = (fields[at] for at in sorted(line.formula) if at < len(fields) and fields[at])
    return Row(line.number, cells, next(worked_out, ""))


def _letters(heading: str) -> str:
    """A heading by its letters: `Tel. (office)*` is tel."""
    return NO_LETTERS.sub("", IN_BRACKETS.sub("", heading)).casefold()


@cache
def _fields(headings: str) -> Mapping[str, str]:
    lists = tomllib.loads((FOLDER / headings).read_text(encoding="utf-8"))
    return {_letters(word): field for field, words in lists.items() for word in words}
