"""Sorting the rows of a file into new customers, known ones, and rows with a problem."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.sheets.customers import Owners, keys_of, values_of
from bot.sheets.reading import Row
from bot.sheets.refusal import Problem
from models.customer import Customer
from models.importing import ImportKind, ImportRow, RowState
from models.member import Member

SAID = 80
"""Letters that are kept of what is wrong in a row."""
Staged = dict[str, Any]


def owners_for(team: Iterable[Member]) -> dict[str, int | None]:
    """To whom customers may be given, by name; None for a name that several have."""
    owners: dict[str, int | None] = {}
    for member in team:
        name = member.name.casefold()
        owners[name] = None if name in owners else member.id
    return owners


def known_keys(session: Session, workspace_id: int) -> set[str]:
    """By what the customers the company has are known again."""
    columns = select(Customer.name, Customer.branch, Customer.tax_id, Customer.phone)
    here = columns.where(Customer.workspace_id == workspace_id, Customer.deleted.is_(False))
    rows = session.execute(here.execution_options(yield_per=1_000)).mappings()
    return {key for row in rows for key in keys_of(dict(row))}


class Sorting(ABC):
    """Looks at one row after the other, and counts what becomes of them."""

    kind: ClassVar[ImportKind]

    def __init__(self, import_id: int, workspace_id: int) -> None:
        self._here = {"import_id": import_id, "workspace_id": workspace_id}
        self.counts: Counter[str] = Counter()

    def staged(self, rows: Iterable[Row]) -> Iterator[Staged]:
        """Each row as it is kept until the sender says yes."""
        for row in rows:
            staged = self._empty(row) | self._sorted(row)
            self._count(staged)
            yield staged

    def keep(self, session: Session, rows: list[Staged]) -> None:
        session.execute(insert(ImportRow), rows)

    @abstractmethod
    def usable(self, row: Row) -> Staged:
        """What is to be written of a row, or that it is known; raises Problem."""

    def _empty(self, row: Row) -> Staged:
        nothing = {"same_as": None, "values": None, "problem": "", "said": ""}
        return {**self._here, **nothing, "number": row.number}

    def _sorted(self, row: Row) -> Staged:
        try:
            return self.usable(row)
        except Problem as problem:
            return {"state": RowState.PROBLEM, "problem": problem.reason, "said": problem.said[:SAID]}

    def _count(self, staged: Staged) -> None:
        self.counts["rows"] += 1
        match staged["state"]:
            case RowState.KNOWN:
                self.counts["known"] += 1
            case RowState.PROBLEM:
                self.counts["problems"] += 1
            case _:
                self.counts["customers"] += staged["same_as"] is None
                self.counts["people"] += "contact" in staged["values"]


class Staging(Sorting):
    """Of a list of customers; a row may be of the same customer as an earlier one."""

    kind = ImportKind.CUSTOMERS

    def __init__(self, import_id: int, workspace_id: int, owners: Owners, known: set[str]) -> None:
        super().__init__(import_id, workspace_id)
        self._owners, self._known = owners, known
        self._seen: dict[str, int] = {}

    def usable(self, row: Row) -> Staged:
        values = values_of(row, self._owners)
        name, *others = keys_of(values["customer"])
        if not self._known.isdisjoint((name, *others)):
            return {"state": RowState.KNOWN}
        if (first := self._seen.get(name)) is not None and "contact" in values:
            return {"state": RowState.NEW, "same_as": first, "values": {"contact": values["contact"]}}
        for key in (name, *others):
            if key in self._seen:
                raise Problem("again", str(self._seen[key]))
        self._seen.update(dict.fromkeys((name, *others), row.number))
        return {"state": RowState.NEW, "values": values}
