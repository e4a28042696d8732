"""Changing one field of what was stored, with everything that hangs on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.consequences import follow_again
from bot.context import Context
from bot.dates import Settled, at_the_same_time, happened, settle
from bot.intents.activities import EditLast
from bot.language import ContactRef, When
from bot.names import contact_of, customer_of
from bot.paying import received_in
from bot.promises import move, promise
from bot.recording import Logged, told_of
from models.activity import Activity, ActivityChannel, Outcome
from models.customer import Contact, Customer
from models.followup import FollowUp


def edit_activity(ctx: Context, activity: Activity, said: EditLast) -> Logged:
    """The activity with the fields said; what followed from it is worked out anew."""
    before = customer = ctx.session.get_one(Customer, activity.customer_id)
    if said.customer is not None:
        customer = _move_to(ctx, activity, customer_of(ctx, said.customer))
    _edit_fields(ctx, activity, said, customer)
    follow_again(ctx, activity, {before.id, customer.id})
    settled = _next_at(ctx, activity, said.follow_up_at) if said.follow_up_at is not None else None
    ctx.session.flush()
    return replace(told_of(ctx, activity), settled=settled)


def edit_followup(ctx: Context, followup: FollowUp, said: EditLast) -> Settled:
    """The follow-up with the fields said; returns the moment it is kept at now."""
    if said.customer is not None:
        followup.customer_id, followup.contact_id = customer_of(ctx, said.customer).id, None
    customer = ctx.session.get_one(Customer, followup.customer_id)
    contact = contact_of(ctx, customer, said.contact)
    followup.contact_id = contact.id if contact is not None else followup.contact_id
    followup.about = said.note or followup.about
    followup.amount = said.amount.value if said.amount is not None else followup.amount
    followup.channel = ActivityChannel(said.channel) if said.channel else followup.channel
    if said.follow_up_at is None:
        return _as_it_is(ctx, followup)
    return _moved(ctx, followup, said.follow_up_at)


def _edit_fields(ctx: Context, activity: Activity, said: EditLast, customer: Customer) -> None:
    contact = contact_of(ctx, customer, said.contact)
    activity.contact_id = contact.id if contact is not None else activity.contact_id
    activity.channel = ActivityChannel(said.channel) if said.channel else activity.channel
    activity.outcome = Outcome(said.outcome) if said.outcome else activity.outcome
    activity.note = said.note or activity.note
    paid = received_in(ctx, activity)
    if said.amount is not None:
        (paid or activity).amount = said.amount.value
    if said.occurred_at is not None:
        activity.occurred_at = _same_clock(ctx, said.occurred_at, activity.occurred_at)
    if paid is not None:
        paid.occurred_at = activity.occurred_at
    ctx.session.flush()


def _same_clock(ctx: Context, when: When, before: datetime) -> datetime:
    """Another day alone keeps the time of day."""
    return happened(ctx, at_the_same_time(ctx, when, ctx.local(before).date(), before))


def _move_to(ctx: Context, activity: Activity, customer: Customer) -> Customer:
    """The activity, the next step and the payment told with it belong to another customer."""
    person = ctx.session.get(Contact, activity.contact_id) if activity.contact_id else None
    contact = contact_of(ctx, customer, ContactRef(person.name) if person else None)
    promised = ctx.session.scalar(FollowUp.promised_in(ctx.workspace.id, activity.id))
    if (paid := received_in(ctx, activity)) is not None:
        paid.customer_id = customer.id
    for row in (activity, promised):
        if row is not None:
            row.customer_id, row.contact_id = customer.id, contact.id if contact else None
    return customer


def _next_at(ctx: Context, activity: Activity, when: When) -> Settled:
    """The next step said with it is at another moment; without one, this is it."""
    promised = ctx.session.scalar(FollowUp.promised_in(ctx.workspace.id, activity.id))
    if promised is not None:
        return _moved(ctx, promised, when)
    settled = settle(ctx, when)
    promise(
        ctx,
        customer_id=activity.customer_id,
        owner=ctx.member,
        settled=settled,
        kind=None,
        about=activity.note,
        contact_id=activity.contact_id,
        activity_id=activity.id,
    )
    return settled


def _moved(ctx: Context, followup: FollowUp, when: When) -> Settled:
    settled = settle(ctx, at_the_same_time(ctx, when, followup.due_on, followup.due_at))
    move(ctx, followup, settled)
    return settled


def _as_it_is(ctx: Context, followup: FollowUp) -> Settled:
    at = ctx.local(followup.due_at) if followup.due_at else None
    return Settled(followup.due_on, at, followup.part, followup.words)
