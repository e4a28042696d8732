"""What a period will bring in, and how well such forecasts have come true."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func
from sqlalchemy.orm import Session

from models.deal import Deal, DealState
from models.metrics.lengths import Length
from models.metrics.pipeline import NOTHING, Sum, expected_before, expected_now
from models.metrics.scope import Scope
from models.period import Period

LOOKED_BACK = 3
"""So many periods gone by stand beside a forecast."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Won so far in the period, and what the open deals that are due in it are worth."""

    won: Decimal
    due: Sum

    @property
    def total(self) -> Decimal:
        return self.won + self.due.weighted


@dataclass(frozen=True, slots=True)
class Past:
    """A period gone by: what was forecast as it began, and what was won in it."""

    period: Period
    forecast: Decimal
    won: Decimal

    @property
    def error(self) -> Decimal | None:
        """How far off, as a share of what was won; None when nothing was won."""
        return abs(self.won - self.forecast) / self.won if self.won else None


def forecast(session: Session, scope: Scope, period: Period) -> Forecast:
    """A period that has begun or is to come, as of now."""
    due = expected_now(session, scope, period.first, period.last)
    return Forecast(won_value(session, scope, period), due)


def won_value(session: Session, scope: Scope, period: Period) -> Decimal:
    """Baht of the deals that were won in a period."""
    won = scope.closed_deals(*scope.workspace.bounds(period), DealState.WON)
    return session.scalar(won.with_only_columns(func.sum(Deal.amount))) or NOTHING


def accuracy(session: Session, scope: Scope, length: Length, period: Period) -> tuple[Past, ...]:
    """The periods of that length before `period`, the newest first."""
    gone, before = [], period
    for _ in range(LOOKED_BACK):
        before = length.before(before)
        gone.append(past(session, scope, before))
    return tuple(gone)


def past(session: Session, scope: Scope, period: Period) -> Past:
    """A period gone by: the chances and days as they stood when it began."""
    begun, _ = scope.workspace.bounds(period)
    foreseen = expected_before(session, scope, begun, period.first, period.last)
    return Past(period, foreseen.weighted, won_value(session, scope, period))


def mean_error(gone: tuple[Past, ...]) -> Decimal | None:
    """Mean absolute percentage error, as a share; None when nothing was won in any of them."""
    errors = [one.error for one in gone if one.error is not None]
    return sum(errors, NOTHING) / len(errors) if errors else None
