"""A small world for the simulator's own tests: two channels, three people, a clock by hand, an echo bot."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
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
from simulator.errors import LineError
from simulator.messaging import Call
from simulator.platform import Platform
from simulator.server import Server
from simulator.webhooks import Webhooks

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

START = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
TIMEOUT = 5
Heard = list[tuple[str, dict[str, Any]]]
"""Events handed to the bot: the channel's name and the event."""
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
            say_back(line, token, text(f"ได้ยินว่า {said}") | {"quickReply": {"items": [AGAIN]}})
        case PostbackEvent(reply_token=token, postback=postback):
            say_back(line, token, text(f"แตะ {postback.data} {postback.params or ''}".strip()))


def say_back(line: MessagingApi, token: str | None, message: dict[str, Any]) -> None:
    request = ReplyMessageRequest.from_dict({"replyToken": token, "messages": [message]})
    line.reply_message(request, _request_timeout=TIMEOUT)


def call(platform: Platform, channel: str = "staff", retry_key: str | None = None) -> Call:
    return Call(channel=platform.channels[channel], request_id=uuid.uuid4().hex, retry_key=retry_key)


def push(platform: Platform, name: str, *said: str, retry_key: str | None = None) -> dict[str, Any]:
    phone = platform.phone(name)
    body = {"to": phone.user.id, "messages": [text(words) for words in said]}
    return platform.messaging.push(call(platform, phone.channel.name, retry_key), body)


def refused(act: Callable[[], object]) -> tuple[int, str]:
    with pytest.raises(LineError) as caught:
        act()
    return caught.value.status, caught.value.body["message"]


def token_of(heard: Heard) -> str:
    return str(heard[-1][1]["replyToken"])


def reply(platform: Platform, token: str, *said: str) -> dict[str, Any]:
    body = {"replyToken": token, "messages": [text(words) for words in said]}
    return platform.messaging.reply(call(platform), body)


@dataclass
class Loop:
    """The whole way round: people, LINE over HTTP, webhooks over HTTP, and a bot that uses the SDK."""

    platform: Platform
    server: Server
    webhooks: Webhooks
    moves: list[datetime]

    @property
    def url(self) -> str:
        return self.server.url

    def channel(self, name: str) -> Channel:
        return self.platform.channels[name]


class Later:
    """A bot that is given once the address it shall call is known."""

    bot: WSGIApplication

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.bot(environ, start_response)
