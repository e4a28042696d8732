"""Composition root: settings, clocks, database, LINE and handlers become a web app and a worker."""

# ruff: noqa: E402 (the collector is told before anything is loaded: loading is what keeps it busy)

from __future__ import annotations

import gc

gc.set_threshold(50_000)  # until `settle_in`: nothing that loads is garbage; a start takes 2.4 s, not 2.9

import atexit
import logging
import os
import secrets
import socket
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from dotenv import load_dotenv
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

import handlers  # noqa: F401 (importing it declares what Jod can do)
from bot import capability
from bot.conversation import Conversation
from bot.directories import Directories
from bot.errands import get_acquainted
from bot.footprint import settle_in
from bot.line import LineMessenger, Messenger
from bot.logs import set_up_logs
from bot.settings import DEFAULT_DATABASE, BadSettings, LineChannel, ProcessRole, Settings
from bot.webhook import BODY_LIMIT, Webhook
from models import founding, schema
from models.channel import Channel, ChannelKind
from models.clock import Clock
from models.database import SLACK, Database, driver_words
from scheduler.coupons import Coupons
from scheduler.errands import Errands
from scheduler.importing import Importing
from scheduler.leftovers import Leftovers
from scheduler.lookout import Lookout
from scheduler.promotions import Promotions
from scheduler.retention import Retention
from scheduler.rhythm import JOBS
from scheduler.scoring import Scoring
from scheduler.sender import Sender
from scheduler.ticker import Ticker
from scheduler.worker import Worker
from web.pages import pages

WORKER_PATIENCE = timedelta(seconds=10)
"""So long the worker and the command line wait for a lock; nobody waits for them."""
SKEW = timedelta(seconds=30)
"""A machine's clock that is further off the database's is worth an alarm."""
log = logging.getLogger(__name__)


