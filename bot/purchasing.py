"""Storing what was bought and brought back: who it was, what it came to, and whose it turns out to be."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.claiming import claim_waiting
from bot.context import Context, Desk
from bot.crediting import bill_of, owe, sold, stays_owed
from bot.dates import Settled, happened, settle
from bot.drafts import settle_drafts
from bot.intents.activities import EditLast
from bot.intents.purchases import ClaimPurchase, RecordPurchase
from bot.language import CustomerRef, When
from bot.names import customer_of, visible_among
from bot.phones import e164
from bot.promises import promise
from models.customer import Customer
from models.errors import BadPhone, NotFound, NothingToClaim, ProposedAmount, WhichAmount, WhichCustomer
from models.followup import FollowUp
from models.purchase import Payment, Purchase

AGAIN_WITHIN = timedelta(minutes=2)
"""The same sentence so soon after is a slip of the finger, or LINE's own repeat."""
ABSURD = 100
"""So many times what a customer usually pays, an amount is asked about before it is stored."""
DAY = timedelta(days=1)
ENOUGH = 3
"""Purchases from which on something is usual."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who bought: a customer, a number nobody has yet, or neither."""

    customer: Customer | None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Sale:
    """One stored purchase with all that a card tells of it."""

    purchase: Purchase
    customer: Customer | None
    next_step: FollowUp | None = None
    settled: Settled | None = None
    bill: Payment | None = None
    """What is owed of it, when it was taken on credit."""
    told_day: When | None = None
    """A day to come that was told of, to be offered for the next step."""


def buyer_of(ctx: Context, ref: CustomerRef | None, phone: str | None, *, walk_in: bool = False) -> Buyer:
    """Who a line is about; raises WhichCustomer when that is unclear, BadPhone for an impossible number."""
    number = number_of(phone)
    if ref is not None:
        known = _of_number(ctx, ref, number)
        return Buyer(_with_number(ctx, customer_of(ctx, known), number), number)
    if number is not None:
        return Buyer(_who_has(ctx, number), number)
    return Buyer(None if walk_in else customer_of(ctx, None))


def number_of(said: str | None) -> str | None:
    """The number as it is kept; raises BadPhone when nobody could be called by it."""
    if not said:
        return None
    number = e164(said)
    if number is None:
        raise BadPhone(said=said)
    return number


def _of_number(ctx: Context, ref: CustomerRef, number: str | None) -> CustomerRef:
    """Of several with one name, the one who has the number; whose number it is, whatever they are called."""
    there = [one for one in visible_among(ctx, ref.candidates) if number and one.phone == number]
    if len(there) == 1:
        return CustomerRef(ref.said, there[0].id)
    if ref.id is None and number is not None and (holder := _who_has(ctx, number)) is not None:
        return CustomerRef(ref.said, candidates=(holder.id,))
    return ref


def _with_number(ctx: Context, customer: Customer, number: str | None) -> Customer:
    """A number said of a customer who has none is theirs from now on, and what was bought under it."""
    if number is not None and customer.phone is None:
        customer.phone = number
        claim_waiting(ctx.session, customer)
    return customer


def _who_has(ctx: Context, number: str) -> Customer | None:
    """The customer with that number; when that is a colleague's nothing is told: it stays unclaimed."""
    theirs = ctx.access.customers().where(Customer.phone == number).order_by(Customer.id)
    found = ctx.session.scalars(theirs.limit(ENOUGH)).all()
    if len(found) > 1:
        raise WhichCustomer("", [one.id for one in found])
    return found[0] if found else None


def stays(buyer: Buyer) -> None:
    """The line that is replaced had brought this customer in; the new one still speaks of them."""
    if buyer.customer is not None:
        buyer.customer.deleted = False


def refuse_stranger(said: RecordPurchase, buyer: Buyer) -> None:
    """Somebody has to owe what is taken on credit; raises WhichCustomer when nobody known does."""
    if said.on_credit and buyer.customer is None:
        raise WhichCustomer("", ())


def amount_of(said: RecordPurchase, buyer: Buyer) -> Decimal:
    """What it came to. Raises ProposedAmount for a sum nobody said, and for one far beyond the usual."""
    if said.amount is None:
        raise ProposedAmount([_worked_out(said)])
    usual = _usual_amount(buyer.customer)
    if said.amount.words and usual is not None and said.amount.value >= ABSURD * usual:
        raise ProposedAmount([said.amount.value])
    return said.amount.value


def _worked_out(said: RecordPurchase) -> Decimal:
    """So many times the price of one."""
    if said.unit_price is None or said.quantity is None:
        raise WhichAmount([])
    return said.unit_price.value * Decimal(str(said.quantity))


def _usual_amount(customer: Customer | None) -> Decimal | None:
    if customer is None or customer.purchase_count < ENOUGH or customer.purchase_total <= 0:
        return None
    return customer.purchase_total / customer.purchase_count


def buy(
    ctx: Context, said: RecordPurchase, buyer: Buyer, amount: Decimal, *, code: str | None = None
) -> Sale:
    """Store what was bought for so much, by a promotion's code, with the next step that was said with it."""
    settled = settle(ctx, said.follow_up_at) if said.follow_up_at and buyer.customer else None
    words = said.said or ctx.said
    purchase = _new(ctx, buyer, words, happened(ctx, said.occurred_at), amount)
    purchase.item, purchase.quantity, purchase.unit = said.item[:200], said.quantity, said.unit[:20]
    purchase.promo_code = code
    ctx.session.flush()
    settle_drafts(ctx, words)
    bill = owe(ctx, purchase) if said.on_credit else None
    promised = _promised(ctx, purchase, settled, bill) if settled else None
    _remember(ctx, purchase)
    planned = promised or next_step(ctx, buyer.customer)
    return Sale(purchase, buyer.customer, planned, settled, bill, said.told_day)


