"""Telling people of customers that changed hands: the successor at once, whoever had them on a free reply."""

from __future__ import annotations

from datetime import timedelta

from bot import outbox
from bot.cards.handover import pack_card, pack_list
from bot.context import Context
from bot.giving import desk_of, push
from bot.intents.handover import HandedOver
from bot.replies import Reply, Text
from models import handover
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
    words, only = desk.words, handed.customers
    what = only[0].name if len(only) == 1 else words("handover.many", count=len(only))
    news = words("handover.gone", by=words.person(ctx.member.name), what=what, to=words.person(to.name))
    outbox.notice(ctx.session, giver, Text(text=news), ctx.now, KEEP)
