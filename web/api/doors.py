"""Who may come in: whoever shows a token, so often a minute."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

from flask import request

from models.api_token import BEGINS, ApiToken
from models.clock import Clock
from models.database import Database
from web.api.problems import Refused

A_MINUTE = 600
"""Requests of one token that each process answers."""
MINUTE = 60
SCHEME = "bearer"


@dataclass(slots=True)
class Door:
    """Lets in by `Authorization: Bearer TOKEN`."""

    database: Database
    clock: Clock
    a_minute: int = A_MINUTE
    counted: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Of each token, the minute it came in last and how often."""

    def let_in(self) -> ApiToken:
        """Whose request this is; raises Refused for who has no good token, and who comes too often."""
        token = self._token(_shown())
        self._count(token, self.clock.machine())
        return token

    def _token(self, shown: str) -> ApiToken:
        with self.database.read() as session:
            token = session.scalar(ApiToken.opened_by(shown)) if shown else None
        if token is None:
            raise Refused(
                HTTPStatus.UNAUTHORIZED,
                "no-token",
                "send the token as `Authorization: Bearer TOKEN`; this one is missing, wrong or revoked",
                headers={"WWW-Authenticate": 'Bearer realm="jod"'},
            )
        return token

    def _count(self, token: ApiToken, now: datetime) -> None:
        """A full minute is waited out: what a till sends again later is stored once by its key."""
        minute, second = divmod(int(now.timestamp()), MINUTE)
        last, count = self.counted.get(token.id, (minute, 0))
        count = count + 1 if last == minute else 1
        self.counted[token.id] = minute, count
        if count > self.a_minute:
            wait = str(MINUTE - second)
            raise Refused(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too-fast",
                f"more than {self.a_minute} requests in a minute; go on in {wait} s",
                headers={"Retry-After": wait},
            )


def _shown() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    is_token = scheme.casefold() == SCHEME and token.strip().startswith(BEGINS)
    return token.strip() if is_token else ""
