"""A deal that somebody wants off the list: it stays, and the ways are told."""

from __future__ import annotations

from bot import dealing
from bot.capability import on
from bot.cards.deal_stays import deal_stays_card
from bot.context import Context
from bot.deal_lines import show_deal
from bot.intents.deals import DeleteDeal
from bot.replies import Record, Reply
from bot.undoing import making_of, what_it_made
from models.activity import Activity
from models.deal import Deal, DealMove, Quote


@on(DeleteDeal, undoable=False)
def delete_deal(ctx: Context, said: DeleteDeal) -> Reply:
    """Show what can be done with a deal instead of deleting it."""
    customer, deal = dealing.open_deal_of(ctx, said.customer, said.deal)
    return show_deal(ctx, deal, deal_stays_card(ctx, deal, customer, _just_opened_by(ctx, deal)))


def _just_opened_by(ctx: Context, deal: Deal) -> str | None:
    """The event with which this person opened it today, if nothing has been said of it since."""
    event = making_of(ctx, Record("deal", deal.id))
    if event is None or deal.created_at < ctx.start_of(ctx.today):
        return None
    return None if _spoken_of_since(ctx, deal, event) else event


def _spoken_of_since(ctx: Context, deal: Deal, event: str) -> bool:
    """Was it moved, offered in writing, or told of in another line than the one that opened it?"""
    opening = [row.id for row in what_it_made(ctx, event) if isinstance(row, Activity)]
    told = Activity.with_customer(deal.customer_id, ctx.workspace.id).where(
        Activity.deal_id == deal.id, Activity.id.not_in(opening)
    )
    each = (DealMove.of(deal.id).offset(1), told, Quote.of(deal.id))
    return any(ctx.session.scalars(one.limit(1)).first() is not None for one in each)
