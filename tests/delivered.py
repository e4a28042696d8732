"""Webhooks made by hand: bodies, signatures and events as LINE sends them, and as it never would."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from simulator import events
from simulator.accounts import Channel as Account
from tests.stored import SIAM
from tests.town import Town

Json = dict[str, Any]


def text_event(town: Town, user: str, text: str, event_id: str = "E1", **more: Any) -> Json:
    """A text message as LINE's webhook tells it."""
    return {
        "type": "message",
        "webhookEventId": event_id,
        "mode": "active",
        "timestamp": int(town.clock.now().timestamp() * 1000),
        "source": {"type": "user", "userId": user},
        "replyToken": f"token-{event_id}",
        "deliveryContext": {"isRedelivery": False},
        "message": {"type": "text", "id": f"m-{event_id}", "text": text},
        **more,
    }


VISIT = f"เข้าพบ {SIAM} คุยราคาเหล็ก"


def said(town: Town, number: int = 1, text: str = VISIT) -> Json:
    """A line of แบงค์'s with a reply token that LINE knows."""
    phone = town.platform.phone("แบงค์")
    token = town.platform.reply_tokens.issue("staff", phone.chat, town.clock.machine())
    return text_event(town, phone.user.id, text, f"E{number}", replyToken=token)


def post(town: Town, raw: bytes, account: Account | None = None, signature: str | None = None) -> int:
    """The status of the answer to these bytes, signed by the staff account unless told otherwise."""
    account = account or town.accounts["staff"]
    headers = events.headers(account.secret, raw)
    if signature is not None:
        headers["X-Line-Signature"] = signature
    return town.jod.web.test_client().post("/callback", data=raw, headers=headers).status_code


def body(town: Town, *happened: Json, destination: str | None = None) -> bytes:
    return events.body(destination or town.accounts["staff"].bot_user_id, list(happened))


def deliver(town: Town, *happened: Json, destination: str | None = None) -> int:
    """The status of the answer to one signed request with these events."""
    return post(town, body(town, *happened, destination=destination))


def again(event: Json) -> Json:
    """The same event, as LINE delivers it when redelivery is switched on."""
    return {**event, "deliveryContext": {"isRedelivery": True}}


def count(town: Town, what: Any) -> int:
    with town.database() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0
