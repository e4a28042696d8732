"""Two names turn out to be one customer."""

from __future__ import annotations

from bot import outbox
from bot.capability import on
from bot.cards.merging import merged_card, preview_card
from bot.context import Context
from bot.giving import desk_of
from bot.handover import KEEP
from bot.intents.particulars import MergeCustomers
from bot.names import customer_of
from bot.replies import Record, Reply, Text
from bot.rounds import follow_rounds
from models.customer import Customer
from models.errors import NotAllowed, SameCustomer
from models.member import Member
from models.merging import merge


@on(MergeCustomers)
def merge_customers(ctx: Context, said: MergeCustomers) -> Reply:
    """Make one customer of two: everything goes to the one that stays."""
    kept, other = customer_of(ctx, said.customer), customer_of(ctx, said.other, "other")
    if kept.id == other.id:
        raise SameCustomer(customer=kept.name)
    if not _may(ctx, kept, other):
        raise NotAllowed
    if not said.confirmed:
        return preview_card(ctx, kept, other)
    _tell_owner(ctx, kept, other)
    name = other.name
    merge(ctx.session, kept, other, ctx.now)
    follow_rounds(ctx, kept.id)
    for customer in (kept, other):
        customer.directory_version = ctx.workspace.touch_directory(ctx.session)
    ctx.show(Record("customer", kept.id), kept.id)
    return merged_card(ctx, kept, name, ctx.event.id)


def _may(ctx: Context, kept: Customer, other: Customer) -> bool:
    """Whose both are, or a manager."""
    return ctx.member.is_manager or {kept.owner_id, other.owner_id} == {ctx.member.id}


def _tell_owner(ctx: Context, kept: Customer, other: Customer) -> None:
    """Whoever loses a customer by it hears of it."""
    if other.owner_id in (kept.owner_id, ctx.member.id):
        return
    loser, keeper = (ctx.session.get_one(Member, one.owner_id) for one in (other, kept))
    words = desk_of(ctx, loser).words
    news = words(
        "merging.told",
        who=words.person(ctx.member.name),
        other=other.name,
        kept=kept.name,
        owner=words.person(keeper.name),
    )
    outbox.notice(ctx.session, loser, Text(text=news), ctx.now, KEEP)
