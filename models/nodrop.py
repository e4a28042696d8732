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

from sqlalchemy import CompoundSelect, case, false, func, null, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement, Select

from models.base import literal
from models.cadence import Cadence, CadenceState
from models.customer import Customer, CustomerKind
from models.deal import Deal, DealState
from models.followup import FollowUp, FollowUpState
from models.member import Member, MemberState
from models.plain import Row
from models.prepared import Query


class Why(enum.StrEnum):
    """What is wrong, the first that is true."""

    NO_OWNER = "no_owner"
    OVERDUE = "overdue"
    """There is a promise, but its day has gone by."""
    UNDECIDED = "undecided"
    """All rounds are done, and nobody has said what now."""
    NO_STEP = "no_step"


FEW = 3
"""Of so many people's customers each is looked at by itself."""
WHYS = {str(why): why for why in Why}


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

    Those who have left are people too. Sorted here: asked to sort, SQLite reads all customers in order.
    """
    asked = at_each if len(whose) <= FEW else at_all
    return _sorted(asked.rows(session, workspace_id, whose, today))


def forgotten(session: Session, workspace_id: int, whose: list[int], today: date) -> list[Dropped]:
    """The same but the overdue, which is half of it as a rule, and told of by its promise."""
    if len(whose) <= FEW:
        return [one for one in dropped(session, workspace_id, whose, today) if one.why is not Why.OVERDUE]
    return _sorted(unpromised.rows(session, workspace_id, whose, today))


def _sorted(rows: list[Row]) -> list[Dropped]:
    return sorted(map(_read, rows), key=lambda one: (one.deal_id or 0, one.customer_id))


def _read(row: Row) -> Dropped:
    customer_id, customer, owner_id, owner, why, deal_id, amount = row
    return Dropped(customer_id, customer, owner_id, owner, WHYS[why], deal_id, amount)


@Query
def at_all(workspace_id: int, whose: list[int], today: date) -> Select[*tuple[Any, ...]]:
    """All the company's steps are looked through at once: looked for at each customer, they cost more."""
    steps = _steps(workspace_id, today)
    at_customer = steps.where(FollowUp.deal_id.is_(None))
    its_own = steps.with_only_columns(FollowUp.deal_id).where(FollowUp.deal_id.is_not(None))
    stranded = Deal.customer_id.not_in(at_customer) & Deal.id.not_in(its_own)
    found = union_all(
        _deals(workspace_id, whose, today, stranded),
        _customers(workspace_id, Cadence.customer_id.not_in(steps)),
    )
    return _told(found, workspace_id, whose, today, _owed(workspace_id))


@Query
def at_each(workspace_id: int, whose: list[int], today: date) -> Select[*tuple[Any, ...]]:
    """At each customer of a few people its steps are looked for: most steps of the company are others'."""
    of_deal, at_customer = _steps_of_deal(workspace_id, today), _steps_at_customer(workspace_id, today)
    theirs = select(Customer.id).where(Customer.workspace_id == workspace_id, Customer.owner_id.in_(whose))
    found = union_all(
        _deals(workspace_id, whose, today, ~of_deal.exists()),
        _customers(workspace_id, ~at_customer.exists()).where(Cadence.customer_id.in_(theirs)),
    )
    return _told(found, workspace_id, whose, today, _owed(workspace_id))


@Query
def unpromised(workspace_id: int, whose: list[int], today: date) -> Select[*tuple[Any, ...]]:
    """All but the overdue: where anything is promised, only what waits for a decision has to be looked at."""
    promised = FollowUp.open_here(workspace_id).with_only_columns(FollowUp.customer_id)
    undecided = _undecided(workspace_id).with_only_columns(Cadence.customer_id)
    of_deal, at_customer = _steps_of_deal(workspace_id, today), _steps_at_customer(workspace_id, today)
    stranded = Deal.customer_id.not_in(promised) | Deal.customer_id.in_(undecided) & _none(of_deal)
    waits = (Cadence.state == literal(CadenceState.DECIDING)) & _none(at_customer)
    found = union_all(
        _deals(workspace_id, whose, today, stranded),
        _customers(workspace_id, Cadence.customer_id.not_in(promised) | waits),
    )
    return _told(found, workspace_id, whose, today, is_promised=false())


def _none(steps: Select[int]) -> ColumnElement[bool]:
    """Looked for at each, they are so few: for EXISTS PostgreSQL would read all of the company's."""
    return steps.limit(1).scalar_subquery().is_(None)


