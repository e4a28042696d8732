from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from linebot.v3.messaging import ApiClient, MessagingApi
from playwright.sync_api import Browser, Page, expect, sync_playwright

from simulator.clock import SimulatorClock
from simulator.platform import Platform
from simulator.server import Server, build
from simulator.webhooks import Webhooks
from tests.simulator.browser import ARGS, CHROMIUM
from tests.simulator.world import Hand, Heard, Later, Loop, echo_bot, new_platform, sdk


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


@pytest.fixture
def heard(platform: Platform) -> Heard:
    """Every event handed to the bot from now on."""
    events: Heard = []
    platform.listeners.append(lambda channel, event: events.append((channel.name, event)))
    return events


@pytest.fixture
def line(loop: Loop) -> Iterator[MessagingApi]:
    with ApiClient(sdk(loop.channel("staff"), loop.url)) as client:
        yield MessagingApi(client)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)


@pytest.fixture
def page(browser: Browser, loop: Loop) -> Iterator[Page]:
    """The page as a Thai team leader opens it; a script error or an open dialog fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.goto(loop.url)
    expect(page.get_by_test_id("phone-rep")).to_be_visible()
    yield page
    context.close()
    assert wrong == []
