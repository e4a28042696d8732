"""Purchases that no member tells of: a till or a web shop reports them, or a file brings them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from models.customer import Customer, CustomerKind
from models.promotion import Redemption
from models.promotion_errors import (
    CannotUse,
    CouponOfAnother,
    CouponUsed,
    OfferCalledOff,
    OfferNotYet,
    OfferOver,
    OfferUsedUp,
    OtherGoods,
    SpendMore,
)
from models.purchase import Purchase, PurchaseSource
from models.redeeming import Bill, before_discount, claim_of, free_use, is_all_back, redeem
from models.workspace import Workspace

ITEM_LIMIT, UNIT_LIMIT = 200, 20
REFUSED: dict[type[CannotUse], str] = {
    OfferOver: "code_expired",
    OfferCalledOff: "code_called_off",
    OfferNotYet: "code_not_yet",
    CouponOfAnother: "code_of_another",
    CouponUsed: "code_used",
    OfferUsedUp: "code_used_up",
    SpendMore: "minimum_not_reached",
    OtherGoods: "other_goods",
}
MERGES = 10
"""So often a customer may have turned out to be another one."""


class Unusable(Exception):
    """The report cannot be stored: the field that is to blame, and why. Nothing was written."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field, self.reason = field, reason


class Recorded(Exception):
    """A purchase with this key is there already."""

    def __init__(self, purchase: Purchase) -> None:
        super().__init__(purchase.id)
        self.purchase = purchase


@dataclass(frozen=True, slots=True)
class Goods:
    """What was bought, and how many of it."""

    item: str = ""
    quantity: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One purchase as it was told of; the amount is baht after any discount."""

    occurred_at: datetime
    amount: Decimal
    goods: Goods = Goods()
    customer_id: int | None = None
    phone: str | None = None
    """E.164. Whose it is, if it is exactly one customer's; else it waits for whoever turns out to have it."""
    code: str | None = None
    key: str | None = None
    """The reporter's own: the same key is the same purchase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedReturn:
    """Something that was brought back of the purchase with the key `returns`."""

    occurred_at: datetime
    returns: str
    amount: Decimal | None = None
    """Baht given back; all that is left of the purchase when none is said."""
    goods: Goods = Goods()
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Till:
    """Where reports are taken in: one company, at one moment, from one kind of source."""

    session: Session
    workspace_id: int
    now: datetime
    source: PurchaseSource

    def take(self, report: Report) -> Purchase:
        """Store a purchase; raises Unusable and Recorded."""
        self._refuse_known(report.key)
        customer = self._customer(report)
        purchase = self._new(report, report.amount)
        purchase.customer_id = customer.id if customer else None
        purchase.phone = report.phone if customer is None else None
        purchase.promo_code = report.code
        used = self._redeemed(report, customer)
        self._stored(purchase)
        if used is not None:
            used.purchase_id = purchase.id
        return purchase

    def _redeemed(self, report: Report, customer: Customer | None) -> Redemption | None:
        """A code that is ours is used up by this; a till may have others, and a file tells of the past."""
        is_now = report.code is not None and self.source is PurchaseSource.API
        claim = claim_of(self.session, self.workspace_id, report.code or "") if is_now else None
        if claim is None:
            return None
        full = before_discount(claim.promotion, report.amount)
        bill = Bill(at=report.occurred_at, amount=full, item=report.goods.item, customer=customer)
        workspace = self.session.get_one(Workspace, self.workspace_id)
        try:
            return redeem(self.session, workspace, claim, bill)
        except CannotUse as error:
            raise Unusable("code", REFUSED[type(error)]) from error

    def take_back(self, report: ReportedReturn) -> Purchase:
        """Store a return, of the same customer as the purchase; raises Unusable and Recorded."""
        self._refuse_known(report.key)
        bought = self._bought(report.returns)
        back = self._new(report, -self._given_back(bought, report.amount))
        back.customer_id, back.phone, back.deal_id = bought.customer_id, bought.phone, bought.deal_id
        back.item, back.returns_id = back.item or bought.item, bought.id
        back.occurred_at = max(back.occurred_at, bought.occurred_at)
        self._stored(back)
        if is_all_back(self.session, bought):
            free_use(self.session, bought, self.now)
        return back

    def _refuse_known(self, key: str | None) -> None:
        """What was taken back has lost its key: it may be told of again."""
        known = self.session.scalar(self._with_key(key)) if key is not None else None
        if known is not None and not known.deleted:
            raise Recorded(known)
        if known is not None:
            known.external_key = None
            self.session.flush()

    def _with_key(self, key: str) -> Select[Purchase]:
        return select(Purchase).where(
            Purchase.workspace_id == self.workspace_id, Purchase.external_key == key
        )

    def _customer(self, report: Report) -> Customer | None:
        if report.customer_id is not None:
            return self._known(report.customer_id)
        return self._who_has(report.phone) if report.phone is not None else None

    def _known(self, customer_id: int) -> Customer:
        """That customer, or the one it turned out to be."""
        wanted: int | None = customer_id
        for _ in range(MERGES):
            customer = self.session.get(Customer, wanted) if wanted is not None else None
            if customer is None or customer.workspace_id != self.workspace_id or customer.erased_at:
                break
            if not customer.deleted:
                return customer
            wanted = customer.merged_into_id
        raise Unusable("customer_id", "unknown_customer")

    def _who_has(self, phone: str) -> Customer | None:
        """Of several with one number, a firm's till buys for the only person; else nobody can tell."""
        theirs = select(Customer).where(
            Customer.workspace_id == self.workspace_id, Customer.phone == phone, Customer.deleted.is_(False)
        )
        found = self.session.scalars(theirs).all()
        people = [one for one in found if one.kind is CustomerKind.CONSUMER]
        return next((only[0] for only in (found, people) if len(only) == 1), None)

    def _bought(self, key: str) -> Purchase:
        """The purchase, held until we are done: two tills may bring back the same."""
        there = self._with_key(key).where(Purchase.deleted.is_(False), Purchase.returns_id.is_(None))
        bought = self.session.scalar(there.with_for_update())
        if bought is None:
            raise Unusable("returns", "unknown_purchase")
        return bought

    def _given_back(self, bought: Purchase, wanted: Decimal | None) -> Decimal:
        earlier = self.session.scalars(bought.taken_back().with_only_columns(Purchase.amount))
        left = bought.amount + sum(earlier, Decimal())
        if left <= 0:
            raise Unusable("returns", "nothing_left")
        if wanted is not None and wanted > left:
            raise Unusable("total", "more_than_left")
        return left if wanted is None else wanted

    def _new(self, report: Report | ReportedReturn, amount: Decimal) -> Purchase:
        return Purchase(
            workspace_id=self.workspace_id,
            item=report.goods.item[:ITEM_LIMIT],
            quantity=report.goods.quantity,
            unit=report.goods.unit[:UNIT_LIMIT],
            amount=amount,
            source=self.source,
            external_key=report.key,
            occurred_at=report.occurred_at,
            logged_at=self.now,
        )

    def _stored(self, purchase: Purchase) -> Purchase:
        self.session.add(purchase)
        self.session.flush()
        return purchase
