"""Who of a customer has been spoken with, and where nobody who decides has been."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import exists, literal_column, select
from sqlalchemy.orm import Session, aliased, joinedload
from sqlalchemy.sql import ColumnElement, Select

from models.activity import Activity, ActivityChannel, Outcome
from models.base import literal
from models.customer import BuyingRole, Contact, Customer, CustomerKind
from models.deal import Deal
from models.prepared import Query
from models.stage import DEFAULTS, NEGOTIATION, stages_of

DECIDERS = (BuyingRole.OWNER, BuyingRole.DECISION_MAKER)
"""Without a word from one of these a price is negotiated with somebody who cannot say yes."""
LATE = next(percent for key, percent, _ in DEFAULTS if key == NEGOTIATION)
"""Percent from which a stage of a workspace that has no negotiation counts as one."""


NAMED = 3
"""So many deals without a word from who decides are told to a manager."""
GLANCE, ALL = 50, 2**31 - 1
"""Of the largest so many are looked at first, and as a rule it ends there; then all of them."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A person at a customer, and when and by whom he or she was reached last."""

    contact: Contact
    last: Activity | None


def touches(session: Session, customer: Customer) -> list[Touch]:
    """Everybody who can be met there, in the order they became known."""
    return [Touch(one, _last_reached(session, one)) for one in session.scalars(Contact.at(customer.id))]


def _last_reached(session: Session, contact: Contact) -> Activity | None:
    history = Activity.with_customer(contact.customer_id, contact.workspace_id)
    with_them = history.where(Activity.contact_id == contact.id, *_reached())
    return session.scalar(with_them.options(joinedload(Activity.member)).limit(1))


def _reached() -> tuple[ColumnElement[bool], ...]:
    spoken = Activity.channel != literal(ActivityChannel.NOTE)
    return Activity.outcome == literal(Outcome.REACHED), spoken, Activity.deleted.is_(False)


def late_stages(session: Session, workspace_id: int) -> list[str]:
    """The keys of negotiation and every stage behind it."""
    stages = stages_of(session, workspace_id)
    first = next((one.position for one in stages if one.key == NEGOTIATION), None)
    if first is None:
        return [one.key for one in stages if one.probability >= LATE]
    return [one.key for one in stages if one.position >= first]


class Unseen(NamedTuple):
    """A deal that is negotiated although nobody who decides was reached."""

    customer_id: int
    customer: str
    """Its name."""
    owner_id: int
    name: str
    amount: Decimal | None


def without_decider(session: Session, workspace_id: int, owner_ids: list[int]) -> list[Unseen]:
    """The largest of these people's open deals of which that is so."""
    stages = late_stages(session, workspace_id)
    for largest in GLANCE, ALL:
        found = _unseen_of.rows(session, workspace_id, owner_ids, stages, largest)
        if len(found) == NAMED:
            break
    return list(map(Unseen._make, found))


def without_decider_at(session: Session, customer: Customer) -> Select[Deal]:
    """The same at one customer."""
    at_customer = Deal.open_at(customer.workspace_id, customer.id)
    return _unseen(at_customer, late_stages(session, customer.workspace_id))


@Query
def _unseen_of(
    workspace_id: int, owner_ids: list[int], stages: list[str], largest: int
) -> Select[*tuple[Any, ...]]:
    """Sorted before more is asked: PostgreSQL looks no further than the few, if it can read how many.

    What stands in the index of open deals is enough to sort by and to ask about.
    """
    indexed = (Deal.id, Deal.workspace_id, Deal.customer_id, Deal.owner_id, Deal.amount)
    negotiated = Deal.open_of(workspace_id, owner_ids).where(Deal.stage.in_(stages))
    in_order = negotiated.order_by(Deal.amount.desc().nulls_last(), Deal.id).with_only_columns(*indexed)
    deal = aliased(Deal, in_order.limit(largest).subquery())
    return (
        select(deal.customer_id, Customer.name, deal.owner_id, Deal.name, deal.amount)
        .join(Customer, Customer.id == deal.customer_id)
        .join(Deal, Deal.id == deal.id)
        .where(Customer.kind == literal(CustomerKind.BUSINESS), ~exists(_spoken_with(deal)))
        .order_by(deal.amount.desc().nulls_last(), deal.id)
        .limit(literal_column(str(NAMED)))
    )


def _unseen(deals: Select[Deal], stages: list[str]) -> Select[Deal]:
    """A consumer decides alone."""
    business = select(Customer.id).where(
        Customer.id == Deal.customer_id, Customer.kind == literal(CustomerKind.BUSINESS)
    )
    return deals.where(Deal.stage.in_(stages), exists(business), ~exists(_spoken_with(Deal)))


def _spoken_with(deal: type[Deal]) -> Select[int]:
    """Those who decide at the deal's customer and were reached.

    Whether there is anybody who decides is asked first: of few customers a history has to be looked through.
    """
    reached = (
        select(Activity.id)
        .where(Activity.workspace_id == deal.workspace_id, Activity.customer_id == deal.customer_id)
        .where(Activity.contact_id == Contact.id, *_reached())
        .correlate(deal, Contact)
    )
    return (
        select(Contact.id)
        .where(Contact.customer_id == deal.customer_id, Contact.role.in_([literal(one) for one in DECIDERS]))
        .where(Contact.left_at.is_(None), Contact.deleted.is_(False), exists(reached))
        .correlate(deal)
    )
