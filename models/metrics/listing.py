"""The deals behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from models.deal import Deal, DealMove, DealState
from models.metrics.conversion import entered
from models.metrics.pipeline import standing_before
from models.metrics.scope import Scope, Stages
from models.metrics.watch import Worry, worried
from models.period import Period

PAGE = 10
"""So many lines fit on a phone's screen or two."""
OPEN, DUE, WON, LOST, STAGE, ENTERED = "open", "due", "won", "lost", "stage.", "entered."
"""Which deals: open, due to close in the period, won and lost in it, in a stage, once entered into one."""
Deals = Select[Deal, Decimal | None]
"""Deals, each with the amount that counted."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the deals, the largest first, and how many there are in all."""

    rows: Sequence[tuple[Deal, Decimal | None]]
    count: int

    @property
    def pages(self) -> int:
        return -(-self.count // PAGE)


def page_of(session: Session, deals: Deals, number: int) -> Page:
    """The page of that number, counted from 1."""
    amount: ColumnElement[Decimal | None] = list(deals.selected_columns)[-1]
    count = session.scalar(deals.with_only_columns(func.count())) or 0
    ordered = deals.order_by(amount.desc().nulls_last(), Deal.id).options(joinedload(Deal.customer))
    rows = session.execute(ordered.offset((number - 1) * PAGE).limit(PAGE)).all()
    return Page(rows, count)


def behind(
    session: Session, scope: Scope, period: Period, what: str, like: int | None = None
) -> Deals | None:
    """The deals a figure of that period is made of; None for a name no figure has.

    `like` is a lost deal: only those lost for its reason.
    """
    stages = Stages.of(session, scope)
    if what in set(Worry):
        return _now(scope.open_deals().where(worried(scope, stages)[Worry(what)]))
    if what.startswith(ENTERED):
        ids = entered(session, scope, period, what.removeprefix(ENTERED))
        return _now(select(Deal).where(Deal.workspace_id == scope.workspace.id, Deal.id.in_(ids)))
    if what in (WON, LOST):
        return _now(_closed(scope, period, DealState(what), like))
    return _open(scope, period, what)


def _now(deals: Select[Deal]) -> Deals:
    return deals.add_columns(Deal.amount)


def _closed(scope: Scope, period: Period, state: DealState, like: int | None) -> Select[Deal]:
    ended = scope.closed_deals(*scope.workspace.bounds(period), state)
    if like is None:
        return ended
    reason = select(Deal.lost_reason).where(Deal.id == like, Deal.workspace_id == scope.workspace.id)
    return ended.where(Deal.lost_reason.is_not_distinct_from(reason.scalar_subquery()))


def _open(scope: Scope, period: Period, what: str) -> Deals | None:
    """Open deals: those of now, or, of a period gone by, those of its end."""
    if period.last >= scope.today:
        test = _kind(Deal.stage, Deal.expected_close, period, what)
        return None if test is None else _now(scope.open_deals().where(test))
    start, end = scope.workspace.bounds(period)
    stood = standing_before(scope.workspace.id, scope.owner_ids, start if what == DUE else end)
    test = _kind(stood.stage, stood.expected_close, period, what)
    return None if test is None else _then(stood, test)


def _then(stood: type[DealMove], test: ColumnElement[bool]) -> Deals:
    return select(Deal, stood.amount).join(stood, stood.deal_id == Deal.id).where(test)


def _kind(
    stage: InstrumentedAttribute[str], due: InstrumentedAttribute[object], period: Period, what: str
) -> ColumnElement[bool] | None:
    if what.startswith(STAGE):
        return stage == what.removeprefix(STAGE)
    kinds = {OPEN: stage.is_not(None), DUE: due.between(period.first, period.last)}
    return kinds.get(what)
