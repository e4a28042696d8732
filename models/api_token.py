"""Tills and web shops that report purchases by themselves."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref
from models.changes import Audited

BEGINS = "jod_"
"""So that a token which got somewhere it should not be is known for what it is."""
RANDOM = 32
"""Bytes of a token that nobody can guess."""

PICKED_UP_AT = "/tokens"
"""Where in the web the token of a till that was added in the chat is shown, once."""
PICKED_UP_WITHIN = timedelta(minutes=15)


class ApiToken(Base, Audited):
    """What one till shows to be let in; only its digest is kept."""

    __tablename__ = "api_tokens"
    __table_args__ = (UniqueConstraint("digest"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    name: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    @classmethod
    def opened_by(cls, token: str) -> Select[ApiToken]:
        """The row of a token that somebody shows, unless it has been revoked."""
        return select(cls).where(cls.digest == digest_of(token), cls.revoked_at.is_(None))

    @classmethod
    def waiting(cls, code: str, now: datetime) -> Select[ApiToken]:
        """The row whose token is still to be picked up by whoever has this code."""
        good = select(cls).where(cls.digest == pickup_digest(code), cls.revoked_at.is_(None))
        return good.where(cls.created_at > now - PICKED_UP_WITHIN)

    @classmethod
    def good(cls, workspace_id: int) -> Select[ApiToken]:
        """A company's tokens that let in, the oldest first."""
        good = select(cls).where(cls.workspace_id == workspace_id, cls.revoked_at.is_(None))
        return good.order_by(cls.id)


class ApiAnswer(Base):
    """What was answered to a request's idempotency key: the same key gets the same answer."""

    __tablename__ = "api_answers"

    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    """The till's own, behind the number of its token: two tills may count alike."""
    request_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


def new_token() -> str:
    """To be shown once, to whoever sets up the till."""
    return BEGINS + secrets.token_urlsafe(RANDOM)


def pickup_digest(code: str) -> str:
    """What stands in a row until its token is picked up: no token has it, since none begins so."""
    return digest_of(f"pickup:{code}")


def digest_of(token: str) -> str:
    """What is kept of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
