"""The daily timetable: which jobs there are."""

from __future__ import annotations

from scheduler.jobs import Job
from scheduler.plans import PLAN

JOBS: tuple[Job, ...] = (PLAN,)
