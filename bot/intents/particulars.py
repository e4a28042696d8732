"""What is kept of a customer, beside its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import CustomerRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCustomer(Intent):
    """`สยามวัสดุ ขนาด L`; whatever is not said stays."""

    name: ClassVar[str] = "change_customer"
    customer: CustomerRef | None = None
    size: str | None = None
    tax_id: str | None = None
    phone: str | None = None
    branch: str | None = None
    address: str | None = None
    source: str | None = None
    legal_form: str | None = None
    birthday: date | None = None
    """The day of birth; in year 4 where only day and month were said."""
    place: str | None = None
    """A link to a map, or a point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCustomer(Intent):
    name: ClassVar[str] = "tag_customer"
    customer: CustomerRef | None = None
    tag: str = ""
    remove: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedCustomers(Intent):
    """Who has a tag; without one, which tags there are."""

    name: ClassVar[str] = "tagged_customers"
    looks_up: ClassVar[bool] = True
    tag: str = ""
    row: int | None = None
    """A row with the tag that was tapped: buttons carry no words."""
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeCustomers(Intent):
    """`รวม … กับ …`: `customer` stays, `other` becomes another name of it."""

    name: ClassVar[str] = "merge_customers"
    looks_up: ClassVar[bool] = True
    customer: CustomerRef | None = None
    other: CustomerRef | None = None
    confirmed: bool = False
