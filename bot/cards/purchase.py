"""What was just bought, brought back or paid, and the ways to correct it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.cards.activity import due_text, when_text
from bot.cards.moments import date_chips, date_remarks, next_steps
from bot.context import Desk
from bot.dates import NOON
from bot.intents.activities import EditLast, Undo
from bot.intents.purchases import ClaimPurchase
from bot.phones import shown
from bot.purchasing import Sale
from bot.replies import Button, Card, Paragraph, Record, Rows, Tap, Tone
from bot.texts import Words
from models.customer import Customer, CustomerKind
from models.followup import FollowUp
from models.owing import lifted, owing
from models.purchase import Payment, PaymentKind, Purchase

Happened = Purchase | Payment


def purchase_card(
    desk: Desk,
    sale: Sale,
    *,
    edited: bool = False,
    remarks: Sequence[str] = (),
    extra: tuple[tuple[Button, ...], ...] = (),
    undo: Undo | None = None,
) -> Card:
    """What was stored, in full: who, what, how much, for how much, when.

    `undo` takes back what has just been done, where that is not the record itself.
    """
    purchase = sale.purchase
    heading = desk.words("purchases.edited" if edited else "purchases.logged", what=_kind(desk, sale))
    return Card(
        title=heading,
        subtitle=f"{buyer_name(desk, sale)} · {happened_text(desk, purchase)}",
        summary=_summary(desk, sale, heading),
        blocks=(Rows(_rows(desk, sale)), *_on_credit(desk, sale), *_remarks(desk, sale, remarks)),
        buttons=(*extra, *_next_days(desk, sale), _correct(desk, sale, undo or Undo(purchase=purchase.id))),
        chips=date_chips(desk, sale.next_step, sale.settled) if sale.next_step and sale.settled else (),
        record=Record("purchase", purchase.id),
    )


def buyer_name(desk: Desk, sale: Sale) -> str:
    """The customer, a number nobody has yet, or a walk-in."""
    if sale.customer is not None:
        return sale.customer.name
    return shown(sale.purchase.phone) if sale.purchase.phone else desk.words("purchases.walk_in")


def happened_text(desk: Desk, row: Happened) -> str:
    """When it happened; the day alone when no time was said."""
    at = desk.local(row.occurred_at)
    if at.time() == NOON and row.logged_at != row.occurred_at:
        return desk.words.near_day(at.date(), desk.today)
    return when_text(desk, at)


def goods_text(words: Words, purchase: Purchase) -> str:
    """เหล็กเส้น · 12 ตัน."""
    return " · ".join(part for part in (purchase.item, quantity_text(words, purchase)) if part)


def quantity_text(words: Words, purchase: Purchase) -> str:
    if purchase.quantity is None:
        return ""
    number = f"{purchase.quantity:,.2f}".rstrip("0").rstrip(".")
    return words.glued(number, purchase.unit)


def _kind(desk: Desk, sale: Sale) -> str:
    """Businesses order, people buy."""
    if sale.purchase.is_return:
        return desk.words("purchases.return")
    orders = sale.customer is not None and sale.customer.kind is CustomerKind.BUSINESS
    return desk.words("purchases.order" if orders else "purchases.sale")


def _summary(desk: Desk, sale: Sale, heading: str) -> str:
    """ลงแล้ว · สั่งซื้อ · สยามวัสดุภัณฑ์ 234,000 · ตาม ศ. 4 ธ.ค."""
    words = desk.words
    parts = [heading, f"{buyer_name(desk, sale)} {words.money(abs(sale.purchase.amount))}"]
    if sale.bill is not None and not sale.purchase.is_return:
        parts.append(words("payments.on_credit"))
    if sale.next_step is not None and sale.settled is not None:
        parts.append(words(f"activity.next_{sale.next_step.kind}", when=due_text(desk, sale.next_step)))
    return " · ".join(parts)


def _rows(desk: Desk, sale: Sale) -> tuple[tuple[str, str], ...]:
    words, purchase, step = desk.words, sale.purchase, sale.next_step
    rows = [
        (words("purchases.item"), goods_text(words, purchase)),
        *(_given_back(desk, sale) if purchase.is_return else _amount(desk, purchase)),
        (words("purchases.code"), purchase.promo_code or ""),
        (words("purchases.in_all"), _so_far(desk, sale)),
        (words(f"activity.row_{step.kind}") if step else "", due_text(desk, step) if step else ""),
    ]
    return tuple((label, value) for label, value in rows if value)


def _amount(desk: Desk, purchase: Purchase) -> tuple[tuple[str, str], ...]:
    return ((desk.words("purchases.amount"), desk.words.baht(purchase.amount)),)


def _given_back(desk: Desk, sale: Sale) -> tuple[tuple[str, str], ...]:
    """Of what was on credit only what had been paid is money to give back; the rest is no longer owed."""
    words, back = desk.words, abs(sale.purchase.amount)
    spared = min(back, lifted(desk.session, sale.bill, back)) if sale.bill is not None else Decimal()
    rows = (("purchases.no_longer_owed", spared), ("purchases.given_back", back - spared))
    told = tuple((words(key), words.baht(baht)) for key, baht in rows if baht)
    return told + (_still_owed(desk, sale.customer) if sale.bill is not None and sale.customer else ())


def _still_owed(desk: Desk, customer: Customer) -> tuple[tuple[str, str], ...]:
    """ยังค้าง 1,000 บาท; nothing of whom nothing was ever billed."""
    found = owing(desk.session, customer)
    left = desk.words.baht(found.left) if found.left else desk.words("payments.nothing_left")
    return ((desk.words("payments.left"), left),) if found.billed else ()


def _so_far(desk: Desk, sale: Sale) -> str:
    """5 ครั้ง 1,170,000 บาท, from the second purchase on."""
    customer = sale.customer
    if customer is None or customer.purchase_count < 2:
        return ""
    total = desk.words.baht(customer.purchase_total)
    return desk.words("purchases.times", count=customer.purchase_count, total=total)


def _on_credit(desk: Desk, sale: Sale) -> tuple[Paragraph, ...]:
    """ค้างไว้ 450 บาท · ค้างรวม 1,950 บาท."""
    if sale.bill is None or sale.customer is None or sale.purchase.is_return:
        return ()
    bill, total = sale.bill.amount or Decimal(), owing(desk.session, sale.customer).left
    baht = desk.words.baht
    return (Paragraph(desk.words("payments.owed_of_it", baht=baht(bill), total=baht(total)), Tone.AMBER),)


def _remarks(desk: Desk, sale: Sale, remarks: Sequence[str]) -> tuple[Paragraph, ...]:
    lines = [Paragraph(line, Tone.MUTED) for line in remarks]
    if sale.settled is not None:
        lines += date_remarks(desk, sale.settled)
    if sale.customer is None:
        key = "purchases.has_no_name" if sale.purchase.phone is None else "purchases.number_is_new"
        lines.append(Paragraph(desk.words(key, phone=buyer_name(desk, sale)), Tone.MUTED))
    if _needs_next(sale):
        lines.append(Paragraph(desk.words("activity.no_next"), Tone.AMBER))
    return tuple(lines)


def _needs_next(sale: Sale) -> bool:
    """A business with nothing planned would be lost from sight; a shop's customers come by themselves."""
    business = sale.customer is not None and sale.customer.kind is CustomerKind.BUSINESS
    return business and sale.next_step is None and not sale.purchase.is_return


