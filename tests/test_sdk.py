"""Of line-bot-sdk only what Jod uses is loaded, and nobody else's import of it is disturbed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("linebot.v3.messaging", "linebot.v3.webhooks", "pydantic", "aiohttp", "requests")


def said_by(*lines: str) -> str:
    """What a new Python prints that runs these lines."""
    command = [sys.executable, "-c", "\n".join(lines)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_jod_starts_without_the_rest_of_the_sdk() -> None:
    assert said_by("import sys, app", f"print([name for name in {HEAVY} if name in sys.modules])") == "[]"


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_whoever_imports_the_sdk_gets_all_of_it(before: bool) -> None:
    whole = "from linebot.v3.messaging import MessagingApi, ApiClient, Configuration"
    ours = "from bot import sdk"
    answers = said_by(
        *((whole, ours) if before else (ours, whole)),
        "from linebot.v3 import WebhookParser",
        "from linebot.v3.webhooks import MessageEvent",
        "import linebot.v3.messaging as again",
        "print(again.MessagingApi is MessagingApi, WebhookParser.__module__, MessageEvent.__module__)",
    )
    assert answers == "True linebot.v3.webhook linebot.v3.webhooks.models.message_event"
