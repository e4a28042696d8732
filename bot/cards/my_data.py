"""What the shop keeps of a consumer, as the consumer sees it: never a word of staff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from bot.cards.consent import switch
from bot.context import Desk
from bot.intents.consumers import CorrectMyData, EraseMyData, GetMyData, KeepMyData
from bot.phones import shown
from bot.replies import Button, Card, Paragraph, Reply, Rows, Tap, Text, Tone, Weight
from models.consumer import Consent, Consumer
from models.customer import Customer
from models.promotion import Coupon
from models.purchase import Purchase

BOUGHT_SHOWN = 50


def customer_behind(desk: Desk, consumer: Consumer) -> Customer | None:
    return desk.session.get(Customer, consumer.customer_id) if consumer.customer_id else None


def my_data_card(desk: Desk, consumer: Consumer) -> Card:
    """What is kept, and what can be done about it."""
    words = desk.words
    title = words("my_data.title")
    customer = customer_behind(desk, consumer)
    hint = () if customer else (Paragraph(words("my_data.how_to_link"), Tone.MUTED),)
    return Card(
        title=title,
        summary=title,
        blocks=(Rows(tuple(rows_of(desk, consumer, customer))), *hint),
        buttons=(
            (
                Button(words("my_data.get"), Tap(GetMyData()), Weight.SECONDARY),
                Button(words("my_data.correct"), Tap(CorrectMyData()), Weight.SECONDARY),
            ),
            (switch(desk, consumer),),
            (Button(words("my_data.erase"), Tap(EraseMyData())),),
        ),
    )


def rows_of(desk: Desk, consumer: Consumer, customer: Customer | None) -> Iterator[tuple[str, str]]:
    """Field by field, those that are filled in."""
    words = desk.words
    if consumer.name:
        yield words("linking.line_name"), consumer.name
    if customer is not None:
        yield words("my_data.name"), customer.name
        yield from _filled(desk, customer)
        bought = words("my_data.bought_times", count=customer.purchase_count)
        yield words("my_data.bought"), f"{bought} · {words.baht(customer.purchase_total)}"
    yield words("my_data.coupons"), str(_coupons(desk, consumer))
    yield words("my_data.promos"), words("my_data.gets" if consumer.consented else "my_data.gets_none")


def _filled(desk: Desk, customer: Customer) -> Iterator[tuple[str, str]]:
    if customer.phone:
        yield desk.words("linking.phone"), shown(customer.phone)
    if customer.birthday:
        yield desk.words("my_data.birthday"), desk.words.birthday(customer.birthday)
    if customer.address:
        yield desk.words("my_data.address"), customer.address


def _coupons(desk: Desk, consumer: Consumer) -> int:
    theirs = select(func.count()).select_from(Coupon).where(Coupon.workspace_id == desk.workspace.id)
    return desk.session.scalar(theirs.where(Coupon.consumer_id == consumer.id)) or 0


def everything(desk: Desk, consumer: Consumer) -> list[Reply]:
    """All of it as texts to keep: fields and answers, then what was bought."""
    customer = customer_behind(desk, consumer)
    fields = [f"{name}: {value}" for name, value in rows_of(desk, consumer, customer)]
    receipts = desk.session.scalars(Consent.receipts(desk.workspace.id, consumer.id)).all()
    texts = [[desk.words("my_data.title"), *fields, *(_receipt(desk, one) for one in receipts)]]
    if customer is not None and customer.purchase_count:
        bought = desk.session.scalars(Purchase.by(desk.workspace.id, customer.id).limit(BOUGHT_SHOWN)).all()
        texts.append([desk.words("my_data.bought"), *_purchases(desk, bought)])
    return [Text(text="\n".join(lines)) for lines in texts]


def _receipt(desk: Desk, one: Consent) -> str:
    at = desk.local(one.at)
    what = desk.words(f"consent.receipt_{'yes' if one.given else 'no'}", version=one.version)
    return f"{at.day} {desk.words.month(at)} {desk.words.clock(at)} {what}"


def _purchases(desk: Desk, bought: Sequence[Purchase]) -> Iterator[str]:
    for one in bought:
        at = desk.local(one.occurred_at)
        yield f"{at.day} {desk.words.month(at)} {one.item} {desk.words.baht(one.amount)}".replace("  ", " ")


def sure_card(desk: Desk) -> Card:
    """Once more before anything is erased: what goes, and what stays."""
    words = desk.words
    title = words("my_data.erase_sure")
    return Card(
        title=title,
        summary=title,
        blocks=(Paragraph(words("my_data.erase_what")),),
        buttons=(
            (
                Button(words("my_data.erase_yes"), Tap(EraseMyData(confirmed=True)), Weight.SECONDARY),
                Button(words("my_data.erase_no"), Tap(KeepMyData()), Weight.SECONDARY),
            ),
        ),
    )
