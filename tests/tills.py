"""A till of the town's: it has a token and reports what it sells."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from models.api_token import ApiToken, digest_of, new_token
from models.purchase import Purchase
from models.workspace import Workspace
from tests.town import Town

PURCHASES = "/api/purchases"


@dataclass
class Till:
    """Reports over HTTP, each time with another idempotency key unless one is given."""

    town: Town
    token: str
    keys: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @classmethod
    def of(cls, town: Town, name: str = "หน้าร้าน", workspace: int | None = None) -> Till:
        token = new_token()
        with town.database() as session:
            owner = workspace or session.scalars(select(Workspace.id).order_by(Workspace.id)).first()
            now = town.clock.now()
            session.add(ApiToken(workspace_id=owner, name=name, digest=digest_of(token), created_at=now))
        return cls(town, token)

    def headers(self, key: str | None = None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or f"k{next(self.keys)}"}

    def send(self, body: Any, key: str | None = None, **changed: Any) -> TestResponse:
        """The answer to a body, as JSON unless it is bytes already."""
        said = {"data": body} if isinstance(body, bytes) else {"json": body}
        headers = self.headers(key) | changed.pop("headers", {})
        if isinstance(body, bytes):
            changed.setdefault("content_type", "application/json")
        return self.town.web.post(PURCHASES, headers=headers, **said, **changed)

    def sell(self, total: str | float | None = None, key: str | None = None, **said: Any) -> dict[str, Any]:
        """Something that is stored; what was answered."""
        body = said if total is None else {"total": total, **said}
        answer = self.send(body, key)
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.get_json()
        return told


def purchases(town: Town) -> list[Purchase]:
    with town.database() as session:
        return list(session.scalars(select(Purchase).order_by(Purchase.id)))
