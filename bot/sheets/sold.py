"""A list of purchases sent into the chat: its rows sorted, stored as a till would report them, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.sheets.purchases import PurchaseRows
from bot.sheets.reading import Row
from bot.sheets.refusal import Problem
from bot.sheets.staging import Sorting, Staged
from bot.tills import Goods, Recorded, Report, Till, Unusable
from models.changes import Author, Change, written_by
from models.customer import Customer
from models.importing import Import, ImportKind, ImportRow, RowState
from models.purchase import Purchase, PurchaseSource
from models.undo import take_back

WRITTEN = (Purchase, Customer, Change, ImportRow)
"""The tables that grow."""


class SoldStaging(Sorting):
    """A purchase is known by its receipt's number, else by the very same words."""

    kind = ImportKind.PURCHASES

    def __init__(self, import_id: int, workspace_id: int, reader: PurchaseRows) -> None:
        super().__init__(import_id, workspace_id)
        self._reader, self._workspace_id = reader, workspace_id
        self._seen: dict[str, int] = {}

    def usable(self, row: Row) -> Staged:
        values = _values(self._reader.report(row))
        if (first := self._seen.setdefault(values["key"], row.number)) != row.number:
            raise Problem("again", str(first))
        return {"state": RowState.NEW, "values": values}

    def keep(self, session: Session, rows: list[Staged]) -> None:
        """What a till, or this file sent once before, has told of is left alone."""
        new = {row["values"]["key"]: row for row in rows if row["state"] is RowState.NEW}
        there = select(Purchase.external_key).where(
            Purchase.workspace_id == self._workspace_id,
            Purchase.external_key.in_(new),
            Purchase.deleted.is_(False),
        )
        for key in session.scalars(there):
            new[key or ""].update(state=RowState.KNOWN, values=None)
            self.counts.update(known=1, customers=-1)
        super().keep(session, rows)


def _values(report: Report) -> dict[str, Any]:
    """A report as JSON keeps it."""
    goods = report.goods
    return {
        "at": report.occurred_at.isoformat(),
        "amount": str(report.amount),
        "goods": [goods.item, goods.quantity, goods.unit],
        "customer": report.customer_id,
        "phone": report.phone,
        "code": report.code,
        "key": report.key,
    }


def _report(values: dict[str, Any]) -> Report:
    return Report(
        occurred_at=datetime.fromisoformat(values["at"]),
        amount=Decimal(values["amount"]),
        goods=Goods(*values["goods"]),
        customer_id=values["customer"],
        phone=values["phone"],
        code=values["code"],
        key=values["key"],
    )


def add_sold(session: Session, job: Import, rows: Sequence[ImportRow], now: datetime) -> None:
    """Store what these rows tell of; what has been told of meanwhile, or whose customer is gone, is not."""
    till = Till(session=session, workspace_id=job.workspace_id, now=now, source=PurchaseSource.IMPORT)
    with written_by(Author(_event(job), None, now)):
        for row in rows:
            _add(till, job, row)


def _add(till: Till, job: Import, row: ImportRow) -> None:
    report, row.values = _report(row.values or {}), None
    try:
        row.purchase_id, row.state = till.take(report).id, RowState.ADDED
    except Recorded:
        row.state = RowState.KNOWN
        job.known, job.customers = job.known + 1, job.customers - 1
    except Unusable:
        row.state, row.problem = RowState.PROBLEM, "customer_gone"
        job.problems, job.customers = job.problems + 1, job.customers - 1


def take_out_sold(session: Session, job: Import, count: int, now: datetime) -> int:
    """The next so many, but for what has been brought back since; returns how many were looked at."""
    changes = session.scalars(Change.of_event(job.workspace_id, _event(job)).limit(count)).all()
    undoing = f"undo {_event(job)}"
    with written_by(Author(undoing, None, now)):
        take_back(session, changes, by=undoing)
    return len(changes)


def still_sold(session: Session, job: Import) -> int:
    """How many of its purchases stand."""
    rows = select(func.count()).select_from(ImportRow)
    its = rows.join(Purchase, Purchase.id == ImportRow.purchase_id)
    stand = its.where(ImportRow.import_id == job.id, ImportRow.state == RowState.ADDED)
    return session.scalar(stand.where(Purchase.deleted.is_(False))) or 0


def _event(job: Import) -> str:
    """What the history calls this import; no person's, so that a plain undo takes back the yes instead."""
    return f"purchases:file{job.id}"
