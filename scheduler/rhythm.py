"""The daily timetable: which jobs there are."""

from __future__ import annotations

from scheduler.jobs import Job
from scheduler.plans import PLAN
from scheduler.results import RESULTS
from scheduler.summaries import SUMMARY
from scheduler.weekly import WEEKLY

JOBS: tuple[Job, ...] = (PLAN, WEEKLY, SUMMARY, RESULTS)
