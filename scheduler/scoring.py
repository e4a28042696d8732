"""02:00: every company with consumers learns who they are, some customers at a time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from models import scoring
from models.clock import Clock
from models.database import Database
from models.queues import JobSlot
from models.scoring import Part
from models.workspace import Workspace
from scheduler.jobs import last_slot

JOB = "scores"
AT = time(2)
LOOK_BACK = timedelta(days=1)


class Scoring:
    """Once a night and company; nobody who writes a line meanwhile waits for more than one part."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock
        self._looked_until: datetime | None = None

    def work(self) -> int:
        """Take tonight's turn if it has come; returns for how many companies."""
        now = self.clock.now()
        since, self._looked_until = self._looked_until or now - LOOK_BACK, now
        with self.database.read() as session:
            companies = session.scalars(select(Workspace)).all()
        due = [one for one in companies if one.selling.to_consumers and self._is_due(one, since, now)]
        for company in due:
            self.refresh(company, company.day_of(now))
        return len(due)

    def _is_due(self, workspace: Workspace, since: datetime, now: datetime) -> bool:
        slot = last_slot(AT, workspace.zone, since, now)
        if slot is None:
            return False
        with self.database.write() as session:
            return JobSlot.take(session, workspace.id, JOB, slot, now)

    def refresh(self, workspace: Workspace, day: date) -> None:
        """Count everybody's purchases up to the end of that day, then place everybody among the others.

        What a power cut takes is counted again the next night: no part waits for the disk.
        """
        parts = self._parts(workspace)
        for part in parts:
            with self.database.read() as session:
                rows = scoring.figures(session, workspace, day, part)
            with self.database.write(hasty=True) as session:
                scoring.store(session, workspace, part, rows)
        with self.database.read() as session:
            found = scoring.fifths(session, workspace)
        for part in parts:
            with self.database.write(hasty=True) as session:
                scoring.place(session, workspace, part, found)

    def _parts(self, workspace: Workspace) -> list[Part]:
        with self.database.read() as session:
            return list(scoring.parts(session, workspace))
