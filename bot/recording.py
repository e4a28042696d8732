"""Storing what happened with a customer, and everything that follows from it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.consequences import follow_from, next_step
from bot.context import Context
from bot.dates import Settled, happened, settle
from bot.dealing import deal_of_line
from bot.drafts import settle_drafts
from bot.intents.activities import LogActivity
from bot.language import When
from bot.names import contact_of, followup_of
from bot.paying import receive, received_in
from bot.promises import move, promise
from bot.tries import is_unanswered_call, retry_all
from bot.waiting import waits
from models.activity import Activity, ActivityChannel, Attachment, Outcome
from models.cadence import Cadence
from models.customer import Contact, Customer
from models.deal import Deal
from models.followup import OWED_AT, FollowUp
from models.promise import Owed, as_it_stands
from models.purchase import Payment

MEDIA_WITHIN = timedelta(minutes=10)
"""A photo, file or place sent so long before or after a log belongs to it."""
AGAIN_WITHIN = timedelta(minutes=2)
"""The same sentence so soon after is a slip of the finger, or LINE's own repeat."""
SAID = ("inbound", "said", "note", "amount")
LOOSE = waits("loose", lambda member, time: Attachment.loose(member, time.ago(MEDIA_WITHIN)))


@dataclass(frozen=True, slots=True)
class Logged:
    """One stored activity with all that a card tells of it."""

    activity: Activity
    customer: Customer
    contact: Contact | None
    next_step: FollowUp | None
    settled: Settled | None = None
    attached: int = 0
    """Photos, files and places that were taken in."""
    deal: Deal | None = None
    """The deal it was about, where that is known."""
    stage: str | None = None
    """A stage of deals that was spoken of."""
    cadence: Cadence | None = None
    """The customer's rounds, where this contact counts among them."""
    paid: Payment | None = None
    """Money that was received, told in the same line."""
    put_off: Owed | None = None
    """The next step as it stood, where this contact has moved it."""
    told_day: When | None = None
    """A day to come that was told of, to be offered for the next step."""
    over: bool = False
    """The customer is not to be followed any more: then no next step is missing."""

    @property
    def promised(self) -> FollowUp | None:
        """The next step, if a person has set it."""
        return None if self.next_step is None or self.next_step.is_planned else self.next_step


def record(ctx: Context, said: LogActivity, customer: Customer) -> Logged:
    """Store the activity with that customer; raises what the person or a date may be refused for."""
    settled = settle(ctx, said.follow_up_at) if said.follow_up_at else None
    contact = contact_of(ctx, customer, said.contact)
    deal = deal_of_line(ctx, customer, said.deal)
    activity = _stored(ctx, said, customer, contact, deal)
    settle_drafts(ctx, activity.said)
    paid = receive(ctx, activity, said.paid.value) if said.paid is not None else None
    followed = follow_from(ctx, activity, result_of=_result_of(ctx, said), plans=settled is not None)
    meeting = _only_meeting(ctx, customer.id) if said.puts_off and settled is not None else None
    put_off = as_it_stands(meeting, customer.name) if meeting is not None else None
    planned = _planned(ctx, said, activity, settled, meeting) or followed.next_step
    attached = _take_media(ctx, activity)
    _remember(ctx, activity)
    logged = Logged(activity, customer, contact, planned, settled, attached, deal, said.stage)
    return replace(logged, cadence=followed.cadence, paid=paid, put_off=put_off, told_day=said.told_day)


def said_already(ctx: Context, said: LogActivity, customer: Customer) -> Activity | None:
    """What this very sentence made within the last two minutes, if it was the last one logged."""
    logged = ctx.chat.logged or {}
    if logged.get("said") != _digest(said.said or ctx.said):
        return None
    if ctx.now - datetime.fromisoformat(logged["at"]) > AGAIN_WITHIN:
        return None
    before = ctx.session.get_one(Activity, logged["id"])
    return before if before.customer_id == customer.id and not before.deleted else None


