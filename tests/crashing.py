"""Jod that dies on order, for tests: `gunicorn "tests.crashing:serve()"`, `flask --app tests.crashing work`.

The parts are those of `app`; they are watched from outside, at the database and at LINE. `DIE_AT` names the
point at which the process and its children are killed with SIGKILL, as a host does it; `FREEZE_AT` the one
at which it is stopped until SIGCONT, `BREAK_AT` the one at which a bug shows. `CLOCK_OFFSET` (seconds) moves
the domain clock.
"""

from __future__ import annotations

import atexit
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Literal

from flask import Flask
from sqlalchemy import Connection, Engine, QueuePool, event

import cli
from app import WORKER_PATIENCE, Jod
from bot.line import LineMessenger, Messenger
from bot.logs import set_up_logs
from bot.settings import LineChannel, ProcessRole, Settings
from models.database import SLACK
from simulator.clock import SimulatorClock

Moment = Literal["executing", "executed", "committed"]
Act = Callable[[], None]


@dataclass(frozen=True)
class AtStatement:
    """The first time a transaction contains a statement that begins so.

    The event's own row is a transaction by itself: before its commit is before it is executed.
    """

    statement: str
    moment: Moment


POINTS = {
    "before_inbox_commit": AtStatement("INSERT INTO inbox", "executing"),
    "after_inbox_commit": AtStatement("INSERT INTO inbox", "committed"),
    "mid_handler": AtStatement("INSERT INTO activities", "executed"),
    "after_commit_before_push": AtStatement("INSERT INTO outbox", "committed"),
    "mid_migration": AtStatement("UPDATE alembic_version", "executed"),
    "between_slot_and_enqueue": AtStatement("INSERT INTO job_slots", "executed"),
}
LINE_POINTS = ("before_push", "push_accepted", "reply_accepted")


class Watched:
    """A messenger that acts before a call to LINE, or after LINE has accepted it."""

    def __init__(self, line: Messenger, point: str, act: Act) -> None:
        self._line, self._point, self._act = line, point, act

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._line, name)

        def call(*args: Any, **named: Any) -> Any:
            if self._point == f"before_{name}":
                self._act()
            accepted = method(*args, **named)
            if self._point == f"{name}_accepted":
                self._act()
            return accepted

        return call


def die() -> None:
    os.killpg(os.getpgrp(), signal.SIGKILL)


def freeze(engine: Engine) -> None:
    """At a moment at which no thread holds a transaction: SQLite's one lock would be frozen with it."""
    pool = engine.pool
    while isinstance(pool, QueuePool) and pool.checkedout():
        time.sleep(0.001)
    signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)  # to the process it may come a call later


def break_down() -> None:
    raise RuntimeError("a bug of ours")


def watch(engine: Engine, point: AtStatement, act: Act) -> None:
    """Act when a transaction of this engine comes to that point."""

    def executing(_connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if point.moment == "executing" and statement.startswith(point.statement):
            act()

    def executed(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(point.statement):
            connection.info["contains it"] = True
            if point.moment == "executed":
                act()

    def committing(connection: Connection) -> None:
        if connection.info.pop("contains it", False):
            connection.info["committed it"] = True

    def given_back(_driver: Any, record: Any) -> None:
        if record.info.pop("committed it", False) and point.moment == "committed":
            act()

    event.listen(engine, "before_cursor_execute", executing)
    event.listen(engine, "after_cursor_execute", executed)
    event.listen(engine, "commit", committing)
    event.listen(engine, "checkin", given_back)


def dangerous(patience: timedelta) -> Jod:
    """Jod as `app` puts it together, with whatever the environment orders for it."""
    settings = Settings.from_env(os.environ).require_line()
    set_up_logs(settings)
    clock = SimulatorClock()
    clock.move_to(clock.now() + timedelta(seconds=float(os.environ.get("CLOCK_OFFSET", "0"))))
    jod = Jod(settings, clock, patience=patience)
    orders = _orders(jod.database.engine)
    for name, act in orders.items():
        if name in POINTS:
            watch(jod.database.engine, POINTS[name], act)
    jod.connect = partial(_connect, orders)
    return jod


def _orders(engine: Engine) -> dict[str, Act]:
    """Points that were named, with what happens there."""
    acts: dict[str, Act] = {"DIE_AT": die, "FREEZE_AT": partial(freeze, engine), "BREAK_AT": break_down}
    orders = {os.environ[name]: act for name, act in acts.items() if name in os.environ}
    if unknown := orders.keys() - {*POINTS, *LINE_POINTS}:
        raise LookupError(f"no such point: {unknown}")
    return orders


def _connect(orders: Mapping[str, Act], channel: LineChannel, settings: Settings) -> Messenger:
    line: Messenger = LineMessenger(channel, settings)
    for name in orders.keys() & {*LINE_POINTS}:
        line = Watched(line, name, orders[name])
    return line


def create_app() -> Flask:
    """For `flask --app tests.crashing …`."""
    flask = Flask("jod")
    cli.register(flask, dangerous(WORKER_PATIENCE))
    return flask


def serve() -> Flask:
    """For gunicorn."""
    jod = dangerous(SLACK)
    if jod.settings.role is ProcessRole.ALL:
        jod.prepare()
    jod.start()
    atexit.register(jod.stop)
    return jod.web
