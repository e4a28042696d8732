"""What the browser tests do on the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from simulator.messaging import Call
from tests.simulator.world import Loop

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["quic", "gpu", "background-networking", "component-update", "sync"]
ARGS = ["--headless", "--no-sandbox", "--no-first-run", *(f"--disable-{part}" for part in QUIET)]

needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}")


def phone(page: Page, name: str = "rep") -> Locator:
    return page.get_by_test_id(f"phone-{name}")


def said(page: Page, name: str = "rep") -> Locator:
    return phone(page, name).get_by_test_id("message")


def type_in(page: Page, words: str, name: str = "rep") -> None:
    phone(page, name).get_by_test_id("composer").fill(words)
    phone(page, name).get_by_test_id("send").click()


def push(loop: Loop, name: str, *messages: dict[str, Any]) -> None:
    opened = loop.platform.phone(name)
    call = Call(channel=opened.channel, request_id="test")
    loop.platform.messaging.push(call, {"to": opened.user.id, "messages": list(messages)})


def card(*buttons: dict[str, Any]) -> dict[str, Any]:
    contents = [{"type": "button", "action": action} for action in buttons]
    box = {"type": "box", "layout": "vertical", "contents": contents}
    return {"type": "flex", "altText": "การ์ด", "contents": {"type": "bubble", "body": box}}
