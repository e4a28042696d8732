"""`GET /metrics`: what waits and for how long, from SQL, for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.clock import Clock
from models.database import Database
from models.queues import WAITING, InboxEvent, InboxState, OutboxMessage

REFUSED = Counter("jod_webhooks_refused", "Requests to the webhook that were not LINE's to us", registry=None)
"""Counted by this process since its start."""


class Queues(Collector):
    """The two queues as gauges, read anew at every scrape, so that they are true for all processes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self.database.read() as session:
            yield _owed(session)
            yield _unhandled(session)
            yield self._age(session)

    def _age(self, session: Session) -> GaugeMetricFamily:
        """Seconds the oldest waiting row of each queue has been due."""
        oldest = {
            "inbox": select(func.min(InboxEvent.received_at)).where(InboxEvent.state == InboxState.NEW),
            "outbox": select(func.min(OutboxMessage.next_at)).where(OutboxMessage.state.in_(WAITING)),
        }
        gauge = GaugeMetricFamily(
            "jod_oldest_waiting_seconds", "Age of the oldest that waits", labels=["queue"]
        )
        for queue, query in oldest.items():
            gauge.add_metric([queue], self._seconds_since(session.scalar(query)))
        return gauge

    def _seconds_since(self, moment: datetime | None) -> float:
        return max((self.clock.machine() - moment).total_seconds(), 0.0) if moment is not None else 0.0


def _owed(session: Session) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily("jod_outbox_messages", "Messages still owed, by state", labels=["state"])
    state = OutboxMessage.state
    counted = select(state, func.count()).where(state.in_(WAITING)).group_by(state)
    found = {one.value: count for one, count in session.execute(counted)}
    for waiting in WAITING:
        gauge.add_metric([waiting.value], found.get(waiting.value, 0))
    return gauge


def _unhandled(session: Session) -> GaugeMetricFamily:
    waits = select(func.count()).select_from(InboxEvent).where(InboxEvent.state == InboxState.NEW)
    count = session.scalar(waits) or 0
    return GaugeMetricFamily("jod_inbox_events", "Webhook events still to be handled", value=count)


def metrics(database: Database, clock: Clock) -> Blueprint:
    """The page Prometheus reads."""
    pages = Blueprint("metrics", __name__)
    registry = CollectorRegistry()
    registry.register(Queues(database, clock))
    registry.register(REFUSED)

    @pages.get("/metrics")
    def scrape() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return pages
