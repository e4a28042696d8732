"""Deals: opened, moved from stage to stage, won and lost, each by one plain line."""

from __future__ import annotations

from datetime import timedelta

from bot import dealing
from bot.capability import on
from bot.cards import deal_news as cards
from bot.context import Context
from bot.dates import happened
from bot.deal_lines import (
    Told,
    amount_meant,
    closing_day,
    keep_line,
    kept_already,
    reason_meant,
    show_deal,
    stage_meant,
)
from bot.intents.activities import Undo
from bot.intents.deals import DealLost, DealWon, LostBecause, MoveStage, OpenDeal
from bot.language import DealRef
from bot.names import customer_of
from bot.questions import wait_for
from bot.replies import Card, Reply
from models.customer import Customer
from models.deal import Deal, DealState
from models.errors import NotFound

SAME_DEAL = timedelta(days=7)
"""So long after a deal was closed, a line that closes one there again is about the same."""


@on(OpenDeal)
def open_deal(ctx: Context, said: OpenDeal) -> Reply:
    """Open a deal: a site, a project or goods, with its amount and the day it should close."""
    customer = customer_of(ctx, said.customer)
    if (before := kept_already(ctx, customer)) is not None:
        return cards.said_twice(ctx, *before, customer)
    deal = dealing.start(
        ctx,
        customer,
        name=said.deal,
        amount=amount_meant(ctx, said.amount, None, customer, sure=said.confirmed),
        stage=stage_meant(ctx, said.stage) if said.stage else None,
        expected_close=closing_day(ctx, said.expected_close),
        probability=said.probability,
        competitors=said.competitors,
    )
    keep_line(ctx, customer, deal, Told())
    return show_deal(ctx, deal, cards.opened_card(ctx, deal, customer, _undo(ctx)))


@on(MoveStage)
def move_stage(ctx: Context, said: MoveStage) -> Reply:
    """Move a deal to another stage; where none is open, one begins in that stage."""
    customer = dealing.whose_deal(ctx, said.customer, said.deal)
    if (before := kept_already(ctx, customer)) is not None:
        return cards.said_twice(ctx, *before, customer)
    stage, known = stage_meant(ctx, said.stage), _meant(ctx, said, customer)
    amount = amount_meant(ctx, said.amount, known, customer, sure=said.confirmed)
    came_from = known.stage if known is not None else None
    deal = known or dealing.start(ctx, customer, stage=stage)
    dealing.move(ctx, deal, stage)
    if amount is not None:
        dealing.reprice(ctx, deal, amount)
    logged = keep_line(ctx, customer, deal, Told.by(said))
    card = cards.moved_card(ctx, deal, customer, _undo(ctx), logged=logged, before=came_from)
    return show_deal(ctx, deal, card)


@on(DealWon)
def win(ctx: Context, said: DealWon) -> Reply:
    """Say that a deal is won; managers hear of it five minutes later."""
    customer = dealing.whose_deal(ctx, said.customer, said.deal)
    if (before := kept_already(ctx, customer)) is not None:
        return cards.said_twice(ctx, *before, customer)
    known = _meant(ctx, said, customer)
    if known is None and (closed := _closed_before(ctx, said, customer, DealState.WON)) is not None:
        return _told_again(ctx, said, closed, customer)
    amount = amount_meant(ctx, said.amount, known, customer, sure=said.confirmed)
    worth = (known.amount,) if known is not None else None
    deal = known or dealing.start(ctx, customer)
    dealing.win(ctx, deal, amount, happened(ctx, said.occurred_at))
    logged = keep_line(ctx, customer, deal, Told.by(said))
    return show_deal(ctx, deal, cards.won_card(ctx, deal, customer, _undo(ctx), logged=logged, before=worth))


@on(DealLost)
def lose(ctx: Context, said: DealLost) -> Reply:
    """Say that a deal is lost, and why; without a reason it is stored, and the reason asked for."""
    customer = dealing.whose_deal(ctx, said.customer, said.deal)
    if (before := kept_already(ctx, customer)) is not None:
        return cards.said_twice(ctx, *before, customer)
    known = _meant(ctx, said, customer)
    if known is None and (closed := _closed_before(ctx, said, customer, DealState.LOST)) is not None:
        return _told_again(ctx, said, closed, customer)
    amount = amount_meant(ctx, said.amount, known, customer, sure=said.confirmed)
    deal = known or dealing.start(ctx, customer)
    deal.amount = deal.amount if amount is None else amount
    reason = reason_meant(ctx, said.lost_reason, said.note)
    dealing.lose(ctx, deal, reason, said.note, happened(ctx, said.occurred_at))
    logged = keep_line(ctx, customer, deal, Told.by(said))
    if reason is None:
        wait_for(ctx, LostBecause(deal=DealRef("", deal.id)), "reason", stored=True)
    card = cards.lost_card(ctx, deal, customer, _undo(ctx), logged=logged, was_open=known is not None)
    return show_deal(ctx, deal, card)


@on(LostBecause)
def lost_because(ctx: Context, said: LostBecause) -> Reply:
    """Tell why a deal was lost: one of the reasons, or in own words."""
    if said.deal is None or said.deal.id is None:
        raise NotFound
    deal = dealing.deal_of(ctx, said.deal.id)
    if deal.state is not DealState.LOST:
        raise NotFound
    own = ctx.workspace.lost_reasons[said.own - 1 : said.own] if said.own else []
    deal.lost_reason = next(iter(own), None) or reason_meant(ctx, said.lost_reason, said.reason)
    deal.lost_note = said.reason[: dealing.NOTE_LIMIT] or deal.lost_note
    customer = ctx.session.get_one(Customer, deal.customer_id)
    return show_deal(ctx, deal, cards.reason_card(ctx, deal, customer, _undo(ctx)))


def _meant(ctx: Context, said: MoveStage | DealWon | DealLost, customer: Customer) -> Deal | None:
    return dealing.deal_meant(ctx, customer, said.deal, named=said.customer is not None)


def _undo(ctx: Context) -> Undo:
    """Takes back what this event does."""
    return Undo(event=ctx.event.id)


def _closed_before(
    ctx: Context, said: DealWon | DealLost, customer: Customer, state: DealState
) -> Deal | None:
    """The deal that was closed there just so lately, which this line tells of once more."""
    last = ctx.session.scalar(Deal.at_customer(ctx.workspace.id, customer.id).limit(1))
    if said.another or last is None or last.state is not state or last.closed_at is None:
        return None
    same_amount = said.amount is None or said.amount.value == last.amount
    return last if same_amount and ctx.now - last.closed_at < SAME_DEAL else None


def _told_again(ctx: Context, said: DealWon | DealLost, deal: Deal, customer: Customer) -> Card:
    """The line is kept with the deal it tells of; it closes no second one."""
    keep_line(ctx, customer, deal, Told.by(said))
    again = type(said)(customer=said.customer, amount=said.amount, another=True)
    return show_deal(ctx, deal, cards.already_closed(ctx, deal, customer, again))
