"""`/healthz`: alive. `/readyz`: database reachable and writable, schema current, ticker beating."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from models import schema
from models.clock import Clock
from models.database import POOL_WAIT, Busy, Database
from models.queues import Heartbeat

SILENT = timedelta(minutes=2)
"""A ticker that has not beaten for so long has stopped."""
REMINDER = "webhook redelivery: LINE delivers again only if you switch it on in the LINE Developers Console"
ALL_IN_USE = f"all database connections are in use: who comes now waits {POOL_WAIT} s and is turned away"


def health(database: Database, clock: Clock) -> Blueprint:
    """The pages a host asks."""
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def alive() -> Response:
        told = ["alive", *([ALL_IN_USE] if database.all_in_use else []), REMINDER]
        return Response("\n".join(told) + "\n")

    @pages.get("/readyz")
    def ready() -> Response:
        problem = _problem(database, clock)
        return Response(f"{problem or 'ready'}\n", status=503 if problem else 200)

    return pages


def _problem(database: Database, clock: Clock) -> str | None:
    try:
        schema.check(database.engine)
        with database.read() as session:
            beat = session.scalar(select(func.max(Heartbeat.at)))
    except schema.SchemaError as error:
        return str(error)
    except (SQLAlchemyError, Busy):
        return "the database cannot be reached"
    try:
        database.prove_writable()
    except (SQLAlchemyError, Busy):
        return "the database takes no writes: is its disk full, or does another program hold it?"
    if beat is None or clock.machine() - beat > SILENT:
        return "the worker does not tick"
    return None
