"""Files of customers and purchases: read, shown to the sender, brought in on a yes, taken back if need be.

Each step is a short transaction of its own, with a pause behind it: whoever writes a line meanwhile hardly
waits.
A process that dies leaves the import to the next one, which goes on where the rows say.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.cards.imports import imported_card, preview_card, refused, taken_back
from bot.context import Desk
from bot.directories import Directories
from bot.replies import Reply
from bot.sheets import adding, sold
from bot.sheets.purchases import PurchaseRows, names_of
from bot.sheets.reading import CUSTOMERS, EITHER, LARGEST, Sheet, read
from bot.sheets.refusal import Refused
from bot.sheets.sold import SoldStaging
from bot.sheets.staging import Sorting, Staging, known_keys, owners_for
from models import statistics
from models.access import Access
from models.activity import Photo
from models.base import Base
from models.clock import Clock
from models.database import Database
from models.importing import Import, ImportKind, ImportState
from models.member import Member
from models.workspace import Workspace
from scheduler import import_steps as steps
from scheduler.pushing import Pushing

LEASE = timedelta(seconds=60)
ANNOUNCED = 1_000
"""Names that a process learns at once: 0.1 s for whoever writes just then."""
LARGE = 1_000
"""Rows from which an import makes another table of what was there."""
BREATH = 0.02
"""Seconds between two transactions, in which others get their turn."""
BEFORE_A_YES = (ImportState.FETCHING, ImportState.READING, ImportState.READY)
log = logging.getLogger(__name__)
Step = Callable[[Session, Import], int]
"""Does the next bit of work in one transaction; 0 when nothing was left to do."""


class Interrupted(Exception):
    """The sender has thought otherwise, the process is to stop, or another process has taken over."""


class Importing:
    """Makes each import what its sender wants it to be."""

    def __init__(
        self, database: Database, clock: Clock, name: str, directories: Directories | None = None
    ) -> None:
        self.database, self.clock, self.name = database, clock, name
        self.directories = directories
        """This process's, which learns the new names before anybody's line has to wait for that."""
        self._pushing = Pushing(clock)
        self._stopped = threading.Event()

    def work(self) -> int:
        """Settle all that waits; returns how many imports were worked on."""
        worked = 0
        while not self._stopped.is_set() and (one := self._claim()) is not None:
            self._settle(one)
            worked += 1
        return worked

    def stop(self) -> None:
        """End with the step under way; whoever starts next goes on from there."""
        self._stopped.set()

    def bring_in(self, one: Import, content: bytes, largest: int = LARGEST) -> None:
        """Read and add a file at once, for whoever waits at a terminal; raises Refused."""
        self._stage(one, read(content, largest))
        self._add_all(one)

    def _claim(self) -> Import | None:
        machine = self.clock.machine()
        with self.database.write() as session:
            one = session.scalars(Import.unsettled(self.clock.now(), machine).limit(1)).first()
            if one is not None:
                one.lease_owner, one.lease_until = self.name, machine + LEASE
            return one

    def _settle(self, one: Import) -> None:
        try:
            self._next(one)
        except Interrupted:
            self._release(one)
        except Refused as refusal:
            self.refuse(one, refusal)
        except Exception:
            log.exception("import %s waits for its lease to run out", one.id)

    def _next(self, one: Import) -> None:
        if one.state in BEFORE_A_YES and (one.deleted or self._is_stale(one)):
            self._cancel(one)
        elif one.state in (ImportState.FETCHING, ImportState.READING):
            self._read(one)
        elif one.stands and one.kind is ImportKind.PURCHASES:
            self._sell_all(one)
        elif one.stands:
            self._add_all(one)
        else:
            self.take_back(one)

    def _is_stale(self, one: Import) -> bool:
        return one.is_stale(self.clock.now()) and not one.confirmed

    def _read(self, one: Import) -> None:
        with self.database.read() as session:
            content = session.scalar(select(Photo.content).where(Photo.attachment_id == one.attachment_id))
        if content is None:
            raise Refused("lost")
        self._stage(one, read(content, layouts=EITHER))

    def _stage(self, one: Import, sheet: Sheet) -> None:
        """Keep every row with what will become of it, then show the sender the sum."""
        self._repeat(one, steps.forget_rows, ImportState.READING)
        with self.database.read() as session:
            sorting = self._sorting(session, one, sheet)
        for rows in steps.in_chunks(sorting.staged(sheet.rows)):
            self._transact(one, partial(steps.keep, sorting, rows))
        self._transact(one, partial(self._ready, sorting, sheet))

    def _sorting(self, session: Session, one: Import, sheet: Sheet) -> Sorting:
        """By what the file is a list of."""
        if sheet.layout is CUSTOMERS:
            owners = owners_for(session.scalars(_who_may_own(session, one)))
            return Staging(one.id, one.workspace_id, owners, known_keys(session, one.workspace_id))
        workspace = session.get_one(Workspace, one.workspace_id)
        seen = Access(_sender(session, one), team_reads=workspace.team_reads).customers()
        reader = PurchaseRows(self.clock.now(), workspace.zone, names_of(session, seen))
        return SoldStaging(one.id, one.workspace_id, reader)

    def _ready(self, staging: Sorting, sheet: Sheet, session: Session, job: Import) -> int:
        for name, count in staging.counts.items():
            setattr(job, name, count)
        job.unused = list(sheet.unused)
        if job.confirmed:
            return 0
        return self._end(ImportState.READY, preview_card, session, job)

    def _add_all(self, one: Import) -> None:
        with self.database.read() as session:
            known = known_keys(session, one.workspace_id)
        self._repeat(one, partial(steps.add, known, self.clock), ImportState.ADDING)
        self._transact(one, steps.show)
        self._measure(self._repeat(one, self._announce, ImportState.SHOWING), adding.WRITTEN)
        self._transact(one, partial(self._end, ImportState.DONE, imported_card))

    def _sell_all(self, one: Import) -> None:
        """What was taken back is read from the file again: its rows have forgotten it."""
        if one.state in (ImportState.UNDONE, ImportState.REMOVING):
            self._read(one)
        self._measure(self._repeat(one, partial(steps.sell, self.clock), ImportState.ADDING), sold.WRITTEN)
        self._transact(one, partial(self._end, ImportState.DONE, imported_card))

    def _measure(self, rows: int, tables: Iterable[type[Base]]) -> None:
        """The database learns what has become of its tables before anybody asks for the new rows."""
        if rows >= LARGE:
            statistics.measure(self.database.engine, tables)

    def _announce(self, session: Session, job: Import) -> int:
        return adding.announce(session, job, ANNOUNCED)

    def take_back(self, one: Import) -> None:
        """Out again, but for what somebody has worked with."""
        self._transact(one, steps.hide)
        is_sold = one.kind is ImportKind.PURCHASES
        self._repeat(
            one, partial(steps.unsell, self.clock) if is_sold else steps.take_out, ImportState.REMOVING
        )
        self._transact(one, partial(self._end, ImportState.UNDONE, taken_back))

    def _cancel(self, one: Import) -> None:
        self._repeat(one, steps.forget_rows, ImportState.READING)
        self._transact(one, partial(self._end, ImportState.CANCELLED, _nothing))

    def refuse(self, one: Import, refusal: Refused) -> None:
        """Nothing of a file that cannot be used is kept."""
        self._repeat(one, steps.forget_rows, ImportState.READING)

        def end(session: Session, job: Import) -> int:
            job.reason, job.reason_row = refusal.reason, refusal.row
            return self._end(ImportState.REFUSED, refused, session, job)

        self._transact(one, end)

    def _repeat(self, one: Import, step: Step, state: ImportState) -> int:
        """Step by step until nothing is left to do; returns how many rows that were."""
        self._transact(one, partial(steps.set_state, state))
        rows = 0
        while worked := self._transact(one, step):
            rows += worked
            if self.directories is not None:
                self.directories.learn(self.database, one.workspace_id)
            self._stopped.wait(BREATH)
        return rows

    def _transact(self, one: Import, step: Step) -> int:
        """One step, if the import is still ours and its sender still wants the same; raises Interrupted."""
        if self._stopped.is_set():
            raise Interrupted
        with self.database.write() as session:
            mine = select(Import).where(Import.id == one.id, Import.lease_owner == self.name)
            job = session.scalar(mine.with_for_update())
            if job is None or (job.confirmed, job.deleted) != (one.confirmed, one.deleted):
                raise Interrupted
            job.lease_until = self.clock.machine() + LEASE
            return step(session, job)

    def _release(self, one: Import) -> None:
        with self.database.write() as session:
            job = session.get_one(Import, one.id)
            if job.lease_owner == self.name:
                job.lease_owner = job.lease_until = None

    def _end(
        self, state: ImportState, tell: Callable[[Desk, Import], Reply | None], session: Session, job: Import
    ) -> int:
        """Nothing is left to do for now; the sender hears so, who waits for it."""
        job.state, job.lease_owner, job.lease_until = state, None, None
        workspace, sender = session.get_one(Workspace, job.workspace_id), _sender(session, job)
        desk = Desk(session, workspace, sender, self.clock.now().astimezone(workspace.zone))
        session.flush()
        reply = tell(desk, job) if job.attachment_id is not None and sender.is_active else None
        if reply is not None:
            key = f"import:{job.id}:{state}:{self.clock.machine().timestamp():.3f}"
            self._pushing.owe(desk, [reply], purpose="answer", dedupe_key=key, timed=True)
        return 0


def _sender(session: Session, one: Import) -> Member:
    return session.get_one(Member, one.member_id)


def _nothing(_desk: Desk, _job: Import) -> None:
    """The sender knows."""


def _who_may_own(session: Session, one: Import) -> Select[Member]:
    """The people whose work the sender sees; from the command line anybody of the company."""
    if one.attachment_id is None:
        return Member.active(one.workspace_id)
    return Access(_sender(session, one)).people()
