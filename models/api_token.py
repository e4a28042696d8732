"""Tills and web shops that report purchases by themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Ref
from models.changes import Audited


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


class ApiAnswer(Base):
    """What was answered to a request's idempotency key: the same key gets the same answer."""

    __tablename__ = "api_answers"

    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    request_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
