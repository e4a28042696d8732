"""Links in a chat that hand out a table once."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref
from models.changes import Audited

GOOD_FOR = timedelta(minutes=15)


class Download(Base, Audited):
    """Who may fetch which table, until when. Only the token's hash is kept: a stolen table opens nothing."""

    __tablename__ = "downloads"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    member_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    """With whose eyes the table is read, as they are when it is fetched."""
    table: Mapped[str] = mapped_column(String(40))
    format: Mapped[str] = mapped_column(String(8))
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    @classmethod
    def good(cls, token: str, now: datetime) -> Select[Download]:
        """The link behind a token, if it has not been used or gone stale; the one who asks holds it."""
        return (
            select(cls)
            .where(cls.token_hash == hash_of(token), cls.used_at.is_(None), cls.expires_at > now)
            .with_for_update()
        )


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
