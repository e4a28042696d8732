"""A person who talks to the shop in LINE, and what they agreed to."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import ColumnElement, Select

from models.base import Base, Id, Ref, literal
from models.changes import Audited

REACHABLE = "state = 'active' AND consented"
"""As PostgreSQL says it; SQLite, which has no booleans, compares with 1."""

TOLD_AGAIN_AFTER = timedelta(hours=12)


class ConsumerState(enum.StrEnum):
    ACTIVE = "active"
    BLOCKED = "blocked"
    """Unfriended or blocked the account: LINE takes messages to them and delivers none."""
    ERASED = "erased"
    """Asked for their data to be erased; the row stays so that nobody writes to them again unasked."""


class Consumer(Base, Audited):
    """One LINE user of a shop's account. A consumer may be nobody's known customer yet."""

    __tablename__ = "consumers"
    __table_args__ = (
        UniqueConstraint("channel_id", "user_id"),
        Index(None, "workspace_id", "customer_id"),
        Index(
            "ix_consumers_reachable",
            *("workspace_id", "id", "customer_id", "promoted_at"),
            sqlite_where=text(f"{REACHABLE} = 1"),
            postgresql_where=text(REACHABLE),
        ),
    )
    quiet = frozenset({"promoted_at", "closed_told_at"})

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    channel_id: Mapped[Ref] = mapped_column(ForeignKey("channels.id"))
    user_id: Mapped[str] = mapped_column(String(64))
    """LINE's id of the person on this account; blanked when erased, with the name."""
    name: Mapped[str] = mapped_column(String(120), default="")
    """As LINE shows it: never used to address them."""
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    """Who they are to the shop, once a phone number was confirmed or they bought through the chat."""
    language: Mapped[str] = mapped_column(String(2), default="th")
    state: Mapped[ConsumerState] = mapped_column(default=ConsumerState.ACTIVE)
    consented: Mapped[bool] = mapped_column(default=False)
    """What their newest receipt says; silence is no."""
    befriended_at: Mapped[datetime]
    promoted_at: Mapped[datetime | None]
    """When a promotion was last accepted by LINE for them."""
    closed_told_at: Mapped[datetime | None]
    """When they were last told that the shop is closed."""

    def was_told_closed(self, now: datetime) -> bool:
        """Lately enough not to be told again."""
        return self.closed_told_at is not None and now - self.closed_told_at < TOLD_AGAIN_AFTER

    @classmethod
    def of(cls, channel_id: int, user_id: str) -> Select[Consumer]:
        return select(cls).where(cls.channel_id == channel_id, cls.user_id == user_id)

    @classmethod
    def reachable(cls, workspace_id: int) -> Select[Consumer]:
        """Who agreed to promotions and can be reached, in no order."""
        return select(cls).where(cls.workspace_id == workspace_id, cls.may_be_promoted_to())

    @classmethod
    def may_be_promoted_to(cls) -> ColumnElement[bool]:
        """In the words of `ix_consumers_reachable`; asked again at the moment of sending."""
        return (cls.state == literal(ConsumerState.ACTIVE)) & cls.consented


class ConsentSource(enum.StrEnum):
    BUTTON = "button"
    TEXT = "text"
    STAFF = "staff"
    """Typed by a rep on somebody's behalf: kept as a note, and never by itself a reason to send."""
    LAPSE = "lapse"
    """Two years without a purchase, as the wording says."""


class Consent(Base):
    """A receipt: what was asked, in which words, what was answered. Rows are only ever added."""

    __tablename__ = "consents"
    __table_args__ = (Index(None, "workspace_id", "consumer_id", "id"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    consumer_id: Mapped[int | None] = mapped_column(ForeignKey("consumers.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    given: Mapped[bool]
    version: Mapped[str] = mapped_column(String(20))
    """TH-1, EN-1: which wording."""
    wording: Mapped[str] = mapped_column(Text)
    """The words themselves, exactly as they were shown; empty when nothing was shown (a withdrawal)."""
    source: Mapped[ConsentSource]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    event: Mapped[str] = mapped_column(String(64), default="")
    """The webhook event that carried the answer."""
    at: Mapped[datetime]

    @classmethod
    def receipts(cls, workspace_id: int, consumer_id: int) -> Select[Consent]:
        """Everything one person ever answered, oldest first."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.consumer_id == consumer_id)
            .order_by(cls.id)
        )


class LinkCode(Base):
    """A one-time code by which a LINE user proves to be the customer with a phone number."""

    __tablename__ = "link_codes"
    __table_args__ = (Index(None, "workspace_id", "customer_id"), Index(None, "consumer_id"))

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"))
    consumer_id: Mapped[int | None] = mapped_column(ForeignKey("consumers.id"))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of workspace, customer and code; the code itself is kept nowhere."""
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    @classmethod
    def open(cls, workspace_id: int, now: datetime, tries: int) -> Select[LinkCode]:
        """Codes that can still be typed; a question to a rep has none."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.used_at.is_(None), cls.expires_at > now)
            .where(cls.tries < tries, cls.digest != "")
            .order_by(cls.id)
        )
