"""What every call passes: who is it, how fast, what goes wrong on order, and LINE's log of it."""

from __future__ import annotations

import socket
import time
from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from flask.typing import ResponseReturnValue

from simulator import ids
from simulator.accounts import Channel
from simulator.errors import BAD_REQUEST, UNAUTHORIZED, Json, LineError, invalid_property
from simulator.faults import Fault, Request
from simulator.ledger import ApiCall
from simulator.messaging import Call
from simulator.platform import Platform

AUTHENTICATION = "Authentication failed. Confirm that the access token in the authorization header is valid."
NO_ANSWER = 0
ANSWER_LOGGED = 2000


def current_call() -> Call:
    """Who is calling, once the gate has let them in."""
    call: Call = g.call
    return call


def json_body() -> Json:
    """The request's JSON object, or LINE's complaint about it."""
    body = request.get_json(silent=True, force=True)
    if not isinstance(body, dict):
        raise LineError(BAD_REQUEST, "The request body could not be parsed as JSON (line: 1, column: 1)")
    return body


def required(body: Json, name: str) -> Any:
    """A property that must be there."""
    if name not in body:
        raise invalid_property(name)
    return body[name]


class Gate:
    """Stands before and after every endpoint of the API."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def guard(self, line: Blueprint) -> None:
        line.before_request(self._enter)
        line.after_request(self._leave)
        line.register_error_handler(LineError, self._refuse)

    def _enter(self) -> ResponseReturnValue | None:
        g.fault, g.channel, request_id = None, "", ids.token()
        g.request_id = request_id
        channel = self._authenticated()
        g.channel = channel.name
        g.call = Call(
            channel=channel, request_id=request_id, retry_key=request.headers.get("X-Line-Retry-Key")
        )
        with self._platform.changing():
            self._platform.rate.count(channel, self._platform.clock.machine())
            g.fault = self._fault(channel)
        return self._fail_before()

    def _authenticated(self) -> Channel:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        for channel in self._platform.channels.values():
            if scheme == "Bearer" and token == channel.access_token:
                return channel
        raise LineError(UNAUTHORIZED, AUTHENTICATION)

    def _fault(self, channel: Channel) -> Fault | None:
        asked = Request(
            channel=channel.name,
            endpoint=endpoint(),
            method=request.method,
            path=request.path,
            retry_key=request.headers.get("X-Line-Retry-Key"),
            body=request.get_data(),
        )
        faults = (rule(asked) for rule in self._platform.faults)
        return next((fault for fault in faults if fault is not None), None)

    def _fail_before(self) -> Response | None:
        fault: Fault | None = g.fault
        if fault is None or fault.after:
            return None
        time.sleep(fault.seconds)
        return _faulty(fault) if fault.drop or fault.status is not None else None

    def _refuse(self, error: LineError) -> ResponseReturnValue:
        return jsonify(error.body), error.status, error.headers

    def _leave(self, response: Response) -> Response:
        response.headers["x-line-request-id"] = g.request_id
        fault: Fault | None = g.fault
        if fault is not None and fault.after:
            time.sleep(fault.seconds)
            response = _faulty(fault) if fault.drop or fault.status is not None else response
        self._log(response, dropped=fault is not None and fault.drop)
        if fault is not None and fault.drop:
            _hang_up()
        return response

    def _log(self, response: Response, *, dropped: bool) -> None:
        with self._platform.changing() as revision:
            self._platform.calls.append(
                ApiCall(
                    number=len(self._platform.calls) + 1,
                    revision=revision,
                    channel=g.channel,
                    method=request.method,
                    path=request.path,
                    endpoint=endpoint(),
                    retry_key=request.headers.get("X-Line-Retry-Key"),
                    body=request.get_data(),
                    status=NO_ANSWER if dropped else response.status_code,
                    answer=_readable(response),
                    at=self._platform.clock.now(),
                    machine_at=self._platform.clock.machine(),
                )
            )


def endpoint() -> str:
    """The short name of what is called: the name of the view function."""
    return (request.endpoint or "").rpartition(".")[2]


def _readable(response: Response) -> str:
    """An answer for the log: its text, or its size if it is a picture."""
    raw = response.get_data()
    return raw.decode()[:ANSWER_LOGGED] if response.is_json else f"{response.mimetype}, {len(raw)} bytes"


def _faulty(fault: Fault) -> Response:
    return Response(fault.body, status=fault.status or 500, content_type=fault.content_type)


def _hang_up() -> None:
    """Cut the connection under the caller's feet: what is written after this reaches nobody."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    connection.shutdown(socket.SHUT_RDWR)
