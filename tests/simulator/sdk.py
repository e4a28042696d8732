"""Calling the simulated LINE as a bot does: through line-bot-sdk, over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import urllib3
from linebot.v3.messaging import ApiException, MessagingApi, MulticastRequest, PushMessageRequest

from tests.simulator.world import TIMEOUT, Loop, text


def rep(loop: Loop) -> str:
    return loop.platform.user("rep").id


def one(to: str, words: str) -> PushMessageRequest:
    return PushMessageRequest.from_dict({"to": to, "messages": [text(words)]})


def many(to: list[str], words: str) -> MulticastRequest:
    return MulticastRequest.from_dict({"to": to, "messages": [text(words)]})


def push(line: MessagingApi, to: str, words: str, key: str | None = None) -> None:
    line.push_message(one(to, words), key, _request_timeout=TIMEOUT)


def status_of(act: Callable[[], object]) -> int:
    with pytest.raises(ApiException) as refused:
        act()
    return int(refused.value.status)


def get(url: str, token: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", url, headers={"Authorization": f"Bearer {token}"}, timeout=TIMEOUT)
