"""Excel workbooks, looked through before they are opened: a small one can unpack to fill the machine."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from bot.sheets.line import Line
from bot.sheets.refusal import Refused

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

UNPACKED = 100 * 1024 * 1024
"""Bytes; a hundred thousand customers need less."""
CELLS = 3_000_000
"""What is opened is a rectangle, so one cell in a far corner costs all those before it."""
PIECE = 1 << 20
SPACE = b"\xef\xbb\xbf \t\r\n"
"""What may stand before the first tag of a part."""
OLD, LOCKED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
"""How an .xls begins, and a workbook behind a password, which also holds the second."""
TAG = re.compile(rb"""<(?:\w+:)?(?:(f)\b|(?:row|c)\b[^<]*?\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,7}))""")
"""A formula, or a row or cell that says where it is."""
CELL = (b"<c ", b"<c>", b"<c/", b":c ", b":c>", b":c/")
SHEET = re.compile(rb"""<(?:\w+:)?sheet\s[^>]*?\w+:id\s*=\s*["']([^"']+)["']""")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
ID, TARGET = (re.compile(rb"""\b%s\s*=\s*["']([^"']+)["']""" % name) for name in (b"Id", b"Target"))


@dataclass(slots=True)
class Outline:
    """How far a sheet reaches, and where it holds formulas."""

    row: int = 0
    column: int = 0
    """Where the look-through is."""
    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    formulas: dict[int, set[int]] = field(default_factory=dict)

    def refuse_too_large(self) -> None:
        if max(self.cells, self.last_row * self.last_column) > CELLS:
            raise Refused("too_wide")


@dataclass(frozen=True, slots=True)
class Workbook:
    """The first sheet of a workbook."""

    sheet: CalamineSheet
    formulas: Mapping[int, set[int]]

    @classmethod
    def open(cls, content: bytes) -> Workbook:
        """Raises Refused for what is no workbook, is locked, or would not fit."""
        if content.startswith(OLD):
            raise Refused("password" if LOCKED in content else "old_excel")
        outline = _outline(content)
        return cls(_first_sheet(content), outline.formulas)

    def lines(self) -> Iterator[Line]:
        for number, row in enumerate(self.sheet.iter_rows(), start=1):
            formulas = frozenset(self.formulas.get(number, ()))
            yield Line(number, [_as_text(cell) for cell in row], formulas)

    def is_merged(self, number: int) -> bool:
        """Does this row (from 1) share a cell with others?"""
        ranges = self.sheet.merged_cell_ranges or []
        return any(first < number <= last + 1 for (first, _), (last, _) in ranges)


def _first_sheet(content: bytes) -> CalamineSheet:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Refused("malformed") from error


def _outline(content: bytes) -> Outline:
    """The first sheet's. Every part is unpacked in pieces, so that no lie about its size is believed."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive)
            first = _first_part(archive)
            outlines = {name: _outline_of(archive, name) for name in archive.namelist()}
            return outlines[first]
    except (BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Refused("malformed") from error


def _refuse_bomb(archive: ZipFile) -> None:
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > UNPACKED:
        raise Refused("too_large")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("password")


def _first_part(archive: ZipFile) -> str:
    """The name of the part that holds the first sheet."""
    sheet = SHEET.search(archive.read("xl/workbook.xml"))
    for relation in RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        known, target = ID.search(relation), TARGET.search(relation)
        if sheet and known and target and known[1] == sheet[1]:
            path = target[1].decode(errors="replace")
            return path.removeprefix("/") if path.startswith("/") else f"xl/{path}"
    raise KeyError("no sheet")


def _outline_of(archive: ZipFile, name: str) -> Outline:
    """Pieces are cut where a tag begins, so that each is seen whole."""
    outline, rest = Outline(), b""
    with archive.open(name) as part:
        first = part.read(PIECE)
        is_xml = first.lstrip(SPACE).startswith(b"<")
        for piece in chain([first], iter(partial(part.read, PIECE), b"")):
            rest = _rest(rest + piece, outline) if is_xml else b""
    _look_through(rest, outline)
    return outline


def _rest(whole: bytes, outline: Outline) -> bytes:
    cut = max(whole.rfind(b"<"), 0)
    _look_through(whole[:cut], outline)
    if len(whole) - cut > PIECE:
        raise Refused("malformed")
    return whole[cut:]


def _look_through(piece: bytes, outline: Outline) -> None:
    """Cells that say where they are move the outline's edges; the others are counted."""
    outline.cells += sum(piece.count(opening) for opening in CELL)
    for is_formula, letters, figures in TAG.findall(piece):
        if is_formula:
            outline.formulas.setdefault(outline.row, set()).add(outline.column)
            continue
        outline.row, outline.column = int(figures), _column(letters)
        outline.last_row = max(outline.last_row, outline.row)
        outline.last_column = max(outline.last_column, outline.column + 1)
    outline.refuse_too_large()


@cache
def _column(letters: bytes) -> int:
    """A is 0, AA is 26; a row has no letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return max(number - 1, 0)


def _as_text(cell: object) -> str:
    """Excel keeps a phone or tax number as 812345678.0."""
    match cell:
        case bool():
            return str(cell)
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date() | time():
            return cell.isoformat()
        case _:
            return str(cell).strip().replace("\0", "")
