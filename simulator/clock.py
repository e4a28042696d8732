"""The simulator's two clocks: one that can be moved, one that cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def real_time() -> datetime:
    """The machine's own time, aware, in UTC."""
    return datetime.now(UTC)


class SimulatorClock:
    """A `models.clock.Clock` whose domain time is the machine's time plus an offset."""

    def __init__(self, machine: Callable[[], datetime] = real_time) -> None:
        self._machine = machine
        self._offset = timedelta()

    def now(self) -> datetime:
        """The time people live in: what is due, what the events say. Can be moved."""
        return self._machine() + self._offset

    def machine(self) -> datetime:
        """The time machines live in: ages of tokens and keys. Never moved."""
        return self._machine()

    def move_to(self, instant: datetime) -> None:
        """Let the domain clock go on from `instant`; it may lie in the past, as after an NTP step."""
        self._offset = instant - self._machine()

    def agree(self, server: datetime) -> None:
        """Nothing to agree on: the simulator and its bot are one process."""
