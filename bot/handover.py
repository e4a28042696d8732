"""Telling people of customers that changed hands: the successor at once, whoever had them on a free reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from bot import outbox
from bot.cards.handover import pack_card, pack_list, what_went
from bot.context import Context
from bot.giving import desk_of, push
from bot.intents.handover import HandedOver
from bot.replies import Reply, Text
from models import handover
from models.changes import Change
from models.customer import Customer
from models.member import Member

KEEP = timedelta(days=30)
"""So long the news waits for a reply: whoever had a customer must hear of it."""


def tell(ctx: Context, handed: handover.HandedOver, giver: Member, to: Member) -> bool:
    """Both of them, unless it is they who act; returns whether the successor has been told something."""
    if giver.id != ctx.member.id and giver.is_active:
        _tell_giver(ctx, handed, giver, to)
    if to.id == ctx.member.id or not handed.customers:
        return False
    push(ctx, desk_of(ctx, to), pack(ctx, handed, giver, to))
    return True


def pack(ctx: Context, handed: handover.HandedOver, giver: Member, to: Member) -> Reply:
    """The card for one customer, the list for several, as the successor reads it."""
    desk, customers = desk_of(ctx, to), handed.customers
    if len(customers) == 1:
        return pack_card(desk, customers[0], giver)
    return pack_list(desk, customers, giver, HandedOver(event=ctx.event.id))


def _tell_giver(ctx: Context, handed: handover.HandedOver, giver: Member, to: Member) -> None:
    desk = desk_of(ctx, giver)
    by, taker = desk.words.person(ctx.member.name), desk.words.person(to.name)
    news = what_went(desk, "gone", handed.customers, by=by, to=taker)
    outbox.notice(ctx.session, giver, Text(text=news), ctx.now, KEEP)


@dataclass(frozen=True, slots=True)
class Handing:
    """Customers that one event gave from one person to another."""

    customers: tuple[int, ...]
    giver: int
    to: int


def handings(ctx: Context, event: str) -> list[Handing]:
    """What an event that still stands gave from whom to whom."""
    changes = ctx.session.scalars(
        select(Change)
        .where(Change.workspace_id == ctx.workspace.id, Change.event == event)
        .where(Change.table_name == Customer.__tablename__, Change.undone_by.is_(None))
    )
    given: dict[tuple[int, int], list[int]] = {}
    for change in changes:
        if change.before and change.after and "owner_id" in change.before:
            given.setdefault((change.before["owner_id"], change.after["owner_id"]), []).append(change.row_id)
    return [Handing(tuple(ids), giver, to) for (giver, to), ids in given.items()]


def tell_of_return(ctx: Context, handing: Handing) -> None:
    """Both hear that a handover was taken back; whoever took it back knows."""
    giver, to = (ctx.session.get_one(Member, one) for one in (handing.giver, handing.to))
    customers = [ctx.session.get_one(Customer, one) for one in handing.customers]
    for member, key in ((giver, "back"), (to, "away")):
        if member.id != ctx.member.id and member.is_active:
            desk = desk_of(ctx, member)
            by, owner = desk.words.person(ctx.member.name), desk.words.person(giver.name)
            news = what_went(desk, key, customers, by=by, to=owner)
            outbox.notice(ctx.session, member, Text(text=news), ctx.now, KEEP)
