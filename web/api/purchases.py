"""`POST /api/purchases`: a till or a web shop reports what was bought, once by its idempotency key."""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import msgspec
from flask import Response, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.tills import Recorded, Till, Unusable
from models.api_token import ApiAnswer, ApiToken
from models.changes import Author, written_by
from models.clock import Clock
from models.database import Database
from models.purchase import Purchase, PurchaseSource
from models.workspace import Workspace
from web.api.doors import Door
from web.api.problems import Refused, invalid
from web.api.reports import Reported, decoded, is_without_zone, report_of, return_of

BODY_LIMIT = 64 * 1024
"""Bytes."""
JSON = "application/json"
KEY = re.compile(r"[!-~]{1,64}")
WHY = {
    "unknown_customer": "no customer of the company has this number",
    "unknown_purchase": "no purchase of the company has this key",
    "nothing_left": "all of this purchase has been brought back already",
    "more_than_left": "more than is left of this purchase",
    "code_expired": "the last day of this promotion is past",
    "code_called_off": "this promotion is not open, or was called off",
    "code_not_yet": "this promotion has not begun",
    "code_of_another": "this coupon was given to somebody else",
    "code_used": "this person has used it as often as one may",
    "code_used_up": "it has been used as often as it may be",
    "minimum_not_reached": "this promotion takes a larger purchase",
    "other_goods": "this promotion is for other goods",
}


class Stored(msgspec.Struct):
    """What was stored of a report."""

    id: int
    external_key: str | None
    customer_id: int | None
    """Whose it is; null for a walk-in, and for a number that nobody has yet."""
    amount: str
    """Baht; below nothing for a return."""
    item: str
    occurred_at: str
    time_zone_assumed: str | None
    """The company's, when `occurred_at` came without an offset."""


@dataclass(frozen=True, slots=True)
class Request:
    """One report, as it came in."""

    key: str
    digest: str
    said: Reported


@dataclass(frozen=True, slots=True)
class Counter:
    """Where reports are taken in."""

    database: Database
    clock: Clock
    door: Door

    def report(self) -> Response:
        """Store a purchase or a return, or give the first answer to its key again."""
        token = self.door.let_in()
        asked = _asked(token)
        try:
            answer, is_first = self._in_one(token, asked)
        except IntegrityError:  # the same key came by another door at once: now its answer is there
            answer, is_first = self._in_one(token, asked)
        headers = {} if is_first else {"Idempotency-Replayed": "true"}
        return Response(answer.body, status=answer.status, content_type=JSON, headers=headers)

    def _in_one(self, token: ApiToken, asked: Request) -> tuple[ApiAnswer, bool]:
        """The answer, and whether it is the first to this key."""
        return self.database.in_one(lambda session: self._answer(session, token, asked))

    def _answer(self, session: Session, token: ApiToken, asked: Request) -> tuple[ApiAnswer, bool]:
        known = session.get(ApiAnswer, (token.workspace_id, asked.key))
        if known is None:
            return self._first(session, token, asked), True
        if known.request_digest != asked.digest:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "key-reused", "this key came with another body")
        return known, False

    def _first(self, session: Session, token: ApiToken, asked: Request) -> ApiAnswer:
        now = self.clock.now()
        answer = _taking_the_key(session, token, asked, now)
        workspace = session.get_one(Workspace, token.workspace_id)
        till = Till(session=session, workspace_id=workspace.id, now=now, source=PurchaseSource.API)
        with written_by(Author(f"api:{token.id}:{uuid.uuid4().hex}", None, now)):
            purchase = _taken(till, asked.said, workspace)
        answer.body = msgspec.json.encode(_told(purchase, asked.said, workspace)).decode()
        return answer


def _taking_the_key(session: Session, token: ApiToken, asked: Request, now: datetime) -> ApiAnswer:
    """Before anything else is done: who comes with the same key meanwhile waits for this row, and fails."""
    answer = ApiAnswer(
        workspace_id=token.workspace_id,
        key=asked.key,
        request_digest=asked.digest,
        status=HTTPStatus.CREATED,
        body="",
        at=now,
    )
    session.add(answer)
    session.flush()
    return answer


def _asked(token: ApiToken) -> Request:
    """What came in, by its form; raises Refused."""
    key = request.headers.get("Idempotency-Key", "")
    if KEY.fullmatch(key) is None:
        detail = "send an Idempotency-Key: 1 to 64 visible ASCII letters, another for each purchase"
        raise Refused(HTTPStatus.BAD_REQUEST, "no-idempotency-key", detail)
    if request.mimetype != JSON:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", f"send the body as {JSON}")
    request.max_content_length = BODY_LIMIT
    body = request.get_data()
    return Request(f"{token.id}:{key}", hashlib.sha256(body).hexdigest(), decoded(body))


def _taken(till: Till, said: Reported, workspace: Workspace) -> Purchase:
    try:
        if said.returns is not None:
            return till.take_back(return_of(said, said.returns, till.now, workspace.zone))
        return till.take(report_of(said, till.now, workspace.zone))
    except Unusable as error:
        name = error.reason.replace("_", "-")
        raise invalid(f"#/{error.field}", WHY[error.reason], name) from error
    except Recorded as error:
        raise Refused(
            HTTPStatus.CONFLICT,
            "recorded-already",
            "a purchase with this external_key is there already; nothing was stored",
            purchase_id=error.purchase.id,
        ) from error


def _told(purchase: Purchase, said: Reported, workspace: Workspace) -> Stored:
    at: datetime = purchase.occurred_at.astimezone(workspace.zone)
    return Stored(
        id=purchase.id,
        external_key=purchase.external_key,
        customer_id=purchase.customer_id,
        amount=f"{purchase.amount:.2f}",
        item=purchase.item,
        occurred_at=at.isoformat(),
        time_zone_assumed=str(workspace.zone) if is_without_zone(said.occurred_at) else None,
    )
