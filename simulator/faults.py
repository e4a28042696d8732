"""What can go wrong at LINE, on order: a rule is asked at each call of the API and may name a fault."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from simulator.errors import (
    BAD_REQUEST,
    FORBIDDEN,
    MONTHLY_LIMIT,
    RATE_LIMIT,
    TOO_MANY,
    UNAUTHORIZED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call of the API, as a rule sees it; `endpoint` is its short name: push, reply, profile..."""

    channel: str
    endpoint: str
    method: str
    path: str
    retry_key: str | None
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens instead of LINE's answer, before or after it has accepted the request.

    `seconds` passes first. Without `status` and `drop` the true answer is then given, late.
    """

    after: bool = False
    seconds: float = 0.0
    status: int | None = None
    body: str = ""
    content_type: str = "application/json"
    drop: bool = False


def answers(status: int, message: str) -> Fault:
    return Fault(status=status, body=json.dumps({"message": message}))


SERVER_ERROR = answers(500, "Internal server error")
RATE_LIMITED = answers(TOO_MANY, RATE_LIMIT)
TOO_MUCH_FOR_ONE = answers(TOO_MANY, "Too many messages were sent to the same user")
QUOTA_REACHED = answers(TOO_MANY, MONTHLY_LIMIT)
UNAUTHORISED = answers(UNAUTHORIZED, "Authentication failed. Confirm that the access token is valid.")
NO_ACCESS = answers(FORBIDDEN, "Access to this API is not available for your account")
BAD_BODY = answers(BAD_REQUEST, "The request body has 1 error(s)")
HTML_PAGE = Fault(status=200, body="<html><body>OK</body></html>", content_type="text/html")
DROPPED = Fault(drop=True)


def hangs(seconds: float) -> Fault:
    """No answer for so long, and then none at all."""
    return Fault(seconds=seconds, drop=True)


def late(seconds: float) -> Fault:
    return Fault(seconds=seconds)


def accepted_then(fault: Fault) -> Fault:
    """LINE does what it was asked to, and then the fault happens."""
    return replace(fault, after=True)


Rule = Callable[[Request], Fault | None]


def always(fault: Fault, *endpoints: str) -> Rule:
    """At every call of these endpoints, or of any."""
    return lambda request: fault if not endpoints or request.endpoint in endpoints else None


def times(count: int, fault: Fault, *endpoints: str) -> Rule:
    """At the first `count` calls of these endpoints."""
    applies, left = always(fault, *endpoints), itertools.count(1)
    return lambda request: fault if applies(request) and next(left) <= count else None


def once(fault: Fault, *endpoints: str) -> Rule:
    return times(1, fault, *endpoints)


def sometimes(share: float, faults: list[Fault], dice: random.Random, *endpoints: str) -> Rule:
    """At a share of the calls, one of the faults by chance; given the dice, so that a run can be repeated."""

    def rule(request: Request) -> Fault | None:
        meant = not endpoints or request.endpoint in endpoints
        return dice.choice(faults) if meant and dice.random() < share else None

    return rule
