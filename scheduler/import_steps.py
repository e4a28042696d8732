"""What one transaction of an import does; each returns 0 when nothing was left to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.sheets import adding
from bot.sheets.sold import add_sold, still_sold, take_out_sold
from bot.sheets.staging import Sorting, Staged
from models.clock import Clock
from models.importing import Import, ImportRow, ImportState, RowState

CHUNK = 100
"""Rows a transaction."""


def set_state(state: ImportState, _session: Session, job: Import) -> int:
    job.state = state
    return 0


def forget_rows(session: Session, job: Import) -> int:
    numbers = session.scalars(
        select(ImportRow.number).where(ImportRow.import_id == job.id).limit(CHUNK)
    ).all()
    session.execute(delete(ImportRow).where(ImportRow.import_id == job.id, ImportRow.number.in_(numbers)))
    return len(numbers)


def keep(sorting: Sorting, rows: list[Staged], session: Session, job: Import) -> int:
    job.kind = sorting.kind
    sorting.keep(session, rows)
    return len(rows)


def add(known: set[str], clock: Clock, session: Session, job: Import) -> int:
    """Customers; nobody sees them before the last one is written."""
    rows = session.scalars(ImportRow.of(job.id, RowState.NEW).limit(CHUNK)).all()
    if rows:
        left_alone = adding.add(session, job, rows, known, clock.now())
        job.customers -= left_alone
        job.known += left_alone
        job.done += len(rows)
    return len(rows)


def sell(clock: Clock, session: Session, job: Import) -> int:
    """Purchases, seen as they come in."""
    rows = session.scalars(ImportRow.of(job.id, RowState.NEW).limit(CHUNK)).all()
    add_sold(session, job, rows, clock.now())
    job.done += len(rows)
    return len(rows)


def show(session: Session, job: Import) -> int:
    job.state = ImportState.SHOWING
    adding.show_all(session, job)
    return 0


def hide(session: Session, job: Import) -> int:
    job.state, job.kept = ImportState.REMOVING, 0
    adding.hide_all(session, job)
    return 0


def take_out(session: Session, job: Import) -> int:
    """Customers."""
    rows, kept = adding.take_out(session, job, CHUNK)
    job.kept += kept
    return rows


def unsell(clock: Clock, session: Session, job: Import) -> int:
    """Purchases."""
    looked_at = take_out_sold(session, job, CHUNK, clock.now())
    job.kept = 0 if looked_at else still_sold(session, job)
    return looked_at


def in_chunks(rows: Iterable[Staged]) -> Iterator[list[Staged]]:
    going = iter(rows)
    while chunk := list(islice(going, CHUNK)):
        yield chunk
