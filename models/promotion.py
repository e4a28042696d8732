"""Offers to consumers, and each time one is sent to those who agreed."""

from __future__ import annotations

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref, literal
from models.changes import Audited

OPEN = "done_at IS NULL AND state IN ('approved', 'sending', 'cancelled')"
"""What `ix_campaigns_open` holds: to be sent, under way, or stopped with batches still out."""
UNREMINDED = "reminded_at IS NULL"
"""What `ix_coupons_expiring` holds: nobody has been told that it is about to expire."""


class PromotionKind(enum.StrEnum):
    PERCENT = "percent"
    BAHT = "baht"
    BUY_GET = "buy_get"
    FREE_SHIPPING = "free_shipping"


class PromotionState(enum.StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    """May be claimed and redeemed between its days."""
    CANCELLED = "cancelled"
    DELETED = "deleted"


class Repeat(enum.StrEnum):
    """A promotion that sends itself."""

    BIRTHDAY = "birthday"
    WIN_BACK = "win_back"


class Promotion(Base, Audited):
    """One offer: what, for whom, from when until when, under which code."""

    __tablename__ = "promotions"
    __table_args__ = (
        UniqueConstraint("workspace_id", "code"),
        Index(None, "workspace_id", "state", "ends_on"),
        Index(None, "picture", unique=True),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    made_by_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    code: Mapped[str] = mapped_column(String(40))
    """In capitals, one a company: what is typed at the counter."""
    title: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[PromotionKind]
    percent: Mapped[int | None]
    baht: Mapped[Decimal | None]
    buy: Mapped[int | None]
    get: Mapped[int | None]
    item: Mapped[str] = mapped_column(String(200), default="")
    """Only for this; empty for everything."""
    minimum_spend: Mapped[Decimal | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    segment: Mapped[dict[str, Any] | None]
    """Who it is for, as `models.audience` reads it; None is everybody who agreed."""
    per_person: Mapped[int] = mapped_column(default=1)
    """How often one person may use it."""
    in_total: Mapped[int | None]
    """How often all together may."""
    photo_id: Mapped[int | None]
    """The attachment shown above it."""
    picture: Mapped[str | None] = mapped_column(String(32))
    """What nobody can guess of the photo's address; another for each photo."""
    repeat: Mapped[Repeat | None]
    state: Mapped[PromotionState] = mapped_column(default=PromotionState.DRAFT)
    created_at: Mapped[datetime]

    @classmethod
    def here(cls, workspace_id: int, promotion_id: int) -> Select[Promotion]:
        """That one, if it is this company's: what consumers tap may name any."""
        return select(cls).where(cls.workspace_id == workspace_id, cls.id == promotion_id)

    @classmethod
    def valid_on(cls, workspace_id: int, day: date) -> Select[Promotion]:
        """What can be claimed and used that day, what ends first on top."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.state == literal(PromotionState.ACTIVE))
            .where(cls.ends_on >= day, cls.starts_on <= day)
            .order_by(cls.ends_on, cls.id)
        )


class CampaignState(enum.StrEnum):
    WAITING = "waiting"
    """For a manager's approval."""
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    """It could not be sent as approved: too many more people, or no quota; `reason` says which."""
    DELETED = "deleted"
    """Its making was undone."""


class Campaign(Base, Audited):
    """One sending of a promotion: approved for a number of people, sent once to each."""

    __tablename__ = "campaigns"
    __table_args__ = (
        Index(None, "workspace_id", "promotion_id"),
        Index(None, "workspace_id", "state"),
        Index("ix_campaigns_open", "send_at", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        UniqueConstraint("promotion_id", "slot"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    channel_id: Mapped[Ref] = mapped_column(ForeignKey("channels.id"))
    promotion_id: Mapped[Ref] = mapped_column(ForeignKey("promotions.id"))
    slot: Mapped[str] = mapped_column(String(40), default="")
    """Which turn of a repeating promotion; one turn is one campaign."""
    send_at: Mapped[datetime]
    state: Mapped[CampaignState] = mapped_column(default=CampaignState.WAITING)
    reason: Mapped[str] = mapped_column(String(200), default="")
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    approved_at: Mapped[datetime | None]
    approved_for: Mapped[int | None]
    """So many people it was approved for."""
    most: Mapped[int | None]
    """So many messages at first, the others from `rest_at` on: a month did not have enough of them."""
    rest_at: Mapped[datetime | None]
    held_out: Mapped[int] = mapped_column(default=0)
    """Percent kept out by chance, to measure against."""
    seed: Mapped[int] = mapped_column(default=0)
    """Decides who is kept out, the same after a crash."""
    snapshot_at: Mapped[datetime | None]
    """When the list of recipients was complete."""
    done_at: Mapped[datetime | None]

    @classmethod
    def open(cls) -> Select[Campaign]:
        """What the sender still has to do with, in no order; in the words of its index."""
        return select(cls).where(text(OPEN))


class RecipientState(enum.StrEnum):
    PLANNED = "planned"
    """On the list; what becomes of their batch becomes of them."""
    QUEUED = "queued"
    """In a message that LINE has not answered. Counted, by the message; never written to a person."""
    ACCEPTED = "accepted"
    SKIPPED = "skipped"
    """No longer agreed, blocked or erased at the moment of sending, or the campaign was cancelled."""
    HELD_OUT = "held_out"
    FAILED = "failed"


class Recipient(Base):
    """One person of one campaign. The snapshot taken at its start; nobody is in it twice."""

    __tablename__ = "campaign_recipients"
    __table_args__ = (
        Index(None, "campaign_id", "state", "consumer_id"),
        Index(None, "workspace_id", "consumer_id"),
    )

    campaign_id: Mapped[Ref] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    consumer_id: Mapped[Ref] = mapped_column(ForeignKey("consumers.id"))
    customer_id: Mapped[int | None]
    state: Mapped[RecipientState] = mapped_column(default=RecipientState.PLANNED)
    reason: Mapped[str] = mapped_column(String(40), default="")
    accepted_at: Mapped[datetime | None]
    tapped_at: Mapped[datetime | None]
    """When they took the coupon: the only "opened" there is."""
    opted_out_at: Mapped[datetime | None]
    """When they withdrew within the days this campaign is measured."""


class Coupon(Base, Audited):
    """One person's own code of a promotion, given when they tap the button."""

    __tablename__ = "coupons"
    __table_args__ = (
        UniqueConstraint("workspace_id", "code"),
        UniqueConstraint("promotion_id", "consumer_id"),
        Index(None, "picture", unique=True),
        Index(None, "workspace_id", "consumer_id", "expires_at"),
        Index(
            "ix_coupons_expiring",
            *("workspace_id", "expires_at", "id"),
            sqlite_where=text(UNREMINDED),
            postgresql_where=text(UNREMINDED),
        ),
    )
    quiet = frozenset({"reminded_at"})

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    promotion_id: Mapped[Ref] = mapped_column(ForeignKey("promotions.id"))
    consumer_id: Mapped[Ref] = mapped_column(ForeignKey("consumers.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    code: Mapped[str] = mapped_column(String(16))
    claimed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    picture: Mapped[str | None] = mapped_column(String(32))
    """What nobody can guess of the address of its QR code."""
    reminded_at: Mapped[datetime | None]
    """When its owner was told that it is about to expire; once."""
    deleted: Mapped[bool] = mapped_column(default=False)


class Redemption(Base, Audited):
    """One use of a promotion at the counter. What is freed by a return does not count any more."""

    __tablename__ = "redemptions"
    __table_args__ = (
        Index(None, "workspace_id", "promotion_id", "customer_id"),
        Index(None, "promotion_id", "coupon_id"),
        Index(None, "purchase_id"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    promotion_id: Mapped[Ref] = mapped_column(ForeignKey("promotions.id"))
    coupon_id: Mapped[int | None] = mapped_column(ForeignKey("coupons.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    consumer_id: Mapped[int | None] = mapped_column(ForeignKey("consumers.id"))
    purchase_id: Mapped[int | None] = mapped_column(ForeignKey("purchases.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    discount: Mapped[Decimal | None]
    at: Mapped[datetime]
    freed_at: Mapped[datetime | None]
    deleted: Mapped[bool] = mapped_column(default=False)
