"""Who agreed to promotions, as the shop's people see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.segment import bought_lately, people
from bot.context import Desk
from bot.intents.consumers import ShopLink, WhoAgreed
from bot.intents.customers import Brief
from bot.language import CustomerRef
from bot.replies import Button, Card, Item, Items, Paragraph, Tap, Tone, Weight
from models.customer import Customer

PAGE = 10


@dataclass(frozen=True, slots=True)
class Agreed:
    """How many agreed in LINE, how many of them are customers the reader may see, and which page."""

    everybody: int
    known: int
    page: int


def agreed_card(desk: Desk, agreed: Agreed, shown: Sequence[Customer]) -> Card:
    """How many, the customers among them, and how many the shop does not know by name."""
    words = desk.words
    title = words("consent.who_agreed")
    count = people(desk, agreed.everybody)
    items = tuple(
        Item(one.name, bought_lately(desk, one), Brief(customer=CustomerRef("", one.id))) for one in shown
    )
    unknown = agreed.everybody - agreed.known
    rest = words("consent.agreed_unknown", count=f"{unknown:,}") if unknown else ""
    return Card(
        title=title,
        subtitle=count,
        summary=f"{title} · {count}",
        blocks=(*((Items(items),) if items else ()), *((Paragraph(rest, Tone.MUTED),) if rest else ())),
        buttons=_more(desk, agreed),
    )


def nobody_card(desk: Desk) -> Card:
    """Nobody yet: people say yes themselves, once they have added the shop's account."""
    title = desk.words("consent.nobody_agreed")
    link = Button(desk.words("consent.shop_link"), Tap(ShopLink()), Weight.SECONDARY)
    how = Paragraph(desk.words("consent.how_agreed"))
    return Card(title=title, summary=title, blocks=(how,), buttons=((link,),))


def _more(desk: Desk, agreed: Agreed) -> tuple[tuple[Button, ...], ...]:
    if agreed.known <= (agreed.page + 1) * PAGE:
        return ()
    return ((Button(desk.words("customers.more"), Tap(WhoAgreed(page=agreed.page + 1))),),)
