"""What a shop's week adds to Monday's card: sold, baskets, who came, what sold best."""

from __future__ import annotations

from bot.cards.report_words import total
from bot.cards.segment import people
from bot.context import Desk
from bot.intents.segments import ShopReport
from bot.replies import Item, Items
from bot.shop_reports import counter_of
from bot.subjects import about
from models.metrics.shop import Baskets, Counter, baskets, best_sellers, buyers
from models.period import Period
from models.workspace import Subject


@about(Subject.COUNTER)
def over_the_counter(desk: Desk, week: Period, before: Period) -> tuple[Items, ...]:
    """Nothing where nothing was sold so in either week; each line opens the shop's report."""
    counter = counter_of(desk, week)
    now, gone = baskets(counter), baskets(counter_of(desk, before))
    if not now.count and not gone.count:
        return ()
    report = ShopReport(date_from=week.first, date_to=week.last)
    items = Item(desk.words("shop_report.all"), _sold(desk, now, gone), report), *_who_and_what(desk, counter)
    return (Items(items, desk.words("shop_report.over_the_counter")),)


def _sold(desk: Desk, now: Baskets, gone: Baskets) -> str:
    """128,400 · 212 บิล (ก่อนหน้า 98,000)."""
    words = desk.words
    count = words(
        "shop_report.one_basket" if now.count == 1 else "shop_report.baskets", count=f"{now.count:,}"
    )
    before = words("weekly.before", value=total(words, gone.sold))
    return f"{total(words, now.sold)} · {count} {before}"


def _who_and_what(desk: Desk, counter: Counter) -> tuple[Item, ...]:
    """ใหม่ 12 คน · กลับมา 30 คน; and what brought most."""
    words, came, period = desk.words, buyers(counter), counter.period
    who = words(
        "shop_report.new_and_returning", new=people(desk, came.new), returning=people(desk, came.returning)
    )
    new = ShopReport(topic="newcomers", date_from=period.first, date_to=period.last)
    goods = ShopReport(topic="items", date_from=period.first, date_to=period.last)
    best = " · ".join(one.name for one in best_sellers(counter, 3))
    return (
        *((Item(words("shop_report.buyers"), who, new),) if came.count else ()),
        *((Item(words("shop_report.best"), best, goods),) if best else ()),
    )
