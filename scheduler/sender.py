"""Empties the outbox. No transaction is open while LINE is called."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import timedelta
from random import SystemRandom

from sqlalchemy.exc import SQLAlchemyError

from bot.line import Messenger
from bot.posting import Post
from bot.settings import Settings
from models.clock import Clock
from models.database import Busy, Database
from models.queues import OutboxMessage
from scheduler.claims import give_back
from scheduler.closing import GATHER, Closing
from scheduler.delivery import Landed, Outcome, deliver, stumbled
from scheduler.queueing import Queue

REST = timedelta(seconds=1)
"""Between looks at an empty outbox: what is to be tried again waits no longer than it should."""
BREATH = 0.05
"""Seconds to wait when LINE's pace allows no more."""
log = logging.getLogger(__name__)
Messengers = Mapping[int, Messenger]


class Sender:
    """Sends fresh replies at once and everything else that is owed, in parallel.

    Two pools: a reply never stands behind pushes. What is claimed waits in this process for a free
    thread, at most `2 * threads` messages of it, so that the next claim happens while these are sent.
    """

    def __init__(
        self,
        database: Database,
        messengers: Messengers,
        clock: Clock,
        name: str,
        settings: Settings,
        *,
        executor: Executor | None = None,
    ) -> None:
        """`executor` runs everything instead of the pools: tests have all done at once."""
        self.database, self.messengers, self.clock, self.name = database, messengers, clock, name
        self._threads, self._rest = settings.senders, min(settings.tick, REST).total_seconds()
        self._replies = executor or ThreadPoolExecutor(self._threads, thread_name_prefix="reply")
        self._pushes = executor or ThreadPoolExecutor(self._threads, thread_name_prefix="push")
        self._queue = Queue(
            database, clock, name, list(messengers), settings.push_lease, settings.pushes_a_second
        )
        gather = GATHER if executor is None else 0.0  # where all is done at once nobody lands meanwhile
        self._closing = Closing(database, clock, name, SystemRandom(), lambda: self._under_way, gather=gather)
        self._stopped, self._wanted = threading.Event(), threading.Event()
        self._claiming, self._changed = threading.Lock(), threading.Condition()
        self._waiting: dict[int, OutboxMessage] = {}
        """Claimed or posted, and no thread has taken it yet."""
        self._under_way = 0
        self._loop: threading.Thread | None = None

    def post(self, post: Post) -> None:
        """Send a reply that is already leased to us; returns at once."""
        self._launch(self._replies, post.message)

    def start(self) -> None:
        """Send what is due from now on, in a thread of our own."""
        self._loop = threading.Thread(target=self._run, name="outbox", daemon=True)
        self._loop.start()

    def wake(self) -> None:
        """There may be something new: look now."""
        self._wanted.set()

    def drain(self) -> None:
        """Send all that is due, and wait until it is written down."""
        while self.send_waiting():
            pass
        with self._changed:
            self._changed.wait_for(lambda: not self._under_way or self._stopped.is_set())

    def send_waiting(self) -> int:
        """Take up what is due as soon as there is room for it; returns how many messages that was."""
        with self._changed:
            self._changed.wait_for(lambda: self._under_way <= 2 * self._threads or self._stopped.is_set())
            room = 3 * self._threads - self._under_way
        claimed = self._take(room)
        for message in claimed:
            self._launch(self._pushes, message)
        return len(claimed)

    def _take(self, room: int) -> list[OutboxMessage]:
        """Claim what is due, once LINE's pace allows any of it."""
        while not self._stopped.is_set():
            with self._claiming:
                claimed = self._queue.take(room)
            if claimed or not self._queue.is_short:
                return claimed
            self._stopped.wait(BREATH)
        return []

    def stop(self) -> None:
        """Finish the calls under way; what no thread has taken is given back as if untried."""
        self._stopped.set()
        self._wanted.set()
        with self._changed:
            self._changed.notify_all()
        if self._loop is not None:
            self._loop.join()
        for pool in (self._replies, self._pushes):
            pool.shutdown(cancel_futures=True)
        self._give_back()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._wanted.clear()
            try:
                if self.send_waiting():
                    continue
            except (SQLAlchemyError, Busy) as error:
                log.warning("the outbox cannot be read just now (%s)", type(error).__name__)
            except Exception:
                log.exception("the outbox cannot be emptied just now")
            self._wanted.wait(self._rest)

    def _launch(self, pool: Executor, message: OutboxMessage) -> None:
        with self._changed:
            self._waiting[message.id] = message
            self._under_way += 1
        try:
            pool.submit(self._send, message)
        except RuntimeError:  # shut down meanwhile: it is given back, or its lease runs out
            log.info("message %s waits for another process", message.id)

    def _send(self, message: OutboxMessage) -> None:
        """One try and its result. A result that is lost is no harm: the lease runs out."""
        self._waiting.pop(message.id, None)
        outcome = self._queue.refuses(message) or self._try(message)
        self._queue.note(message, outcome)
        try:
            self._closing.land(Landed(message, outcome), self._written)
        except (SQLAlchemyError, Busy) as error:
            log.warning("results could not be written (%s); the leases will run out", type(error).__name__)

    def _try(self, message: OutboxMessage) -> Outcome:
        messenger = self.messengers[message.channel_id]
        try:
            return deliver(message, messenger, self.clock.now(), self.clock.machine())
        except Exception as error:
            log.exception("message %s could not be tried", message.id)
            return stumbled(message, error)

    def _written(self, count: int) -> None:
        with self._changed:
            self._under_way -= count
            self._changed.notify_all()

    def _give_back(self) -> None:
        left = list(self._waiting)
        if not left:
            return
        try:
            with self.database.write() as session:
                give_back(session, self.name, left, self.clock.machine())
        except (SQLAlchemyError, Busy):
            log.warning("%s messages wait for their lease to run out", len(left))
