"""What customers bought, brought back and paid."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Float, ForeignKey, Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref
from models.changes import Audited

BILLED = "kind = 'billed'"
UNCLAIMED = "customer_id IS NULL AND phone IS NOT NULL"


class PurchaseSource(enum.StrEnum):
    """How we know of it."""

    CHAT = "chat"
    IMPORT = "import"
    API = "api"


class Purchase(Base, Audited):
    """One purchase of a business or a consumer, or by a walk-in without a name.

    A return is a row of its own with a negative amount that names the purchase it takes back.
    """

    __tablename__ = "purchases"
    __table_args__ = (
        Index(None, "workspace_id", "customer_id", "occurred_at"),
        Index(None, "workspace_id", "occurred_at", "member_id", "amount"),
        Index(None, "workspace_id", "member_id", "occurred_at"),
        Index(
            "ix_purchases_unclaimed",
            *("workspace_id", "phone"),
            sqlite_where=text(UNCLAIMED),
            postgresql_where=text(UNCLAIMED),
        ),
        UniqueConstraint("workspace_id", "external_key"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    phone: Mapped[str | None] = mapped_column(String(20))
    """Of a walk-in, E.164: whoever turns out to have this number can claim the purchase."""
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    """Who sold it; None when it came from a till."""
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id"))
    item: Mapped[str] = mapped_column(String(200), default="")
    quantity: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(20), default="")
    amount: Mapped[Decimal]
    """Baht after any discount; negative for a return."""
    promo_code: Mapped[str | None] = mapped_column(String(40))
    returns_id: Mapped[int | None]
    """The purchase this row takes back."""
    source: Mapped[PurchaseSource] = mapped_column(default=PurchaseSource.CHAT)
    external_key: Mapped[str | None] = mapped_column(String(80))
    """The till's own key: the same key is the same purchase."""
    said: Mapped[str] = mapped_column(String(500), default="")
    message_id: Mapped[str] = mapped_column(String(64), default="")
    occurred_at: Mapped[datetime]
    logged_at: Mapped[datetime]
    deleted: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def by(cls, workspace_id: int, customer_id: int) -> Select[Purchase]:
        """What one customer bought and brought back, newest first."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.customer_id == customer_id)
            .where(cls.deleted.is_(False))
            .order_by(cls.occurred_at.desc(), cls.id.desc())
        )

    @classmethod
    def unclaimed(cls, workspace_id: int, phone: str) -> Select[Purchase]:
        """What was bought under that number while nobody had it, the oldest first."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.phone == phone)
            .where(cls.customer_id.is_(None), cls.phone.is_not(None), cls.deleted.is_(False))
            .order_by(cls.id)
        )

    @classmethod
    def sold_by(cls, workspace_id: int, member_id: int, start: datetime, end: datetime) -> Select[Purchase]:
        """What one person sold, and took back, from `start` up to, not including, `end`, newest first."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.member_id == member_id, cls.deleted.is_(False))
            .where(cls.occurred_at >= start, cls.occurred_at < end)
            .order_by(cls.occurred_at.desc(), cls.id.desc())
        )

    @classmethod
    def told_last_by(cls, workspace_id: int, member_id: int, since: datetime) -> Select[int]:
        """The id of what one person told of last, of what was sold or taken back since that moment."""
        return (
            select(cls.id)
            .where(cls.workspace_id == workspace_id, cls.member_id == member_id, cls.deleted.is_(False))
            .where(cls.occurred_at >= since)
            .order_by(cls.id.desc())
            .limit(1)
        )

    def taken_back(self) -> Select[Purchase]:
        """The returns of this purchase that stand; they are of the same customer and came after it."""
        cls = type(self)
        return (
            select(cls)
            .where(cls.workspace_id == self.workspace_id, cls.customer_id == self.customer_id)
            .where(cls.occurred_at >= self.occurred_at, cls.returns_id == self.id, cls.deleted.is_(False))
        )

    @property
    def is_return(self) -> bool:
        return self.returns_id is not None

    def is_called(self, item: str) -> bool:
        """Are these the goods that are called so, or nearly? The one name holds the other; any if unnamed."""
        wanted, bought = _plain(item), _plain(self.item)
        return not wanted or (bool(bought) and (wanted in bought or bought in wanted))


def _plain(item: str) -> str:
    return "".join(item.casefold().split())


class PaymentKind(enum.StrEnum):
    BILLED = "billed"
    """An invoice was handed in (วางบิล)."""
    COLLECTED = "collected"
    """Money or a cheque was received (เก็บเช็ค)."""


class Payment(Base, Audited):
    """Billing and collection at a customer; never a deal's amount."""

    __tablename__ = "payments"
    __table_args__ = (
        Index(None, "workspace_id", "customer_id", "occurred_at"),
        Index(None, "workspace_id", "member_id", "occurred_at"),
        Index(
            "ix_payments_billed",
            *("workspace_id", "customer_id"),
            sqlite_where=text(BILLED),
            postgresql_where=text(BILLED),
        ),
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"))
    member_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    kind: Mapped[PaymentKind]
    amount: Mapped[Decimal | None]
    purchase_id: Mapped[int | None]
    """The sale on credit that is owed by this bill; it follows that sale."""
    said: Mapped[str] = mapped_column(String(500), default="")
    message_id: Mapped[str] = mapped_column(String(64), default="")
    occurred_at: Mapped[datetime]
    logged_at: Mapped[datetime]
    deleted: Mapped[bool] = mapped_column(default=False)

    @property
    def told(self) -> str:
        """The kind as it is told: what was taken on credit is no invoice handed in."""
        return self.kind if self.purchase_id is None else "on_credit"

    @classmethod
    def at(cls, workspace_id: int, customer_id: int) -> Select[Payment]:
        """What was billed to one customer and collected there, newest first."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.customer_id == customer_id)
            .where(cls.deleted.is_(False))
            .order_by(cls.occurred_at.desc(), cls.id.desc())
        )

    @classmethod
    def of_sales(cls, sales: Sequence[Purchase]) -> Select[Payment]:
        """The bills of those of one customer's sales that were on credit."""
        one = sales[0]
        theirs = cls.workspace_id == one.workspace_id, cls.customer_id == one.customer_id
        return select(cls).where(
            *theirs, cls.purchase_id.in_([each.id for each in sales]), cls.deleted.is_(False)
        )

    @classmethod
    def by(
        cls, workspace_id: int, member_ids: Sequence[int], start: datetime, end: datetime
    ) -> Select[Payment]:
        """What these people billed and collected in that time, in no order."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.member_id.in_(member_ids))
            .where(cls.occurred_at >= start, cls.occurred_at < end, cls.deleted.is_(False))
        )
