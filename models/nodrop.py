"""The rule that nothing drops: every open customer and deal has an active owner and a next step, or rests.

A customer is open from the first contact until won, lost or refused: it has live rounds (`Cadence.live`). A
deal is open until won or lost. A next step is an open follow-up of somebody who is still in the team, for
today or later; one about another deal is no step of this deal. What rests, rests until its day has come.
`docs/decisions/0011` says why.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload
from sqlalchemy.sql import ColumnElement, Select

from models.base import literal
from models.cadence import Cadence, CadenceState
from models.customer import Customer, CustomerKind
from models.deal import Deal, DealState
from models.followup import FollowUp, FollowUpState
from models.member import Member, MemberState

Whose = Select[int] | Collection[int]
"""The members whose customers and deals are looked at, those who have left too."""


class Why(enum.StrEnum):
    """What is wrong, the first that is true."""

    NO_OWNER = "no_owner"
    OVERDUE = "overdue"
    """There is a promise, but its day has gone by."""
    UNDECIDED = "undecided"
    """All rounds are done, and nobody has said what now."""
    NO_STEP = "no_step"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A customer, or a deal of it, that breaks the rule."""

    customer: Customer
    why: Why
    deal: Deal | None = None


def dropped(session: Session, workspace_id: int, whose: Whose, today: date) -> list[Dropped]:
    """All that breaks the rule there today: customers first, then deals, each by its id."""
    customers = sorted(session.scalars(dropped_customers(workspace_id, whose, today)), key=_by_id)
    deals = sorted(session.scalars(dropped_deals(workspace_id, whose, today)), key=_by_id)
    reasons = _Reasons.of(session, workspace_id, customers, deals)
    return [
        *(Dropped(one, reasons.of_customer(one)) for one in customers),
        *(Dropped(one.customer, reasons.of_deal(one), one) for one in deals),
    ]


def dropped_customers(workspace_id: int, whose: Whose, today: date) -> Select[Customer]:
    """Open customers without an active owner, or without a step ahead, in no order."""
    return (
        select(Customer)
        .join(Cadence, Cadence.customer_id == Customer.id)
        .where(Cadence.workspace_id == workspace_id, Cadence.live())
        .where(Customer.workspace_id == workspace_id, Customer.owner_id.in_(whose))
        .where(Customer.kind == CustomerKind.BUSINESS, Customer.deleted.is_(False), Customer.awake_on(today))
        .where(_without_owner(Customer) | ~_ahead(workspace_id, Customer.id, today).exists())
        .options(joinedload(Customer.owner))
    )


def dropped_deals(workspace_id: int, whose: Whose, today: date) -> Select[Deal]:
    """Open deals without an active owner, or without a step ahead, in no order."""
    step = _ahead(workspace_id, Deal.customer_id, today)
    its_own = FollowUp.deal_id.is_(None) | (FollowUp.deal_id == Deal.id)
    return (
        select(Deal)
        .join(Deal.customer)
        .where(Deal.workspace_id == workspace_id, Deal.state == literal(DealState.OPEN))
        .where(Deal.owner_id.in_(whose), Customer.deleted.is_(False))
        .where(_awake(today), Customer.awake_on(today))
        .where(_without_owner(Deal) | ~step.where(its_own).exists())
        .options(contains_eager(Deal.customer).joinedload(Customer.owner), joinedload(Deal.owner))
    )


def _by_id(row: Customer | Deal) -> int:
    """Sorted here: asked to sort, SQLite reads all customers in the order of their ids."""
    return row.id


def _awake(today: date) -> ColumnElement[bool]:
    """The deal is not put aside."""
    return Deal.rests_until.is_(None) | (Deal.rests_until <= today)


def _without_owner(table: type[Customer | Deal]) -> ColumnElement[bool]:
    return ~_active().where(Member.id == table.owner_id).exists()


def _ahead(workspace_id: int, customer_id: Any, today: date) -> Select[FollowUp]:
    """What an active member still has to do at that customer, today or later."""
    return select(FollowUp).where(
        FollowUp.workspace_id == workspace_id,
        FollowUp.customer_id == customer_id,
        FollowUp.state == literal(FollowUpState.OPEN),
        FollowUp.due_on >= today,
        _active().where(Member.id == FollowUp.owner_id).exists(),
    )


def _active() -> Select[Member]:
    return select(Member).where(Member.state == literal(MemberState.ACTIVE))


@dataclass(frozen=True, slots=True)
class _Reasons:
    """What tells why a customer has no step ahead."""

    owed_at: frozenset[int]
    undecided_at: frozenset[int]

    @classmethod
    def of(
        cls, session: Session, workspace_id: int, customers: Sequence[Customer], deals: Sequence[Deal]
    ) -> _Reasons:
        ids = {one.id for one in customers} | {one.customer_id for one in deals}
        if not ids:
            return cls(frozenset(), frozenset())
        owed = FollowUp.open_here(workspace_id).where(FollowUp.customer_id.in_(ids))
        running = session.scalars(Cadence.running_at(workspace_id, ids))
        return cls(
            frozenset(session.scalars(owed.with_only_columns(FollowUp.customer_id))),
            frozenset(one.customer_id for one in running if one.state is CadenceState.DECIDING),
        )

    def of_customer(self, customer: Customer) -> Why:
        if not customer.owner.is_active:
            return Why.NO_OWNER
        return self._at(customer.id)

    def of_deal(self, deal: Deal) -> Why:
        return self._at(deal.customer_id) if deal.owner.is_active else Why.NO_OWNER

    def _at(self, customer_id: int) -> Why:
        if customer_id in self.undecided_at:
            return Why.UNDECIDED
        return Why.OVERDUE if customer_id in self.owed_at else Why.NO_STEP
