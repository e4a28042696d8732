"""Logging what happened with a customer, and what follows from it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.capability import on
from bot.cards.activity import logged_card
from bot.context import Context
from bot.dates import Settled, happened, settle
from bot.intents.activities import LogActivity
from bot.names import contact_of, customer_of, followup_of
from bot.promises import promise
from bot.replies import Reply
from models.activity import Activity, ActivityChannel, Attachment, Outcome
from models.customer import Contact, Customer
from models.followup import FollowUp, FollowUpKind, FollowUpState

MEDIA_WITHIN = timedelta(minutes=10)
"""A photo, file or place sent so long before a log belongs to it."""


@on(LogActivity)
def log(ctx: Context, said: LogActivity) -> Reply:
    """Log a visit, call, chat, mail or meeting in one line."""
    customer = customer_of(ctx, said.customer)
    settled = settle(ctx, said.follow_up_at) if said.follow_up_at else None
    activity = _stored(ctx, said, customer)
    next_step = _consequences(ctx, said, activity, customer, settled)
    return _answer(ctx, said, activity, customer, next_step, settled)


def _stored(ctx: Context, said: LogActivity, customer: Customer) -> Activity:
    contact = contact_of(ctx, customer, said.contact)
    activity = Activity(
        workspace_id=ctx.workspace.id,
        customer_id=customer.id,
        member_id=ctx.member.id,
        contact_id=contact.id if contact else None,
        channel=ActivityChannel(said.channel or "note"),
        outcome=Outcome(said.outcome or "reached"),
        inbound=said.direction == "inbound",
        said=said.said or ctx.said,
        note=said.note,
        amount=said.amount.value if said.amount else None,
        occurred_at=happened(ctx, said.occurred_at),
        logged_at=ctx.now,
        message_id=ctx.event.message_id,
    )
    ctx.session.add(activity)
    ctx.session.flush()
    return activity


def _consequences(
    ctx: Context, said: LogActivity, activity: Activity, customer: Customer, settled: Settled | None
) -> FollowUp | None:
    """Everything that follows from an activity, in order; returns the next step at this customer."""
    _note_contact(customer, activity)
    _settle_due(ctx, said, activity)
    _take_media(ctx, activity)
    if settled is not None:
        return _promised(ctx, said, activity, settled)
    return ctx.session.scalar(FollowUp.open_at(ctx.workspace.id, customer.id).limit(1))


def _note_contact(customer: Customer, activity: Activity) -> None:
    """Only what reached somebody moves the last contact; an attempt moves the last attempt."""
    if activity.reached:
        customer.last_contact_at = _later(customer.last_contact_at, activity.occurred_at)
    elif activity.channel is not ActivityChannel.NOTE:
        customer.last_attempt_at = _later(customer.last_attempt_at, activity.occurred_at)


def _later(known: datetime | None, moment: datetime) -> datetime:
    return moment if known is None else max(known, moment)


def _settle_due(ctx: Context, said: LogActivity, activity: Activity) -> None:
    """What was due at this customer by that day is done; later promises stay.

    An unanswered call settles no task, but an appointment has its result whatever came of it.
    """
    if activity.channel is ActivityChannel.NOTE:
        return
    day = ctx.local(activity.occurred_at).date()
    due = ctx.session.scalars(FollowUp.open_at(ctx.workspace.id, activity.customer_id)).all()
    tapped = followup_of(ctx, said.followup) if said.followup is not None else None
    for followup in due:
        is_due = followup.due_on <= day or followup is tapped
        if is_due and (activity.reached or followup.kind is FollowUpKind.APPOINTMENT or said.follow_up_at):
            followup.close(FollowUpState.DONE, ctx.now, activity.id)


def _take_media(ctx: Context, activity: Activity) -> None:
    """Photos, files and places sent just before belong to this log."""
    loose = Attachment.loose(ctx.member, ctx.now - MEDIA_WITHIN)
    for attachment in ctx.session.scalars(loose):
        attachment.activity_id = activity.id


def _promised(ctx: Context, said: LogActivity, activity: Activity, settled: Settled) -> FollowUp:
    return promise(
        ctx,
        customer_id=activity.customer_id,
        owner=ctx.member,
        settled=settled,
        kind=said.follow_up_kind,
        about=activity.note,
        contact_id=activity.contact_id,
        activity_id=activity.id,
    )


def _answer(
    ctx: Context,
    said: LogActivity,
    activity: Activity,
    customer: Customer,
    next_step: FollowUp | None,
    settled: Settled | None,
) -> Reply:
    contact = ctx.session.get(Contact, activity.contact_id) if activity.contact_id else None
    guessed = said.customer is None and ctx.quoted is None
    remarks = [ctx.words("activity.guessed", customer=customer.name)] if guessed else []
    card = logged_card(
        ctx,
        activity,
        customer,
        contact,
        next_step,
        settled=settled,
        guessed_customer=guessed,
        remarks=remarks,
    )
    assert card.record is not None
    ctx.show(card.record, customer.id)
    return card
