"""Fault matrix B, hours and days: nothing is lost, and nothing is sent that nobody can be sure of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.queues import OutboxMessage, OutboxState
from simulator.faults import DROPPED, SERVER_ERROR, accepted_then, always
from tests.faults.wired import BATCH, WiredTown, people
from tests.terminal import Terminal


@pytest.fixture
def terminal(wired: WiredTown) -> Terminal:
    return Terminal(wired)


def outage(town: WiredTown, hours: int) -> None:
    """LINE answers nothing but 500 for so long; both clocks go on."""
    town.goes_wrong(always(SERVER_ERROR))
    for _ in range(hours * 3):
        town.clock.move_to(town.clock.now() + timedelta(minutes=20))
        town.later(timedelta(minutes=20))


def test_b12_after_six_hours_all_is_sent_in_order_and_what_is_stale_is_called_off(wired: WiredTown) -> None:
    names = people(wired, 12)
    for name in names:
        soon = wired.clock.now() + timedelta(minutes=30) if name in names[:2] else None
        wired.owe(name, not_after=soon)
    outage(wired, 6)
    due = sorted((one for one in wired.messages() if one.state is OutboxState.PENDING), key=next_at)
    wired.recovers()
    wired.later(timedelta(minutes=20))
    assert wired.states() == [("cancelled", "expired")] * 2 + [("sent", "")] * 10
    assert in_batches([one.to[0] for one in wired.taken()]) == in_batches([one.recipient for one in due])
    assert 'jod_deliveries_total{channel="1",outcome="expired"}' in wired.web.get("/metrics").text
    wired.assert_holds()


def in_batches(users: list[str]) -> list[set[str]]:
    """What is claimed together goes in any order."""
    return [set(users[first : first + BATCH]) for first in range(0, len(users), BATCH)]


def next_at(message: OutboxMessage) -> tuple[object, int]:
    return message.next_at, message.id


def test_b13_after_a_day_of_not_knowing_a_person_decides(wired: WiredTown, terminal: Terminal) -> None:
    again, never = wired.owe("แบงค์", "กบ")
    wired.goes_wrong(always(accepted_then(DROPPED), "push"))
    wired.jod.work()
    wired.goes_wrong(always(SERVER_ERROR))
    wired.later(timedelta(hours=25))
    assert wired.states() == [("uncertain", "key_expired")] * 2
    assert len(wired.notices("กบ")) == 1
    wired.recovers()
    wired.later(timedelta(days=2))
    assert len(wired.taken()) == 2
    keys = {one.id: one.retry_key for one in wired.messages()}
    assert f"{again}\tuncertain\tpush\tnotice" in terminal.told("outbox", "list", "--state", "uncertain")
    assert terminal.told("outbox", "retry", str(again)) == "1 to be sent again\n"
    assert terminal.told("outbox", "drop", str(never), "--reason", "too late") == "1 dropped\n"
    wired.jod.work()
    assert wired.states() == [("sent", ""), ("cancelled", "dropped: too late")]
    assert wired.messages()[0].retry_key != keys[again]
    wired.assert_holds(resent=[keys[again]])