class SystemClock:
    """The real time, twice. Leases go by PostgreSQL's clock if there is one: hosts' own differ and jump."""

    def __init__(self, own: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._own = own
        self._agreed: tuple[datetime, float] | None = None
        self._is_off = False

    def now(self) -> datetime:
        return self._own()

    def machine(self) -> datetime:
        if self._agreed is None:
            return self._own()
        server, since = self._agreed
        return server + timedelta(seconds=time.monotonic() - since)

    def agree(self, server: datetime) -> None:
        self._agreed = (server, time.monotonic())
        skew = self._own() - server
        if abs(skew) > SKEW and not self._is_off:
            log.error("this machine's clock is %d s off the database's", round(skew.total_seconds()))
        self._is_off = abs(skew) > SKEW


@dataclass
class Jod:
    """One process of Jod, whatever its role; made by itself it starts nothing and writes nothing yet."""

    settings: Settings
    clock: Clock
    connect: Callable[[LineChannel, Settings], Messenger] = LineMessenger
    executor: Executor | None = None
    patience: timedelta = SLACK

    @cached_property
    def name(self) -> str:
        return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"[:64]

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.database_url, patience=self.patience)

    @cached_property
    def channels(self) -> dict[int, LineChannel]:
        """How to speak on each channel of the database that the settings have keys for."""
        with self.database.read() as session:
            rows = session.scalars(select(Channel)).all()
        keys = {
            row.id: self.settings.shop if row.kind is ChannelKind.SHOP else self.settings.staff
            for row in rows
        }
        return {channel_id: key for channel_id, key in keys.items() if key is not None}

    @cached_property
    def messengers(self) -> dict[int, Messenger]:
        return {channel_id: self.connect(key, self.settings) for channel_id, key in self.channels.items()}

    @cached_property
    def sender(self) -> Sender:
        return Sender(
            self.database, self.messengers, self.clock, self.name, self.settings, executor=self.executor
        )

    @cached_property
    def conversation(self) -> Conversation:
        return Conversation(
            database=self.database,
            directories=Directories(),
            clock=self.clock,
            handlers=capability.handlers(),
            riders=capability.riders(),
            owner=self.name,
            reply_lease=self.settings.reply_lease,
            answers_per_minute=self.settings.answers_per_minute,
            public_url=self.settings.public_url,
        )

    @cached_property
    def ticker(self) -> Ticker:
        return Ticker(self.database, self.clock, JOBS, self.name)

    @cached_property
    def leftovers(self) -> Leftovers:
        return Leftovers(
            self.database, self.conversation, self.clock, self.sender.post, self.settings.push_lease
        )

    @cached_property
    def errands(self) -> Errands:
        return Errands(self.database, self.messengers, self.clock)

    @cached_property
    def worker(self) -> Worker:
        return Worker(
            self.keep_time,
            self.ticker,
            self.leftovers,
            self.sender,
            self.errands,
            Lookout(self.database, self.messengers, self.clock),
            Retention(self.database, self.clock, self.settings.retention),
            Importing(self.database, self.clock, self.name, self.conversation.directories),
            Promotions(self.database, self.clock, self.sender.wake, self.settings.public_url),
            Scoring(self.database, self.clock),
            Coupons(self.database, self.clock),
        )

    @cached_property
    def webhook(self) -> Webhook:
        staff, shop = self.settings.staff, self.settings.shop
        keys = {ChannelKind.STAFF: staff, ChannelKind.BOTH: staff, ChannelKind.SHOP: shop}
        secrets_by_kind = {kind: key.secret for kind, key in keys.items() if key is not None}
        return Webhook(self.database, self.conversation, self.clock, secrets_by_kind, self.sender.post)

    @cached_property
    def web(self) -> Flask:
        """The web app: LINE's webhook and the health pages."""
        flask = Flask("jod")
        flask.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
        flask.register_blueprint(self.webhook.blueprint())
        for page in pages(self.database, self.clock):
            flask.register_blueprint(page)
        return flask

    @cached_property
    def _scheduler(self) -> BackgroundScheduler:
        """Interval ticks; what is due is in the database, never in APScheduler."""
        return BackgroundScheduler(timezone=UTC)

    def prepare(self) -> str | None:
        """Migrate, make the first rows, and return the owner's code while there is no owner."""
        if self.settings.database_url == DEFAULT_DATABASE:  # where a URL points, no folder is made
            Path("var").mkdir(exist_ok=True)
        schema.upgrade(self.database.engine)
        with self.database.write() as session:
            workspace = founding.found(
                session,
                now=self.clock.now(),
                timezone=str(self.settings.timezone),
                has_shop=self.settings.shop is not None,
            )
            get_acquainted(session, workspace.id, self.clock.machine())
            return founding.owner_code(session, workspace, self.clock.now())

    def start(self) -> None:
        """Begin the work that nobody types for; a web process only keeps the time."""
        settle_in(self.settings)
        self.keep_time()
        is_worker = self.settings.role is not ProcessRole.WEB
        every: dict[str, Any] = {"seconds": self.settings.tick.total_seconds(), "max_instances": 1}
        for job in self.worker.rounds if is_worker else (self.keep_time,):
            self._scheduler.add_job(job, "interval", coalesce=True, misfire_grace_time=None, **every)
        if is_worker:
            self.sender.start()
        self._scheduler.start()

    def stop(self) -> None:
        self.worker.stop()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self.database.close()

    def keep_time(self) -> None:
        """All processes of a PostgreSQL agree on its time."""
        if (server := self.database.server_time()) is not None:
            self.clock.agree(server)

    def work(self) -> None:
        """One round: what is due becomes rows, what was left over is handled, what is owed is sent."""
        self.worker.work()

    def advance(self, to: datetime, move: Callable[[datetime], None]) -> None:
        """Move the domain clock to `to`, stopping at each moment at which something is due."""
        self.work()
        while (due := self.ticker.next_due(self.clock.now())) is not None and due <= to:
            move(due)
            self.work()
        move(to)
        self.work()


def create_app() -> Flask:
    """For `flask --app app …`: the command line. Only commands that use LINE need its settings."""
    import cli  # the web process has no use for it

    settings = _settings()
    set_up_logs(settings)
    flask = Flask("jod")
    cli.register(flask, Jod(settings, SystemClock(), patience=WORKER_PATIENCE))
    return flask


def serve() -> Flask:
    """For gunicorn: the web app, with the worker's work in the same process when ROLE=all."""
    jod = _ready()
    jod.start()
    atexit.register(jod.stop)
    return jod.web


def _ready() -> Jod:
    settings = _settings()
    set_up_logs(settings)
    try:
        jod = Jod(settings.require_line(), SystemClock())
        if settings.role is not ProcessRole.ALL:
            schema.check(jod.database.engine)
            jod.database.prove_writable()
            return jod
        if code := jod.prepare():
            log.warning("No owner yet: send “join %s” to the bot in LINE to become the owner", code)
    except (BadSettings, schema.SchemaError) as error:
        sys.exit(f"Jod cannot start:\n{error}")
    except SQLAlchemyError as error:
        why = driver_words(error)
        sys.exit(f"Jod cannot start:\nthe database cannot be used ({why}); check DATABASE_URL")
    return jod


def _settings() -> Settings:
    load_dotenv()
    try:
        return Settings.from_env(os.environ)
    except BadSettings as error:
        sys.exit(f"Jod cannot start:\n{error}")
