"""Who the customers are and what happened with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import ContactRef, CustomerRef, MemberRef


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomer(Intent):
    name: ClassVar[str] = "new_customer"
    customer: CustomerRef | None = None
    kind: str | None = None
    phone: str | None = None
    size: str | None = None
    tax_id: str | None = None
    legal_name: str | None = None
    """The whole name, where it was said with a legal form."""
    branch: str | None = None
    contact: ContactRef | None = None
    contact_role: str | None = None
    email: str | None = None
    birthday: date | None = None
    consent: bool | None = None
    """What they are said to have answered to offers; who is asked that is a consumer."""
    note: str | None = None
    """Whatever else was said of them."""
    although_near: bool = False
    """The person has seen the near matches and means a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddContact(Intent):
    name: ClassVar[str] = "add_contact"
    customer: CustomerRef | None = None
    contact: ContactRef | None = None
    contact_role: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(Intent):
    """A bare name: whom to meet, what was said last, what was promised."""

    name: ClassVar[str] = "brief"
    looks_up: ClassVar[bool] = True
    customer: CustomerRef | None = None
    followup: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerHistory(Intent):
    name: ClassVar[str] = "customer_history"
    looks_up: ClassVar[bool] = True
    customer: CustomerRef | None = None
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MyCustomers(Intent):
    """`ลูกค้าของฉัน`, `ลูกค้าของแบงค์`: all that somebody answers for, the last spoken with first."""

    name: ClassVar[str] = "my_customers"
    looks_up: ClassVar[bool] = True
    rep: MemberRef | None = None
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(Intent):
    name: ClassVar[str] = "search"
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetAlias(Intent):
    """`ไม่ต้องจำชื่อนี้`: a name learnt from a pick."""

    name: ClassVar[str] = "forget_alias"
    alias: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteCustomer(Intent):
    """`ลบลูกค้าแนน`: one that nothing hangs on goes; of another the ways are told."""

    name: ClassVar[str] = "delete_customer"
    customer: CustomerRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseCustomer(Intent):
    """`ลบข้อมูลแนน`: a person's data go for good, at that person's wish. Asked twice."""

    name: ClassVar[str] = "erase_customer"
    customer: CustomerRef | None = None
    confirmed: bool = False
    keep: bool = False
    """Thought better of it."""
