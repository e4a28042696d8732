"""How LINE says no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]

BAD_REQUEST = 400
UNAUTHORIZED = 401
FORBIDDEN = 403
NOT_FOUND = 404
CONFLICT = 409
TOO_LARGE = 413
UNSUPPORTED = 415
TOO_MANY = 429

MONTHLY_LIMIT = "You have reached your monthly limit."
RATE_LIMIT = "The API rate limit has been exceeded. Try again later."
INVALID_REPLY_TOKEN = "Invalid reply token"  # noqa: S105 an answer of LINE's, not a password
RETRY_KEY_USED = "The retry key is already accepted"


class LineError(Exception):
    """An error answer of the API: its status, LINE's wording, and what else the body and headers carry."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        details: Sequence[Json] = (),
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.headers = dict(headers or {})
        self.body: Json = {"message": message, **({"details": list(details)} if details else {}), **extra}


def invalid_property(name: str) -> LineError:
    return LineError(
        BAD_REQUEST, f"The property, '{name}', in the request body is invalid (line: -, column: -)"
    )


def not_found() -> LineError:
    return LineError(NOT_FOUND, "Not found")
