"""What customers bought, brought back and paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import Amount, CustomerRef, When
from bot.replies import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPurchase(Intent):
    """A customer, or somebody nobody knows, bought something."""

    name: ClassVar[str] = "record_purchase"
    customer: CustomerRef | None = None
    phone: str | None = None
    item: str = ""
    quantity: float | None = None
    unit: str = ""
    amount: Amount | None = None
    unit_price: Amount | None = None
    """The price of one; what it comes to is proposed when no sum was said."""
    promo_code: str | None = None
    redeems: bool = False
    """The line is about using that code: it has to be one of ours."""
    only_paid: bool = False
    """Not a word of what was bought: of somebody who owes it is money for what was taken before."""
    on_credit: bool = False
    """Taken now and paid later: what it came to is owed."""
    occurred_at: When | None = None
    follow_up_at: When | None = None
    told_day: When | None = None
    """A day to come that was told of and is no plan: offered for the next step."""
    walk_in: bool = False
    """It was said that nobody known bought it."""
    nameless: bool = False
    """Something was sold, and not a word said of to whom: in a shop that is over the counter."""
    consent: bool | None = None
    """What the customer is said to have answered to offers, told with the sale."""
    replaces: Record | None = None
    """The record this sentence stands in for, after `แก้` or after the message was edited in LINE."""
    said: str = ""
    """The sentence as typed, when it is no longer the event's own text (a question came between)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidForGoods(Intent):
    """What was taken for money on what is owed was for something bought now: a sale, and no payment."""

    name: ClassVar[str] = "paid_for_goods"
    payment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseAgain(Intent):
    """The same once more: a sentence said twice within two minutes is stored once unless one says so."""

    name: ClassVar[str] = "purchase_again"
    purchase: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPurchase(Intent):
    """Something bought was brought back."""

    name: ClassVar[str] = "return_purchase"
    customer: CustomerRef | None = None
    phone: str | None = None
    item: str = ""
    quantity: float | None = None
    unit: str = ""
    amount: Amount | None = None
    """Baht given back; all that is left of the purchase when none is said."""
    occurred_at: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPurchase(Intent):
    """Whose a walk-in's purchase was: by a phone number or a name, said afterwards."""

    name: ClassVar[str] = "claim_purchase"
    purchase: int | None = None
    customer: CustomerRef | None = None
    phone: str | None = None
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WinByOrder(Intent):
    """The order was what an open deal was about: the deal is won with its amount, and counted once."""

    name: ClassVar[str] = "win_by_order"
    purchase: int
    order_of: int
    """The deal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseHistory(Intent):
    """What a customer bought, what they usually buy, and how often."""

    name: ClassVar[str] = "purchase_history"
    looks_up: ClassVar[bool] = True
    customer: CustomerRef | None = None
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyOwed(Intent):
    """`TTM ค้างเท่าไหร่`: what was billed to a customer and has not come; `ใครค้างเงินบ้าง`: who owes how much."""

    name: ClassVar[str] = "money_owed"
    looks_up: ClassVar[bool] = True
    customer: CustomerRef | None = None
    of_all: bool = False
    """It is asked of everybody."""
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPayment(Intent):
    """An invoice was handed in, or money received: no purchase, and no deal's amount."""

    name: ClassVar[str] = "payment"
    customer: CustomerRef | None = None
    payment_kind: str | None = None
    amount: Amount | None = None
    occurred_at: When | None = None
    follow_up_at: When | None = None
    """the day the money of an invoice is to come"""
    left: Amount | None = None
    """what was said to be owed still"""
    replaces: Record | None = None
    said: str = ""
