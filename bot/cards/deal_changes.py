"""What was changed about a deal, put aside, or given in writing: as it is now, and as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.cards.deal import (
    Row,
    close_row,
    quote_text,
    quote_tone,
    stage_row,
    worth,
)
from bot.cards.deal_news import done_card
from bot.cards.deal_offers import offers
from bot.context import Desk
from bot.intents.activities import Undo
from bot.recording import Logged
from bot.replies import Card, Paragraph, Tone
from models.customer import Customer
from models.deal import Deal, Quote
from models.stage import PROPOSAL


@dataclass(frozen=True, slots=True)
class Before:
    """What of a deal can be changed by a line, as it was."""

    amount: Decimal | None
    expected_close: date | None
    name: str
    probability: int | None
    competitors: str

    @classmethod
    def of(cls, deal: Deal) -> Before:
        return cls(**{name: getattr(deal, name) for name in cls.__slots__})


def changed_card(desk: Desk, deal: Deal, customer: Customer, undo: Undo, before: Before) -> Card:
    """Only what has changed, each with what it was."""
    rows = [*_price(desk, deal, before), *_close(desk, deal, before), *_others(desk, deal, before)]
    return done_card(desk, deal, customer, _heading(deal, before), rows=rows, undo=undo)


def _heading(deal: Deal, before: Before) -> str:
    if deal.amount != before.amount:
        return "repriced"
    if deal.expected_close != before.expected_close:
        return "close_set" if before.expected_close is None else "close_changed"
    return "changed"


def _price(desk: Desk, deal: Deal, before: Before) -> list[Row]:
    if deal.amount is None or deal.amount == before.amount:
        return []
    return [
        (desk.words("deals.amount"), _was(desk, desk.words.baht(deal.amount), money(desk, before.amount)))
    ]


def money(desk: Desk, amount: Decimal | None) -> str:
    return "" if amount is None else desk.words.money(amount)


def _close(desk: Desk, deal: Deal, before: Before) -> list[Row]:
    if deal.expected_close is None or deal.expected_close == before.expected_close:
        return []
    return [close_row(desk, deal, before.expected_close)]


def _others(desk: Desk, deal: Deal, before: Before) -> list[Row]:
    words, rows = desk.words, list[Row]()
    if deal.name != before.name:
        rows.append((words("deals.title"), _was(desk, deal.name, before.name)))
    if deal.probability is not None and deal.probability != before.probability:
        rows.append((words("deals.probability"), f"{deal.probability}%"))
    if deal.competitors != before.competitors:
        rows.append((words("deals.competitors"), _was(desk, deal.competitors, before.competitors)))
    return rows


def _was(desk: Desk, now: str, before: str) -> str:
    return desk.words("deals.from_before", now=now, before=before) if before else now


def held_card(desk: Desk, deal: Deal, customer: Customer, undo: Undo) -> Card:
    """พักไว้แล้ว, until when; that day it is in the plan again."""
    day = desk.words.day(deal.rests_until or desk.today, desk.today)
    rows: list[Row] = [(desk.words("deals.rests_until"), day), stage_row(desk, deal)]
    remark = Paragraph(desk.words("deals.comes_back"), Tone.MUTED)
    return done_card(desk, deal, customer, "held", rows=rows, undo=undo, remarks=[remark])


def quoted_card(
    desk: Desk,
    deal: Deal,
    customer: Customer,
    undo: Undo,
    given: Quote,
    *,
    logged: Logged | None,
    is_new: bool,
) -> Card:
    """The quote as it was given; the deal's own amount and stage stay, and moving them is one tap."""
    rows: list[Row] = [(desk.words("deals.quote"), quote_text(desk, given), quote_tone(desk, given))]
    rows += [(desk.words("deals.deal"), " · ".join(worth(desk, deal)))] if deal.amount else []
    rows.append(stage_row(desk, deal))
    remarks = [Paragraph(desk.words("deals.opened_there"), Tone.MUTED)] if is_new else []
    return done_card(
        desk,
        deal,
        customer,
        "quoted",
        rows=rows,
        undo=undo,
        remarks=remarks,
        logged=logged,
        chips=offers(desk, deal, given.amount, PROPOSAL),
    )
