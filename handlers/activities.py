"""Logging what happened with a customer, and what follows from it."""

from __future__ import annotations

from bot.capability import Replies, on
from bot.cards.activity import due_text, logged_card
from bot.cards.deal_offers import loss_offer
from bot.cards.rounds import decision_card
from bot.context import Context
from bot.intents.activities import LogActivity, LogAgain
from bot.names import activity_of, customer_of
from bot.recording import Logged, hand_media, record, record_again, said_already, told_of
from bot.replies import Button, Card, Record, Reply, Tap
from bot.undoing import take_back_record
from models.cadence import CadenceState
from models.errors import WhichCustomer


@on(LogActivity)
def log(ctx: Context, said: LogActivity) -> Replies:
    """Log a visit, call, chat, mail or meeting in one line."""
    if _says_nothing(ctx, said):
        raise WhichCustomer("", ())
    if said.replaces is not None:
        take_back_record(ctx, said.replaces)
    customer = customer_of(ctx, said.customer)
    before = said_already(ctx, said, customer) if said.replaces is None else None
    if before is not None:
        return _said_twice(ctx, told_of(ctx, before))
    logged = record(ctx, said, customer)
    if said.replaces is not None and said.replaces.kind == "activity":
        hand_media(ctx, said.replaces.id, logged.activity.id)
    return [_answer(ctx, said, logged), *_to_decide(ctx, logged)]


def _to_decide(ctx: Context, logged: Logged) -> list[Reply]:
    """This was the last round: what now?"""
    cadence = logged.cadence
    if cadence is None or cadence.state is not CadenceState.DECIDING:
        return []
    return [decision_card(ctx, cadence, logged.customer)] if logged.activity.round == cadence.rounds else []


def _says_nothing(ctx: Context, said: LogActivity) -> bool:
    """`เข้าพบ` and no more, not even beside a card that it may be about: whom, is the first thing to know."""
    if said.customer is not None or ctx.quoted is not None:
        return False
    told = (
        said.contact,
        said.outcome,
        said.amount,
        said.paid,
        said.follow_up_at,
        said.occurred_at,
        said.followup,
    )
    channel = ctx.words(f"channels.{said.channel or 'note'}")
    return said.note.casefold() in ("", channel.casefold()) and all(one is None for one in told)


@on(LogAgain)
def log_again(ctx: Context, said: LogAgain) -> Reply:
    """The same happened twice: store it once more."""
    logged = record_again(ctx, activity_of(ctx, said.activity))
    return _shown(ctx, logged.customer.id, logged_card(ctx, logged))


def _answer(ctx: Context, said: LogActivity, logged: Logged) -> Card:
    guessed = said.customer is None and ctx.quoted is None
    card = logged_card(
        ctx,
        logged,
        guessed_customer=guessed,
        edited=said.replaces is not None,
        remarks=_remarks(ctx, logged, guessed=guessed),
        extra=loss_offer(ctx, logged.customer, logged.deal, said.lost_reason) if said.turned_down else (),
    )
    return _shown(ctx, logged.customer.id, card)


def _remarks(ctx: Context, logged: Logged, *, guessed: bool) -> list[str]:
    """What the reader should know beside what was stored."""
    words, remarks = ctx.words, []
    if guessed:
        remarks.append(words("activity.guessed", customer=logged.customer.name))
    if logged.customer.created_at == ctx.now:
        remarks.append(words("activity.new_customer", customer=logged.customer.name))
    if logged.put_off is not None:
        remarks.append(words("activity.put_off", before=due_text(ctx, logged.put_off)))
    if logged.attached:
        remarks.append(words("activity.attached", count=logged.attached))
    return remarks


def _said_twice(ctx: Context, logged: Logged) -> Card:
    """Nothing is stored: the card of the first time, and the tap for those who mean it."""
    at = ctx.words.clock(ctx.local(logged.activity.logged_at))
    again = Button(ctx.words("activity.log_again"), Tap(LogAgain(activity=logged.activity.id)))
    card = logged_card(ctx, logged, remarks=[ctx.words("activity.said_twice", at=at)], extra=(again,))
    return _shown(ctx, logged.customer.id, card)


def _shown(ctx: Context, customer_id: int, card: Card) -> Card:
    if card.record is not None:
        ctx.show(Record(card.record.kind, card.record.id), customer_id)
    return card
