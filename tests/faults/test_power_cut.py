"""Fault matrix E, a power cut: SQLite waits for the disk once an event, and always before LINE hears 200."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from models.disk import SharedWait
from models.queues import InboxEvent
from tests.delivered import again, count, deliver, said
from tests.town import Town


@pytest.fixture
def rep(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    town.member("แบงค์")
    deliver(town, said(town, 0, "แผน"))
    yield town
    town.jod.stop()


def test_an_answered_line_waits_for_the_disk_once(rep: Town) -> None:
    with opened() as logs:
        assert deliver(rep, said(rep, 1, "แผน")) == 200
        assert logs() == 1


def test_what_this_request_did_not_end_is_on_the_disk_before_line_hears_200(rep: Town) -> None:
    """A repeat may come while the first one is being handled."""
    line = said(rep, 1, "แผน")
    assert deliver(rep, line) == 200
    with opened() as logs:
        assert deliver(rep, again(line)) == 200
        assert logs() == 1
    assert count(rep, InboxEvent) == 2


def test_everybody_sees_a_whole_wait_and_shares_it_with_others() -> None:
    clock = itertools.count()
    waits: list[range] = []

    def wait() -> None:
        began = next(clock)
        time.sleep(0.002)
        waits.append(range(began, next(clock)))

    disk = SharedWait(wait)

    def come(_: int) -> range:
        came = next(clock)
        disk.wait()
        return range(came, next(clock))

    with ThreadPoolExecutor(8) as people:
        stays = list(people.map(come, range(200)))
    assert all(any(one.start < each.start and each.stop < one.stop for each in waits) for one in stays)
    assert len(waits) < len(stays)


@contextmanager
def opened() -> Iterator[Callable[[], int]]:
    """How often SQLite's log has been opened meanwhile by this process's Python, to be written out."""
    heard: list[str] = []
    listening = True

    def hear(what: str, told: tuple[Any, ...]) -> None:
        if listening and what == "open" and str(told[0]).endswith("-wal"):
            heard.append(str(told[0]))

    sys.addaudithook(hear)  # for good: Python takes none away
    yield lambda: len(heard)
    listening = False
