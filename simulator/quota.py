"""What a month of messages costs: replies are free, everything else counts a message a recipient."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from simulator.accounts import Channel
from simulator.errors import MONTHLY_LIMIT, RATE_LIMIT, TOO_MANY, LineError

JAPAN = timezone(timedelta(hours=9))


@dataclass(slots=True)
class Quota:
    """Messages counted a channel and a month; LINE's month begins in Japan."""

    _used: Counter[tuple[str, str]] = field(default_factory=Counter)

    def used(self, channel: Channel, now: datetime) -> int:
        return self._used[channel.name, _month(now)]

    def spend(self, channel: Channel, recipients: int, now: datetime) -> None:
        """All of it or nothing: a request over the limit is refused whole."""
        limit = channel.monthly_quota
        if limit is not None and self.used(channel, now) + recipients > limit:
            raise LineError(TOO_MANY, MONTHLY_LIMIT)
        self._used[channel.name, _month(now)] += recipients


def _month(now: datetime) -> str:
    return f"{now.astimezone(JAPAN):%Y-%m}"


@dataclass(slots=True)
class RateLimit:
    """Calls a second, counted by the machine's clock."""

    _calls: Counter[tuple[str, int]] = field(default_factory=Counter)

    def count(self, channel: Channel, now: datetime) -> None:
        if channel.calls_a_second is None:
            return
        second = (channel.name, int(now.timestamp()))
        self._calls[second] += 1
        if self._calls[second] > channel.calls_a_second:
            raise LineError(TOO_MANY, RATE_LIMIT)
