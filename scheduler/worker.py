"""What nobody types for, in rounds that never wait for each other: a LINE that hangs stops no clock."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from scheduler.coupons import Coupons
from scheduler.errands import Errands
from scheduler.importing import Importing
from scheduler.leftovers import Leftovers
from scheduler.lookout import Lookout
from scheduler.promotions import Promotions
from scheduler.retention import Retention
from scheduler.scoring import Scoring
from scheduler.sender import Sender
from scheduler.ticker import Ticker

log = logging.getLogger(__name__)
Step = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Worker:
    """The clock, the outbox and the errands of one process."""

    keep_time: Step
    ticker: Ticker
    leftovers: Leftovers
    sender: Sender
    errands: Errands
    lookout: Lookout
    retention: Retention
    importing: Importing
    promotions: Promotions
    scoring: Scoring
    coupons: Coupons

    @property
    def rounds(self) -> tuple[Step, ...]:
        """What is to be done every tick, each in a thread of its own; the sender has its own loop."""
        return (self.tick, self.run_errands, self.bring_in, self.promote)

    def tick(self) -> None:
        """What is due becomes rows, and what was left over is handled."""
        _each(self.keep_time, self.ticker.tick, self.leftovers.work)
        self.sender.wake()

    def run_errands(self) -> None:
        """What may take its time: calls to LINE that are no messages, clearing what is old, counting."""
        _each(self.errands.work, self.lookout.work, self.retention.work, self.scoring.work)

    def bring_in(self) -> None:
        """Files of customers; what comes of them goes out at once."""
        _each(self.importing.work)
        self.sender.wake()

    def promote(self) -> None:
        """Reminders of coupons, and promotions to consumers until nothing moves."""
        _each(self.coupons.work, self.sender.wake, self.promotions.work)

    def work(self) -> None:
        """One round of everything, to its end."""
        self.tick()
        _each(self.sender.drain)
        self.run_errands()
        _each(self.importing.work, self.coupons.work, self.sender.drain, self._promote_to_the_end)

    def _promote_to_the_end(self) -> None:
        while self.promotions.step():
            self.sender.drain()

    def stop(self) -> None:
        """Finish the calls under way and begin no others."""
        self.errands.stop()
        self.importing.stop()
        self.promotions.stop()
        self.sender.stop()


def _each(*steps: Step) -> None:
    """One step that breaks keeps no other from being done."""
    for step in steps:
        try:
            step()
        except Exception:
            log.exception("the round goes on without %s", getattr(step, "__qualname__", step))
