"""The rounds of a customer: what comes after the last one, a plain refusal, and how large a customer is."""

from __future__ import annotations

from datetime import timedelta

from bot.capability import Replies, on
from bot.cards.activity import logged_card
from bot.cards.rounds import answered_card, close_deal, coming_text, decision_card
from bot.consequences import next_promise
from bot.context import Context
from bot.dates import settle
from bot.intents.activities import LogActivity
from bot.intents.rounds import DecideRounds, EndRounds, ExtendRounds, Nurture, SizeOf
from bot.language import When
from bot.names import customer_of
from bot.promises import promise
from bot.questions import wait_for
from bot.recording import Logged, record
from bot.replies import Record, Reply, Text
from bot.rounds import counted, extend, finish, plan_next, rest
from models.cadence import Cadence, CadenceEnd, CadenceState
from models.customer import Customer, Size
from models.errors import WhichTime

RESTS = (30, 60, 90)
"""Days for which a customer is usually left alone."""


@on(DecideRounds, undoable=False, full_sentence=False)
def decide(ctx: Context, said: DecideRounds) -> Reply:
    """Decide what comes after a customer's last round."""
    customer = customer_of(ctx, said.customer)
    cadence = _live(ctx, customer)
    _show(ctx, customer)
    if cadence is None or cadence.state is not CadenceState.DECIDING:
        return Text(text=ctx.words("rounds.nothing_to_decide", customer=customer.name))
    return decision_card(ctx, cadence, customer)


@on(Nurture)
def nurture(ctx: Context, said: Nurture) -> Reply:
    """Leave a customer alone until a day, on which it comes back."""
    customer = customer_of(ctx, said.customer)
    when = said.when or said.follow_up_at
    if when is None:
        days = [ctx.calendar.next_working(ctx.today + timedelta(days=days)) for days in RESTS]
        raise WhichTime([When(day) for day in days])
    settled = settle(ctx, when)
    rest(ctx, customer, settled.day)
    about = ctx.words("rounds.nurture_about")
    promise(ctx, customer_id=customer.id, owner=ctx.member, settled=settled, kind="task", about=about)
    _show(ctx, customer)
    return answered_card(ctx, customer, "rests", day=ctx.words.day(settled.day, ctx.today))


@on(ExtendRounds)
def go_on(ctx: Context, said: ExtendRounds) -> Reply:
    """Go on after the last round, for a reason."""
    customer = customer_of(ctx, said.customer)
    cadence = _live(ctx, customer)
    if cadence is None:
        return Text(text=ctx.words("rounds.no_rounds", customer=customer.name))
    if not said.text:
        wait_for(ctx, said, "text")
        return Text(text=ctx.words("rounds.why", customer=customer.name))
    extend(ctx, cadence, said.text)
    _show(ctx, customer)
    rows = ((ctx.words("rounds.because"), ctx.words.quoted(said.text)), *_coming(ctx, cadence))
    return answered_card(ctx, customer, "extended", rows=rows, rounds=cadence.rounds)


@on(EndRounds)
def end_rounds(ctx: Context, said: EndRounds) -> Replies:
    """A customer is not interested any more: stop following it up."""
    customer = customer_of(ctx, said.customer)
    if said.given_up:
        finish(ctx, customer.id, CadenceEnd.LOST)
        _show(ctx, customer)
        return answered_card(ctx, customer, "given_up")
    logged = record(ctx, _as_logged(said), customer)
    finish(ctx, customer.id, CadenceEnd.REFUSED)
    ctx.show(Record("activity", logged.activity.id), customer.id)
    return _refused_card(ctx, logged)


def _as_logged(said: EndRounds) -> LogActivity:
    return LogActivity(customer=said.customer, channel=said.channel or "note", note=said.note)


def _refused_card(ctx: Context, logged: Logged) -> Reply:
    """What was logged, that it is over, and the deal that may still be open there."""
    left = next_promise(ctx, logged.customer.id)
    told = Logged(logged.activity, logged.customer, logged.contact, left, attached=logged.attached, over=True)
    extra = close_deal(ctx, logged.customer)
    return logged_card(ctx, told, remarks=[ctx.words("rounds.refused")], extra=extra)


@on(SizeOf)
def size_of(ctx: Context, said: SizeOf) -> Reply:
    """Say how large a customer is: the rounds are those of that size."""
    customer = customer_of(ctx, said.customer)
    customer.size = Size(said.size)
    cadence = counted(ctx, customer, None)
    if cadence is not None:
        plan_next(ctx, customer, cadence)
    _show(ctx, customer)
    rounds = cadence.rounds if cadence is not None else 0
    rows = _coming(ctx, cadence) if cadence is not None else ()
    return answered_card(ctx, customer, "sized", rows=rows, size=said.size, rounds=rounds)


def _coming(ctx: Context, cadence: Cadence) -> tuple[tuple[str, str], ...]:
    text = coming_text(ctx, cadence)
    return ((ctx.words("rounds.row"), text),) if text else ()


def _live(ctx: Context, customer: Customer) -> Cadence | None:
    return ctx.session.scalar(Cadence.at(ctx.workspace.id, customer.id).limit(1))


def _show(ctx: Context, customer: Customer) -> None:
    ctx.show(Record("customer", customer.id), customer.id)
