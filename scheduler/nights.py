"""A turn a night: which companies have theirs now, each once whatever number of processes asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from sqlalchemy import select

from models.database import Database
from models.queues import JobSlot
from models.workspace import Workspace
from scheduler.jobs import last_slot

LOOK_BACK = timedelta(days=1)
"""A night that nobody worked in is made up for within a day."""


def _everybody(_: Workspace) -> bool:
    return True


class Nights:
    """The nightly turns of one job, at one time of day in each company's zone."""

    def __init__(self, database: Database, job: str, at: time) -> None:
        self.database, self.job, self.at = database, job, at
        self._looked_until: datetime | None = None

    def due(self, now: datetime, wanted: Callable[[Workspace], bool] = _everybody) -> list[Workspace]:
        """Companies whose turn has come since this was last asked; the turn is taken with that."""
        since, self._looked_until = self._looked_until or now - LOOK_BACK, now
        with self.database.read() as session:
            companies = session.scalars(select(Workspace)).all()
        return [one for one in companies if wanted(one) and self._takes(one, since, now)]

    def _takes(self, workspace: Workspace, since: datetime, now: datetime) -> bool:
        slot = last_slot(self.at, workspace.zone, since, now)
        if slot is None:
            return False
        with self.database.write() as session:
            return JobSlot.take(session, workspace.id, self.job, slot, now)
