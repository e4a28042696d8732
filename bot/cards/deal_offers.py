"""What a line says of money, stages and losses is offered to its deal, in one tap; never done."""

from __future__ import annotations

from decimal import Decimal

from bot.cards.deal import reason_name, stage_name
from bot.context import Desk
from bot.dealing import open_deals, pipeline
from bot.intents.deals import ChangeDeal, DealLost, MoveStage
from bot.language import Amount, CustomerRef, DealRef
from bot.replies import Button, Tap, Weight
from bot.subjects import about
from bot.texts import MILLION, Words
from models.customer import Customer
from models.deal import Deal, LostReason
from models.workspace import Subject

ROUND = Decimal(10_000)
"""Sums of so many baht are short as millions: 1.62 ล้าน."""


@about(Subject.DEALS)
def offers(desk: Desk, deal: Deal | None, amount: Decimal | None, stage: str | None) -> tuple[Button, ...]:
    """[ปรับดีลเป็น 1.5 ล้าน] [เข้าขั้นต่อรอง], as far as the deal is open and they would change it."""
    if deal is None or not deal.is_open:
        return ()
    return (*_price(desk, deal, amount), *_stage(desk, deal, stage))


@about(Subject.DEALS)
def loss_offer(desk: Desk, customer: Customer, deal: Deal | None, reason: str | None) -> tuple[Button, ...]:
    """[ปิดดีลเป็นหลุด · สู้ราคาไม่ได้] where they do not want it any more; of several deals it is asked which."""
    there = open_deals(desk, customer.id) if deal is None else [deal] if deal.is_open else []
    if not there:
        return ()
    usual = reason if reason in set(LostReason) else None
    parts = (desk.words("deals.close_as_lost"), *([reason_name(desk.words, usual)] if usual else ()))
    whose = CustomerRef("", customer.id) if len(there) > 1 else None
    which = DealRef("", there[0].id) if whose is None else None
    lose = DealLost(customer=whose, deal=which, lost_reason=usual)
    return (Button(" · ".join(parts), Tap(lose), Weight.SECONDARY),)


def short_money(words: Words, amount: Decimal) -> str:
    """1.5 ล้าน where that is exact, else the whole figure."""
    if amount < MILLION or amount % ROUND:
        return words.money(amount)
    return f"{(amount / MILLION).normalize():f}\u00a0{words('figures.million')}"


def _price(desk: Desk, deal: Deal, amount: Decimal | None) -> tuple[Button, ...]:
    if amount is None or amount <= 0 or amount == deal.amount:
        return ()
    label = desk.words("deals.reprice_to", amount=short_money(desk.words, amount))
    return (Button(label, Tap(ChangeDeal(deal=DealRef("", deal.id), amount=Amount(amount)))),)


def _stage(desk: Desk, deal: Deal, stage: str | None) -> tuple[Button, ...]:
    """Only a later stage: what was talked of before is talked of again."""
    stages = pipeline(desk)
    keys = [one.key for one in stages]
    if stage not in keys or (deal.stage in keys and keys.index(stage) <= keys.index(deal.stage)):
        return ()
    label = desk.words("deals.to_stage", stage=stage_name(desk, stage, stages))
    return (Button(label, Tap(MoveStage(deal=DealRef("", deal.id), stage=stage))),)