def _deals(
    workspace_id: int, whose: list[int], today: date, stranded: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    """Open deals of these people without an active owner, or without a step ahead."""
    awake = func.coalesce(Deal.rests_until, today) <= today  # said with OR, PostgreSQL looks twice
    return (
        select(Deal.customer_id, Deal.id.label("deal_id"), Deal.amount, Deal.owner_id.label("has_it"))
        .where(Deal.workspace_id == workspace_id, Deal.state == literal(DealState.OPEN))
        .where(Deal.owner_id.in_(whose), awake)
        .where(Deal.owner_id.in_(_gone(workspace_id)) | stranded)
    )


def _customers(workspace_id: int, without_step: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Open customers of the company without an active owner, or without a step ahead.

    Its live rounds lead to them, and tell which of them to look at: most customers have none.
    """
    of_nobody = select(Customer.id).where(
        Customer.workspace_id == workspace_id, Customer.owner_id.in_(_gone(workspace_id))
    )
    return (
        select(Cadence.customer_id, null().label("deal_id"), null().label("amount"), null().label("has_it"))
        .where(Cadence.workspace_id == workspace_id, Cadence.live())
        .where(without_step | Cadence.customer_id.in_(of_nobody))
    )


def _told(
    every: CompoundSelect[*tuple[Any, ...]],
    workspace_id: int,
    whose: list[int],
    today: date,
    is_promised: ColumnElement[bool],
) -> Select[*tuple[Any, ...]]:
    """The customer, whose it is, and why it or its deal breaks the rule: found first, told of afterwards."""
    found = every.cte("found").prefix_with("MATERIALIZED")
    has_it = func.coalesce(found.c.has_it, Customer.owner_id)
    at_customer = _undecided(workspace_id).where(Cadence.customer_id == Customer.id).correlate(Customer)
    why = case(
        (has_it.in_(_gone(workspace_id)), Why.NO_OWNER),
        (at_customer.exists(), Why.UNDECIDED),
        (is_promised, Why.OVERDUE),
        else_=Why.NO_STEP,
    )
    theirs = (Customer.kind == CustomerKind.BUSINESS) & Customer.owner_id.in_(whose)
    return (
        select(Customer.id, Customer.name, Customer.owner_id, Member.name.label("owner"))
        .add_columns(why.label("why"), found.c.deal_id, found.c.amount)
        .join(found, found.c.customer_id == Customer.id)
        .join(Member, (Member.id == Customer.owner_id) & (Member.workspace_id == workspace_id))
        .where(Customer.deleted.is_(False), Customer.awake_on(today))
        .where(found.c.deal_id.is_not(None) | theirs)
    )


def _undecided(workspace_id: int) -> Select[int]:
    deciding = (Cadence.ended_at.is_(None), Cadence.state == literal(CadenceState.DECIDING))
    return select(Cadence.id).where(Cadence.workspace_id == workspace_id, *deciding)


def _owed(workspace_id: int) -> ColumnElement[bool]:
    """Whatever is still promised there; where there is no step ahead, its day has gone by."""
    owed = FollowUp.open_here(workspace_id).where(FollowUp.customer_id == Customer.id)
    return owed.with_only_columns(FollowUp.id).correlate(Customer).exists()


def _steps_of_deal(workspace_id: int, today: date) -> Select[int]:
    """Its own, and those of its customer that are about no deal."""
    its_own = FollowUp.deal_id.is_(None) | (FollowUp.deal_id == Deal.id)
    return (
        _steps(workspace_id, today).where(FollowUp.customer_id == Deal.customer_id, its_own).correlate(Deal)
    )


def _steps_at_customer(workspace_id: int, today: date) -> Select[int]:
    """Those of a customer with rounds, whatever they are about."""
    at_customer = FollowUp.customer_id == Cadence.customer_id
    return _steps(workspace_id, today).where(at_customer).correlate(Cadence)


def _steps(workspace_id: int, today: date) -> Select[int]:
    """Where somebody active still has something to do, today or later."""
    return select(FollowUp.customer_id).where(
        FollowUp.workspace_id == workspace_id,
        FollowUp.state == literal(FollowUpState.OPEN),
        FollowUp.due_on >= today,
        FollowUp.owner_id.not_in(_gone(workspace_id)),
    )


def _gone(workspace_id: int) -> Select[int]:
    return select(Member.id).where(
        Member.workspace_id == workspace_id, Member.state != literal(MemberState.ACTIVE)
    )
