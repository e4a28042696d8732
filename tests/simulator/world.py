"""A small world for the simulator's own tests: two channels, three people, a clock by hand, an echo bot."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, request
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import (
    ApiClient,
    Configuration,
    MessagingApi,
    ReplyMessageRequest,
)
from linebot.v3.webhooks import MessageEvent, PostbackEvent, TextMessageContent

from simulator.accounts import Channel, User
from simulator.clock import SimulatorClock
from simulator.platform import Platform

START = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
TIMEOUT = 5
AGAIN = {"type": "action", "action": {"type": "postback", "label": "อีกครั้ง", "data": "again"}}
PEOPLE = (("rep", "แบงค์", "staff"), ("manager", "กบ", "staff"), ("consumer", "มะลิ", "shop"))


class Hand:
    """A machine's time that only moves when it is turned."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def turn(self, **by: float) -> None:
        self.at += timedelta(**by)


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def new_platform(clock: SimulatorClock, **settings: Any) -> Platform:
    """A rep and a manager on the staff channel, a consumer on the shop's."""
    channels = [Channel.invented("staff", "จด"), Channel.invented("shop", "ร้านจดดี", monthly_quota=5)]
    platform = Platform(clock, channels, **settings)
    for name, shown, home in PEOPLE:
        platform.add_user(User(name=name, display_name=shown, home=home), friend_of=[home])
    return platform


def echo_bot(channels: list[Channel], api: str) -> Flask:
    """Says back what it hears, through the SDK, and answers a tap with the tap's data."""
    app = Flask("echo")
    by_id = {channel.bot_user_id: channel for channel in channels}

    @app.post("/callback")
    def callback() -> tuple[str, int]:
        body = request.get_data(as_text=True)
        channel = by_id[json.loads(body)["destination"]]
        try:
            events = WebhookParser(channel.secret).parse(body, request.headers["X-Line-Signature"])
        except InvalidSignatureError:
            return "", 400
        for event in events:
            answer(MessagingApi(ApiClient(sdk(channel, api))), event)
        return "OK", 200

    return app


def sdk(channel: Channel, api: str) -> Configuration:
    return Configuration(host=api, access_token=channel.access_token)


def answer(line: MessagingApi, event: object) -> None:
    match event:
        case MessageEvent(message=TextMessageContent(text=said), reply_token=token):
            reply(line, token, text(f"ได้ยินว่า {said}") | {"quickReply": {"items": [AGAIN]}})
        case PostbackEvent(reply_token=token, postback=postback):
            reply(line, token, text(f"แตะ {postback.data} {postback.params or ''}".strip()))


def reply(line: MessagingApi, token: str | None, message: dict[str, Any]) -> None:
    request = ReplyMessageRequest.from_dict({"replyToken": token, "messages": [message]})
    line.reply_message(request, _request_timeout=TIMEOUT)
