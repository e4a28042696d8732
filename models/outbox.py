"""What we owe to LINE: every message is a row until LINE has taken it, or until it is said why not."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint, and_, select, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import ColumnElement, Select

from models.base import Base, Id, Ref, literal
from models.member import Member


class OutboxKind(enum.StrEnum):
    """LINE's three ways: a reply is free and goes once, the others cost quota a recipient."""

    REPLY = "reply"
    PUSH = "push"
    MULTICAST = "multicast"


class OutboxState(enum.StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"
    HELD = "held"


BLOCKED = "blocked"
"""Why a push was called off: it is taken up again if the person comes back before it is stale."""

WORTH_LOOKING_AT = timedelta(days=3)
"""What is older and was called off comes back to no consumer."""
ON_THE_WAY = (OutboxState.PENDING, OutboxState.SENDING)
"""What a sender takes, or took and died with."""
STANDING = (OutboxState.HELD, OutboxState.FAILED, OutboxState.UNCERTAIN)
"""What waits for LINE's next month, or for a person."""
WAITING = (*ON_THE_WAY, OutboxState.HELD)
"""What is still owed."""
COSTING = (OutboxKind.PUSH, OutboxKind.MULTICAST)
"""What takes from the month's quota; a reply is free."""


class Lane(enum.IntEnum):
    """Who goes first when more is owed than LINE takes at once."""

    URGENT = 0
    """Somebody waits for it now: an answer, a reminder set to the minute."""
    DAILY = 1
    BULK = 2

    @classmethod
    def of(cls, purpose: str) -> Lane:
        return LANES.get(purpose, cls.DAILY)


LANES = {"answer": Lane.URGENT, "reminder": Lane.URGENT, "promotion": Lane.BULK}


def _lane(row: Any) -> int:
    return Lane.of(row.get_current_parameters().get("purpose", "answer"))


def _costs(row: Any) -> int:
    return len(row.get_current_parameters().get("recipients") or [""])


SPENT = text("state = 'sent' AND kind IN ('push', 'multicast')")


def _only(*states: OutboxState) -> dict[str, Any]:
    """A partial index on rows in these states, in both dialects."""
    condition = text("state IN ({})".format(", ".join(f"'{state}'" for state in states)))
    return {"sqlite_where": condition, "postgresql_where": condition}


class OutboxMessage(Base):
    """A message we owe. Its payload is frozen when it is made, its retry key is born in the same INSERT."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("dedupe_key"),
        Index("ix_outbox_on_the_way", "channel_id", "lane", "next_at", "id", **_only(*ON_THE_WAY)),
        Index("ix_outbox_standing", "workspace_id", "state", "created_at", **_only(*STANDING)),
        Index(None, "workspace_id", "member_id", "created_at"),
        Index(
            "ix_outbox_spent",
            *("channel_id", "created_at", "purpose", "costs"),
            sqlite_where=SPENT,
            postgresql_where=SPENT,
        ),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    channel_id: Mapped[Ref] = mapped_column(ForeignKey("channels.id"))
    dedupe_key: Mapped[str] = mapped_column(String(160))
    kind: Mapped[OutboxKind]
    purpose: Mapped[str] = mapped_column(String(20), default="answer")
    """What it is for: answer, reminder, plan, result, summary, notice, promotion."""
    lane: Mapped[int] = mapped_column(SmallInteger, default=_lane)
    """Follows from the purpose: see Lane."""
    member_id: Mapped[int | None]
    recipient: Mapped[str] = mapped_column(String(64), default="")
    """The user to push to; of a reply, the user to fall back to (empty: not worth quota)."""
    recipients: Mapped[list[str] | None]
    """Of a multicast, at most 500 users."""
    costs: Mapped[int] = mapped_column(SmallInteger, default=_costs, server_default="1")
    """So many messages LINE counts for it, unless it goes as a free reply: one a recipient."""
    reply_token: Mapped[str | None] = mapped_column(String(64))
    payload: Mapped[str] = mapped_column(Text)
    """The LINE message objects as JSON, sent byte for byte at every try."""
    shows: Mapped[list[Any] | None]
    """For each message, the record it shows as [kind, id], or null."""
    retry_key: Mapped[str] = mapped_column(String(36))
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.PENDING)
    reason: Mapped[str] = mapped_column(String(500), default="")
    details: Mapped[str] = mapped_column(Text, default="")
    """LINE's whole answer to what it refused for good."""
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    """By the domain clock: the day it counts against."""
    received_at: Mapped[datetime | None]
    """By the machine clock: when the event a reply answers came in."""
    next_at: Mapped[datetime]
    not_after: Mapped[datetime | None]
    """By the domain clock: later than this it is worth nothing, and is cancelled."""
    first_attempt_at: Mapped[datetime | None]
    """Since when LINE may have it, by the machine clock; its retry key is good for a day from here."""
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    accepted_request_id: Mapped[str | None] = mapped_column(String(64))

    @classmethod
    def on_the_way(cls) -> ColumnElement[bool]:
        """Which rows `ix_outbox_on_the_way` holds; said so in each query, or SQLite does not use it."""
        return cls.state.in_([literal(state) for state in ON_THE_WAY])

    @classmethod
    def standing(cls) -> ColumnElement[bool]:
        """Which rows `ix_outbox_standing` holds."""
        return cls.state.in_([literal(state) for state in STANDING])

    @classmethod
    def spent(cls) -> ColumnElement[bool]:
        """Which rows `ix_outbox_spent` holds: what LINE has taken and counted."""
        kinds = cls.kind.in_([literal(kind) for kind in COSTING])
        return and_(cls.state == literal(OutboxState.SENT), kinds)

    @classmethod
    def waiting_for(cls, member: Member) -> Select[OutboxMessage]:
        """Pushes owed to this person that nobody is sending just now."""
        return select(cls).where(
            cls.workspace_id == member.workspace_id,
            cls.member_id == member.id,
            cls.kind == OutboxKind.PUSH,
            cls.state.in_((OutboxState.PENDING, OutboxState.HELD)),
        )

    @classmethod
    def called_off(cls, member: Member, reason: str, now: datetime) -> Select[OutboxMessage]:
        """Pushes to this person that were called off for that reason and are still worth sending."""
        return select(cls).where(
            cls.workspace_id == member.workspace_id,
            cls.member_id == member.id,
            cls.state == OutboxState.CANCELLED,
            cls.reason == reason,
            cls.not_after > now,
        )

    @classmethod
    def waiting_to(cls, channel_id: int, user_id: str) -> Select[OutboxMessage]:
        """Pushes owed to a consumer that nobody is sending just now."""
        return select(cls).where(
            cls.channel_id == channel_id,
            cls.recipient == user_id,
            cls.kind == OutboxKind.PUSH,
            cls.state == literal(OutboxState.PENDING),
            cls.on_the_way(),
        )

    @classmethod
    def called_off_to(
        cls, workspace_id: int, user_id: str, reason: str, now: datetime
    ) -> Select[OutboxMessage]:
        """Pushes to a consumer of the last days that were called off and are still worth sending."""
        return select(cls).where(
            cls.workspace_id == workspace_id,
            cls.member_id.is_(None),
            cls.created_at > now - WORTH_LOOKING_AT,
            cls.recipient == user_id,
            cls.state == OutboxState.CANCELLED,
            cls.reason == reason,
            cls.not_after > now,
        )

    def call_off(self, reason: str) -> None:
        """It will not be sent."""
        self.state, self.reason = OutboxState.CANCELLED, reason

    def take_up(self, machine: datetime) -> None:
        """It will be sent after all, at once."""
        self.state, self.reason, self.next_at = OutboxState.PENDING, "", machine
