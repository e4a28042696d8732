"""What customers buy: over the counter, by order, brought back, claimed later."""

from __future__ import annotations

from dataclasses import replace

from bot.capability import on
from bot.cards.purchase import happened_text, payment_card, purchase_card
from bot.cards.purchases import purchases_card
from bot.consenting import note_answer
from bot.context import Context
from bot.crediting import owes
from bot.dealing import deal_of, open_deals, win
from bot.intents.activities import Undo
from bot.intents.purchases import (
    ClaimPurchase,
    LogPayment,
    PaidForGoods,
    PurchaseAgain,
    PurchaseHistory,
    RecordPurchase,
    ReturnPurchase,
    WinByOrder,
)
from bot.names import customer_of
from bot.paying import pay, payment_of
from bot.purchasing import (
    Buyer,
    Sale,
    amount_of,
    bought_already,
    buy,
    buy_again,
    buyer_of,
    claim_last,
    purchase_of,
    refuse_stranger,
    stays,
    told_of,
)
from bot.redemption import Use, claim_said, owner_of, use_again, use_of
from bot.render import clip
from bot.replies import Button, Card, Record, Reply, Tap, Text, Weight
from bot.returning import bring_back
from bot.undoing import take_back_record
from models.customer import Customer, CustomerKind
from models.deal import Deal
from models.errors import Outdated
from models.purchase import PaymentKind, Purchase
from models.workspace import Selling

OFFERED = 2
"""So many of a customer's open deals are offered to be won."""
NAME_LIMIT = 16
"""UTF-16 units of a deal's name on a button."""


@on(RecordPurchase)
def record(ctx: Context, said: RecordPurchase) -> Reply | list[Reply]:
    """Log what a customer or a walk-in bought, in one line."""
    claim = claim_said(ctx, said)
    over_counter = said.walk_in or (said.nameless and ctx.workspace.selling is not Selling.B2B)
    buyer = owner_of(ctx, claim, buyer_of(ctx, said.customer, said.phone, walk_in=over_counter))
    refuse_stranger(said, buyer)
    if (owing := _who_pays(ctx, said, buyer)) is not None:
        return _on_what_is_owed(ctx, said, owing)
    amount = amount_of(said, buyer)
    if said.replaces is not None:
        take_back_record(ctx, said.replaces)
        stays(buyer)
    elif (before := bought_already(ctx, said)) is not None:
        return _said_twice(ctx, before)
    use = use_of(ctx, said, claim, buyer, amount)
    sale = buy(ctx, said, buyer, use.paid if use else amount, code=use.code if use else said.promo_code)
    if use is not None:
        use.enter(sale.purchase)
    edited, remarks = said.replaces is not None, [*_of_code(ctx, said, use), *_remarks(ctx, said, buyer)]
    card = purchase_card(ctx, sale, edited=edited, remarks=remarks, extra=_deal_offers(ctx, sale))
    shown = _shown(ctx, sale, card)
    if said.consent is None or sale.customer is None:
        return shown
    return [shown, note_answer(ctx, sale.customer, given=said.consent)]


def _who_pays(ctx: Context, said: RecordPurchase, buyer: Buyer) -> Customer | None:
    """Whoever owes, or did until the payment that this sentence stands in for, and pays for no goods."""
    if not said.only_paid or said.amount is None or buyer.customer is None:
        return None
    corrects = said.replaces is not None and said.replaces.kind == "payment"
    return buyer.customer if corrects or owes(ctx, buyer.customer) else None


def _on_what_is_owed(ctx: Context, said: RecordPurchase, customer: Customer) -> Card:
    """Who owes and pays, with not a word of goods, pays what is owed; one tap makes a sale of it."""
    if said.replaces is not None:
        take_back_record(ctx, said.replaces)
    told = LogPayment(amount=said.amount, occurred_at=said.occurred_at, said=said.said)
    payment = pay(ctx, told, customer)
    ctx.show(Record("payment", payment.id), customer.id)
    sale = Button(ctx.words("payments.for_goods"), Tap(PaidForGoods(payment=payment.id)), Weight.SECONDARY)
    remarks = [ctx.words("payments.for_what_is_owed", customer=customer.name)]
    edited = said.replaces is not None
    return payment_card(ctx, payment, customer.name, edited=edited, remarks=remarks, extra=((sale,),))


@on(PaidForGoods)
def paid_for_goods(ctx: Context, said: PaidForGoods) -> Reply:
    """It was a sale after all: the payment is taken back, and what it came to is sold."""
    payment = payment_of(ctx, said.payment)
    if payment.amount is None or payment.kind is not PaymentKind.COLLECTED:
        raise Outdated
    take_back_record(ctx, Record("payment", payment.id))
    customer = ctx.session.get_one(Customer, payment.customer_id)
    sale = buy(ctx, RecordPurchase(said=payment.said), Buyer(customer), payment.amount)
    return _shown(ctx, sale, purchase_card(ctx, sale, edited=True, undo=Undo(event=ctx.event.id)))


