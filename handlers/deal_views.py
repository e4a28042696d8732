"""Looking at deals: one as it stands or stood, how it came there, and all that a person has open."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import joinedload

from bot import dealing
from bot.capability import on
from bot.cards.deal_history import history_card, stood_card
from bot.cards.deal_views import deal_card, deals_card, my_deals_card
from bot.context import Context
from bot.deal_lines import show_deal
from bot.intents.deals import DealHistory, MyDeals, ShowDeal
from bot.language import CustomerRef, DealRef
from bot.replies import Reply, Text
from models.customer import Customer
from models.deal import Deal


@on(ShowDeal, undoable=False)
def show(ctx: Context, said: ShowDeal) -> Reply:
    """Show a deal as it stands, or as it stood on a day."""
    customer, there = _deals_meant(ctx, said.customer, said.deal)
    if not there:
        return Text(text=ctx.words("deals.none_at", customer=customer.name))
    if len(there) > 1:
        return deals_card(ctx, customer, there)
    if said.as_of is not None:
        return show_deal(ctx, there[0], stood_card(ctx, there[0], customer, said.as_of))
    return show_deal(ctx, there[0], deal_card(ctx, there[0], customer))


@on(DealHistory, undoable=False)
def history(ctx: Context, said: DealHistory) -> Reply:
    """Show who moved a deal, when, from what to what, and how long it was in each stage."""
    customer, there = _deals_meant(ctx, said.customer, said.deal)
    if not there:
        return Text(text=ctx.words("deals.none_at", customer=customer.name))
    return show_deal(ctx, there[0], history_card(ctx, there[0], customer))


@on(MyDeals, undoable=False)
def my_deals(ctx: Context, said: MyDeals) -> Reply:
    """Show the open deals of this person, by stage."""
    mine = Deal.open_of(ctx.workspace.id, [ctx.member.id])
    deals = ctx.session.scalars(mine.options(joinedload(Deal.customer))).all()
    shown = [one for one in deals if said.stage is None or one.stage == said.stage]
    return my_deals_card(ctx, shown, said.page) if shown else Text(text=ctx.words("deals.none_open"))


def _deals_meant(
    ctx: Context, customer: CustomerRef | None, ref: DealRef | None
) -> tuple[Customer, Sequence[Deal]]:
    """The deal tapped, else the open ones there that the words fit, else the one that was closed last."""
    if ref is not None and ref.id is not None:
        deal = dealing.deal_of(ctx, ref.id)
        return ctx.session.get_one(Customer, deal.customer_id), [deal]
    its = dealing.whose_deal(ctx, customer, ref)
    there = dealing.open_deals_named(ctx, its.id, ref)
    if there:
        return its, there
    return its, ctx.session.scalars(Deal.at_customer(ctx.workspace.id, its.id).limit(1)).all()
