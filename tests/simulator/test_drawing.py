"""The chat page in a real browser: what people see of a message."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import urllib3
from playwright.sync_api import Locator, Page, expect

from simulator.accounts import User
from tests.simulator.browser import card, needs_chromium, phone, push, said
from tests.simulator.world import TIMEOUT, Loop, text

MESSAGES = json.loads(Path("tests/data/messages.json").read_text(encoding="utf-8"))
SCRIPT = "<script>alert(1)</script>"

pytestmark = needs_chromium


def parts(node: Any, kind: str) -> list[dict[str, Any]]:
    """Every flex component of a kind inside a message."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    own = [node] if isinstance(node, dict) and node.get("type") == kind else []
    return own + [part for child in inner for part in parts(child, kind)]


def test_every_designed_message_is_drawn_whole(loop: Loop, page: Page, tmp_path: Path) -> None:
    for example in MESSAGES:
        before = len(loop.platform.phone("rep").received)
        push(loop, "rep", *example["messages"])
        expect(said(page)).to_have_count(before + len(example["messages"]))
        page.screenshot(path=tmp_path / f"{example['id']}.png")
        for drawn, message in zip(said(page).all()[before:], example["messages"], strict=True):
            assert_drawn(drawn, message)
        chips = example["messages"][-1].get("quickReply", {}).get("items", [])
        labels = [chip["action"]["label"] for chip in chips]
        expect(phone(page).get_by_test_id("quick-reply")).to_have_text(labels)


def assert_drawn(drawn: Locator, message: dict[str, Any]) -> None:
    """Every text and every button of the message is there, and none is cut off."""
    shown = drawn.inner_text()
    texts = parts(message, "text") if message["type"] == "flex" else [message]
    assert [part["text"] for part in texts if part["text"].split("\n")[0] not in shown] == []
    labels = [button["action"]["label"] for button in parts(message, "button")]
    expect(drawn.locator(".flex-button")).to_have_text(labels)
    assert_nothing_spills(drawn)


def assert_nothing_spills(drawn: Locator) -> None:
    """No text is cut off or pushed out of its bubble at phone width."""
    spilled = drawn.locator(".flex-text, .flex-button, .bubble-text").evaluate_all(
        "all => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"
    )
    assert spilled == []


def test_markup_in_names_and_texts_stays_words(loop: Loop, page: Page) -> None:
    evil = f'{SCRIPT}<img src=x onerror="alert(2)">'
    loop.platform.add_user(User(name="evil", display_name=evil, home="staff"), friend_of=["staff"])
    push(loop, "evil", text(evil), card({"type": "message", "label": SCRIPT, "text": "x"}))
    expect(said(page, "evil").first).to_contain_text(evil)
    expect(phone(page, "evil").get_by_role("button", name=SCRIPT)).to_be_visible()
    expect(phone(page, "evil").locator("script, img")).to_have_count(0)


def test_the_page_lets_in_no_script_but_its_own(loop: Loop) -> None:
    answered = urllib3.request("GET", loop.url, timeout=TIMEOUT)
    assert "default-src 'self'" in answered.headers["Content-Security-Policy"]
    assert b"http://" not in answered.data.replace(b"http://www.w3.org", b"")


def test_only_the_page_itself_can_press_its_buttons(loop: Loop) -> None:
    url = f"{loop.url}/simulator/phones/rep/say"
    assert urllib3.request("POST", url, json={"text": "จากที่อื่น"}, timeout=TIMEOUT).status == 403


def test_a_narrow_window_shows_one_phone_and_scrolls_to_the_next(page: Page) -> None:
    page.set_viewport_size({"width": 340, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 340
    phone(page, "consumer").scroll_into_view_if_needed()
    expect(phone(page, "consumer").get_by_test_id("send")).to_be_in_viewport()
