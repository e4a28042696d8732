"""Where a person stands in a conversation with Jod."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, ForeignKey, String, UniqueConstraint, bindparam, inspect, select, update
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref, table_of
from models.plain import Plain

MINUTE = timedelta(minutes=1)


class Friendship(enum.StrEnum):
    """LINE's own truth about a person: pushes to someone who blocked us are accepted and never arrive."""

    UNKNOWN = "unknown"
    FRIEND = "friend"
    BLOCKED = "blocked"
    STRANGER = "stranger"
    """LINE knows no such friend of this account."""


class Chat(Base):
    """One person on one channel (and, in a group, that person in that group).

    Its row is the lock that keeps one person's messages in order, and holds the open question,
    the last record and the last list shown.
    """

    __tablename__ = "chats"
    __table_args__ = (UniqueConstraint("channel_id", "user_id", "group_id"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    channel_id: Mapped[Ref] = mapped_column(ForeignKey("channels.id"))
    user_id: Mapped[str] = mapped_column(String(64))
    group_id: Mapped[str] = mapped_column(String(64), default="")
    """The group or room, empty in a one-to-one chat."""
    display_name: Mapped[str] = mapped_column(String(120), default="")
    friendship: Mapped[Friendship] = mapped_column(default=Friendship.UNKNOWN)
    friendship_at: Mapped[datetime | None]
    """LINE's time of the newest (un)follow: an older event never overwrites a newer one."""
    question: Mapped[dict[str, Any] | None]
    """What Jod waits to hear: id, field, the intent so far, when it expires."""
    offered: Mapped[dict[str, Any] | None]
    """What the last card offered: `numbers` and `labels`, each leading to button data."""
    last_record: Mapped[dict[str, Any] | None]
    """The record last shown or saved: kind, id, customer, when."""
    logged: Mapped[dict[str, Any] | None]
    """The last sentence that was logged: said (its CRC-32), id, at; it may come twice by a slip."""
    greeted_at: Mapped[datetime | None]
    minute: Mapped[datetime | None]
    """The start of the minute in which `lines` are counted."""
    lines: Mapped[int] = mapped_column(default=0)

    def point_at(self, kind: str, record_id: int, customer_id: int | None, now: datetime) -> None:
        """From now on the next line may be about this record."""
        self.last_record = {"kind": kind, "id": record_id, "customer": customer_id, "at": now.isoformat()}

    def lines_at(self, now: datetime) -> int:
        """How many lines this minute has had."""
        is_running = self.minute is not None and timedelta() <= now - self.minute < MINUTE
        return self.lines if is_running else 0

    def count_line(self, now: datetime) -> None:
        """One more line; the first after a pause begins a minute."""
        before = self.lines_at(now)
        self.minute, self.lines = self.minute if before else now, before + 1

    def write(self, connection: Connection) -> None:
        """Write what has changed since it was read; it is read and written round the ORM, at every event."""
        changed = {name: getattr(self, name) for name in inspect(self).committed_state}
        if changed:
            _CHANGED.rows(connection, {"chat": self.id, **changed})

    @classmethod
    def of(cls, channel_id: int, user_id: str, group_id: str = "") -> Select[Chat]:
        return select(cls).where(
            cls.channel_id == channel_id, cls.user_id == user_id, cls.group_id == group_id
        )


_CHANGED = Plain(update(table_of(Chat)).where(Chat.id == bindparam("chat")))


class Shown(Base):
    """Which record a sent message showed, so that quoting the card names it."""

    __tablename__ = "shown"

    channel_id: Mapped[Ref] = mapped_column(ForeignKey("channels.id"), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[Ref]
