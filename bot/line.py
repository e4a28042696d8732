"""What we ask of LINE, and how line-bot-sdk does it. The only module that calls LINE."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from linebot.v3.messaging import ApiClient, ApiException, Configuration
from urllib3.exceptions import HTTPError

from bot.settings import LineChannel, Settings

TIMEOUT = (3.0, 10.0)
"""Seconds to connect and to read; the SDK has none of its own."""
CONFLICT, TOO_MANY = 409, 429
UNKNOWN = 0
"""The status of a call whose answer never came."""
MONTHLY_LIMIT = "monthly limit"
log = logging.getLogger(__name__)
RAW = {"200": "bytearray", "202": "bytearray"}
"""Tells the SDK to hand the bytes over as they are."""
Json = dict[str, Any]


class DeliveryError(Exception):
    """LINE did not do it; `permanent` says if trying again is useless."""

    def __init__(self, status: int, reason: str, details: str = "") -> None:
        super().__init__(f"{status} {reason}".strip())
        self.status, self.reason, self.details = status, reason, details

    @property
    def permanent(self) -> bool:
        return 400 <= self.status < 500 and self.status not in (TOO_MANY, 401, 403)

    @property
    def unknown(self) -> bool:
        """The message may have been accepted all the same."""
        return self.status == UNKNOWN or self.status >= 500

    @property
    def out_of_quota(self) -> bool:
        return self.status == TOO_MANY and MONTHLY_LIMIT in self.reason


@dataclass(frozen=True, slots=True)
class Accepted:
    """LINE has taken a message (which is not: somebody has read it)."""

    request_id: str
    message_ids: tuple[str, ...]
    again: bool = False
    """It had been accepted at an earlier try with the same retry key."""


class Messenger(Protocol):
    """One channel's way to LINE. Every method may raise DeliveryError."""

    def reply(self, token: str, messages: list[Json]) -> Accepted: ...

    def push(self, to: str, messages: list[Json], retry_key: str) -> Accepted: ...

    def call(self, method: str, path: str, body: Json | None = None) -> Json:
        """Any other endpoint, e.g. `GET /v2/bot/profile/U…`; its JSON, or {} when it has none."""
        ...

    def content(self, message_id: str) -> bytes:
        """A photo's or a file's bytes."""
        ...

    def upload(self, path: str, body: bytes, content_type: str) -> None:
        """Bytes to the data host, e.g. a rich menu's picture."""
        ...


class LineMessenger:
    """line-bot-sdk behind Messenger: one shared client a host, frozen JSON, a timeout on every call."""

    def __init__(self, channel: LineChannel, settings: Settings) -> None:
        self._api = _client(channel.access_token, settings.api_base, settings.senders)
        self._data = _client(channel.access_token, settings.data_api_base, 2)

    def reply(self, token: str, messages: list[Json]) -> Accepted:
        body = {"replyToken": token, "messages": messages}
        return _accepted(_call(self._api, "POST", "/v2/bot/message/reply", body))

    def push(self, to: str, messages: list[Json], retry_key: str) -> Accepted:
        body = {"to": to, "messages": messages}
        return _accepted(
            _call(self._api, "POST", "/v2/bot/message/push", body, {"X-Line-Retry-Key": retry_key})
        )

    def call(self, method: str, path: str, body: Json | None = None) -> Json:
        return _call(self._api, method, path, body).json

    def content(self, message_id: str) -> bytes:
        return _call(self._data, "GET", f"/v2/bot/message/{message_id}/content").body

    def upload(self, path: str, body: bytes, content_type: str) -> None:
        _call(self._data, "POST", path, body, {"Content-Type": content_type})


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        """The body as JSON; an HTML page behind a 200 is still a 200."""
        try:
            decoded = json.loads(self.body or b"{}")
        except ValueError:
            log.warning("LINE answered %s with something that is not JSON", self.status)
            return {}
        return decoded if isinstance(decoded, dict) else {}


def _client(token: str, host: str, connections: int) -> ApiClient:
    configuration = Configuration(host=host, access_token=token)
    configuration.connection_pool_maxsize = connections
    return ApiClient(configuration)


def _call(
    client: ApiClient, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
) -> _Response:
    """One call through the SDK's connections, authentication and error classes, but no typed model."""
    sent = ({"Content-Type": "application/json"} if body is not None else {}) | dict(headers or {})
    try:
        answer = client.call_api(
            path,
            method,
            header_params=sent,
            body=body,
            response_types_map=RAW,
            auth_settings=["Bearer"],
            _return_http_data_only=False,
            _request_timeout=TIMEOUT,
        )
    except ApiException as error:
        return _refused(error)
    except (HTTPError, OSError, UnicodeDecodeError) as error:  # the SDK lets urllib3's errors leak
        raise DeliveryError(UNKNOWN, type(error).__name__) from error
    return _Response(answer.status_code, _lower(answer.headers), bytes(answer.data or b""))


def _refused(error: ApiException) -> _Response:
    """409 to a retry key means LINE took it before, which is success; all else is a DeliveryError."""
    body = str(error.body or "")
    answer = _Response(error.status or UNKNOWN, _lower(error.headers or {}), body.encode())
    if answer.status == CONFLICT:
        return answer
    reason = str(answer.json.get("message") or error.reason or "")
    raise DeliveryError(answer.status, reason, details=body[:2_000]) from error


def _lower(headers: Any) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in dict(headers).items()}


def _accepted(answer: _Response) -> Accepted:
    sent = answer.json.get("sentMessages", [])
    request = answer.headers.get("x-line-accepted-request-id") or answer.headers.get("x-line-request-id", "")
    return Accepted(request, tuple(str(one["id"]) for one in sent), again=answer.status == CONFLICT)
