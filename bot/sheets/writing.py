"""Records as the files people open: no cell of any of them runs as a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

from bot.sheets.tables import Record

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is run as a formula by a sheet that opens a CSV."""
CELL_LIMIT = 32_767
BOM = "\ufeff"
"""Without it Excel reads Thai in a CSV as noise."""


def write_jsonl(rows: Iterator[Record], target: BinaryIO) -> None:
    """One JSON object a line, Thai as Thai."""
    target.writelines(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def write_csv(rows: Iterator[Record], target: BinaryIO) -> None:
    """Comma separated, in UTF-8; no cell runs as a formula."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    sheet = csv.writer(text)
    for line in _lines(rows):
        sheet.writerow([_harmless(cell) for cell in line])
    text.detach()


def write_xlsx(rows: Iterator[Record], target: BinaryIO) -> None:
    """An Excel file; every text stays a text."""
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    book = Workbook(target, options)
    sheet = book.add_worksheet()
    for at, line in enumerate(_lines(rows)):
        sheet.write_row(at, 0, [cell[:CELL_LIMIT] if isinstance(cell, str) else cell for cell in line])
    book.close()


WRITERS: Mapping[str, Callable[[Iterator[Record], BinaryIO], None]] = {
    "csv": write_csv,
    "jsonl": write_jsonl,
    "xlsx": write_xlsx,
}


def _lines(rows: Iterator[Record]) -> Iterator[list[Any]]:
    """The names of the columns, then the rows."""
    first = next(rows, None)
    if first is None:
        return
    yield list(first)
    for row in chain([first], rows):
        yield [_cell(value) for value in row.values()]


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


def _harmless(cell: Any) -> Any:
    """An apostrophe before what would be a formula: the sheet shows the text and runs nothing."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
