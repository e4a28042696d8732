"""What was won and lost: how often, how much, why, and how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from sqlalchemy import func
from sqlalchemy.orm import Session

from models.deal import Deal, DealState
from models.metrics.pipeline import NOTHING, pipeline_before, pipeline_now
from models.metrics.scope import Scope
from models.period import Period


@dataclass(frozen=True, slots=True)
class Closings:
    """The deals that ended in a period."""

    won: int = 0
    won_value: Decimal = NOTHING
    lost: int = 0
    lost_value: Decimal = NOTHING

    @property
    def count_rate(self) -> Decimal | None:
        """Of the deals that ended, the share that was won; None when none ended."""
        ended = self.won + self.lost
        return Decimal(self.won) / ended if ended else None

    @property
    def value_rate(self) -> Decimal | None:
        """The same of their baht."""
        ended = self.won_value + self.lost_value
        return self.won_value / ended if ended else None


def closings(session: Session, scope: Scope, period: Period) -> Closings:
    """Won and lost deals of a period, by the day they ended."""
    ended = scope.closed_deals(*scope.workspace.bounds(period), DealState.WON, DealState.LOST)
    sums = ended.with_only_columns(Deal.state, func.count(), func.sum(Deal.amount)).group_by(Deal.state)
    found = {state: (deals, value or NOTHING) for state, deals, value in session.execute(sums)}
    nothing = (0, NOTHING)
    return Closings(*found.get(DealState.WON, nothing), *found.get(DealState.LOST, nothing))


@dataclass(frozen=True, slots=True)
class Loss:
    """Deals that were lost for one reason; None when nobody said why."""

    reason: str | None
    deals: int
    value: Decimal
    newest: int
    """The id of one of them."""


def lost_reasons(session: Session, scope: Scope, period: Period) -> list[Loss]:
    """Why deals of a period were lost, the commonest first."""
    lost = scope.closed_deals(*scope.workspace.bounds(period), DealState.LOST)
    columns = Deal.lost_reason, func.count(), func.sum(Deal.amount), func.max(Deal.id)
    rows = session.execute(lost.with_only_columns(*columns).group_by(Deal.lost_reason))
    losses = [Loss(reason, deals, value or NOTHING, newest) for reason, deals, value, newest in rows]
    return sorted(losses, key=lambda one: (-one.deals, -one.value, one.reason or ""))


def cycle_days(session: Session, scope: Scope, period: Period) -> list[int]:
    """For each deal won in a period, the days from the one it was made to the one it was won."""
    won = scope.closed_deals(*scope.workspace.bounds(period), DealState.WON)
    rows = session.execute(won.with_only_columns(Deal.created_at, Deal.closed_at))
    day_of = scope.workspace.day_of
    return [(day_of(closed) - day_of(made)).days for made, closed in rows if closed is not None]


def median_days(days: Sequence[int]) -> Decimal | None:
    """The one in the middle, of an even number the mean of the two; None without any."""
    return Decimal(str(median(days))) if days else None


@dataclass(frozen=True, slots=True)
class Velocity:
    """What the pipeline brings in a day: deals × win rate × average won deal ÷ days to win one."""

    deals: int
    """Open at the end of the period, or now."""
    closings: Closings
    cycle: Decimal | None
    """Days, the median."""

    @property
    def a_day(self) -> Decimal | None:
        """Baht a day; None while nothing was won."""
        rate = self.closings.count_rate
        if not self.closings.won or rate is None or self.cycle is None:
            return None
        return self.deals * rate * self.average / max(self.cycle, Decimal(1))

    @property
    def average(self) -> Decimal:
        """Baht of a won deal."""
        return self.closings.won_value / self.closings.won if self.closings.won else NOTHING


def velocity(session: Session, scope: Scope, period: Period) -> Velocity:
    cycle = median_days(cycle_days(session, scope, period))
    return Velocity(_open_at_end(session, scope, period.last), closings(session, scope, period), cycle)


def _open_at_end(session: Session, scope: Scope, last: date) -> int:
    if last >= scope.today:
        return pipeline_now(session, scope).total.deals
    _, end = scope.workspace.bounds(Period(last, last))
    return pipeline_before(session, scope, end).total.deals
