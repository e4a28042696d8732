"""Befriending and blocking the account, and its arrival in a group."""

from __future__ import annotations

from datetime import timedelta

from bot import outbox
from bot.befriending import lose_consumer, welcome_consumer
from bot.capability import on
from bot.cards.welcome import hello_name
from bot.context import Context
from bot.errands import fetch_profile, show_menu
from bot.intents.people import Befriended, Blocked, JoinedGroup
from bot.meaning import greet_stranger
from bot.replies import Reply, Text
from bot.shopfront import is_from_consumer
from bot.texts import Words
from models.chat import Friendship
from models.member import Member
from models.queues import BLOCKED, OutboxMessage

KEEP_NEWS = timedelta(days=7)
"""So long a manager may still hear that somebody has blocked us."""


@on(Befriended, role=None, undoable=False, full_sentence=False)
def befriended(ctx: Context, said: Befriended) -> Reply | list[Reply] | None:
    """Somebody added, or unblocked, the account."""
    if not _newest(ctx, Friendship.FRIEND):
        return None
    if not ctx.chat.display_name:
        fetch_profile(ctx.session, ctx.channel, ctx.event.user_id, ctx.received_at)
    if ctx.is_member:
        return _back(ctx)
    if is_from_consumer(ctx):
        return welcome_consumer(ctx)
    return greet_stranger(ctx)


def _newest(ctx: Context, friendship: Friendship) -> bool:
    """Take note of it, unless LINE delivered it late and something newer is known."""
    known = ctx.chat.friendship_at
    if known is not None and known > ctx.event.at:
        return False
    ctx.chat.friendship, ctx.chat.friendship_at = friendship, ctx.event.at
    return True


def _back(ctx: Context) -> Reply:
    """What was called off and is not stale yet is sent after all."""
    for message in ctx.session.scalars(OutboxMessage.called_off(ctx.member, BLOCKED, ctx.now)):
        message.take_up(ctx.received_at)
    show_menu(ctx.session, ctx.workspace.id, ctx.member.user_id, ctx.received_at)
    return Text(text=ctx.words("people.welcome_back", name=hello_name(ctx)))


@on(Blocked, role=None, undoable=False, full_sentence=False)
def blocked(ctx: Context, said: Blocked) -> None:
    """Somebody blocked the account: LINE would take pushes, and nobody would read them."""
    was_friend = ctx.chat.friendship is not Friendship.BLOCKED
    if not _newest(ctx, Friendship.BLOCKED):
        return
    if not ctx.is_member:
        lose_consumer(ctx)
        return
    for message in ctx.session.scalars(OutboxMessage.waiting_for(ctx.member)):
        message.call_off(BLOCKED)
    if was_friend:
        _tell_managers(ctx)


def _tell_managers(ctx: Context) -> None:
    """Once a block, and only on their next free reply."""
    for manager in ctx.session.scalars(Member.managers_over(ctx.member)):
        if manager.id != ctx.member.id:
            words = Words(manager.language, masculine=ctx.workspace.masculine)
            text = words("people.blocked_us", name=words.person(ctx.member.name))
            outbox.notice(ctx.session, manager, Text(text=text), ctx.now, KEEP_NEWS)


@on(JoinedGroup, role=None, undoable=False, full_sentence=False)
def joined_group(ctx: Context, said: JoinedGroup) -> Reply:
    """Added to a group: say how to call, and what is not said here."""
    return Text(text=ctx.words("groups.hello"), public=True)
