"""Fault matrix E, a database that is busy, full, killed, or has no connection left."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg.errors
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from app import Jod
from models.activity import Activity
from models.database import Database
from models.queues import InboxEvent
from tests.crowd import is_drained, lines, open_database, settle_in, total
from tests.delivered import again, count, deliver, said
from tests.faults.conftest import QUICK, THURSDAY_MORNING
from tests.faults.invariants import assert_holds
from tests.postgres import own_server
from tests.processes import site, wait_for
from tests.town import Town

SHORT = timedelta(milliseconds=50)


@contextmanager
def held(file: str) -> Iterator[None]:
    """Another program writes to the SQLite file and does not come to an end."""
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield


def test_e1_while_another_program_writes_line_is_told_to_come_again_and_the_worker_waits(
    sqlite_url: str, tmp_path: Path
) -> None:
    with site(sqlite_url, tmp_path, forked=True, now=THURSDAY_MORNING, **QUICK) as place:
        database = open_database(place, sqlite_url)
        ((event,),) = lines(place, settle_in(place, database, 1), 1)
        place.start_web()
        place.start_worker()
        place.wait_until_up()
        with held(sqlite_url.removeprefix("sqlite:///")):
            assert place.deliver(event) == 503
            assert 1.4 < place.seconds_taken[-1] < 3
            time.sleep(1)
            assert place.running["worker"].poll() is None
        assert place.deliver(again(event)) == 200
        wait_for(lambda: is_drained(database), 10, "it is handled and sent")
        assert "locked" not in place.log_of("worker")
        assert_holds(database, place.platform, taken=[event["webhookEventId"]], at=place.clock.machine())


def test_e1_a_worker_that_waited_too_long_goes_on_with_its_next_round(sqlite_url: str) -> None:
    town = Town(sqlite_url)
    impatient = Jod(
        town.jod.settings,
        town.clock,
        town.jod.connect,
        town.jod.executor,
        patience=SHORT,
    )
    with held(sqlite_url.removeprefix("sqlite:///")):
        impatient.work()
    town.clock.wait(timedelta(minutes=3))
    impatient.work()
    assert town.web.get("/readyz").text == "ready\n"
    impatient.stop()
    town.jod.stop()


def test_e2_postgres_killed_four_times_under_load_is_found_again_by_the_same_processes(
    tmp_path: Path,
) -> None:
    with (
        own_server() as server,
        site(server.create("jod"), tmp_path, forked=True, now=THURSDAY_MORNING, **QUICK) as place,
    ):
        database = open_database(place, server.url("jod"))
        users = settle_in(place, database, 4)
        place.start_web()
        place.start_worker()
        place.wait_until_up()
        with ThreadPoolExecutor(1) as pool:
            typed = lines(place, users, 25)
            load = pool.submit(place.deliver_all, typed, 0.1)
            for _ in range(4):
                time.sleep(0.4)
                server.kill()
                time.sleep(0.2)
                server.start()
            statuses = load.result()
        assert set(statuses.values()) == {200, 503}
        assert max(place.seconds_taken) < 3.5
        events = {event["webhookEventId"]: event for own in typed for event in own}
        for refused in [key for key, status in statuses.items() if status == 503]:
            assert place.deliver(again(events[refused])) == 200
        wait_for(lambda: is_drained(database), 20, "everything is handled and sent")
        assert all(process.poll() is None for process in place.running.values())
        assert_holds(database, place.platform, taken=events, at=place.clock.machine())
        assert total(database, Activity) == 100


def test_e5_with_all_connections_in_use_line_is_told_to_come_again_and_the_host_why(rep: Town) -> None:
    database = rep.jod.database
    with ExitStack() as all_of_them:
        while not database.all_in_use:
            all_of_them.enter_context(database.engine.connect())
        began = time.monotonic()
        assert deliver(rep, said(rep)) == 503
        assert time.monotonic() - began > 2.9
        assert "all database connections are in use" in rep.web.get("/healthz").text
    assert deliver(rep, said(rep)) == 200
    assert "in use" not in rep.web.get("/healthz").text


class Disk:
    """The disk under a database, which a test can fill and clear."""

    def __init__(self, database: Database) -> None:
        self._database, self._is_full = database, False
        engine = database.engine
        event.listen(engine, "connect" if database.is_sqlite else "before_cursor_execute", self._limit)

    def fill(self) -> None:
        self._is_full = True
        self._database.engine.dispose()

    def clear(self) -> None:
        self._is_full = False
        self._database.engine.dispose()

    def _limit(self, *what: Any) -> None:
        if self._database.is_sqlite:
            connection = what[0]
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages if self._is_full else 1_000_000}")
        elif self._is_full and what[2].startswith(("INSERT", "UPDATE")):
            raise OperationalError(what[2], {}, psycopg.errors.DiskFull("no space left on device"))


def test_e6_a_full_disk_refuses_whole_events_and_is_found_cleared(rep: Town) -> None:
    disk = Disk(rep.jod.database)
    rep.jod.work()
    assert rep.web.get("/readyz").status_code == 200
    disk.fill()
    statuses = {number: deliver(rep, said(rep, number)) for number in range(40)}
    assert set(statuses.values()) <= {200, 503}
    assert statuses[39] == 503
    ready = rep.web.get("/readyz")
    assert (ready.status_code, "takes no writes" in ready.text) == (503, True)
    assert count(rep, InboxEvent) == sum(status == 200 for status in statuses.values())
    disk.clear()
    assert deliver(rep, said(rep, 39)) == 200
    rep.clock.wait(timedelta(minutes=1))
    rep.jod.work()
    assert rep.web.get("/readyz").status_code == 200
    taken = [f"E{number}" for number, status in statuses.items() if status == 200]
    assert_holds(rep.jod.database, rep.platform, taken=[*taken, "E39"], at=rep.clock.machine())
    assert is_sound(rep.jod.database)


def is_sound(database: Database) -> bool:
    with database.read() as session:
        return not database.is_sqlite or session.scalar(text("PRAGMA integrity_check")) == "ok"
