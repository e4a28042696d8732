"""Deals to look at: one with all that is known of it, its history, and a person's own by stage."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from bot.cards.activity import due_text
from bot.cards.deal import (
    Row,
    called,
    deal_item,
    ending_buttons,
    next_buttons,
    quote_rows,
    stage_name,
    standing_rows,
    worth,
)
from bot.consequences import next_step
from bot.context import Desk
from bot.dealing import pipeline
from bot.intents.deals import DealHistory, MyDeals
from bot.intents.followups import StartResult
from bot.language import CustomerRef, DealRef
from bot.replies import Block, Button, Card, Items, Paragraph, Record, Rows, Tap, Tone
from models.customer import Customer
from models.deal import Deal, DealState, Quote
from models.member import Member
from models.stage import Stage

QUOTES = 2
PAGE = 15
"""Lines of a list, which is read on a phone."""


def deal_card(desk: Desk, deal: Deal, customer: Customer) -> Card:
    """A deal as it stands, its newest quotes, what is next, and what can be done with it."""
    quotes = desk.session.scalars(Quote.of(deal.id).limit(QUOTES)).all()
    rows = [*standing_rows(desk, deal), *quote_rows(desk, quotes), *_whose(desk, deal), *_ahead(desk, deal)]
    is_adrift = deal.is_open and not deal.rests_on(desk.today) and next_step(desk, customer.id) is None
    remark = (Paragraph(desk.words("activity.no_next"), Tone.AMBER),) if is_adrift else ()
    title = desk.words("deals.deal_of", customer=called(customer, deal))
    return Card(
        title=called(customer, deal),
        subtitle=_state(desk, deal),
        summary=" · ".join([title, *worth(desk, deal), _state(desk, deal)]),
        blocks=(Rows(tuple(rows)), *remark),
        buttons=(*next_buttons(desk, deal), *_ending(desk, deal), _foot(desk, deal, customer)),
        record=Record("deal", deal.id),
    )


def _state(desk: Desk, deal: Deal) -> str:
    """ต่อรอง / ปิดได้ / หลุด."""
    if deal.is_open:
        return stage_name(desk, deal.stage)
    return desk.words("deals.won_on" if deal.state is DealState.WON else "deals.lost_on")


def _whose(desk: Desk, deal: Deal) -> list[Row]:
    if deal.owner_id == desk.member.id:
        return []
    owner = desk.session.get_one(Member, deal.owner_id)
    return [(desk.words("deals.owner"), desk.words.person(owner.name))]


def _ahead(desk: Desk, deal: Deal) -> list[Row]:
    planned = next_step(desk, deal.customer_id) if deal.is_open else None
    return [] if planned is None else [(desk.words(f"activity.row_{planned.kind}"), due_text(desk, planned))]


def _ending(desk: Desk, deal: Deal) -> tuple[tuple[Button, ...], ...]:
    return (ending_buttons(desk, deal),) if deal.is_open else ()


def _foot(desk: Desk, deal: Deal, customer: Customer) -> tuple[Button, ...]:
    history = Button(desk.words("deals.history_button"), Tap(DealHistory(deal=DealRef("", deal.id))))
    return log_button(desk, customer), history


def log_button(desk: Desk, customer: Customer) -> Button:
    """The keyboard opens with the customer's name."""
    start = StartResult(customer=CustomerRef("", customer.id))
    fill = desk.words("brief.log_fill", customer=customer.name)
    return Button(desk.words("deals.log_button"), Tap(start, fill=fill))


def deals_card(desk: Desk, customer: Customer, deals: Sequence[Deal]) -> Card:
    """Several open deals at one customer: each opens by its number."""
    stages = pipeline(desk)
    title = desk.words("deals.deals_at", customer=customer.name)
    total = _count_and_total(desk, deals)
    return Card(
        title=title,
        subtitle=total,
        summary=f"{title} · {total}",
        blocks=(Items(tuple(deal_item(desk, one, customer, stages) for one in deals[:PAGE])),),
        record=Record("customer", customer.id),
    )


def my_deals_card(desk: Desk, deals: Sequence[Deal], page: int) -> Card:
    """ดีลของฉัน, the last stage first: what is nearest to being won."""
    stages = pipeline(desk)
    ranks = {one.key: rank for rank, one in enumerate(stages)}
    ordered = sorted(deals, key=lambda one: (-ranks.get(one.stage, -1), -(one.amount or Decimal(0)), one.id))
    shown = ordered[page * PAGE : (page + 1) * PAGE]
    title, total = desk.words("deals.my_deals"), _count_and_total(desk, deals)
    more = len(ordered) - (page + 1) * PAGE
    return Card(
        title=title,
        subtitle=total,
        summary=f"{title} · {total}",
        blocks=tuple(_by_stage(desk, shown, stages)),
        buttons=((_more(desk, page, more),),) if more > 0 else (),
    )


def _by_stage(desk: Desk, deals: Sequence[Deal], stages: Sequence[Stage]) -> list[Block]:
    return [
        Items(
            tuple(deal_item(desk, one, one.customer, stages) for one in together),
            stage_name(desk, key, stages),
        )
        for key, together in groupby(deals, key=lambda one: one.stage)
    ]


def _more(desk: Desk, page: int, count: int) -> Button:
    return Button(desk.words("deals.more_deals", count=count), Tap(MyDeals(page=page + 1)))


def _count_and_total(desk: Desk, deals: Sequence[Deal]) -> str:
    total = sum((one.amount or Decimal(0) for one in deals), Decimal(0))
    count = len(deals)
    return desk.words(
        "deals.count_and_total",
        count=count,
        total=desk.words.millions(total),
        plural="" if count == 1 else "s",
    )
