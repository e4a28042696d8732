from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from simulator.accounts import Channel
from simulator.clock import SimulatorClock
from simulator.platform import Platform
from simulator.server import Server, build
from simulator.webhooks import Webhooks
from tests.simulator.world import Hand, echo_bot, new_platform

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def clock(hand: Hand) -> SimulatorClock:
    return SimulatorClock(hand)


@pytest.fixture
def platform(clock: SimulatorClock) -> Platform:
    """A platform whose machine clock only moves by hand, with no bot behind it."""
    return new_platform(clock)


@dataclass
class Loop:
    """The whole way round: people, LINE over HTTP, webhooks over HTTP, and a bot that uses the SDK."""

    platform: Platform
    server: Server
    webhooks: Webhooks
    moves: list[datetime]

    @property
    def url(self) -> str:
        return self.server.url

    def channel(self, name: str) -> Channel:
        return self.platform.channels[name]


class Later:
    """A bot that is given once the address it shall call is known."""

    bot: WSGIApplication

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.bot(environ, start_response)


@pytest.fixture
def loop() -> Iterator[Loop]:
    clock, later, moves = SimulatorClock(), Later(), list[datetime]()
    platform = new_platform(clock)

    def advance(to: datetime) -> None:
        moves.append(to)
        clock.move_to(to)

    server = Server(build(platform, later, advance, notice=lambda: "รหัสเจ้าของ OWNER1"))
    later.bot = echo_bot(list(platform.channels.values()), server.url)
    for channel in platform.channels.values():
        channel.webhook_url = f"{server.url}/callback"
    webhooks = Webhooks(platform, timeout=10)
    server.start()
    webhooks.start()
    yield Loop(platform, server, webhooks, moves)
    webhooks.stop()
    server.stop()
