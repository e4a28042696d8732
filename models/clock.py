"""The two clocks of Jod."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; both moments are aware, in UTC."""

    def now(self) -> datetime:
        """The domain clock: what is due, slots, `not_after`. It can be moved in the simulator."""
        ...

    def machine(self) -> datetime:
        """The machine clock: leases, backoff, age of reply tokens. It is never moved."""
        ...

    def agree(self, server: datetime) -> None:
        """From now on the machine clock follows PostgreSQL's, whose time this just was."""
        ...
