"""Arriving at a customer: which one it is, how far from its place, and how long before or after the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql import Select

from bot.context import Context, Desk
from models.activity import Attachment
from models.checkin import CheckIn
from models.customer import Customer
from models.followup import FollowUp, FollowUpKind

EARTH = 6_371_000
"""Its mean radius in metres."""
NEAR = 1_000
"""Metres within which one is at the customer's."""
AROUND = timedelta(hours=3)
"""Before or after its time a meeting may still be the one somebody has arrived for."""
Place = tuple[float, float]


def metres(one: Place, other: Place) -> float:
    """The distance over the ground between two places given in degrees (haversine)."""
    (lat, lon), (lat2, lon2) = [(radians(place[0]), radians(place[1])) for place in (one, other)]
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(half, 1)))


def place_of(row: Attachment | Customer) -> Place | None:
    return None if row.latitude is None or row.longitude is None else (row.latitude, row.longitude)


def meeting_at(desk: Desk, place: Place) -> FollowUp | None:
    """Today's open appointment of the reader's that it is: the nearest by far, else by time."""
    today = desk.session.scalars(
        FollowUp.open_of(desk.workspace.id, [desk.member.id])
        .where(FollowUp.due_on == desk.today, FollowUp.kind == FollowUpKind.APPOINTMENT)
        .options(joinedload(FollowUp.customer))
    ).all()
    near = [(distance_to(one.customer, place), one) for one in today]
    here = [(far, one.id, one) for far, one in near if far is not None and far <= NEAR]
    return min(here)[2] if here else _about_now(desk, [one for far, one in near if far is None])


def _about_now(desk: Desk, meetings: Sequence[FollowUp]) -> FollowUp | None:
    """Of those whose place nobody knows, the one that is nearest in time."""
    timed = [(abs(one.due_at - desk.now), one.id, one) for one in meetings if one.due_at is not None]
    now = [one for one in timed if one[0] <= AROUND]
    return min(now)[2] if now else None


def distance_to(customer: Customer, place: Place) -> float | None:
    """Metres to the customer's own place; None while that is not known."""
    its = place_of(customer)
    return None if its is None else metres(its, place)


def check_in(ctx: Context, attachment: Attachment, customer: Customer, meeting: FollowUp | None) -> CheckIn:
    """The person is at the customer's. Said again of another customer, the first was a mistake."""
    for mistaken in ctx.session.scalars(_by(attachment)):
        mistaken.deleted = True
    place = place_of(attachment) or (0.0, 0.0)
    arrived = CheckIn(
        workspace_id=ctx.workspace.id,
        customer_id=customer.id,
        member_id=ctx.member.id,
        followup_id=meeting.id if meeting is not None else None,
        latitude=place[0],
        longitude=place[1],
        distance=distance_to(customer, place),
        at=attachment.sent_at,
    )
    ctx.session.add(arrived)
    ctx.session.flush()
    return arrived


def _by(attachment: Attachment) -> Select[CheckIn]:
    return select(CheckIn).where(
        CheckIn.workspace_id == attachment.workspace_id,
        CheckIn.member_id == attachment.member_id,
        CheckIn.at == attachment.sent_at,
        CheckIn.deleted.is_(False),
    )
