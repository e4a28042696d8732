"""A deal that was to be deleted: why it stays, and what there is to do instead."""

from __future__ import annotations

from bot.cards.deal import called, worth
from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.deals import DealLost, HoldDeal
from bot.language import DealRef
from bot.replies import Button, Card, Paragraph, Pick, Record, Tap, Weight
from models.customer import Customer
from models.deal import Deal


def deal_stays_card(desk: Desk, deal: Deal, customer: Customer, opened_by: str | None) -> Card:
    """Lost or put aside; taken back, where the event `opened_by` has only just opened it."""
    title = desk.words("deals.not_deleted" if opened_by is None else "deals.just_opened")
    back = Button(desk.words("deals.take_back"), Tap(Undo(event=opened_by)), Weight.SECONDARY)
    return Card(
        title=title,
        subtitle=" · ".join([called(customer, deal), *worth(desk, deal)]),
        summary=f"{title} · {called(customer, deal)}",
        blocks=(Paragraph(desk.words("deals.instead")),),
        buttons=(*(((back,),) if opened_by is not None else ()), _instead(desk, deal)),
        record=Record("deal", deal.id),
    )


def _instead(desk: Desk, deal: Deal) -> tuple[Button, ...]:
    ref = DealRef("", deal.id)
    return (
        Button(desk.words("deals.close_as_lost"), Tap(DealLost(deal=ref)), Weight.SECONDARY),
        Button(desk.words("deals.hold_button"), Pick(HoldDeal(deal=ref)), Weight.SECONDARY),
    )
