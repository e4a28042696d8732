"""`doctor`: what is wrong, and where to click."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.faults import UNAUTHORISED
from tests.terminal import Terminal
from tests.town import Town


@pytest.fixture
def terminal(town: Town) -> Terminal:
    return Terminal(town)


def test_the_doctor_finds_nothing_wrong(town: Town, terminal: Terminal) -> None:
    for account in town.accounts.values():
        account.webhook_url = "https://jod.example/callback"
    town.platform.probe = lambda account, url: {"success": True, "statusCode": 200}
    said = terminal.told("doctor")
    assert "✓ token ใช้ได้ · จด @jod-staff" in said
    assert "✓ LINE ลองเรียกแล้ว จดตอบได้ secret ถูกต้อง" in said
    assert "✗" not in said


def findings(town: Town, terminal: Terminal, **changed: Any) -> str:
    """What the doctor says in English about a staff account that is so; and that it is a fault."""
    account = town.accounts["staff"]
    account.webhook_url = "https://jod.example/callback"
    for name, value in changed.items():
        setattr(account, name, value)
    result = terminal.run("doctor", "--language", "en")
    return result.output.split("The shop's")[0]


def test_the_doctor_says_where_to_click(town: Town, terminal: Terminal) -> None:
    town.platform.probe = lambda account, url: {"success": False, "statusCode": 400, "reason": "Bad Request"}
    wrong = findings(town, terminal)
    assert "✗ LINE called it and was refused (400 Bad Request): the secret is probably wrong" in wrong
    assert "✗ The webhook is off · LINE Developers Console" in findings(town, terminal, webhook_active=False)
    assert "✗ No webhook URL yet" in findings(town, terminal, webhook_url="")
    assert "should end in /callback" in findings(town, terminal, webhook_url="https://jod.example/")
    assert "! Chat is on" in findings(town, terminal, chat_mode="chat")
    assert "✓ this month's quota: 0 of 300 used, 300 left" in findings(town, terminal, monthly_quota=300)
    town.platform.faults.append(lambda asked: UNAUTHORISED)
    assert "✗ The channel access token is refused (401" in findings(town, terminal)
    assert terminal.run("doctor").exit_code == 1
