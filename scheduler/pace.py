"""How fast a process may send: LINE counts the calls of a channel a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from models.queues import OutboxKind, OutboxMessage

BURST = 0.2
"""Seconds' worth that may be sent at once after a rest."""
PRICE = {OutboxKind.REPLY: 0, OutboxKind.PUSH: 1, OutboxKind.MULTICAST: 10}
"""LINE takes 2,000 pushes a second, but 200 multicasts; replies have a limit of their own."""


@dataclass
class Bucket:
    """Fills at a rate up to a burst; each call takes its price, and may leave a debt."""

    timer: Callable[[], float] = time.monotonic
    level: float = 0.0
    _filled_at: float | None = field(default=None)

    def fill(self, rate: float) -> int:
        """How many pushes may be sent now, at `rate` a second."""
        now = self.timer()
        elapsed = now - self._filled_at if self._filled_at is not None else BURST
        self._filled_at = now
        self.level = min(self.level + elapsed * rate, max(rate * BURST, 1.0))
        return max(int(self.level), 0)

    def take(self, messages: Sequence[OutboxMessage]) -> None:
        self.level -= sum(PRICE[message.kind] for message in messages)
