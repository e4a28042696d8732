"""The rule that nothing drops: every open customer and deal has an active owner and a next step, or rests.

A customer is open from the first contact until won, lost or refused: it has live rounds (`Cadence.live`). A
deal is open until won or lost. A next step is an open follow-up of somebody who is still in the team, for
today or later; one about another deal is no step of this deal. What rests, rests until its day has come.
`docs/decisions/0011` says why.
"""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Row, case, null, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import ColumnElement, Select

from models.base import literal
from models.cadence import Cadence, CadenceState
from models.customer import Customer, CustomerKind
from models.deal import Deal, DealState
from models.followup import FollowUp, FollowUpState
from models.member import Member, MemberState
from models.prepared import prepared


class Why(enum.StrEnum):
    """What is wrong, the first that is true."""

    NO_OWNER = "no_owner"
    OVERDUE = "overdue"
    """There is a promise, but its day has gone by."""
    UNDECIDED = "undecided"
    """All rounds are done, and nobody has said what now."""
    NO_STEP = "no_step"


class Dropped(NamedTuple):
    """A customer, or a deal of it, that breaks the rule; plain, for a careless company has thousands."""

    customer_id: int
    customer: str
    """Its name."""
    owner_id: int
    """Whose customer it is, whoever has the deal."""
    owner: str
    why: Why
    deal_id: int | None
    amount: Decimal | None
    """Of the deal."""


def dropped(session: Session, workspace_id: int, whose: list[int], today: date) -> list[Dropped]:
    """All of these people's that breaks the rule: customers first, then deals, each by its id.

    Those who have left are people too.
    """
    customers = session.execute(dropped_customers(workspace_id, whose, today))
    deals = session.execute(dropped_deals(workspace_id, whose, today))
    return [
        *sorted((_read(row) for row in customers), key=lambda one: one.customer_id),
        *sorted((_read(row) for row in deals), key=lambda one: one.deal_id or 0),
    ]


def _read(row: Row[*tuple[Any, ...]]) -> Dropped:
    """Sorted by who asks: asked to sort, SQLite reads all customers in the order of their ids."""
    return Dropped(row.id, row.name, row.owner_id, row.owner, Why(row.why), row.deal_id, row.amount)


@prepared
def dropped_customers(workspace_id: int, whose: list[int], today: date) -> Select[*tuple[Any, ...]]:
    """Open customers without an active owner, or without a step ahead, in no order.

    The company's live rounds lead to them: most customers have none.
    """
    without_owner = Customer.owner_id.not_in(_active(workspace_id))
    stranded = Cadence.customer_id.not_in(_steps(workspace_id, today, FollowUp.customer_id))
    return (
        _told(without_owner, null().label("deal_id"), null().label("amount"))
        .join(Cadence, Cadence.customer_id == Customer.id)
        .where(Cadence.workspace_id == workspace_id, Cadence.live())
        .where(Customer.owner_id.in_(whose), Customer.kind == CustomerKind.BUSINESS)
        .where(Customer.deleted.is_(False), Customer.awake_on(today))
        .where(without_owner | stranded)
    )


@prepared
def dropped_deals(workspace_id: int, whose: list[int], today: date) -> Select[*tuple[Any, ...]]:
    """Open deals without an active owner, or without a step ahead, in no order."""
    of_none = _steps(workspace_id, today, FollowUp.customer_id).where(FollowUp.deal_id.is_(None))
    its_own = _steps(workspace_id, today, FollowUp.deal_id).where(FollowUp.deal_id.is_not(None))
    without_owner = Deal.owner_id.not_in(_active(workspace_id))
    stranded = Deal.customer_id.not_in(of_none) & Deal.id.not_in(its_own)
    return (
        _told(without_owner, Deal.id.label("deal_id"), Deal.amount.label("amount"))
        .join(Deal, Deal.customer_id == Customer.id)
        .where(Deal.workspace_id == workspace_id, Deal.state == literal(DealState.OPEN))
        .where(Deal.owner_id.in_(whose), Customer.deleted.is_(False))
        .where(_awake(today), Customer.awake_on(today))
        .where(without_owner | stranded)
    )


def _told(without_owner: ColumnElement[bool], *more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """The customer, whose it is, and why it or its deal breaks the rule."""
    why = case(
        (without_owner, Why.NO_OWNER),
        (_undecided().exists(), Why.UNDECIDED),
        (_owed().exists(), Why.OVERDUE),
        else_=Why.NO_STEP,
    )
    owner = aliased(Member)
    its = (Customer.id, Customer.name, Customer.owner_id, owner.name.label("owner"), why.label("why"))
    return select(*its, *more).select_from(Customer).join(owner, owner.id == Customer.owner_id)


def _undecided() -> Select[Cadence]:
    here = (Cadence.workspace_id == Customer.workspace_id, Cadence.customer_id == Customer.id)
    deciding = (Cadence.ended_at.is_(None), Cadence.state == literal(CadenceState.DECIDING))
    return select(Cadence).where(*here, *deciding).correlate(Customer)


def _owed() -> Select[FollowUp]:
    """Whatever is still promised there; where there is no step ahead, its day has gone by."""
    here = (FollowUp.workspace_id == Customer.workspace_id, FollowUp.customer_id == Customer.id)
    return select(FollowUp).where(*here, FollowUp.state == literal(FollowUpState.OPEN))


def _awake(today: date) -> ColumnElement[bool]:
    """The deal is not put aside."""
    return Deal.rests_until.is_(None) | (Deal.rests_until <= today)


def _steps(workspace_id: int, today: date, at: Any) -> Select[Any]:
    """Where somebody active still has something to do, today or later.

    All of a company's are read at once: looked for at each customer, they cost twice as much.
    """
    return select(at).where(
        FollowUp.workspace_id == workspace_id,
        FollowUp.state == literal(FollowUpState.OPEN),
        FollowUp.due_on >= today,
        FollowUp.owner_id.in_(_active(workspace_id)),
    )


def _active(workspace_id: int) -> Select[int]:
    return select(Member.id).where(
        Member.workspace_id == workspace_id, Member.state == literal(MemberState.ACTIVE)
    )
