"""What became of a follow-up: done, dropped, missed, or called in vain."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.capability import on
from bot.cards.closing import done_card, done_list, dropped_card, missed_card, tried_card
from bot.consequences import follow_from, next_step
from bot.context import Context
from bot.intents.activities import NoAnswer, Undo
from bot.intents.followups import CompleteReminder, DidNotGo, DropFollowUp
from bot.names import customer_of, followup_of
from bot.pointing import customer_meant, dated_meant, due_by_today, followup_meant, only, particular
from bot.punctual import close_done, note_missed
from bot.replies import Record, Reply, Text
from bot.tries import due_tasks, retry, unanswered_today
from models.activity import Activity, ActivityChannel, Outcome
from models.customer import Customer
from models.followup import FollowUp, FollowUpState

SAME_CALL = timedelta(minutes=2)
"""A second `ไม่รับสาย` so soon is the same tap, not another call."""


@on(CompleteReminder)
def complete(ctx: Context, said: CompleteReminder) -> Reply:
    """Close a follow-up; asks one thing, what came of it."""
    if said.finished and said.followup is not None:
        return _finish(ctx, followup_of(ctx, said.followup))
    if said.numbers:
        return _complete_all(ctx, said)
    followup = followup_meant(ctx, said, likely=lambda one: one.due_on <= ctx.today)
    _close(ctx, followup, said.note)
    ctx.session.flush()
    ctx.show(Record("followup", followup.id), followup.customer_id)
    planned = next_step(ctx, followup.customer_id)
    return done_card(ctx, followup, Undo(event=ctx.event.id), result=said.note, next_step=planned)


@on(DropFollowUp)
def drop(ctx: Context, said: DropFollowUp) -> Reply:
    """Stop following something up."""
    followup = dated_meant(ctx, said)
    followup.close(FollowUpState.DROPPED, ctx.now)
    ctx.show(Record("followup", followup.id), followup.customer_id)
    return dropped_card(ctx, followup, Undo(event=ctx.event.id))


@on(DidNotGo)
def did_not_go(ctx: Context, said: DidNotGo) -> Reply:
    """Say that a visit was missed; it stays open until it has a new day."""
    followup = followup_meant(ctx, said, likely=lambda one: one.is_appointment and one.due_on <= ctx.today)
    followup.missed_at = ctx.now
    note_missed(followup)
    ctx.show(Record("followup", followup.id), followup.customer_id)
    return missed_card(ctx, followup, Undo(event=ctx.event.id))


@on(NoAnswer)
def no_answer(ctx: Context, said: NoAnswer) -> Reply:
    """Note an unanswered call; the next try is planned."""
    customer, followup = _called(ctx, said)
    tried, planned = unanswered_today(ctx, customer.id), followup or next_step(ctx, customer.id)
    if planned is not None and tried and ctx.now - tried[0].occurred_at < SAME_CALL:
        return _told(ctx, tried[0], customer, len(tried), planned)
    attempt, tries = _attempt(ctx, customer.id, followup), len(tried) + 1
    return _told(ctx, attempt, customer, tries, retry(ctx, customer.id, followup, tries))


def _complete_all(ctx: Context, said: CompleteReminder) -> Reply:
    """`เสร็จข้อ 1 กับ 2`: either all rows are closed, or the one that is not there is asked about."""
    done = [followup_meant(ctx, replace(said, number=number)) for number in said.numbers]
    for followup in done:
        _close(ctx, followup, said.note)
    ctx.session.flush()
    return done_list(ctx, done, Undo(event=ctx.event.id), result=said.note)


def _close(ctx: Context, followup: FollowUp, note: str = "") -> None:
    """Done, with what came of it if that was said."""
    if note:
        _log_result(ctx, followup, note)
    if followup.is_open:
        close_done(ctx, followup)


def _finish(ctx: Context, followup: FollowUp) -> Reply:
    _close(ctx, followup)
    customer = ctx.session.get_one(Customer, followup.customer_id)
    return Text(text=ctx.words("followups.closed", customer=customer.name))


def _log_result(ctx: Context, followup: FollowUp, note: str) -> None:
    """`เสร็จ 3 ลูกค้าโอเค`: what came of it is an entry of its own in the customer's history."""
    visit = ActivityChannel.VISIT if followup.is_appointment else ActivityChannel.NOTE
    activity = _entry(ctx, followup.customer_id, followup.channel or visit, Outcome.REACHED, note)
    activity.contact_id = followup.contact_id
    follow_from(ctx, activity, result_of=followup.id)


def _called(ctx: Context, said: NoAnswer) -> tuple[Customer, FollowUp | None]:
    """Who was called, and about which task; raises WhichFollowUp or WhichCustomer when that is open."""
    followup = particular(ctx, said)
    customer = customer_meant(ctx, said) if followup is None else None
    if followup is None and customer is None:
        followup = only(due_by_today(ctx))
    if followup is not None:
        return ctx.session.get_one(Customer, followup.customer_id), followup
    customer = customer or customer_of(ctx, None)
    return customer, only(due_tasks(ctx, customer.id))


def _attempt(ctx: Context, customer_id: int, followup: FollowUp | None) -> Activity:
    """The call, which reached nobody."""
    activity = _entry(ctx, customer_id, ActivityChannel.CALL, Outcome.NO_ANSWER, "")
    activity.contact_id = followup.contact_id if followup is not None else None
    return activity


def _told(ctx: Context, attempt: Activity, customer: Customer, tries: int, planned: FollowUp) -> Reply:
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
