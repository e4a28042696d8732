"""`GET /metrics` for Prometheus: what waits, what became of messages, how channels stand.

Most is read from SQL at each scrape, so that it is true for all processes and outlives them. How long
handlers take and which webhooks are refused is counted by the process that is asked, since its start.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from models.base import literal
from models.clock import Clock
from models.database import Database
from models.queues import STANDING, WAITING, InboxEvent, InboxState, OutboxKind, OutboxMessage, OutboxState
from models.standing import ChannelState, DeliveryCount

OPEN = tuple(dict.fromkeys((*WAITING, *STANDING)))
"""Messages that are owed, or that somebody has to see to."""
Counted = dict[tuple[OutboxKind, OutboxState], tuple[int, datetime | None]]
UNCERTAIN_REPLY = "reply_uncertain"
HANDLER_TIME = Histogram(
    "jod_handler_seconds",
    "Running a handler and writing what it changed, in this process",
    ["intent"],
    registry=None,
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5),
)
REFUSED = Counter("jod_webhooks_refused", "Requests to the webhook that were not LINE's to us", registry=None)


class Books(Collector):
    """The queues and counters of the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock

    def collect(self) -> Iterator[Metric]:
        with self.database.read() as session:
            yield from _outbox(session, self.clock.machine())
            yield from _inbox(session, self.clock.machine())
            yield from _deliveries(session)
            yield from _channels(session)


def _outbox(session: Session, machine: datetime) -> Iterator[Metric]:
    """How many, and for how many seconds the oldest has been due."""
    count = GaugeMetricFamily("jod_outbox_messages", "Messages not settled", labels=["kind", "state"])
    oldest = GaugeMetricFamily(
        "jod_outbox_oldest_seconds", "How long the oldest has been due", labels=["kind", "state"]
    )
    found = _counted(session, OutboxMessage.on_the_way()) | _counted(session, OutboxMessage.standing())
    for labels in ((one, other) for one in OutboxKind for other in OPEN):
        number, due = found.get(labels, (0, None))
        count.add_metric([one.value for one in labels], number)
        oldest.add_metric([one.value for one in labels], _seconds(due, machine))
    yield count
    yield oldest


def _counted(session: Session, which: ColumnElement[bool]) -> Counted:
    """How many there are by kind and state, and since when the oldest has been due."""
    by = (OutboxMessage.kind, OutboxMessage.state)
    rows = session.execute(
        select(*by, func.count(), func.min(OutboxMessage.next_at)).where(which).group_by(*by)
    )
    return {(kind, state): (count, due) for kind, state, count, due in rows}


def _inbox(session: Session, machine: datetime) -> Iterator[Metric]:
    count = GaugeMetricFamily("jod_inbox_events", "Webhook events not handled", labels=["state"])
    for state in (InboxState.NEW, InboxState.DEAD):
        waits = select(func.count()).select_from(InboxEvent).where(InboxEvent.state == literal(state))
        count.add_metric([state.value], session.scalar(waits) or 0)
    yield count
    first = session.scalar(
        select(func.min(InboxEvent.received_at)).where(InboxEvent.state == literal(InboxState.NEW))
    )
    age = _seconds(first, machine)
    yield GaugeMetricFamily("jod_inbox_oldest_seconds", "How long the oldest new one has waited", value=age)


def _deliveries(session: Session) -> Iterator[Metric]:
    tries = CounterMetricFamily(
        "jod_deliveries", "Tries to send, by what came of them", labels=["channel", "outcome"]
    )
    uncertain = 0
    for one in session.scalars(select(DeliveryCount)):
        tries.add_metric([str(one.channel_id), one.outcome], one.total)
        uncertain += one.total if one.outcome == UNCERTAIN_REPLY else 0
    yield tries
    yield CounterMetricFamily(
        "jod_reply_uncertain", "Replies that became pushes though they may have arrived", value=uncertain
    )


def _channels(session: Session) -> Iterator[Metric]:
    left = GaugeMetricFamily("jod_quota_left", "Messages left this month, if limited", labels=["channel"])
    out = GaugeMetricFamily("jod_out_of_quota", "1 while pushes wait for quota", labels=["channel"])
    refused = GaugeMetricFamily(
        "jod_token_refused", "1 while LINE refuses the access token", labels=["channel"]
    )
    for state in session.scalars(select(ChannelState)):
        channel = [str(state.channel_id)]
        if state.quota_left is not None:
            left.add_metric(channel, state.quota_left)
        out.add_metric(channel, state.quota_out_at is not None)
        refused.add_metric(channel, state.refused_at is not None)
    yield from (left, out, refused)


def _seconds(since: datetime | None, machine: datetime) -> float:
    return max((machine - since).total_seconds(), 0.0) if since is not None else 0.0


def metrics(database: Database, clock: Clock) -> Blueprint:
    """The page Prometheus reads."""
    pages = Blueprint("metrics", __name__)
    registry = CollectorRegistry()
    for collector in (Books(database, clock), HANDLER_TIME, REFUSED):
        registry.register(collector)

    @pages.get("/metrics")
    def scrape() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return pages