def _of_code(ctx: Context, said: RecordPurchase, use: Use | None) -> list[str]:
    """What it took off; or that nobody knows it."""
    if use is not None:
        return [use.told(ctx)]
    return [ctx.words("coupons.unknown_code", code=said.promo_code)] if said.promo_code else []


def _remarks(ctx: Context, said: RecordPurchase, buyer: Buyer) -> list[str]:
    """What the reader should know beside what was stored."""
    words, customer = ctx.words, buyer.customer
    if customer is None:
        return []
    if customer.created_at == ctx.now:
        return [words("purchases.new_customer", customer=customer.name)]
    guessed = said.customer is None and said.phone is None and ctx.quoted is None
    return [words("activity.guessed", customer=customer.name)] if guessed else []


def _deal_offers(ctx: Context, sale: Sale) -> tuple[tuple[Button, ...], ...]:
    """The order may be what a deal was about: winning it is one tap, and never done by itself."""
    customer = sale.customer
    if customer is None or customer.kind is not CustomerKind.BUSINESS:
        return ()
    return tuple((_deal_offer(ctx, sale, one),) for one in open_deals(ctx, customer.id)[:OFFERED])


def _deal_offer(ctx: Context, sale: Sale, deal: Deal) -> Button:
    name = clip(deal.name, NAME_LIMIT) or ctx.words("purchases.this_deal")
    label = ctx.words("purchases.win_deal", deal=name)
    return Button(label, Tap(WinByOrder(purchase=sale.purchase.id, order_of=deal.id)), Weight.SECONDARY)


@on(WinByOrder)
def win_by_order(ctx: Context, said: WinByOrder) -> Reply:
    """An order wins the deal it was about, for its own amount; the two are counted once."""
    purchase, deal = purchase_of(ctx, said.purchase), deal_of(ctx, said.order_of)
    if deal.customer_id != purchase.customer_id or not deal.is_open or purchase.deal_id is not None:
        raise Outdated
    purchase.deal_id = deal.id
    win(ctx, deal, purchase.amount)
    customer = ctx.session.get_one(Customer, deal.customer_id)
    ctx.show(Record("purchase", purchase.id), customer.id)
    told = ctx.words("purchases.deal_won", customer=customer.name, amount=ctx.words.baht(purchase.amount))
    undo = Button(ctx.words("activity.undo"), Tap(Undo(event=ctx.event.id)))
    return Text(text=f"{told}\n{ctx.words('purchases.linked')}", chips=(undo,))


def _said_twice(ctx: Context, before: Purchase) -> Card:
    """Nothing is stored: the card of the first time, and the tap for those who mean it."""
    at = ctx.words.clock(ctx.local(before.logged_at))
    again = Button(ctx.words("purchases.log_again"), Tap(PurchaseAgain(purchase=before.id)))
    sale = told_of(ctx, before)
    remarks = [ctx.words("purchases.said_twice", at=at)]
    return _shown(ctx, sale, purchase_card(ctx, sale, remarks=remarks, extra=((again,),)))


@on(PurchaseAgain)
def again(ctx: Context, said: PurchaseAgain) -> Reply:
    """The same was bought twice: store it once more."""
    before = purchase_of(ctx, said.purchase)
    use = use_again(ctx, before)
    sale = buy_again(ctx, before)
    if use is not None:
        use.enter(sale.purchase)
    return _shown(ctx, sale, purchase_card(ctx, sale, remarks=[use.told(ctx)] if use else ()))


@on(ReturnPurchase)
def take_back(ctx: Context, said: ReturnPurchase) -> Reply:
    """Something that was bought is brought back, all of it or a part."""
    back = bring_back(ctx, said, buyer_of(ctx, said.customer, said.phone))
    bought = ctx.session.get_one(Purchase, back.returns_id)
    day, amount = happened_text(ctx, bought), ctx.words.baht(bought.amount)
    sale = replace(told_of(ctx, back), next_step=None)
    remarks = [ctx.words("purchases.returned_of", day=day, amount=amount)]
    return _shown(ctx, sale, purchase_card(ctx, sale, remarks=remarks))


@on(ClaimPurchase)
def claim(ctx: Context, said: ClaimPurchase) -> Reply:
    """Say afterwards whose a walk-in's purchase was, by number or name."""
    if said.customer is None and said.phone is None:
        purchase = purchase_of(ctx, said.purchase or 0)
        ctx.show(Record("purchase", purchase.id), purchase.customer_id)
        return Text(text=ctx.words("purchases.say_whose"))
    sale = claim_last(ctx, said)
    return _shown(ctx, sale, purchase_card(ctx, sale, edited=True, undo=Undo(event=ctx.event.id)))


def _shown(ctx: Context, sale: Sale, card: Card) -> Card:
    ctx.show(Record("purchase", sale.purchase.id), sale.purchase.customer_id)
    return card


@on(PurchaseHistory, undoable=False, full_sentence=False)
def history(ctx: Context, said: PurchaseHistory) -> Reply:
    """What a customer bought, usually buys, and how often."""
    customer = customer_of(ctx, said.customer)
    ctx.show(Record("customer", customer.id), customer.id)
    return purchases_card(ctx, customer, max(said.page, 0))
