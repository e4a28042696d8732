"""Customers change hands: with them go what is promised there and what may still be won."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.customer import Customer
from models.deal import Deal
from models.followup import FollowUp, remind_at
from models.member import Member


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What went to another person."""

    customers: tuple[Customer, ...]
    followups: tuple[FollowUp, ...]
    deals: tuple[Deal, ...]


def customers_of(session: Session, member: Member) -> list[Customer]:
    """Everything this person is responsible for, in order of name."""
    mine = select(Customer).where(Customer.workspace_id == member.workspace_id)
    mine = mine.where(Customer.owner_id == member.id, Customer.deleted.is_(False))
    return list(session.scalars(mine.order_by(Customer.name, Customer.id)))


def at_hand(session: Session, customers: Sequence[Customer]) -> HandedOver:
    """What would go along: of each customer the open promises and deals of whoever is responsible for it.

    What a third colleague was given to do there stays with that colleague.
    """
    owners = {one.id: one.owner_id for one in customers}
    if not owners:
        return HandedOver((), (), ())
    workspace_id, people = customers[0].workspace_id, sorted(set(owners.values()))
    promised = session.scalars(FollowUp.open_of(workspace_id, people))
    hoped = session.scalars(Deal.open_of(workspace_id, people))
    return HandedOver(
        tuple(customers),
        tuple(one for one in promised if owners.get(one.customer_id) == one.owner_id),
        tuple(one for one in hoped if owners.get(one.customer_id) == one.owner_id),
    )


def hand_over(session: Session, customers: Sequence[Customer], to: Member, now: datetime) -> HandedOver:
    """Make `to` responsible for these customers and all that goes along; `now` in the workspace's zone.

    Whoever is told of the whole need not be told of each promise, so none counts as newly given.
    """
    handed = at_hand(session, customers)
    for followup in handed.followups:
        pass_on(followup, to, now)
    for deal in handed.deals:
        deal.owner_id = to.id
    for customer in handed.customers:
        customer.owner_id = to.id
    return handed


def pass_on(followup: FollowUp, to: Member, now: datetime) -> None:
    """The same promise, kept by another; what its owner had promised himself is nobody's order.

    The new owner is reminded of it as he likes to be, unless its time has gone by.
    """
    if followup.owner_id == to.id:
        return
    if followup.set_by_id == followup.owner_id:
        followup.set_by_id = to.id
    followup.owner_id, followup.told_at = to.id, now
    if followup.due_at is not None and followup.due_at > now:
        followup.remind_at, followup.reminded_at = remind_at(followup.kind, followup.due_at, to, now), None
