"""Comma-separated text, as Excel, Google Sheets and old programs write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from bot.sheets.line import Line
from bot.sheets.refusal import Refused

MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""How a file may begin that says in what letters it is written."""
ENCODINGS = ("utf-8", "cp874")
"""Excel in Thailand still saves CSV in the second (TIS-620)."""
DELIMITERS = ",;\t|"
LOOK = 4096
"""Letters among which the first line is looked for."""
FORMULA = "="


def delimited(content: bytes) -> Iterator[Line]:
    """The lines of a CSV file; raises Refused for what is no text, or no table."""
    encoding = _encoding(content)
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    delimiter = _delimiter(text.read(LOOK))
    text.seek(0)
    reader, number = csv.reader(text, delimiter=delimiter, strict=False), 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield Line(number, [_plain(cell) for cell in cells], _formulas(cells))
    except csv.Error as error:
        raise Refused("malformed", number + 1) from error


def _encoding(content: bytes) -> str:
    found = next((encoding for mark, encoding in MARKS.items() if content.startswith(mark)), None)
    if found is None and b"\0" in content:
        raise Refused("not_a_table")
    for encoding in (found,) if found else ENCODINGS:
        if _reads(content, encoding):
            return encoding
    raise Refused("encoding")


def _reads(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeError:
        return False
    return True


def _delimiter(beginning: str) -> str:
    first = beginning.splitlines()[0] if beginning.strip() else ""
    return max(DELIMITERS, key=first.count)


def _plain(cell: str) -> str:
    """An apostrophe before a text says that it is one; our own exports write it."""
    return cell.strip().replace("\0", "").removeprefix("'")


def _formulas(cells: list[str]) -> frozenset[int]:
    return frozenset(at for at, cell in enumerate(cells) if cell.lstrip().startswith(FORMULA))
