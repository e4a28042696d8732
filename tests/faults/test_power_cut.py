"""Fault matrix E, a power cut: SQLite waits for the disk once an event, and always before LINE hears 200."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event

from models.queues import InboxEvent
from tests.delivered import again, count, deliver, said
from tests.town import Town

HASTY, WAITING = 1, 2
"""SQLite's `synchronous`: a commit that does not wait for the disk, and one that does."""


@pytest.fixture
def rep(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    town.member("แบงค์")
    deliver(town, said(town, 0, "แผน"))
    yield town
    town.jod.stop()


def test_an_answered_line_waits_for_the_disk_once(rep: Town) -> None:
    commits: list[int] = []

    def committing(connection: Connection) -> None:
        commits.append(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())

    event.listen(rep.jod.database.engine, "commit", committing)
    assert deliver(rep, said(rep, 1, "แผน")) == 200
    assert commits == [HASTY, WAITING, HASTY]
    event.remove(rep.jod.database.engine, "commit", committing)


def test_what_this_request_did_not_end_is_on_the_disk_before_line_hears_200(rep: Town) -> None:
    """A repeat may come while the first one is being handled."""
    line = said(rep, 1, "แผน")
    with opened() as logs:
        assert deliver(rep, line) == 200
        assert logs() == 0
        assert deliver(rep, again(line)) == 200
        assert logs() == 1
    assert count(rep, InboxEvent) == 2


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
