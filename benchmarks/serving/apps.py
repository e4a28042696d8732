"""What stands beside Jod in `make bench ARGS=speed`: an empty Flask app, the SDK's echo, a mute Jod."""

from __future__ import annotations

import os
from concurrent.futures import Executor, Future
from typing import Any

from flask import Flask, Response
from flask import request as asked
from linebot.v3 import WebhookHandler
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, ReplyMessageRequest, TextMessage
from linebot.v3.webhooks import MessageEvent, TextMessageContent

from app import Jod, SystemClock
from bot.footprint import settle_in
from bot.settings import Settings


def flask() -> Flask:
    """(a) Reads the body and answers 200."""
    app = Flask("bare")

    @app.post("/callback")
    def callback() -> Response:
        asked.get_data()
        return Response("ok\n")

    return app


def echo() -> Flask:
    """(b) line-bot-sdk's flask-echo example, with one client shared by all requests."""
    app, handler = Flask("echo"), WebhookHandler(os.environ["LINE_CHANNEL_SECRET"])
    configuration = Configuration(
        host=os.environ["LINE_API_BASE"], access_token=os.environ["LINE_CHANNEL_ACCESS_TOKEN"]
    )
    configuration.connection_pool_maxsize = 16
    api = MessagingApi(ApiClient(configuration))

    @app.post("/callback")
    def callback() -> Response:
        handler.handle(asked.get_data(as_text=True), asked.headers["X-Line-Signature"])
        return Response("OK")

    @handler.add(MessageEvent, message=TextMessageContent)  # type: ignore[untyped-decorator]  # the SDK's own
    def message_text(event: MessageEvent) -> None:
        if isinstance(event.message, TextMessageContent):
            echoed = TextMessage(text=event.message.text, quickReply=None, quoteToken=None)
            request = ReplyMessageRequest(
                replyToken=event.reply_token or "", messages=[echoed], notificationDisabled=None
            )
            api.reply_message_with_http_info(request, _request_timeout=10)

    return app


class Nobody(Executor):
    """Does nothing of what it is given."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        return Future()


def mute() -> Flask:
    """Jod up to the committed reply, which nobody sends: what an event costs before sending."""
    settings = Settings.from_env(os.environ)
    settle_in(settings)
    return Jod(settings, SystemClock(), executor=Nobody()).web
