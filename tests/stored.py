"""What a conversation has left in the database."""

from __future__ import annotations

from sqlalchemy import select

from models.activity import Activity
from models.customer import Customer
from models.followup import Draft, FollowUp, FollowUpState
from tests.town import Town

SIAM = "สยามวัสดุภัณฑ์"
ASIA = "เอเชียพรีซิชั่น"


def activities(town: Town) -> list[Activity]:
    """The entries that stand, in order."""
    with town.database() as session:
        standing = select(Activity).where(Activity.deleted.is_(False)).order_by(Activity.id)
        return list(session.scalars(standing))


def followups(town: Town, state: FollowUpState = FollowUpState.OPEN) -> list[FollowUp]:
    """What people have promised; rounds that Jod has planned are not among it."""
    promised = select(FollowUp).where(FollowUp.state == state, FollowUp.round.is_(None))
    with town.database() as session:
        return list(session.scalars(promised.order_by(FollowUp.id)))


def customer(town: Town, name: str) -> Customer:
    with town.database() as session:
        return session.scalars(select(Customer).where(Customer.name == name)).one()


def drafts(town: Town) -> list[str]:
    """The words that wait to be placed."""
    with town.database() as session:
        return list(session.scalars(select(Draft.said).where(Draft.open).order_by(Draft.id)))
