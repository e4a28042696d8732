"""Fault matrix F11 and what LINE's limits ask for: urgent messages first, no faster than LINE takes them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.queues import Heartbeat, Lane, OutboxKind, OutboxMessage
from scheduler.pace import BURST, Bucket
from scheduler.queueing import Queue
from tests.faults.wired import BATCH, WiredTown, people

PURPOSES = ("promotion", "plan", "summary", "reminder")


class Stopwatch:
    """Real time, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_f11_who_waits_for_an_answer_never_waits_behind_a_promotion(wired: WiredTown) -> None:
    names = people(wired, 20)
    for number, purpose in enumerate(PURPOSES * 5):
        wired.owe(names[number], purpose=purpose)
    wired.jod.work()
    lanes = {one.recipient: Lane(one.lane) for one in wired.messages()}
    went = [lanes[one.to[0]] for one in wired.taken()]
    assert went == sorted(went)
    assert went.count(Lane.URGENT) == 5


def test_f11_a_lane_follows_from_what_the_message_is_for() -> None:
    expected = {"answer": 0, "reminder": 0, "plan": 1, "result": 1, "summary": 1, "notice": 1, "promotion": 2}
    assert {purpose: int(Lane.of(purpose)) for purpose in expected} == expected


def messages(kind: OutboxKind, count: int) -> list[OutboxMessage]:
    return [OutboxMessage(kind=kind) for _ in range(count)]


def test_a_bucket_gives_a_second_no_more_than_the_rate_and_a_burst() -> None:
    watch = Stopwatch()
    bucket, sent = Bucket(watch), 0
    for _ in range(101):
        may = bucket.fill(2000)
        bucket.take(messages(OutboxKind.PUSH, may))
        sent += may
        watch.seconds += 0.01
    assert sent == pytest.approx(2000 * (1 + BURST), rel=0.02)


def test_a_multicast_costs_ten_pushes_and_a_reply_nothing() -> None:
    bucket = Bucket(Stopwatch())
    bucket.fill(1000)
    bucket.take(messages(OutboxKind.REPLY, 50) + messages(OutboxKind.MULTICAST, 3))
    assert bucket.fill(1000) == 1000 * BURST - 30


def test_processes_that_tick_share_lines_pace(wired: WiredTown) -> None:
    wired.owe(*people(wired, 12))
    machine = wired.clock.machine()
    with wired.database() as session:
        session.add(Heartbeat(name="another", at=machine))
        session.add(Heartbeat(name="dead", at=machine - timedelta(minutes=2)))
    queue = Queue(
        wired.jod.database, wired.clock, "me", [1], timedelta(minutes=1), rate=40, timer=Stopwatch()
    )
    assert len(queue.take(10)) == 40 * BURST / 2
    assert queue.take(10) == []
    assert queue.is_short


def test_a_channel_that_was_too_fast_goes_on_at_half_the_pace(wired: WiredTown) -> None:
    wired.owe(*people(wired, 12))
    state = wired.channel_state()
    with wired.database() as session:
        state.slow_down(wired.clock.machine() - timedelta(seconds=2))
        session.merge(state)
    queue = Queue(
        wired.jod.database, wired.clock, "me", [1], timedelta(minutes=1), rate=40, timer=Stopwatch()
    )
    assert len(queue.take(10)) == 40 * BURST / 2


def test_no_process_takes_more_than_it_can_send_within_the_lease(wired: WiredTown) -> None:
    wired.owe(*people(wired, 10))
    wired.pool.waits = True
    assert wired.jod.sender.send_waiting() == BATCH
    states = [one.state.value for one in wired.messages()]
    assert states == ["sending"] * BATCH + ["pending"] * (10 - BATCH)
    wired.pool.run()
