"""Consent of consumers: asked once, answered freely, withdrawn at any time."""

from __future__ import annotations

from bot import offers
from bot.cards.consent import consent_card, digest, given_text, may_ask, receipts_card, wording
from bot.consumers import give_consent, on_shop, withdraw_consent
from bot.context import Context
from bot.events import EventKind
from bot.intents.base import from_data
from bot.intents.shop import AskForPromos, DeclineConsent, GiveConsent, MyConsents, StopPromos
from bot.replies import Reply, Text
from models.consumer import Consent, ConsentSource, Consumer


@on_shop(AskForPromos)
def ask_for_promos(ctx: Context, consumer: Consumer, said: AskForPromos) -> Reply:
    """Agrees when the question is what was shown last; nobody agrees to words unseen."""
    if consumer.consented:
        return Text(text=ctx.words("consent.given_already"))
    if not may_ask(ctx):
        return Text(text=ctx.words("consent.not_yet"))
    return _agreed(ctx, consumer) if _in_sight(ctx) else consent_card(ctx)


def _in_sight(ctx: Context) -> bool:
    """Did the last answer in this chat put the question, in the words it has now?"""
    data = offers.typed(ctx.chat.offered, ctx.words("consent.agree"))
    shown = from_data(data) if data else None
    return isinstance(shown, GiveConsent) and shown.shown == digest(ctx)


@on_shop(GiveConsent)
def give(ctx: Context, consumer: Consumer, said: GiveConsent) -> list[Reply]:
    """The button: it counts for the words it stood under."""
    if consumer.consented:
        return [Text(text=ctx.words("consent.given_already"))]
    if not may_ask(ctx):
        return [Text(text=ctx.words("consent.not_yet"))]
    if said.shown != digest(ctx):
        return [Text(text=ctx.words("consent.changed")), consent_card(ctx)]
    return [_agreed(ctx, consumer)]


def _agreed(ctx: Context, consumer: Consumer) -> Reply:
    version, source = ctx.words("consent.version"), _source(ctx)
    receipt = give_consent(ctx, consumer, version=version, wording=wording(ctx), source=source)
    return given_text(ctx, receipt)


@on_shop(DeclineConsent)
def decline(ctx: Context, consumer: Consumer, said: DeclineConsent) -> Reply:
    """No, or no longer."""
    withdraw_consent(ctx, consumer, _source(ctx))
    return Text(text=ctx.words("consent.declined"))


@on_shop(StopPromos)
def stop(ctx: Context, consumer: Consumer, said: StopPromos) -> Reply:
    """Withdraw, by a word or a button; said without a consent it is kept as a no all the same."""
    had = consumer.consented
    withdraw_consent(ctx, consumer, _source(ctx))
    return Text(text=ctx.words("consent.withdrawn" if had else "consent.not_sent_anyway"))


@on_shop(MyConsents)
def my_consents(ctx: Context, consumer: Consumer, said: MyConsents) -> Reply:
    """Every answer this person ever gave."""
    receipts = ctx.session.scalars(Consent.receipts(ctx.workspace.id, consumer.id)).all()
    return receipts_card(ctx, consumer, receipts)


def _source(ctx: Context) -> ConsentSource:
    return ConsentSource.BUTTON if ctx.event.kind is EventKind.TAPPED else ConsentSource.TEXT
