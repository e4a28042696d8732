"""What a customer bought so far: line by line, what they usually buy, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.cards.purchase import goods_text
from bot.context import Desk
from bot.intents.customers import Brief, CustomerHistory
from bot.intents.purchases import PurchaseHistory
from bot.language import CustomerRef
from bot.render import clip
from bot.replies import Block, Button, Card, Item, Record, Rows, Tap, Tone
from models.buyers import buyers
from models.customer import Customer, CustomerKind
from models.database import count_of
from models.purchase import Purchase
from models.repeats import Habit, Late, habit_at, usual_items

PAGE = 10
"""Purchases a card."""
NAME_LIMIT = 50
"""UTF-16 units of a name in a list."""
Row = tuple[str, str] | tuple[str, str, Tone]


def purchases_card(desk: Desk, customer: Customer, page: int = 0) -> Card:
    """One page, newest first; the first begins with what is usual."""
    words = desk.words
    title = words("purchases.history", customer=customer.name)
    bought = Purchase.by(desk.workspace.id, customer.id)
    rows = desk.session.scalars(bought.offset(page * PAGE).limit(PAGE)).all()
    count = count_of(desk.session, bought)
    subtitle = bought_text(desk, customer) or words("purchases.nothing_yet")
    return Card(
        title=title,
        subtitle=subtitle,
        summary=f"{title} · {subtitle}",
        blocks=(*(_usual(desk, customer) if page == 0 else ()), *_lines(desk, rows)),
        buttons=_buttons(desk, customer, page, has_more=count > (page + 1) * PAGE),
        record=Record("customer", customer.id),
    )


def bought_text(desk: Desk, customer: Customer) -> str:
    """5 ครั้ง 1,170,000 บาท; nothing for who never bought."""
    if not customer.purchase_count:
        return ""
    return times_text(desk, customer.purchase_count, customer.purchase_total)


def times_text(desk: Desk, count: int, baht: Decimal) -> str:
    """5 ครั้ง 1,170,000 บาท."""
    key = "purchases.once" if count == 1 else "purchases.times"
    return desk.words(key, count=count, total=desk.words.baht(baht))


def bought_rows(desk: Desk, customer: Customer) -> list[Row]:
    """For the customer's own card: the last purchase, all of them, and the rhythm."""
    if not customer.purchase_count:
        return []
    words = desk.words
    return [
        *_last(desk, customer),
        (words("purchases.in_all"), bought_text(desk, customer)),
        *_rhythm(desk, customer),
        *_as_consumer(desk, customer),
    ]


def _as_consumer(desk: Desk, customer: Customer) -> list[Row]:
    """Of a consumer also what they are to the shop today, and what they usually buy."""
    if customer.kind is not CustomerKind.CONSUMER:
        return []
    words, usual = desk.words, " · ".join(usual_items(desk.session, customer))
    found = buyers(desk.session, desk.workspace, desk.today, Purchase.customer_id == customer.id)
    stands = [words(f"segments.is_{one.standing(desk.workspace, desk.today)}") for one in found]
    rows: list[Row] = [(words("segments.group"), one) for one in stands]
    return [*rows, (words("purchases.usual"), usual)] if usual else rows


def _last(desk: Desk, customer: Customer) -> list[Row]:
    newest = Purchase.by(desk.workspace.id, customer.id).where(Purchase.returns_id.is_(None)).limit(1)
    last = desk.session.scalar(newest)
    if last is None:
        return []
    day = desk.words.near_day(desk.local(last.occurred_at).date(), desk.today)
    parts = [day, goods_text(desk.words, last), desk.words.baht(last.amount)]
    return [(desk.words("purchases.last"), " · ".join(part for part in parts if part))]


def _rhythm(desk: Desk, customer: Customer) -> list[Row]:
    habit = habit_at(desk.session, desk.workspace, customer, desk.now)
    if habit is None:
        return []
    tone = Tone.AMBER if habit.is_late(desk.today) else Tone.PLAIN
    return [(desk.words("purchases.rhythm"), rhythm_text(desk, habit), tone)]


def rhythm_text(desk: Desk, habit: Habit) -> str:
    """ปกติสั่งทุก 14 วัน หายไป 23 วัน."""
    days = habit.days_since(desk.today)
    key = "purchases.away" if days > habit.gap else "purchases.every"
    return desk.words(key, gap=habit.gap, days=days)


def late_orders(desk: Desk, late: Sequence[Late]) -> tuple[Item, ...]:
    """Who should have ordered again by now, for the plan: a tap opens the customer."""
    return tuple(
        Item(
            clip(one.customer.name, NAME_LIMIT),
            rhythm_text(desk, one.habit),
            Brief(customer=CustomerRef("", one.customer.id)),
            Tone.AMBER,
        )
        for one in late
    )


def _usual(desk: Desk, customer: Customer) -> tuple[Block, ...]:
    words, items = desk.words, usual_items(desk.session, customer)
    rows: list[Row] = [(words("purchases.usual"), " · ".join(items))] if items else []
    rows += _rhythm(desk, customer)
    return (Rows(tuple(rows)),) if rows else ()


def _lines(desk: Desk, rows: Sequence[Purchase]) -> tuple[Block, ...]:
    lines = tuple((_day(desk, one), bought_line(desk, one)) for one in rows)
    return (Rows(lines),) if lines else ()


def _day(desk: Desk, purchase: Purchase) -> str:
    return desk.words.day(desk.local(purchase.occurred_at).date(), desk.today)


def bought_line(desk: Desk, purchase: Purchase) -> str:
    """เหล็กเส้น · 12 ตัน, and below it the sum."""
    goods = goods_text(desk.words, purchase)
    if purchase.is_return:
        goods = desk.words("purchases.returned", goods=goods).strip()
    code = f" ({purchase.promo_code})" if purchase.promo_code else ""
    return "\n".join(part for part in (goods, desk.words.baht(purchase.amount) + code) if part)


def _buttons(desk: Desk, customer: Customer, page: int, *, has_more: bool) -> tuple[tuple[Button, ...], ...]:
    words, ref = desk.words, CustomerRef("", customer.id)
    everything = Button(words("brief.history"), Tap(CustomerHistory(customer=ref)))
    more = Button(words("purchases.more"), Tap(PurchaseHistory(customer=ref, page=page + 1)))
    return ((everything, more),) if has_more else ((everything,),)
