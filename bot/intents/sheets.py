"""Tables in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCustomers(Intent):
    """How to bring in a list of customers; or, while one is under way, how far it is."""

    name: ClassVar[str] = "import_customers"
    looks_up: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmImport(Intent):
    """Yes, bring them in."""

    name: ClassVar[str] = "confirm_import"
    sheet: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DropImport(Intent):
    """Do not bring them in, or take them out again; without a number the last file is meant."""

    name: ClassVar[str] = "drop_import"
    sheet: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProblems(Intent):
    """The rows that were left out, from a row on."""

    name: ClassVar[str] = "import_problems"
    looks_up: ClassVar[bool] = True
    sheet: int
    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTable(Intent):
    """A link that hands out a table once."""

    name: ClassVar[str] = "export_table"
    looks_up: ClassVar[bool] = True
    table: str = "customers"
    format: str = "xlsx"
