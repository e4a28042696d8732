"""Things of LINE's that are good once or for a while: reply tokens and retry keys."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from simulator import ids
from simulator.chats import Chat
from simulator.errors import BAD_REQUEST, CONFLICT, INVALID_REPLY_TOKEN, RETRY_KEY_USED, Json, LineError

REPLY_TOKEN_LIFE = timedelta(minutes=1)
RETRY_KEY_LIFE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Issued:
    """A reply token's right: to answer in this chat, counted from `at` by the machine's clock."""

    channel: str
    chat: Chat
    at: datetime


@dataclass(slots=True)
class ReplyTokens:
    """Reply tokens: single-use, good for about a minute."""

    life: timedelta = REPLY_TOKEN_LIFE
    _issued: dict[str, Issued] = field(default_factory=dict)

    def issue(self, channel: str, chat: Chat, now: datetime) -> str:
        token = ids.token()
        self._issued[token] = Issued(channel, chat, now)
        return token

    def spend(self, channel: str, token: str, now: datetime) -> Chat:
        """The chat to answer in; a used, expired, foreign or invented token is refused the same way."""
        issued = self._issued.get(token)
        if issued is None or issued.channel != channel or now - issued.at > self.life:
            raise LineError(BAD_REQUEST, INVALID_REPLY_TOKEN)
        del self._issued[token]
        return issued.chat


@dataclass(frozen=True, slots=True)
class Accepted:
    """What LINE remembers of a request it accepted under a retry key."""

    request_id: str
    sent_messages: list[Json]
    at: datetime


@dataclass(slots=True)
class RetryKeys:
    """Retry keys: the same key within 24 hours is answered 409, with what the first request got."""

    life: timedelta = RETRY_KEY_LIFE
    _accepted: dict[tuple[str, str], Accepted] = field(default_factory=dict)

    def refuse_used(self, channel: str, key: str, now: datetime) -> None:
        require_uuid(key)
        used = self._accepted.get((channel, key.lower()))
        if used is None or now - used.at > self.life:
            return
        headers = {"x-line-accepted-request-id": used.request_id}
        sent = {"sentMessages": used.sent_messages} if used.sent_messages else {}
        raise LineError(CONFLICT, RETRY_KEY_USED, headers=headers, **sent)

    def remember(self, channel: str, key: str, request_id: str, sent: list[Json], now: datetime) -> None:
        self._accepted[channel, key.lower()] = Accepted(request_id, sent, now)


def require_uuid(key: str) -> None:
    try:
        uuid.UUID(key)
    except ValueError as wrong:
        raise LineError(BAD_REQUEST, "The value of the X-Line-Retry-Key header is invalid") from wrong
