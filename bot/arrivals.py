"""A place shared in the chat: whose it is, and the card that says so."""

from __future__ import annotations

from bot.cards.checkin import checked_in_card
from bot.checkins import check_in, meeting_at, place_of
from bot.context import Context
from bot.replies import Card
from models.activity import Attachment
from models.customer import Customer
from models.followup import FollowUp


def arrive(ctx: Context, attachment: Attachment) -> Card | None:
    """Check in at today's meeting it must be; None when there is none, or a log has taken the place in."""
    place = place_of(attachment)
    if place is None or attachment.activity_id is not None:
        return None
    meeting = meeting_at(ctx, place)
    return None if meeting is None else _told(ctx, attachment, meeting.customer, meeting)


def arrived_at(ctx: Context, attachment: Attachment, customer: Customer) -> Card:
    """Check in at that customer, for its meeting of today if there is one."""
    owed = ctx.session.scalars(FollowUp.open_at(ctx.workspace.id, customer.id))
    today = (one for one in owed if one.is_appointment and one.due_on == ctx.today)
    return _told(
        ctx, attachment, customer, next((one for one in today if one.owner_id == ctx.member.id), None)
    )


def _told(ctx: Context, attachment: Attachment, customer: Customer, meeting: FollowUp | None) -> Card:
    arrived = check_in(ctx, attachment, customer, meeting)
    card = checked_in_card(ctx, attachment, arrived, customer, meeting)
    if card.record is not None:
        ctx.show(card.record, customer.id)
    return card
