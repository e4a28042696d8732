"""Webhook events as LINE writes them: pure functions from what happened to JSON."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from simulator import ids
from simulator.errors import Json


def event(kind: str, source: Json, at: datetime, *, reply_token: str | None = None, **content: Any) -> Json:
    """One event in its envelope; `at` is the domain clock's."""
    return {
        "type": kind,
        **content,
        "webhookEventId": ids.webhook_event_id(at),
        "deliveryContext": {"isRedelivery": False},
        "timestamp": ids.milliseconds(at),
        "source": source,
        **({"replyToken": reply_token} if reply_token else {}),
        "mode": "active",
    }


def again(sent: Json) -> Json:
    """The same event, redelivered."""
    return {**sent, "deliveryContext": {"isRedelivery": True}}


def body(destination: str, events: list[Json]) -> bytes:
    """What is posted to the bot: the very bytes that are signed."""
    return json.dumps({"destination": destination, "events": events}, ensure_ascii=False).encode()


def signature(secret: str, raw: bytes) -> str:
    """The value of `X-Line-Signature`."""
    digest = hmac.new(secret.encode(), raw, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def headers(secret: str, raw: bytes) -> dict[str, str]:
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "LineBotWebhook/2.0",
        "X-Line-Signature": signature(secret, raw),
    }


def utf16_length(text: str) -> int:
    """LINE counts text, and the places in it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def mentions(text: str, called: dict[str, str], bot: str) -> list[Json]:
    """The mentionees of a text, in order: each `@Name` of somebody `called` so (name → user id)."""
    found = [
        _mentionee(text, at, name, user, bot)
        for name, user in called.items()
        for at in _places(text, f"@{name}")
    ]
    everybody = [_place(text, at, "All") | {"type": "all"} for at in _places(text, "@All")]
    return sorted(found + everybody, key=lambda mentionee: int(mentionee["index"]))


def _mentionee(text: str, at: int, name: str, user: str, bot: str) -> Json:
    return _place(text, at, name) | {"type": "user", "userId": user, "isSelf": user == bot}


def _place(text: str, at: int, name: str) -> Json:
    return {"index": utf16_length(text[:at]), "length": utf16_length(f"@{name}")}


def _places(text: str, part: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(part, at)]
