"""Fault matrix D14: LINE and the worker stand still, and LINE's webhooks are answered all the same."""

from __future__ import annotations

from datetime import timedelta
from statistics import quantiles

from sqlalchemy import select

from models.database import Database
from models.queues import InboxEvent, InboxState
from simulator.faults import always, hangs
from tests.crowd import lines, promise_each, settle_in
from tests.faults.invariants import assert_holds
from tests.processes import Site, wait_for

PEOPLE, EACH = 4, 10


def test_d14_with_line_and_the_worker_frozen_each_webhook_is_answered_within_a_second(
    place: Site, database: Database
) -> None:
    users = settle_in(place, database, PEOPLE)
    promise_each(database, 1, place.clock.now() - timedelta(seconds=1))
    place.start_worker(FREEZE_AT="before_push", TICK_MS="1000")
    wait_for(lambda: place.is_frozen("worker"), 15, "the worker is frozen")
    place.platform.faults.append(always(hangs(30)))
    place.start_web()
    place.wait_until_up()
    place.deliver_all(lines(place, users, 1))  # names are learnt, connections made
    statuses = place.deliver_all(lines(place, users, EACH))
    assert set(statuses.values()) == {200}
    assert quantiles(place.seconds_taken[-PEOPLE * EACH :], n=100)[-1] < 1
    with database.read() as session:
        assert InboxState.DEAD not in session.scalars(select(InboxEvent.state)).all()
    assert_holds(database, place.platform, taken=statuses, drained=False)
