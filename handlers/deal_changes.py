"""Deals after they were opened: priced anew, put off, renamed, put aside, offered in writing."""

from __future__ import annotations

from datetime import date, timedelta

from bot import dealing
from bot.capability import on
from bot.cards import deal_changes as cards
from bot.cards.deal_news import said_twice
from bot.context import Context
from bot.dates import settle
from bot.deal_lines import Told, amount_meant, closing_day, keep_line, kept_already, show_deal
from bot.intents.activities import Undo
from bot.intents.deals import ChangeDeal, HoldDeal, SendQuote
from bot.names import visible
from bot.replies import Reply
from models.customer import Customer
from models.deal import Deal, DealState, Quote
from models.errors import BadChance, WhichTime

SAID_LIMIT = 500


@on(ChangeDeal)
def change_deal(ctx: Context, said: ChangeDeal) -> Reply:
    """Change what a deal is worth, when it should close, its name, its chance or who else is offering."""
    customer, deal = _just_won(ctx, said) or dealing.open_deal_of(ctx, said.customer, said.deal)
    before = cards.Before.of(deal)
    amount = amount_meant(ctx, said.amount, deal, customer, sure=said.confirmed)
    close = closing_day(ctx, said.when or said.expected_close)
    if amount is not None:
        dealing.reprice(ctx, deal, amount)
    if close is not None:
        deal.expect_close(close)
    if said.title:
        dealing.rename(ctx, deal, said.title)
    _change_rest(deal, said)
    ctx.session.flush()
    keep_line(ctx, customer, deal, Told())
    return show_deal(ctx, deal, cards.changed_card(ctx, deal, customer, _undo(ctx), before))


def _just_won(ctx: Context, said: ChangeDeal) -> tuple[Customer, Deal] | None:
    """`แก้ยอด 45,000` below the card of a deal that was won: what it was won for is set right."""
    shown = ctx.record_meant("deal")
    if shown is None or said.amount is None or (said.deal is not None and said.deal.id != shown):
        return None
    deal = ctx.session.get(Deal, shown)
    if deal is None or deal.state is not DealState.WON:
        return None
    is_its = said.customer is None or said.customer.id == deal.customer_id
    return (visible(ctx, deal.customer_id), deal) if is_its else None


def _change_rest(deal: Deal, said: ChangeDeal) -> None:
    if said.probability is not None:
        if not 0 <= said.probability <= 100:
            raise BadChance(said=said.probability)
        deal.probability = said.probability
    if said.competitors:
        deal.competitors = said.competitors[: dealing.COMPETITORS_LIMIT]


@on(HoldDeal)
def hold(ctx: Context, said: HoldDeal) -> Reply:
    """Put a deal aside until a day: it is not lost, and comes back in that day's plan."""
    customer, deal = dealing.open_deal_of(ctx, said.customer, said.deal)
    when = said.when or said.follow_up_at
    if when is None:
        raise WhichTime
    dealing.rest(ctx, deal, settle(ctx, when))
    keep_line(ctx, customer, deal, Told(note=said.note))
    return show_deal(ctx, deal, cards.held_card(ctx, deal, customer, _undo(ctx)))


@on(SendQuote)
def quote(ctx: Context, said: SendQuote) -> Reply:
    """Log a quote with its number, amount and how long it holds; where no deal is open, one begins."""
    customer = dealing.whose_deal(ctx, said.customer, said.deal)
    if (before := kept_already(ctx, customer)) is not None:
        return said_twice(ctx, *before, customer)
    known = dealing.deal_meant(ctx, customer, said.deal, named=said.customer is not None)
    amount = amount_meant(ctx, said.amount, known, customer, sure=said.confirmed)
    deal = known or dealing.start(ctx, customer, amount=amount, stage=dealing.proposal(ctx))
    given = _given(ctx, said, deal)
    logged = keep_line(ctx, customer, deal, Told.by(said))
    card = cards.quoted_card(ctx, deal, customer, _undo(ctx), given, logged=logged, is_new=known is None)
    return show_deal(ctx, deal, card)


def _given(ctx: Context, said: SendQuote, deal: Deal) -> Quote:
    """The quote; one of the same number is its next revision."""
    number = said.number.strip()
    offered = ctx.session.scalars(Quote.of(deal.id))
    earlier = next((one for one in offered if number and one.number == number), None)
    given = Quote(
        workspace_id=ctx.workspace.id,
        customer_id=deal.customer_id,
        deal_id=deal.id,
        member_id=ctx.member.id,
        number=number[:40],
        revision=_revision(said.revision, earlier),
        amount=said.amount.value if said.amount is not None else None,
        valid_until=_valid_until(ctx, said),
        said=ctx.said[:SAID_LIMIT],
        quoted_at=ctx.now,
    )
    ctx.session.add(given)
    ctx.session.flush()
    return given


def _revision(said: int | None, earlier: Quote | None) -> int:
    if said is not None:
        return said
    return 0 if earlier is None else earlier.revision + 1


def _valid_until(ctx: Context, said: SendQuote) -> date | None:
    if said.valid_days is not None:
        return ctx.today + timedelta(days=said.valid_days)
    return said.valid_until.day if said.valid_until is not None else None


def _undo(ctx: Context) -> Undo:
    """Takes back what this event does."""
    return Undo(event=ctx.event.id)