def _promised(ctx: Context, purchase: Purchase, settled: Settled, bill: Payment | None) -> FollowUp:
    """The next step with whoever bought; what was taken on credit is collected then."""
    return promise(
        ctx,
        customer_id=purchase.customer_id or 0,
        owner=ctx.member,
        settled=settled,
        kind=None,
        about=purchase.item if bill is None else ctx.words("payments.collected"),
        amount=None if bill is None else bill.amount,
    )


def next_step(desk: Desk, customer: Customer | None) -> FollowUp | None:
    """What is owed next to whoever bought."""
    if customer is None:
        return None
    return desk.session.scalar(FollowUp.open_at(desk.workspace.id, customer.id).limit(1))


def told_of(desk: Desk, purchase: Purchase) -> Sale:
    """What a card tells of a purchase that was stored before."""
    customer = desk.session.get_one(Customer, purchase.customer_id) if purchase.customer_id else None
    bill = bill_of(desk.session, sold(desk.session, purchase))
    return Sale(purchase, customer, next_step(desk, customer), bill=bill)


def _new(ctx: Context, buyer: Buyer, said: str, at: datetime, amount: Decimal) -> Purchase:
    purchase = Purchase(
        workspace_id=ctx.workspace.id,
        customer_id=buyer.customer.id if buyer.customer else None,
        phone=buyer.phone if buyer.customer is None else None,
        member_id=ctx.member.id,
        amount=amount,
        said=said[:500],
        message_id=ctx.event.message_id,
        occurred_at=at,
        logged_at=ctx.now,
    )
    ctx.session.add(purchase)
    return purchase


def buy_again(ctx: Context, before: Purchase) -> Sale:
    """The same once more, now."""
    customer = ctx.session.get_one(Customer, before.customer_id) if before.customer_id else None
    again = _new(ctx, Buyer(customer, before.phone), before.said, ctx.now, before.amount)
    again.item, again.quantity, again.unit = before.item, before.quantity, before.unit
    again.promo_code = before.promo_code
    ctx.session.flush()
    bill = owe(ctx, again) if bill_of(ctx.session, before) is not None else None
    return Sale(again, customer, next_step(ctx, customer), bill=bill)


def bought_already(ctx: Context, said: RecordPurchase) -> Purchase | None:
    """What this very sentence stored within the last two minutes, if it was the last thing logged."""
    logged = ctx.chat.logged or {}
    if "purchase" not in logged or logged.get("said") != _digest(said.said or ctx.said):
        return None
    if ctx.now - datetime.fromisoformat(logged["at"]) > AGAIN_WITHIN:
        return None
    before = ctx.session.get_one(Purchase, logged["purchase"])
    return None if before.deleted else before


def _remember(ctx: Context, purchase: Purchase) -> None:
    """For the case that the same sentence comes again at once."""
    said = {"said": _digest(purchase.said), "purchase": purchase.id, "at": ctx.now.isoformat()}
    ctx.chat.logged = said if purchase.said else None


def _digest(said: str) -> int:
    """Never that of a sentence that was logged as an activity."""
    return zlib.crc32(f"purchase {said}".encode())


def purchase_of(desk: Desk, purchase_id: int) -> Purchase:
    """A sale this person may read: own, of somebody led, or to a customer to be seen; else NotFound."""
    purchase = desk.session.scalar(desk.access.purchases().where(Purchase.id == purchase_id))
    if purchase is None:
        raise NotFound
    return purchase


def edit_purchase(ctx: Context, purchase: Purchase, said: EditLast) -> Sale:
    """The purchase with the fields said, and the bill of it if it was on credit."""
    bill = bill_of(ctx.session, sold(ctx.session, purchase))
    if said.customer is not None:
        purchase.customer_id, purchase.phone = customer_of(ctx, said.customer).id, None
    if said.amount is not None:
        purchase.amount = said.amount.value if not purchase.is_return else -said.amount.value
    if said.occurred_at is not None:
        purchase.occurred_at = happened(ctx, said.occurred_at)
    purchase.item = (said.note or purchase.item)[:200]
    ctx.session.flush()
    if bill is not None:
        stays_owed(ctx.session, bill)
    return told_of(ctx, purchase)


def claim_last(ctx: Context, said: ClaimPurchase) -> Sale:
    """Give the walk-in's purchase that is meant to whoever it was; raises NothingToClaim without one."""
    purchase = _without_name(ctx, said)
    if purchase is None:
        raise NothingToClaim
    buyer = buyer_of(ctx, said.customer, said.phone)
    purchase.customer_id = buyer.customer.id if buyer.customer else None
    purchase.phone = buyer.phone if buyer.customer is None else None
    ctx.session.flush()
    return told_of(ctx, purchase)


def _without_name(ctx: Context, said: ClaimPurchase) -> Purchase | None:
    """The one tapped, quoted or shown last; else this person's newest of today, of those goods if named."""
    known = said.purchase or ctx.record_meant("purchase")
    if known is not None:
        purchase = purchase_of(ctx, known)
        return purchase if purchase.customer_id is None else None
    start = ctx.start_of(ctx.today)
    mine = Purchase.sold_by(ctx.workspace.id, ctx.member.id, start, start + DAY)
    nameless = ctx.session.scalars(mine.where(Purchase.customer_id.is_(None), Purchase.returns_id.is_(None)))
    return next((one for one in nameless if one.is_called(said.item)), None)
