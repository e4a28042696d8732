"""Whom the company sells to."""

from __future__ import annotations

import enum
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Enum, Float, ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement, Select

from models.base import Base, Id, Ref
from models.changes import Audited
from models.member import Member
from models.whole import Asked


class CustomerKind(enum.StrEnum):
    BUSINESS = "b2b"
    CONSUMER = "b2c"


class BuyingRole(enum.StrEnum):
    OWNER = "owner"
    PURCHASING = "purchasing"
    USER = "user"
    TECHNICAL = "technical"
    FINANCE = "finance"
    DECISION_MAKER = "decision_maker"


class Size(enum.StrEnum):
    """How large a business is; decides how many rounds it is followed up for."""

    S = "S"
    M = "M"
    L = "L"
    XL = "XL"


SIZE = Enum(Size, native_enum=False, length=2)
"""Its column: two letters at most."""


class Customer(Base, Audited):
    """A business or a consumer, with exactly one member who is responsible."""

    __tablename__ = "customers"
    __table_args__ = (
        Index(None, "workspace_id", "directory_version"),
        Index(
            "ix_customers_unreached",
            *("workspace_id", "owner_id", "last_contact_at", "created_at", "deleted", "rests_until", "id"),
        ),
        Index(None, "workspace_id", "phone"),
    )
    quiet = frozenset(
        {
            *("last_contact_at", "last_attempt_at", "directory_version"),
            *("last_purchase_at", "purchase_count", "purchase_total"),
        }
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    owner_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[CustomerKind] = mapped_column(default=CustomerKind.BUSINESS)
    phone: Mapped[str | None] = mapped_column(String(20))
    """E.164, as `phonenumbers` writes it."""
    legal_form: Mapped[str | None] = mapped_column(String(40))
    """As written: บจก., หจก., Co., Ltd."""
    branch: Mapped[str | None] = mapped_column(String(60))
    source: Mapped[str | None] = mapped_column(String(60))
    """Where they come from, in the rep's words: งานแฟร์, ลูกค้าแนะนำ."""
    size: Mapped[Size | None] = mapped_column(SIZE)
    tax_id: Mapped[str | None] = mapped_column(String(20))
    address: Mapped[str | None] = mapped_column(String(300))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    birthday: Mapped[date | None]
    """Year 4 (a leap year) when only day and month are known."""
    erased_at: Mapped[datetime | None]
    """When this person's own fields were blanked at their wish."""
    rests_until: Mapped[date | None]
    """Nothing is due here before that day, and that is agreed."""
    merged_into_id: Mapped[int | None]
    """The customer that this one turned out to be; then it is deleted too."""
    deleted: Mapped[bool] = mapped_column(default=False)
    directory_version: Mapped[int] = mapped_column(default=0)
    last_purchase_at: Mapped[datetime | None]
    purchase_count: Mapped[int] = mapped_column(default=0)
    purchase_total: Mapped[Decimal] = mapped_column(default=Decimal(0))
    """What they bought less what they brought back; kept in the purchase's own transaction."""
    last_contact_at: Mapped[datetime | None]
    """The newest activity that reached somebody."""
    last_attempt_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    owner: Mapped[Member] = relationship(lazy="raise")
    aliases: Mapped[list[CustomerAlias]] = relationship(back_populates="customer", lazy="raise")
    contacts: Mapped[list[Contact]] = relationship(back_populates="customer", lazy="raise")

    @classmethod
    def awake_on(cls, day: date) -> ColumnElement[bool]:
        """Not agreed to be left alone on that day."""
        return cls.rests_until.is_(None) | (cls.rests_until <= day)

    def rests_on(self, day: date) -> bool:
        """Is it agreed that nothing is due here on that day?"""
        return self.rests_until is not None and self.rests_until > day

    @classmethod
    def owned(cls, workspace_id: int, owner_id: int, customer_id: int) -> Select[Customer]:
        """That customer, if it is this person's own."""
        mine = select(cls).where(cls.id == customer_id, cls.workspace_id == workspace_id)
        return mine.where(cls.owner_id == owner_id, cls.deleted.is_(False))

    @classmethod
    def changed_since(cls, workspace_id: int, version: int) -> Select[Customer]:
        """What a process's directory has not seen yet, deleted ones included."""
        return select(cls).where(cls.workspace_id == workspace_id, cls.directory_version > version)

    @classmethod
    def not_reached_since(cls, before: datetime) -> ColumnElement[bool]:
        """Nobody has reached them since `before`; who has never been reached counts from creation."""
        return func.coalesce(cls.last_contact_at, cls.created_at) < before


class CustomerTag(Base, Audited):
    """A word by which the company sorts its customers."""

    __tablename__ = "customer_tags"
    __table_args__ = (Index(None, "workspace_id", "name", "customer_id"), Index(None, "customer_id"))

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"))
    name: Mapped[str] = mapped_column(String(40))
    deleted: Mapped[bool] = mapped_column(default=False)


class CustomerAlias(Base, Audited):
    """Another name people use, learnt when a pick is confirmed."""

    __tablename__ = "customer_aliases"
    __table_args__ = (Index(None, "customer_id"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"))
    name: Mapped[str] = mapped_column(String(200))
    deleted: Mapped[bool] = mapped_column(default=False)

    customer: Mapped[Customer] = relationship(back_populates="aliases", lazy="raise")


class Contact(Base, Audited):
    """A person at a customer."""

    __tablename__ = "contacts"
    __table_args__ = (Index(None, "customer_id"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    customer_id: Mapped[Ref] = mapped_column(ForeignKey("customers.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[BuyingRole | None]
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(120))
    line_id: Mapped[str | None] = mapped_column(String(60))
    left_at: Mapped[datetime | None]
    """No longer there since then; what was said with them stays under their name."""
    moved_from_id: Mapped[int | None]
    """The same person at the customer they worked for before."""
    deleted: Mapped[bool] = mapped_column(default=False)

    customer: Mapped[Customer] = relationship(back_populates="contacts", lazy="raise")

    @classmethod
    def at(cls, customer_id: int) -> Select[Contact]:
        """Who can be met at a customer."""
        return cls.ever_at(customer_id).where(cls.left_at.is_(None))

    @classmethod
    def ever_at(cls, customer_id: int) -> Select[Contact]:
        """The same, with those who have left."""
        return select(cls).where(cls.customer_id == customer_id, cls.deleted.is_(False)).order_by(cls.id)


OWNED = Asked(Customer, Customer.owned)
