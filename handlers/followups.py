"""Promising to get back to a customer, and moving the promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from bot.capability import on
from bot.cards.activity import due_text
from bot.cards.followup import moved_card, moved_list, promised_card
from bot.cards.reminders import followup_card
from bot.context import Context
from bot.dates import MORNING, Settled, at_the_same_time, next_week, settle, tomorrow
from bot.drafts import settle_drafts
from bot.intents.activities import Undo
from bot.intents.followups import MoveOverdue, OpenFollowUp, Reschedule, SetReminder
from bot.language import When
from bot.names import contact_of, customer_of, followup_of
from bot.pointing import dated_meant, still_open
from bot.promises import move, promise, promised_already
from bot.questions import ask
from bot.replies import Record, Reply, Text
from bot.undoing import take_back_record
from models.activity import Activity, ActivityChannel, Outcome
from models.customer import Customer
from models.errors import WhichTime
from models.followup import FollowUp

MEETING = time(10)


@on(SetReminder)
def set_reminder(ctx: Context, said: SetReminder) -> Reply:
    """Remind me to see, call or send something to a customer."""
    if said.replaces is not None:
        take_back_record(ctx, said.replaces)
    customer = customer_of(ctx, said.customer)
    when = said.when or said.follow_up_at
    if when is None:
        raise WhichTime(_likely(ctx, said.follow_up_kind))
    settled = settle(ctx, when)
    before = followup_of(ctx, said.after) if said.after is not None else None
    about = before.about if before is not None else said.note
    already = promised_already(ctx, customer.id, settled, said.follow_up_kind, about)
    followup = already or _promised(ctx, said, customer, settled, before)
    settle_drafts(ctx, said.said or ctx.said)
    ctx.show(Record("followup", followup.id), customer.id)
    heading = "already" if already else "edited" if said.replaces else None
    return promised_card(ctx, followup, settled, said=said.said or ctx.said, heading=heading)


@on(Reschedule)
def reschedule(ctx: Context, said: Reschedule) -> Reply:
    """Move a follow-up to another moment; a day alone keeps its time, a time alone its day."""
    when = said.when or said.follow_up_at
    if said.numbers and when is not None:
        return _move_rows(ctx, said, when)
    followup = dated_meant(ctx, said)
    if when is None:
        return ask(ctx, replace(said, followup=followup.id), WhichTime(_likely(ctx, followup.kind)))
    day = max(followup.due_on, ctx.today)
    settled = settle(ctx, at_the_same_time(ctx, when, day, followup.due_at))
    stood = due_text(ctx, followup)
    by_customer = said.by_customer or said.outcome == Outcome.POSTPONED
    followup.round = None
    if move(ctx, followup, settled, by_customer=by_customer) and by_customer:
        _note_postponed(ctx, followup, stood)
    ctx.show(Record("followup", followup.id), followup.customer_id)
    undo = Undo(event=ctx.event.id)
    return moved_card(ctx, followup, settled, before=stood, by_customer=by_customer, undo=undo)


def _move_rows(ctx: Context, said: Reschedule, when: When) -> Reply:
    """`เลื่อนข้อ 1 กับ 2 พรุ่งนี้`: either all rows are moved, or the one that is not there is asked about."""
    meant = [dated_meant(ctx, replace(said, number=number, numbers=())) for number in said.numbers]
    for followup in meant:
        followup.round = None
        day = max(followup.due_on, ctx.today)
        move(ctx, followup, settle(ctx, at_the_same_time(ctx, when, day, followup.due_at)))
    return moved_list(ctx, meant, Undo(event=ctx.event.id), "moved_rows")


@on(MoveOverdue)
def move_overdue(ctx: Context, said: MoveOverdue) -> Reply:
    """Move everything overdue to the next working day."""
    owed = FollowUp.open_of(ctx.workspace.id, [ctx.member.id]).where(FollowUp.due_on < ctx.today)
    overdue = ctx.session.scalars(owed).all()
    if not overdue:
        return Text(text=ctx.words("followups.none_overdue"))
    for followup in overdue:
        move(ctx, followup, _next_working_day(ctx, followup))
    return moved_list(ctx, overdue, Undo(event=ctx.event.id), "moved_all")


@on(OpenFollowUp, undoable=False, full_sentence=False)
def open_followup(ctx: Context, said: OpenFollowUp) -> Reply:
    """One follow-up of a list, with all that can be done about it."""
    followup = still_open(ctx, followup_of(ctx, said.followup))
    ctx.show(Record("followup", followup.id), followup.customer_id)
    return followup_card(ctx, followup)


def _likely(ctx: Context, kind: str | None) -> Sequence[When]:
    """Tomorrow and next week: a meeting when offices are open, a call or a task first thing."""
    clock = MEETING if kind == "appointment" else MORNING
    return [When(tomorrow(ctx), clock), When(next_week(ctx), clock)]


def _promised(
    ctx: Context, said: SetReminder, customer: Customer, settled: Settled, before: FollowUp | None
) -> FollowUp:
    """A new promise; one that continues another takes over its matter, person and way."""
    contact = contact_of(ctx, customer, said.contact)
    return promise(
        ctx,
        customer_id=customer.id,
        owner=ctx.member,
        settled=settled,
        kind=said.follow_up_kind,
        about=before.about if before else said.note,
        channel=before.channel if before else said.channel,
        contact_id=before.contact_id if before else contact.id if contact else None,
        amount=said.amount.value if said.amount else None,
    )


def _next_working_day(ctx: Context, followup: FollowUp) -> Settled:
    """A task keeps its time; a missed meeting gets a day, for its time must be agreed with the customer."""
    day = tomorrow(ctx)
    keeps_time = followup.due_at is not None and not followup.is_appointment
    at = ctx.at(day, ctx.local(followup.due_at).time()) if followup.due_at and keeps_time else None
    return Settled(day, at, followup.part, "")


def _note_postponed(ctx: Context, followup: FollowUp, before: str) -> None:
    """The customer asked for it: that belongs to the customer's history, and is no fault of the rep's."""
    moved = ctx.words("followups.customer_moved_it", before=before, after=due_text(ctx, followup))
    ctx.session.add(
        Activity(
            workspace_id=ctx.workspace.id,
            customer_id=followup.customer_id,
            member_id=ctx.member.id,
            contact_id=followup.contact_id,
            channel=ActivityChannel.NOTE,
            outcome=Outcome.POSTPONED,
            said=ctx.said or moved,
            note=ctx.said or moved,
            occurred_at=ctx.now,
            logged_at=ctx.now,
            message_id=ctx.event.message_id,
        )
    )
