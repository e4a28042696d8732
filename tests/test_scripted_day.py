"""A day as a newcomer sees it: `python -m simulator`, a browser, a rep and his manager. Saves what it saw."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.processes import BANGKOK, ROOT, free_port
from tests.simulator.browser import ARGS, CHROMIUM, needs_chromium, phone, said, type_in

PICTURES = ROOT / "var" / "screenshots"
SLOW = 40_000
"""Milliseconds: the machine may be busy with the rest of the suite."""
CUSTOMER = "ศรีเจริญค้าวัสดุ"
TUESDAY = 1


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """`make run`, in effect: its address."""
    port = free_port()
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/day.db"}
    command = [sys.executable, "-m", "simulator", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def page(site: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        opened = browser.new_page(viewport={"width": 1720, "height": 1000})
        opened.set_default_timeout(SLOW)
        expect.set_options(timeout=SLOW)
        for _ in range(40):
            try:
                opened.goto(site)
                break
            except Exception:  # noqa: BLE001 (Playwright's own error while nothing listens yet)
                opened.wait_for_timeout(500)
        yield opened
        browser.close()


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def move_clock(page: Page, to: datetime) -> None:
    page.get_by_test_id("clock-pick").click()
    page.get_by_test_id("clock-to").fill(f"{to:%Y-%m-%dT%H:%M}")
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("clock")).to_contain_text(re.compile(rf"\b{to.day} .*{to:%H:%M}"))


def next_tuesday() -> datetime:
    """A working day followed by one, whenever this runs."""
    now = datetime.now(BANGKOK)
    ahead = (TUESDAY - now.weekday() - 1) % 7 + 1
    return (now + timedelta(days=ahead)).replace(hour=9, minute=0)


def last(page: Page, who: str) -> Locator:
    return said(page, who).last


def tap_last(page: Page, who: str, label: str) -> None:
    """Tap a button of the newest message, once it is there."""
    button = last(page, who).get_by_role("button", name=re.compile(f"^{label}")).first
    expect(button).to_be_visible()
    button.click()


def add_rep(page: Page, name: str, now: datetime) -> str:
    """A new phone whose owner joins the team: the manager's link, one tap to let him in."""
    page.get_by_test_id("add-phone").click()
    page.get_by_role("textbox").last.fill(name)
    page.get_by_test_id("confirm").click()
    newcomer = page.locator("[data-testid^='phone-phone-']").first
    identity = str(newcomer.get_attribute("data-testid")).removeprefix("phone-")
    phone(page, identity).get_by_test_id("befriend").click()
    type_in(page, "ชวนทีม", "manager")
    expect(last(page, "manager")).to_contain_text(re.compile(r"[A-Z2-9]{8}"))
    code = re.findall(r"\b[A-Z2-9]{8}\b", phone(page, "manager").inner_text())[-1]
    type_in(page, f"เข้าร่วม {code}", identity)
    expect(last(page, identity)).to_contain_text("คุณกบ")
    move_clock(page, now + timedelta(minutes=2))  # newcomers of one minute come to the manager in one card
    tap_last(page, "manager", "รับ")
    expect(phone(page, identity)).to_contain_text("เข้าพบ")
    return identity


@needs_chromium
def test_the_day_of_a_new_rep_from_joining_to_the_evening_summary(page: Page) -> None:
    today = next_tuesday()
    move_clock(page, today)
    rep = add_rep(page, "ฟ้า", today)
    keep(page, "1-joined")

    type_in(page, f"เข้าพบ {CUSTOMER} คุยราคาเหล็ก 1.5 ล้าน", rep)
    tap_last(page, rep, "ลูกค้าใหม่")
    expect(last(page, rep)).to_contain_text("ลงแล้ว")
    expect(last(page, rep)).to_contain_text("1,500,000")
    keep(page, "2-logged")

    tap_last(page, rep, "ยกเลิก")
    expect(last(page, rep)).to_contain_text("ยกเลิกให้แล้ว")

    type_in(page, f"เข้าพบ {CUSTOMER} คุยราคาเหล็ก 1.5 ล้าน นัดพรุ่งนี้บ่ายสอง", rep)
    tap_last(page, rep, "ลูกค้าใหม่")
    expect(last(page, rep)).to_contain_text("14:00")
    keep(page, "3-appointment")

    tomorrow = today + timedelta(days=1)
    move_clock(page, tomorrow.replace(hour=12, minute=59))
    expect(phone(page, rep)).not_to_contain_text("อีก 1 ชั่วโมง")
    move_clock(page, tomorrow.replace(hour=13, minute=0))
    expect(last(page, rep)).to_contain_text(f"14:00 {CUSTOMER}")
    expect(last(page, rep)).to_contain_text("อีก 1 ชั่วโมง")
    keep(page, "4-brief")

    move_clock(page, tomorrow.replace(hour=15, minute=0))
    type_in(page, f"เข้าพบ {CUSTOMER} ตกลงราคา รอ PO ตามวันจันทร์หน้า", rep)
    expect(last(page, rep)).to_contain_text("ตกลงราคา")
    move_clock(page, tomorrow.replace(hour=18, minute=30))
    expect(last(page, "manager")).to_contain_text("สรุปทีม")
    expect(last(page, "manager")).to_contain_text("ฟ้า")
    keep(page, "5-evening")
    type_in(page, "ฟ้า", "manager")
    expect(last(page, "manager")).to_contain_text(CUSTOMER)
    keep(page, "6-what-the-rep-did")