def _next_days(desk: Desk, sale: Sale) -> tuple[tuple[Button, ...], ...]:
    if not _needs_next(sale) or sale.customer is None:
        return ()
    return (next_steps(desk, sale.customer.id, sale.told_day),)


def _correct(desk: Desk, sale: Sale, taking_back: Undo) -> tuple[Button, ...]:
    words, purchase = desk.words, sale.purchase
    undo = Button(words("activity.undo"), Tap(taking_back))
    if purchase.is_return:
        return (undo,)
    edit = Button(words("activity.edit"), Tap(EditLast(purchase=purchase.id), fill=purchase.said or None))
    if sale.customer is not None:
        return edit, undo
    fill = words("purchases.whose_fill")
    return Button(words("purchases.whose"), Tap(ClaimPurchase(purchase=purchase.id), fill=fill)), edit, undo


def what_sold(desk: Desk, row: Happened) -> str:
    """สั่งซื้อ 234,000 สยามวัสดุภัณฑ์, in a few words."""
    words = desk.words
    customer = desk.session.get_one(Customer, row.customer_id) if row.customer_id else None
    what = words(f"payments.{row.told}") if isinstance(row, Payment) else _kind(desk, Sale(row, customer))
    amount = words.money(abs(row.amount)) if row.amount is not None else ""
    return " ".join(part for part in (what, amount, customer.name if customer else "") if part)


def payment_card(
    desk: Desk,
    payment: Payment,
    customer: str,
    *,
    edited: bool = False,
    undo: Undo | None = None,
    collects: FollowUp | None = None,
    remarks: Sequence[str] = (),
    extra: tuple[tuple[Button, ...], ...] = (),
) -> Card:
    """วางบิล or เก็บเงิน, with its sum and the day on which it is to be collected."""
    words = desk.words
    what = words(f"payments.{payment.told}")
    heading = words("purchases.edited" if edited else "purchases.logged", what=what)
    amount = words.baht(payment.amount) if payment.amount is not None else words("payments.no_amount")
    short = f" {words.money(payment.amount)}" if payment.amount is not None else ""
    edit = Button(words("activity.edit"), Tap(EditLast(payment=payment.id), fill=payment.said or None))
    then = ((words("payments.to_collect"), due_text(desk, collects)),) if collects is not None else ()
    return Card(
        title=heading,
        subtitle=f"{customer} · {happened_text(desk, payment)}",
        summary=f"{heading} · {customer}{short}",
        blocks=(
            Rows(((words("purchases.amount"), amount), *_left(desk, payment), *then)),
            *(Paragraph(line, Tone.MUTED) for line in remarks),
        ),
        buttons=(*extra, (edit, Button(words("activity.undo"), Tap(undo or Undo(payment=payment.id))))),
        record=Record("payment", payment.id),
    )


def _left(desk: Desk, payment: Payment) -> tuple[tuple[str, str], ...]:
    """What is still owed when money came, if anything ever was."""
    if payment.kind is not PaymentKind.COLLECTED:
        return ()
    return _still_owed(desk, desk.session.get_one(Customer, payment.customer_id))
