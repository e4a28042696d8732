"""What a shop sold in a period, what sells best, and who is new."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.cards.purchases import times_text
from bot.cards.report_words import share, span_text
from bot.cards.segment import PAGE, bought_lately, people
from bot.context import Desk
from bot.intents.customers import Brief
from bot.intents.segments import ShopReport, ShowSegments
from bot.language import CustomerRef
from bot.replies import Block, Button, Card, Item, Items, Paragraph, Rows, Tap, Tone, Weight
from bot.shop_reports import counter_of
from models.customer import Customer
from models.metrics.lengths import Length
from models.metrics.shop import Baskets, Buyers, Goods, baskets, best_sellers, buyers
from models.period import Period

FIRST, MOST = 5, 15
"""Goods on the card of everything, and on their own."""
LENGTHS = (Length.DAY, Length.WEEK, Length.MONTH)
Row = tuple[str, str]


def shop_card(desk: Desk, period: Period) -> Card:
    """รายงานร้าน: sold, baskets, who came; and what sells best."""
    counter = counter_of(desk, period)
    sold, came = baskets(counter), buyers(counter)
    title = desk.words("shop_report.title", period=span_text(desk, period))
    told = sold_text(desk, sold)
    return Card(
        title=title,
        subtitle=told,
        summary=f"{title} · {told}",
        blocks=(
            Rows((*_basket_rows(desk, sold), *_buyer_rows(desk, came))),
            *_goods(desk, best_sellers(counter, FIRST)),
        ),
        buttons=_buttons(desk, period),
    )


def sold_text(desk: Desk, sold: Baskets) -> str:
    """ขายได้ 128,400 บาท · 212 บิล."""
    words = desk.words
    count = words(
        "shop_report.one_basket" if sold.count == 1 else "shop_report.baskets", count=f"{sold.count:,}"
    )
    return " · ".join((words("shop_report.sold", baht=words.baht(sold.sold)), count))


def _basket_rows(desk: Desk, sold: Baskets) -> tuple[Row, ...]:
    words = desk.words
    if sold.average is None or sold.median is None:
        return ()
    average, middle = (words.baht(value.quantize(Decimal(1))) for value in (sold.average, sold.median))
    return ((words("shop_report.basket"), words("shop_report.average", average=average, median=middle)),)


def _buyer_rows(desk: Desk, came: Buyers) -> tuple[Row, ...]:
    """Customers with a name: without any, nothing is said of them."""
    words = desk.words
    if not came.count:
        return ()
    rows = [
        (words("shop_report.buyers"), people(desk, came.count)),
        (words("shop_report.new"), people(desk, came.new)),
        (words("shop_report.returning"), people(desk, came.returning)),
        (words("shop_report.repeat"), share(came.repeat_rate)),
    ]
    if came.gap is not None:
        rows.append((words("shop_report.gap"), words("shop_report.days", days=f"{came.gap.normalize():f}")))
    return tuple(rows)


def _goods(desk: Desk, goods: Sequence[Goods]) -> tuple[Block, ...]:
    rows = tuple(_goods_row(desk, number, one) for number, one in enumerate(goods, start=1))
    heading = Paragraph(desk.words("shop_report.best"), Tone.MUTED)
    return (heading, Rows(rows)) if rows else ()


def _goods_row(desk: Desk, number: int, one: Goods) -> Row:
    return f"{number}. {one.name}", times_text(desk, one.times, one.baht)


def goods_card(desk: Desk, period: Period) -> Card:
    """ขายดี: what brought most."""
    title = desk.words("shop_report.best_of", period=span_text(desk, period))
    goods = best_sellers(counter_of(desk, period), MOST)
    rows = tuple(_goods_row(desk, number, one) for number, one in enumerate(goods, start=1))
    nothing = Paragraph(desk.words("shop_report.nothing"), Tone.MUTED)
    return Card(
        title=title,
        summary=" · ".join((title, *(one.name for one in goods[:1]))),
        blocks=(Rows(rows) if rows else nothing,),
        buttons=_buttons(desk, period, "items"),
    )


def newcomers_card(desk: Desk, period: Period, count: int, shown: Sequence[Customer], page: int) -> Card:
    """ลูกค้าใหม่: who bought for the first time, ten at a time."""
    title = desk.words("shop_report.newcomers", period=span_text(desk, period))
    items = tuple(
        Item(one.name, bought_lately(desk, one), Brief(customer=CustomerRef("", one.id))) for one in shown
    )
    told = people(desk, count)
    following = ShopReport(topic="newcomers", date_from=period.first, date_to=period.last, page=page + 1)
    more = ((Button(desk.words("customers.more"), Tap(following)),),) if count > (page + 1) * PAGE else ()
    return Card(
        title=title,
        subtitle=told,
        summary=f"{title} · {told}",
        blocks=(Items(items),) if items else (),
        buttons=(*more, *_buttons(desk, period, "newcomers")),
    )


def _buttons(desk: Desk, period: Period, topic: str = "") -> tuple[tuple[Button, ...], ...]:
    """The same for other lengths of time and the one before; from a topic to everything."""
    anchor = min(period.last, desk.today) if period.holds(desk.today) else period.first
    length = Length.of(period)
    lengths = tuple(
        Button(desk.words(f"metrics.length_{one}"), Tap(_report(one.around(anchor), topic)))
        for one in LENGTHS
        if one is not length
    )
    before = () if length is None else (_before(desk, length.before(period), topic),)
    groups = Button(desk.words("segments.title"), Tap(ShowSegments()))
    whole = Button(desk.words("shop_report.all"), Tap(_report(period)))
    return lengths, (*before, whole if topic else groups)


def _before(desk: Desk, period: Period, topic: str) -> Button:
    return Button(desk.words("metrics.before"), Tap(_report(period, topic)), Weight.SECONDARY)


def _report(period: Period, topic: str = "") -> ShopReport:
    return ShopReport(topic=topic, date_from=period.first, date_to=period.last)
