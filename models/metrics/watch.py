"""Open deals and customers that need an eye."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, or_, select
from sqlalchemy.orm import Session

from models.customer import Customer
from models.deal import Deal
from models.metrics.pipeline import NOTHING
from models.metrics.scope import Scope, Stages

SLIPS = 2
"""Put off more often than this, an expected close is no longer believed."""
NEGLECTED_DAYS = 30


class Worry(enum.StrEnum):
    """Why an open deal should be looked at."""

    SLIPPING = "slipping"
    ROTTING = "rotting"
    OVERDUE = "overdue"
    """Its expected close is past."""
    UNDATED = "undated"
    """Nobody has said when it should close."""
    RESTING = "resting"
    """Put aside until a day; told apart, it is no worry before that day."""


@dataclass(frozen=True, slots=True)
class Watched:
    deals: int
    value: Decimal


def worries(session: Session, scope: Scope) -> dict[Worry, Watched]:
    """How many open deals there are of each kind, and their baht; a deal may be of several."""
    tests = worried(scope, Stages.of(session, scope))
    columns: list[ColumnElement[Any]] = []
    for test in tests.values():
        columns += [func.count(case((test, 1))), func.sum(case((test, Deal.amount)))]
    row = session.execute(scope.open_deals().with_only_columns(*columns)).one()
    pairs = zip(row[::2], row[1::2], strict=True)
    return {
        worry: Watched(deals, value or NOTHING) for worry, (deals, value) in zip(tests, pairs, strict=True)
    }


def worried(scope: Scope, stages: Stages) -> dict[Worry, ColumnElement[bool]]:
    """Which open deals each worry is about."""
    return {
        Worry.SLIPPING: scope.awake & (Deal.close_moved > SLIPS),
        Worry.ROTTING: scope.awake & _stands_still(scope, stages),
        Worry.OVERDUE: scope.awake & (Deal.expected_close < scope.today),
        Worry.UNDATED: scope.awake & Deal.expected_close.is_(None),
        Worry.RESTING: ~scope.awake,
    }


def _stands_still(scope: Scope, stages: Stages) -> ColumnElement[bool]:
    """Longer in its stage than the stage allows."""
    too_long = (
        (Deal.stage == one.key)
        & (Deal.stage_since < scope.workspace.start_of(scope.today - timedelta(days=one.rotting_days)))
        for one in stages.rows
    )
    return or_(false(), *too_long)


def neglected(scope: Scope, days: int = NEGLECTED_DAYS) -> Select[Customer]:
    """These people's customers whom nobody has reached for so many days; who rests is left in peace."""
    before = scope.workspace.start_of(scope.today - timedelta(days=days - 1))
    awake = Customer.rests_until.is_(None) | (Customer.rests_until <= scope.today)
    return select(Customer).where(
        Customer.workspace_id == scope.workspace.id,
        Customer.owner_id.in_(scope.owner_ids),
        Customer.not_reached_since(before),
        Customer.deleted.is_(False),
        awake,
    )


def neglected_count(session: Session, scope: Scope, days: int = NEGLECTED_DAYS) -> int:
    return session.scalar(neglected(scope, days).with_only_columns(func.count())) or 0
