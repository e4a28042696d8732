"""02:00: every company with consumers learns who they are, some customers at a time."""

from __future__ import annotations

from datetime import date, time

from models import scoring
from models.clock import Clock
from models.database import Database
from models.scoring import Part
from models.workspace import Subject, Workspace
from scheduler.nights import Nights

JOB = "scores"
AT = time(2)


class Scoring:
    """Once a night and company; nobody who writes a line meanwhile waits for more than one part."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock
        self._nights = Nights(database, JOB, AT)

    def work(self) -> int:
        """Take tonight's turn if it has come; returns for how many companies."""
        now = self.clock.now()
        due = self._nights.due(now, lambda company: company.selling.covers(Subject.SEGMENTS))
        for company in due:
            self.refresh(company, company.day_of(now))
        return len(due)

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
