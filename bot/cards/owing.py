"""What a customer still owes, and the billing and collecting it comes from; who owes how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.context import Desk
from bot.intents.customers import Brief
from bot.intents.followups import StartResult
from bot.intents.purchases import MoneyOwed
from bot.language import CustomerRef
from bot.replies import Block, Button, Card, Item, Items, Paragraph, Record, Rows, Tap, Tone
from models.customer import Customer
from models.owing import PAGE, Owed, Owing, owing
from models.purchase import Payment

LATEST = 5
"""So many payments are told one by one."""


def owing_card(desk: Desk, customer: Customer) -> Card:
    """TTM ค้างอยู่ 160,000 บาท, and how that came."""
    found = owing(desk.session, customer)
    told = desk.session.scalars(Payment.at(desk.workspace.id, customer.id).limit(LATEST)).all()
    title = _title(desk, customer, found)
    return Card(
        title=title,
        summary=title,
        blocks=tuple(_blocks(desk, found, told)),
        buttons=(_buttons(desk, customer),),
        record=Record("customer", customer.id),
    )


def _title(desk: Desk, customer: Customer, found: Owing) -> str:
    if not found.billed:
        return desk.words("payments.nothing_billed", customer=customer.name)
    key = "payments.owes" if found.left else "payments.owes_nothing"
    return desk.words(key, customer=customer.name, baht=desk.words.baht(found.left))


def _blocks(desk: Desk, found: Owing, told: Sequence[Payment]) -> Iterator[Block]:
    if told:
        yield Rows(tuple(_row(desk, one) for one in told))
    if found.unsaid:
        yield Paragraph(desk.words("payments.unsaid", count=found.unsaid), Tone.AMBER)
    yield _counted_from(desk)


def _row(desk: Desk, payment: Payment) -> tuple[str, str]:
    """พฤ. 26 พ.ย. · วางบิล 210,000 บาท."""
    words = desk.words
    amount = words("payments.no_amount") if payment.amount is None else words.baht(payment.amount)
    day = words.near_day(desk.local(payment.occurred_at).date(), desk.today)
    return day, f"{words(f'payments.{payment.told}')} {amount}"


def _buttons(desk: Desk, customer: Customer) -> tuple[Button, ...]:
    words, ref = desk.words, CustomerRef("", customer.id)
    fill = words("payments.collect_fill", customer=customer.name)
    return (
        Button(words("payments.collected"), Tap(StartResult(customer=ref), fill=fill)),
        Button(words("payments.who"), Tap(Brief(customer=ref))),
    )


def who_owes_card(desk: Desk, owed: Owed, page: int = 0) -> Card:
    """ลูกค้าที่ค้าง 3 ราย · รวม 4,500 บาท, and a page of them, who owe most first."""
    words = desk.words
    if not owed.count:
        title = words("payments.nobody_owes")
        return Card(title=title, summary=title, blocks=(_counted_from(desk),))
    title = words("payments.who_owes")
    told = words(
        "payments.in_all", count=f"{owed.count:,}", s="s"[: owed.count != 1], total=words.baht(owed.total)
    )
    return Card(
        title=title,
        subtitle=told,
        summary=f"{title} · {told}",
        blocks=(Items(tuple(_owes(desk, *one) for one in owed.most)), _counted_from(desk)),
        buttons=((_more(desk, page),),) if owed.count > (page + 1) * PAGE else (),
    )


def _more(desk: Desk, page: int) -> Button:
    return Button(desk.words("customers.more"), Tap(MoneyOwed(of_all=True, page=page + 1)))


def _owes(desk: Desk, customer_id: int, name: str, baht: Decimal) -> Item:
    return Item(name, desk.words.baht(baht), MoneyOwed(customer=CustomerRef("", customer_id)))


def _counted_from(desk: Desk) -> Paragraph:
    return Paragraph(desk.words("payments.counted_from"), Tone.MUTED)
