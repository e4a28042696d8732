"""Customers get another rep for good; what is promised there and may be won goes along."""

from __future__ import annotations

from sqlalchemy import select

from bot.capability import on
from bot.cards.handover import done_card, pack_list, sure_card
from bot.context import Context
from bot.handover import pack, tell
from bot.intents.handover import HandedOver, Reassign
from bot.names import customer_of, member_of, visible_among
from bot.replies import Record, Reply
from models import handover
from models.changes import Change
from models.customer import Customer
from models.errors import AlreadyTheirs, NotFound, NothingToHandOver
from models.member import Member, Role


@on(Reassign, role=Role.MANAGER)
def reassign(ctx: Context, said: Reassign) -> list[Reply]:
    """Give one customer, or all of a rep's, to a colleague for good."""
    if said.customer is None and (said.everything or said.whose is not None):
        return _everything(ctx, said)
    customer = customer_of(ctx, said.customer)
    to = member_of(ctx, said.rep)
    if customer.owner_id == to.id:
        raise AlreadyTheirs(customer=customer.name, who=ctx.words.person(to.name))
    ctx.show(Record("customer", customer.id), customer.id)
    return _hand_over(ctx, [customer], ctx.session.get_one(Member, customer.owner_id), to)


def _everything(ctx: Context, said: Reassign) -> list[Reply]:
    """Asked once: it is many rows, though one undo brings them back."""
    whose, to = member_of(ctx, said.whose, "whose"), member_of(ctx, said.rep)
    customers = handover.customers_of(ctx.session, whose)
    if not customers:
        raise NothingToHandOver(who=ctx.words.person(whose.name))
    if whose.id == to.id:
        raise AlreadyTheirs(customer=customers[0].name, who=ctx.words.person(to.name))
    if not said.confirmed:
        return [sure_card(ctx, whose, to, handover.at_hand(ctx.session, customers))]
    return _hand_over(ctx, customers, whose, to)


def _hand_over(ctx: Context, customers: list[Customer], giver: Member, to: Member) -> list[Reply]:
    """Whoever takes customers over himself reads the pack at once."""
    handed = handover.hand_over(ctx.session, customers, to, ctx.now)
    ctx.session.flush()
    told = tell(ctx, handed, giver, to)
    if len(customers) > 1:
        ctx.chat.last_record = None  # the next line is about none of them
    done = done_card(ctx, handed, to, ctx.event.id, told=told)
    return [done, pack(ctx, handed, giver, to)] if to.id == ctx.member.id else [done]


@on(HandedOver, undoable=False, full_sentence=False)
def handed_over(ctx: Context, said: HandedOver) -> Reply:
    """The customers that one handover gave to the reader."""
    changes = ctx.session.scalars(
        select(Change)
        .where(Change.workspace_id == ctx.workspace.id, Change.event == said.event)
        .where(Change.table_name == Customer.__tablename__, Change.undone_by.is_(None))
        .order_by(Change.id)
    ).all()
    gave = [one for one in changes if "owner_id" in (one.before or {})]
    mine = visible_among(ctx, tuple(one.row_id for one in gave))
    if not mine or not gave[0].before:
        raise NotFound
    giver = ctx.session.get_one(Member, gave[0].before["owner_id"])
    return pack_list(ctx, sorted(mine, key=lambda one: (one.name, one.id)), giver, said)
