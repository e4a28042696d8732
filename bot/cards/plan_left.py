"""What a plan tells beside the day's own work: what ends soon, what must be decided, what would drop."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.deal import called, quote_text
from bot.cards.next_step import without_step_text
from bot.cards.purchases import late_orders
from bot.cards.rounds import decision_item
from bot.context import Desk
from bot.intents.deals import ShowDeal
from bot.intents.rounds import SetNextStep
from bot.language import CustomerRef, DealRef
from bot.plans import Adrift, Plan
from bot.render import clip
from bot.replies import Item, Tone
from models.deal import Deal, Quote

NAME_LIMIT, DETAIL_LIMIT = 50, 90
"""UTF-16 units of a line's two parts, so that the longest plan stays under LINE's 30 KB."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading, in the colour that says how they stand."""

    heading: str
    items: tuple[Item, ...]
    tone: Tone = Tone.MUTED


def left_open(desk: Desk, plan: Plan) -> tuple[Section, ...]:
    """Quotes that end, rounds that are done, customers without a next step, orders that are late."""
    words = desk.words
    decide = tuple(decision_item(desk, one, one.customer) for one in plan.undecided)
    ending = tuple(_ending(desk, *one) for one in plan.expiring)
    adrift = tuple(_adrift(desk, one) for one in plan.adrift)
    return (
        Section(words("plans.expiring"), ending, Tone.AMBER),
        Section(words("plans.undecided"), decide, Tone.AMBER),
        Section(words("plans.adrift"), adrift, Tone.AMBER),
        Section(words("purchases.late"), late_orders(desk, plan.late_orders), Tone.AMBER),
    )


def _ending(desk: Desk, quote: Quote, deal: Deal) -> Item:
    """สยามวัสดุภัณฑ์ · บางนา / QT-6911-02 · 1,500,000 · ยืนราคาถึง ส. 26 ธ.ค."""
    opens = ShowDeal(deal=DealRef("", deal.id))
    name = clip(called(deal.customer, deal), NAME_LIMIT)
    return Item(name, clip(quote_text(desk, quote), DETAIL_LIMIT), opens, Tone.AMBER)


def _adrift(desk: Desk, adrift: Adrift) -> Item:
    ref, name = CustomerRef("", adrift.customer_id), clip(adrift.customer, NAME_LIMIT)
    what = without_step_text(desk, adrift.customer_id, has_deal=adrift.has_deal)
    return Item(name, what, SetNextStep(customer=ref), Tone.AMBER)
