"""Scores: how lately, how often and for how much each consumer bought, as of the end of a day.

Worked out some customers at a time, so that a million of them need little memory and nobody who writes
meanwhile waits: first what each bought (`figures`, `store`), then where the fifths of the whole company begin
(`fifths`), then everybody's place in them (`place`). docs/metrics.md says what each figure means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, cast, delete, func, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from models.base import table_of
from models.buyers import Buyer, buyers
from models.insertion import put
from models.purchase import Purchase
from models.segment import CustomerScore
from models.workspace import Workspace

CHUNK = 500
"""Customers a transaction: some tens of milliseconds."""
SCORES = 5
SCORED = {"recency": "last_on", "frequency": "purchases", "monetary": "spent"}
"""Each score and the figure that it places."""
UNPLACED = dict.fromkeys(SCORED, 0)
Fifths = Mapping[str, Mapping[int, Any]]
"""For each score, from which figure on it is at least so many."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """Customers by number, from after `after` up to `upto`; the last part has no end."""

    after: int
    upto: int | None

    def holds(self, customer_id: Any) -> ColumnElement[bool]:
        more: ColumnElement[bool] = customer_id > self.after
        return more if self.upto is None else more & (customer_id <= self.upto)


def refresh(session: Session, workspace: Workspace, day: date) -> None:
    """All of it in one transaction, for a company whose customers are few."""
    there = list(parts(session, workspace))
    for part in there:
        store(session, workspace, part, figures(session, workspace, day, part))
    found = fifths(session, workspace)
    for part in there:
        place(session, workspace, part, found)


def are_few(session: Session, workspace: Workspace, most: int) -> bool:
    """Have no more than so many customers bought?"""
    return session.scalar(_last_of_next(workspace, 0, most + 1)) is None


def as_of(workspace: Workspace) -> Select[date]:
    """The day that the scores are of."""
    mine = select(CustomerScore.as_of).where(CustomerScore.workspace_id == workspace.id)
    return mine.limit(1)


def parts(session: Session, workspace: Workspace, size: int = CHUNK) -> Iterator[Part]:
    """Everybody who ever bought, so many at a time; those who did not fall between."""
    after, upto = 0, session.scalar(_last_of_next(workspace, 0, size))
    while upto is not None:
        yield Part(after, upto)
        after, upto = upto, session.scalar(_last_of_next(workspace, upto, size))
    yield Part(after, None)


def _last_of_next(workspace: Workspace, after: int, size: int) -> Select[int | None]:
    there = select(Purchase.customer_id).where(Purchase.workspace_id == workspace.id)
    more = there.where(Purchase.customer_id > after)
    each = more.group_by(Purchase.customer_id).order_by(Purchase.customer_id)
    return each.offset(size - 1).limit(1)


def figures(session: Session, workspace: Workspace, day: date, part: Part) -> list[Row]:
    """What each of these bought up to the end of `day`, as it is stored."""
    found = buyers(session, workspace, day, part.holds(Purchase.customer_id))
    return [_row(workspace, day, one) for one in found]


def _row(workspace: Workspace, day: date, buyer: Buyer) -> Row:
    return {
        **UNPLACED,
        "customer_id": buyer.customer_id,
        "workspace_id": workspace.id,
        "as_of": day,
        "segment": buyer.standing(workspace, day),
        "purchases": buyer.days,
        "spent": buyer.spent,
        "last_on": buyer.last_on,
        "gap_days": buyer.gap,
    }


def store(session: Session, workspace: Workspace, part: Part, rows: Sequence[Row]) -> None:
    """Keep these figures; of this part nobody else has any."""
    there = (CustomerScore.workspace_id == workspace.id) & part.holds(CustomerScore.customer_id)
    stay = CustomerScore.customer_id.in_([one["customer_id"] for one in rows])
    session.execute(delete(table_of(CustomerScore)).where(there, ~stay))
    if rows:
        session.execute(put(session, CustomerScore, leaving=tuple(SCORED)), rows)


def fifths(session: Session, workspace: Workspace) -> Fifths:
    """Where each score begins among all who have figures."""
    return {
        score: dict(session.execute(_steps(workspace, getattr(CustomerScore, figure))).all())
        for score, figure in SCORED.items()
    }


def _steps(workspace: Workspace, figure: Any) -> Select[int, Any]:
    """Each score that anybody has, with the least figure that earns it."""
    alike = (
        select(figure.label("figure"), func.count().label("many"))
        .where(CustomerScore.workspace_id == workspace.id)
        .group_by(figure)
        .subquery()
    )
    upto = func.sum(alike.c.many).over(order_by=alike.c.figure)
    everybody = func.sum(alike.c.many).over()
    placed = select(alike.c.figure, _score(alike.c.many, upto, everybody).label("score")).subquery()
    return select(placed.c.score, func.min(placed.c.figure)).group_by(placed.c.score)


def _score(alike: Any, upto: Any, everybody: Any) -> ColumnElement[int]:
    """The fifth in which the middle of those alike stands: all who are alike score the same."""
    twice_middle = 2 * _whole(upto) - alike
    score: ColumnElement[int] = 1 + (SCORES * twice_middle) // (2 * _whole(everybody))
    return score


def _whole(total: Any) -> ColumnElement[int]:
    """PostgreSQL's sums are decimals."""
    return cast(total, BigInteger)


def place(session: Session, workspace: Workspace, part: Part, found: Fifths) -> None:
    """Give each of these the scores of their figures, where they are others than before."""
    scores = {score: _placed(score, steps) for score, steps in found.items() if steps}
    if not scores:
        return
    there = (CustomerScore.workspace_id == workspace.id) & part.holds(CustomerScore.customer_id)
    changed = or_(*(getattr(CustomerScore, score) != value for score, value in scores.items()))
    session.execute(update(table_of(CustomerScore)).values(scores).where(there, changed))


def _placed(score: str, steps: Mapping[int, Any]) -> ColumnElement[int]:
    figure = getattr(CustomerScore, SCORED[score])
    downwards = sorted(steps.items(), reverse=True)
    return case(*((figure >= least, value) for value, least in downwards), else_=downwards[-1][0])