def _remember(ctx: Context, activity: Activity) -> None:
    """For the case that the same sentence comes again at once."""
    said = {"said": _digest(activity.said), "id": activity.id, "at": ctx.now.isoformat()}
    ctx.chat.logged = said if activity.said else None


def _digest(said: str) -> int:
    return zlib.crc32(said.encode())


def record_again(ctx: Context, before: Activity) -> Logged:
    """The same once more, now: who, how and what came of it, but not its next step."""
    columns = (
        "workspace_id",
        "customer_id",
        "contact_id",
        "deal_id",
        "channel",
        "outcome",
        "inbound",
        "said",
        "note",
    )
    activity = Activity(**{name: getattr(before, name) for name in (*columns, *SAID)})
    activity.member_id, activity.message_id = ctx.member.id, ctx.event.message_id
    activity.occurred_at = activity.logged_at = ctx.now
    ctx.session.add(activity)
    ctx.session.flush()
    follow_from(ctx, activity)
    return told_of(ctx, activity)


def told_of(ctx: Context, activity: Activity) -> Logged:
    """What a card tells of an activity that was stored before."""
    customer = ctx.session.get_one(Customer, activity.customer_id)
    contact = ctx.session.get(Contact, activity.contact_id) if activity.contact_id else None
    promised = ctx.session.scalar(FollowUp.promised_in(ctx.workspace.id, activity.id))
    deal = ctx.session.get(Deal, activity.deal_id) if activity.deal_id else None
    cadence = (
        ctx.session.scalar(Cadence.newest_at(ctx.workspace.id, customer.id)) if activity.reached else None
    )
    planned = promised or next_step(ctx, customer.id)
    paid = received_in(ctx, activity)
    return Logged(activity, customer, contact, planned, deal=deal, cadence=cadence, paid=paid)


def hand_media(ctx: Context, old: int, new: int) -> None:
    """What was attached to a replaced activity belongs to the one in its place."""
    for attachment in ctx.session.scalars(Attachment.of_activity(ctx.workspace.id, old)):
        attachment.activity_id = new


def _stored(
    ctx: Context, said: LogActivity, customer: Customer, contact: Contact | None, deal: Deal | None
) -> Activity:
    activity = Activity(
        workspace_id=ctx.workspace.id,
        customer_id=customer.id,
        member_id=ctx.member.id,
        contact_id=contact.id if contact else None,
        deal_id=deal.id if deal else None,
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


def _result_of(ctx: Context, said: LogActivity) -> int | None:
    """The follow-up whose card was tapped or is quoted."""
    if said.followup is not None:
        return followup_of(ctx, said.followup).id
    quoted = ctx.quoted
    return quoted.id if quoted is not None and quoted.kind == "followup" else None


def _planned(
    ctx: Context, said: LogActivity, activity: Activity, settled: Settled | None, meeting: FollowUp | None
) -> FollowUp | None:
    """What now comes next there: as said, perhaps by a `meeting` put off, or another try."""
    if settled is None:
        return retry_all(ctx, activity.customer_id) if is_unanswered_call(ctx, activity) else None
    if meeting is not None:
        move(ctx, meeting, settled, by_customer=activity.inbound)
        return meeting
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


def _only_meeting(ctx: Context, customer_id: int) -> FollowUp | None:
    """The reader's one appointment there; of several it is not clear which one is put off."""
    owed = OWED_AT.all(ctx.session, ctx.workspace.id, customer_id)
    meetings = [one for one in owed if one.is_appointment and one.owner_id == ctx.member.id]
    return meetings[0] if len(meetings) == 1 else None


def _take_media(ctx: Context, activity: Activity) -> int:
    """Photos, files and places sent just before belong to this log; returns how many there were."""
    if LOOSE not in ctx.waiting:
        return 0
    taken = ctx.session.scalars(Attachment.loose(ctx.member, ctx.now - MEDIA_WITHIN)).all()
    for attachment in taken:
        attachment.activity_id = activity.id
    return len(taken)
