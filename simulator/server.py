"""One port for everything: the chat page, LINE's API, and the bot behind them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from werkzeug.serving import WSGIRequestHandler, make_server

from simulator import api, page_api
from simulator.platform import Platform

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HOST = "127.0.0.1"
OURS = ("/simulator/", "/v2/", "/oauth2/")
POLL = 0.05
LARGEST_BODY = 20_000_000


def build(
    platform: Platform,
    bot: WSGIApplication,
    advance: Callable[[datetime], None],
    *,
    notice: Callable[[], str] = lambda: "",
    timezone: ZoneInfo | None = None,
) -> WSGIApplication:
    """One WSGI application: `/` the page, LINE's API under its own paths, all else the bot's.

    `advance` moves the domain clock to an instant and plays what the bot owes until then; `notice` is
    what the page says at its top, asked anew each time.
    """
    ours = line_and_page(
        platform, page_api.Desk(platform, advance, notice, timezone or ZoneInfo("Asia/Bangkok"))
    )

    def dispatch(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        chosen = ours if path == "/" or path.startswith(OURS) else bot
        return chosen(environ, start_response)

    return dispatch


def line_and_page(platform: Platform, desk: page_api.Desk) -> Flask:
    """The simulator's own application, without the bot."""
    app = Flask("simulator", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.register_blueprint(api.blueprint(platform))
    app.register_blueprint(api.open_blueprint(platform))
    app.register_blueprint(page_api.blueprint(desk))
    app.register_error_handler(404, _unknown)
    return app


def _unknown(_: Exception) -> ResponseReturnValue:
    return jsonify(message="Not found"), 404


class Quiet(WSGIRequestHandler):
    """The page asks for news all the time; the log is for what the bot has to say."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 werkzeug's name
        pass


class Server:
    """The application on a port of this machine only, a thread a request."""

    def __init__(self, app: WSGIApplication, port: int = 0) -> None:
        self._server = make_server(HOST, port, app, threaded=True, request_handler=Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(POLL,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._server.server_port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
