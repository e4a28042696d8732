"""The shop's consumers: who speaks, what they agreed to, and answers that are for them alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import update

from bot.capability import Replies, on
from bot.context import Context
from bot.intents.base import Intent
from bot.replies import Text
from bot.shopfront import is_from_consumer
from bot.texts import Words
from models.consumer import Consent, ConsentSource, Consumer
from models.customer import Customer
from models.promotion import Recipient, RecipientState
from models.workspace import Workspace

I = TypeVar("I", bound=Intent)  # noqa: E741 (an intent)
COUNTS_AS_OPT_OUT = timedelta(days=7)
"""Who withdraws so soon after a promotion withdrew because of it."""
Answerer = Callable[[Context, Consumer, I], Replies]


def on_shop(intent: type[I]) -> Callable[[Answerer[I]], Answerer[I]]:
    """Declare the answer to a consumer; strangers elsewhere hear nothing, members where it is said."""

    def declare(answer: Answerer[I]) -> Answerer[I]:
        def run(ctx: Context, said: I) -> Replies:
            if ctx.is_member:
                return Text(text=ctx.words("shop.for_consumers"))
            return answer(ctx, consumer_of(ctx), said) if is_from_consumer(ctx) else None

        on(intent, role=None, undoable=False, full_sentence=False)(run)
        return answer

    return declare


def consumer_of(ctx: Context) -> Consumer:
    """Whoever speaks to the shop in this event, known from now on."""
    consumer = known_consumer(ctx) or _newcomer(ctx)
    consumer.name = (
        consumer.name or ctx.chat.display_name
    )  # LINE tells the name a moment after the first event
    return consumer


def known_consumer(ctx: Context) -> Consumer | None:
    return ctx.session.scalar(Consumer.of(ctx.channel.id, ctx.event.user_id))


def _newcomer(ctx: Context) -> Consumer:
    consumer = Consumer(
        workspace_id=ctx.workspace.id,
        channel_id=ctx.channel.id,
        user_id=ctx.event.user_id,
        name=ctx.chat.display_name,
        language=ctx.member.language,
        befriended_at=ctx.now,
    )
    ctx.session.add(consumer)
    ctx.session.flush()
    return consumer


def words_for(workspace: Workspace, consumer: Consumer) -> Words:
    """How the shop speaks to this person."""
    return Words(consumer.language, masculine=workspace.masculine)


def give_consent(
    ctx: Context, consumer: Consumer, *, version: str, wording: str, source: ConsentSource
) -> Consent:
    """They agreed to promotions, to exactly these words."""
    consumer.consented = True
    return _receipt(ctx, consumer, given=True, version=version, wording=wording, source=source)


def withdraw_consent(
    ctx: Context, consumer: Consumer, source: ConsentSource, member_id: int | None = None
) -> Consent:
    """They want no promotions, or none any more. It holds for whatever has not left us yet."""
    if consumer.consented:
        _count_opt_out(ctx, consumer)
    consumer.consented = False
    return _receipt(ctx, consumer, given=False, source=source, member_id=member_id)


def note_consent(ctx: Context, customer: Customer, *, given: bool) -> None:
    """What a rep was told by a customer: kept under the customer, and no reason to send anything."""
    ctx.session.add(
        Consent(
            workspace_id=ctx.workspace.id,
            customer_id=customer.id,
            given=given,
            version="",
            wording="",
            source=ConsentSource.STAFF,
            member_id=ctx.member.id,
            event=ctx.event.id,
            at=ctx.now,
        )
    )


def _receipt(
    ctx: Context,
    consumer: Consumer,
    *,
    given: bool,
    source: ConsentSource,
    version: str = "",
    wording: str = "",
    member_id: int | None = None,
) -> Consent:
    receipt = Consent(
        workspace_id=ctx.workspace.id,
        consumer_id=consumer.id,
        customer_id=consumer.customer_id,
        given=given,
        version=version or ctx.words("consent.version"),
        wording=wording,
        source=source,
        member_id=member_id,
        event=ctx.event.id,
        at=ctx.now,
    )
    ctx.session.add(receipt)
    ctx.session.flush()
    return receipt


def _count_opt_out(ctx: Context, consumer: Consumer) -> None:
    """Against the promotions of the last days, which is what opt-outs are measured by.

    One that LINE has just taken may not be written down yet; what it does not take does not count.
    """
    theirs = update(Recipient).where(
        Recipient.workspace_id == ctx.workspace.id, Recipient.consumer_id == consumer.id
    )
    lately = Recipient.accepted_at > ctx.now - COUNTS_AS_OPT_OUT
    lately |= Recipient.state == RecipientState.PLANNED
    ctx.session.execute(theirs.where(lately, Recipient.opted_out_at.is_(None)).values(opted_out_at=ctx.now))
