"""A consumer adds the shop's account, blocks it, and comes back."""

from __future__ import annotations

from datetime import timedelta

from bot import outbox
from bot.cards.consent import consent_card, may_ask
from bot.consumers import consumer_of, known_consumer
from bot.context import Context
from bot.hours import answered_when
from bot.replies import Record, Reply, Text
from bot.shopfront import is_from_consumer
from bot.texts import Words
from models.consumer import Consumer, ConsumerState
from models.customer import Customer
from models.founding import UNNAMED
from models.member import Member
from models.queues import BLOCKED, OutboxMessage

KEEP_NEWS = timedelta(days=7)
"""So long a rep may still hear that a customer has blocked the shop."""


def welcome_consumer(ctx: Context) -> list[Reply] | None:
    """Message 8, once: a welcome, and apart from it the question for consent. Who comes back is active."""
    _take_back(ctx, consumer_of(ctx))
    if ctx.chat.greeted_at is not None:
        return None
    ctx.chat.greeted_at = ctx.now
    name = ctx.workspace.name
    shop = ctx.words("shop.our_shop") if name == UNNAMED else name
    welcome = Text(text=ctx.words("shop.welcome", shop=shop, when=answered_when(ctx)))
    return [welcome, consent_card(ctx)] if may_ask(ctx) else [welcome]


def _take_back(ctx: Context, consumer: Consumer) -> None:
    """What was called off and is not stale yet is sent after all."""
    if consumer.state is not ConsumerState.BLOCKED:
        return
    consumer.state = ConsumerState.ACTIVE
    theirs = OutboxMessage.called_off_to(consumer.workspace_id, consumer.user_id, BLOCKED, ctx.now)
    for message in ctx.session.scalars(theirs):
        message.take_up(ctx.received_at)


def lose_consumer(ctx: Context) -> None:
    """LINE would go on taking what is sent to them: all of it is called off, and the rep hears it once."""
    consumer = known_consumer(ctx) if is_from_consumer(ctx) else None
    if consumer is None or consumer.state is not ConsumerState.ACTIVE:
        return
    consumer.state = ConsumerState.BLOCKED
    for message in ctx.session.scalars(OutboxMessage.waiting_to(consumer.channel_id, consumer.user_id)):
        message.call_off(BLOCKED)
    if consumer.customer_id is not None:
        _tell_owner(ctx, ctx.session.get_one(Customer, consumer.customer_id))


def _tell_owner(ctx: Context, customer: Customer) -> None:
    owner = ctx.session.get_one(Member, customer.owner_id)
    words = Words(owner.language, masculine=ctx.workspace.masculine)
    text = words("shop.blocked", customer=words.person(customer.name))
    told = Text(text=text, record=Record("customer", customer.id))
    outbox.notice(ctx.session, owner, told, ctx.now, KEEP_NEWS)
