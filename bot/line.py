"""What we ask of LINE, and how line-bot-sdk does it. The only module that calls LINE."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

import msgspec
from urllib3 import Timeout
from urllib3.exceptions import HTTPError
from urllib3.util import parse_url

from bot.sdk import ApiClient, Configuration
from bot.settings import LineChannel, Settings

CONNECT_TIMEOUT = 3.0
"""Seconds; how long an answer may take is a setting. The SDK knows neither."""
CONFLICT, TOO_MANY, BAD_REQUEST = 409, 429, 400
AUTHORISATION = (401, 403)
UNKNOWN = 0
"""The status of a call whose answer never came."""
MONTHLY_LIMIT, RATE_LIMIT = "monthly limit", "rate limit"
CONTENT = "messages["
"""How LINE names the part of a body that is wrong: messages[0].text."""
NO_SUCH_USER = ("'to", "failed to send messages")
"""In LINE's words: there is no such user ('to', 'to[3]'), or not as a friend of this account."""
log = logging.getLogger(__name__)
JSON = {"Content-Type": "application/json"}
RETRY_KEY = "X-Line-Retry-Key"
LONGEST_ID = 64
DETAILS = 2_000
"""So many characters of a refusal are kept."""
Json = dict[str, Any]


class DeliveryError(Exception):
    """LINE did not do it; `permanent` says if trying again is useless."""

    def __init__(self, status: int, reason: str, details: str = "") -> None:
        super().__init__(f"{status} {reason}".strip())
        self.status, self.reason, self.details = status, reason, details

    @property
    def permanent(self) -> bool:
        return 400 <= self.status < 500 and self.status != TOO_MANY and not self.refused

    @property
    def unknown(self) -> bool:
        """The message may have been accepted all the same."""
        return self.status == UNKNOWN or self.status >= 500

    @property
    def refused(self) -> bool:
        """LINE no longer takes the channel's access token."""
        return self.status in AUTHORISATION

    @property
    def out_of_quota(self) -> bool:
        return self.status == TOO_MANY and MONTHLY_LIMIT in self.reason

    @property
    def too_many(self) -> bool:
        """Of a channel's calls or of its month's messages; else the one user was sent too much."""
        return self.status == TOO_MANY

    @property
    def too_fast(self) -> bool:
        return self.too_many and RATE_LIMIT in self.reason

    @property
    def about_content(self) -> bool:
        """It is a message object that is wrong, whoever it goes to."""
        return CONTENT in self.reason or CONTENT in self.details

    @property
    def no_such_user(self) -> bool:
        said = self.reason.lower()
        return self.status == BAD_REQUEST and any(words in said for words in NO_SUCH_USER)


@dataclass(frozen=True, slots=True)
class Accepted:
    """LINE has taken a message (which is not: somebody has read it)."""

    request_id: str
    message_ids: tuple[str, ...]
    again: bool = False
    """It had been accepted at an earlier try with the same retry key."""


class Messenger(Protocol):
    """One channel's way to LINE. Every method may raise DeliveryError.

    `messages` is a JSON array of message objects, sent as it is.
    """

    def reply(self, token: str, messages: str) -> Accepted: ...

    def push(self, to: str, messages: str, retry_key: str) -> Accepted: ...

    def multicast(self, to: Sequence[str], messages: str, retry_key: str) -> Accepted:
        """One body to at most 500 users; LINE takes it whole or not at all, and gives no message ids."""
        ...

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
        timeout = Timeout(connect=CONNECT_TIMEOUT, read=settings.line_timeout.total_seconds())
        self._api = _Host(channel.access_token, settings.api_base, timeout, 2 * settings.senders)
        self._data = _Host(channel.access_token, settings.data_api_base, timeout, 2)

    def reply(self, token: str, messages: str) -> Accepted:
        return self._send("reply", {"replyToken": token}, messages, {})

    def push(self, to: str, messages: str, retry_key: str) -> Accepted:
        return self._send("push", {"to": to}, messages, {RETRY_KEY: retry_key})

    def multicast(self, to: Sequence[str], messages: str, retry_key: str) -> Accepted:
        return self._send("multicast", {"to": list(to)}, messages, {RETRY_KEY: retry_key})

    def call(self, method: str, path: str, body: Json | None = None) -> Json:
        content = msgspec.json.encode(body) if body is not None else None
        return self._api.ask(method, path, content, JSON if content else {}).json

    def content(self, message_id: str) -> bytes:
        return self._data.ask("GET", f"/v2/bot/message/{message_id}/content").body

    def upload(self, path: str, body: bytes, content_type: str) -> None:
        self._data.ask("POST", path, body, {"Content-Type": content_type})

    def _send(self, way: str, to: Json, messages: str, headers: Mapping[str, str]) -> Accepted:
        """The frozen messages are spliced in as they are: the same bytes at every try."""
        body = msgspec.json.encode(to)[:-1] + b',"messages":' + messages.encode() + b"}"
        return _accepted(self._api.ask("POST", f"/v2/bot/message/{way}", body, {**JSON, **headers}))


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


class _Host:
    """One host of LINE's, through the SDK's connections and authentication but no typed model.

    `ApiClient.call_api` would encode the frozen messages anew, at twice the cost (540 µs against 300 µs); its
    pool manager would look for the host's connections at each call (160 µs against 120).
    """

    def __init__(self, token: str, url: str, timeout: Timeout, connections: int) -> None:
        configuration = Configuration(host=url, access_token=token)
        configuration.connection_pool_maxsize = connections
        self._client, self._timeout = ApiClient(configuration), timeout
        self._pool = self._client.rest_client.pool_manager.connection_from_url(url)
        self._prefix = (parse_url(url).path or "").rstrip("/")

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> _Response:
        """One call; raises DeliveryError unless LINE did it, now or (409) at an earlier try."""
        sent = {**self._client.default_headers, **headers}
        try:
            answer = self._pool.urlopen(
                method,
                self._prefix + path,
                body=body,
                headers=sent,
                timeout=self._timeout,
                retries=False,
                redirect=False,
            )
        except (HTTPError, OSError) as error:
            raise DeliveryError(UNKNOWN, type(error).__name__) from error
        response = _Response(answer.status, answer.headers, answer.data)
        if answer.status == CONFLICT or 200 <= answer.status < 300:
            return response
        reason = str(response.json.get("message") or answer.reason or "")
        raise DeliveryError(answer.status, _clean(reason), _clean(answer.data.decode(errors="replace")))


def _clean(said: str) -> str:
    """As much as is kept of what LINE said, fit for every database."""
    return said.replace("\0", "")[:DETAILS]


def _accepted(answer: _Response) -> Accepted:
    """409 to a retry key means LINE took it before, which is success."""
    sent = answer.json.get("sentMessages")
    told = [one for one in sent if isinstance(one, dict)] if isinstance(sent, list) else []
    ids = tuple(str(one.get("id", ""))[:LONGEST_ID] for one in told)
    request = answer.headers.get("x-line-accepted-request-id") or answer.headers.get("x-line-request-id", "")
    return Accepted(request[:LONGEST_ID], tuple(filter(None, ids)), again=answer.status == CONFLICT)
