"""What became of a follow-up: done, dropped, missed, or called in vain."""

from __future__ import annotations

from datetime import timedelta

from bot.capability import on
from bot.cards.closing import done_card, dropped_card, missed_card, tried_card
from bot.consequences import follow_from, next_step
from bot.context import Context
from bot.dates import Settled
from bot.intents.activities import NoAnswer, Undo
from bot.intents.followups import CompleteReminder, DidNotGo, DropFollowUp
from bot.names import customer_of, followup_of
from bot.pointing import customer_meant, due_by_today, followup_meant, only, open_at, particular
from bot.promises import next_try, promise, try_again
from bot.replies import Record, Reply, Text
from models.activity import Activity, ActivityChannel, Outcome
from models.customer import Customer
from models.followup import FollowUp, FollowUpKind, FollowUpState

SAME_CALL = timedelta(minutes=2)
"""A second `ไม่รับสาย` so soon is the same tap, not another call."""


@on(CompleteReminder)
def complete(ctx: Context, said: CompleteReminder) -> Reply:
    """Close a follow-up; asks one thing, what came of it."""
    if said.finished and said.followup is not None:
        return _finish(ctx, followup_of(ctx, said.followup))
    followup = followup_meant(ctx, said, due_first=True)
    if said.note:
        _log_result(ctx, followup, said.note)
    followup.close(FollowUpState.DONE, ctx.now, followup.closed_by_id)
    ctx.session.flush()
    ctx.show(Record("followup", followup.id), followup.customer_id)
    planned = next_step(ctx, followup.customer_id)
    return done_card(ctx, followup, Undo(event=ctx.event.id), result=said.note, next_step=planned)


@on(DropFollowUp)
def drop(ctx: Context, said: DropFollowUp) -> Reply:
    """Stop following something up."""
    followup = followup_meant(ctx, said)
    followup.close(FollowUpState.DROPPED, ctx.now)
    ctx.show(Record("followup", followup.id), followup.customer_id)
    return dropped_card(ctx, followup, Undo(event=ctx.event.id))


@on(DidNotGo)
def did_not_go(ctx: Context, said: DidNotGo) -> Reply:
    """Say that a visit was missed; it stays open until it has a new day."""
    followup = followup_meant(ctx, said, due_first=True)
    followup.missed_at = ctx.now
    ctx.show(Record("followup", followup.id), followup.customer_id)
    return missed_card(ctx, followup, Undo(event=ctx.event.id))


@on(NoAnswer)
def no_answer(ctx: Context, said: NoAnswer) -> Reply:
    """Note an unanswered call; the next try is planned."""
    customer, followup = _called(ctx, said)
    tried = _tries_today(ctx, customer)
    if tried and ctx.now - tried[0].occurred_at < SAME_CALL:
        planned = followup or next_step(ctx, customer.id) or _try_later(ctx, customer, len(tried))
        return _tried(ctx, tried[0], customer, len(tried), planned)
    attempt = _attempt(ctx, customer, followup)
    planned = _planned(ctx, customer, followup, len(tried) + 1)
    return _tried(ctx, attempt, customer, len(tried) + 1, planned)


def _finish(ctx: Context, followup: FollowUp) -> Reply:
    if followup.is_open:
        followup.close(FollowUpState.DONE, ctx.now)
    customer = ctx.session.get_one(Customer, followup.customer_id)
    return Text(text=ctx.words("followups.closed", customer=customer.name))


def _log_result(ctx: Context, followup: FollowUp, note: str) -> None:
    """`เสร็จ 3 ลูกค้าโอเค`: what came of it is an entry of its own in the customer's history."""
    visit = ActivityChannel.VISIT if followup.is_appointment else ActivityChannel.NOTE
    activity = _entry(ctx, followup.customer_id, followup.channel or visit, Outcome.REACHED, note)
    activity.contact_id = followup.contact_id
    customer = ctx.session.get_one(Customer, followup.customer_id)
    follow_from(ctx, activity, customer, result_of=followup.id)


def _called(ctx: Context, said: NoAnswer) -> tuple[Customer, FollowUp | None]:
    """Who was called, and about which task; raises WhichFollowUp or WhichCustomer when that is open."""
    followup = particular(ctx, said)
    customer = customer_meant(ctx, said) if followup is None else None
    if followup is None and customer is None:
        followup = only(due_by_today(ctx))
    if followup is not None:
        return ctx.session.get_one(Customer, followup.customer_id), followup
    customer = customer or customer_of(ctx, None)
    tasks = [one for one in open_at(ctx, customer) if one.kind is FollowUpKind.TASK]
    return customer, only([one for one in tasks if one.due_on <= ctx.today])


def _tries_today(ctx: Context, customer: Customer) -> list[Activity]:
    """This person's calls today that nobody answered, newest first."""
    history = Activity.with_customer(customer.id, ctx.workspace.id).where(
        Activity.member_id == ctx.member.id,
        Activity.channel == ActivityChannel.CALL,
        Activity.outcome == Outcome.NO_ANSWER,
        Activity.occurred_at >= ctx.start_of(ctx.today),
    )
    return list(ctx.session.scalars(history))


def _attempt(ctx: Context, customer: Customer, followup: FollowUp | None) -> Activity:
    """The call, which reached nobody: it moves the last attempt and never the last contact."""
    activity = _entry(ctx, customer.id, ActivityChannel.CALL, Outcome.NO_ANSWER, "")
    activity.contact_id = followup.contact_id if followup is not None else None
    customer.last_attempt_at = ctx.now
    return activity


def _planned(ctx: Context, customer: Customer, followup: FollowUp | None, tries: int) -> FollowUp:
    """A task is tried again later; a meeting or a deadline stays when it is; without either, a new task."""
    if followup is not None and followup.kind is FollowUpKind.TASK:
        try_again(ctx, followup, next_try(ctx, tries))
        return followup
    return followup or next_step(ctx, customer.id) or _try_later(ctx, customer, tries)


def _try_later(ctx: Context, customer: Customer, tries: int) -> FollowUp:
    at = next_try(ctx, tries)
    settled = Settled(at.date(), at, None, "")
    call = ActivityChannel.CALL
    followup = promise(
        ctx, customer_id=customer.id, owner=ctx.member, settled=settled, kind=FollowUpKind.TASK, channel=call
    )
    followup.attempts = tries
    return followup


def _tried(ctx: Context, attempt: Activity, customer: Customer, tries: int, planned: FollowUp) -> Reply:
    ctx.show(Record("followup", planned.id), customer.id)
    return tried_card(ctx, attempt, customer, tries, planned)


def _entry(ctx: Context, customer_id: int, channel: ActivityChannel, outcome: Outcome, note: str) -> Activity:
    activity = Activity(
        workspace_id=ctx.workspace.id,
        customer_id=customer_id,
        member_id=ctx.member.id,
        channel=channel,
        outcome=outcome,
        said=ctx.said or note,
        note=note,
        occurred_at=ctx.now,
        logged_at=ctx.now,
        message_id=ctx.event.message_id,
    )
    ctx.session.add(activity)
    ctx.session.flush()
    return activity
