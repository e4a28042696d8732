"""A consumer's own data: shown, handed out, corrected, erased."""

from __future__ import annotations

from datetime import timedelta

from bot import outbox
from bot.cards.my_data import customer_behind, everything, my_data_card, sure_card
from bot.consumers import on_shop
from bot.context import Context
from bot.intents.consumers import CorrectMyData, EraseMyData, GetMyData, KeepMyData, MyData
from bot.replies import Reply, Text
from bot.texts import Words
from models.consumer import Consumer
from models.erasing import erase
from models.member import Member

KEEP = timedelta(days=7)


@on_shop(MyData)
def my_data(ctx: Context, consumer: Consumer, said: MyData) -> Reply:
    """What the shop keeps about whoever asks."""
    return my_data_card(ctx, consumer)


@on_shop(GetMyData)
def get_my_data(ctx: Context, consumer: Consumer, said: GetMyData) -> list[Reply]:
    """All of it, to keep."""
    return everything(ctx, consumer)


@on_shop(CorrectMyData)
def correct(ctx: Context, consumer: Consumer, said: CorrectMyData) -> Reply:
    """People correct it: the rep responsible is told, else the owners."""
    customer = customer_behind(ctx, consumer)
    for member in _responsible(ctx, customer.owner_id if customer else None):
        words = Words(member.language, masculine=ctx.workspace.masculine)
        who = words.person(customer.name) if customer else words("my_data.someone")
        told = Text(text=words("my_data.correct_told", customer=who))
        outbox.notice(ctx.session, member, told, ctx.now, KEEP)
    return Text(text=ctx.words("my_data.correct_how"))


def _responsible(ctx: Context, owner_id: int | None) -> list[Member]:
    if owner_id is not None:
        return [ctx.session.get_one(Member, owner_id)]
    return list(ctx.session.scalars(Member.owners(ctx.workspace.id)))


@on_shop(EraseMyData)
def erase_my_data(ctx: Context, consumer: Consumer, said: EraseMyData) -> Reply:
    """Asked twice, then for good."""
    if not said.confirmed:
        return sure_card(ctx)
    customer = customer_behind(ctx, consumer)
    erase(ctx.session, consumer, ctx.now)
    if customer is not None:
        customer.directory_version = ctx.workspace.touch_directory(ctx.session)
    return Text(text=ctx.words("my_data.erased"))


@on_shop(KeepMyData)
def keep_my_data(ctx: Context, consumer: Consumer, said: KeepMyData) -> Reply:
    """Thought better of it."""
    return Text(text=ctx.words("my_data.kept"))
