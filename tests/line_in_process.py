"""LINE without HTTP: a messenger straight to the simulated platform."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from flask import Flask
from flask.testing import FlaskClient

from bot.line import UNKNOWN, Accepted, DeliveryError
from simulator import api
from simulator.accounts import Channel as Account
from simulator.errors import CONFLICT, LineError
from simulator.faults import Fault, Request
from simulator.messaging import Call
from simulator.platform import Platform

Json = dict[str, Any]
ACCEPTED_ID = "x-line-accepted-request-id"


class LineInProcess:
    """bot.line.Messenger straight to the simulated platform: LINE without HTTP."""

    def __init__(self, platform: Platform, account: Account) -> None:
        self.platform, self.account = platform, account
        self._calls = 0

    def reply(self, token: str, messages: str) -> Accepted:
        body = {"replyToken": token, "messages": json.loads(messages)}
        return self._sent("reply", body, None)

    def push(self, to: str, messages: str, retry_key: str) -> Accepted:
        body = {"to": to, "messages": json.loads(messages)}
        return self._sent("push", body, retry_key)

    def multicast(self, to: Sequence[str], messages: str, retry_key: str) -> Accepted:
        body = {"to": list(to), "messages": json.loads(messages)}
        return self._sent("multicast", body, retry_key)

    def call(self, method: str, path: str, body: Json | None = None) -> Json:
        return self._asked(method, path, json=body)

    def content(self, message_id: str) -> bytes:
        return self.platform.contents[message_id].data

    def upload(self, path: str, body: bytes, content_type: str) -> None:
        self._asked("POST", path, data=body, content_type=content_type)

    def _asked(self, method: str, path: str, **content: Any) -> Json:
        """Any other endpoint, as the platform's own HTTP side answers it."""
        token = {"Authorization": f"Bearer {self.account.access_token}"}
        ASKED.platform = self.platform
        answer = _http_side().open(path, method=method, headers=token, **content)
        told: Json = answer.get_json(silent=True) or {}
        if answer.status_code >= 400:
            raise DeliveryError(answer.status_code, str(told.get("message", "")), answer.text)
        return told

    def _sent(self, endpoint: str, body: Json, retry_key: str | None) -> Accepted:
        """What goes wrong on order, before or after LINE has taken it, does. Nothing takes time here."""
        fault = self._fault(endpoint, body, retry_key)
        if fault is None or not (fault.drop or fault.status):
            return self._taken(endpoint, body, retry_key)
        if fault.after:
            self._taken(endpoint, body, retry_key)
        raise DeliveryError(fault.status or UNKNOWN, fault.body)

    def _fault(self, endpoint: str, body: Json, retry_key: str | None) -> Fault | None:
        asked = Request(
            channel=self.account.name,
            endpoint=endpoint,
            method="POST",
            path=f"/v2/bot/message/{endpoint}",
            retry_key=retry_key,
            body=json.dumps(body).encode(),
        )
        return next((fault for rule in self.platform.faults if (fault := rule(asked)) is not None), None)

    def _taken(self, endpoint: str, body: Json, retry_key: str | None) -> Accepted:
        self._calls += 1
        call = Call(channel=self.account, request_id=f"request-{self._calls}", retry_key=retry_key)
        try:
            answer = getattr(self.platform.messaging, endpoint)(call, body)
        except LineError as error:
            if error.status == CONFLICT:  # as bot.line reads it: taken at an earlier try
                earlier = error.headers.get(ACCEPTED_ID, "")
                return Accepted(earlier, _ids(error.body), again=True)
            raise DeliveryError(error.status, str(error.body["message"]), str(error.body)) from error
        return Accepted(call.request_id, _ids(answer))


class Asked:
    """Stands for the platform that a test asks: a hundred addresses take longer to make than it lives."""

    platform: Platform

    def __getattr__(self, name: str) -> Any:
        return getattr(self.platform, name)


ASKED = Asked()


@cache
def _http_side() -> FlaskClient:
    line = Flask("line")
    line.register_blueprint(api.blueprint(cast(Platform, ASKED)))
    return line.test_client()


def _ids(answer: Json) -> tuple[str, ...]:
    return tuple(one["id"] for one in answer.get("sentMessages", []))
