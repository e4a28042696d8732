"""Random histories of a company that sells: deals, work, purchases, targets, promises, and what is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity import Activity, ActivityChannel, Outcome
from models.base import Base
from models.changes import Author, Change, written_by
from models.customer import Customer
from models.database import Database
from models.deal import Deal, DealMove, DealState
from models.followup import FollowUp, FollowUpState, Punctuality
from models.member import Member, Team
from models.purchase import Purchase
from models.stage import DEFAULTS, Stage, free_key, in_order, own_stages
from models.target import Target, TargetMeasure
from models.undo import bring_back, take_back
from models.workspace import Workspace
from tests.reckoning import Books

NEW_YEAR = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
"""An hour before the year ends in Bangkok."""
ZONES = ("Asia/Bangkok", "America/New_York", "Pacific/Auckland")
STAGES = (*(key for key, _, _ in DEFAULTS), "gone")
"""The last is one the workspace does not have."""
PEOPLE, FIRMS = 3, 3
Values = dict[str, Any]

moments = st.integers(-130 * 24, 40 * 24).map(lambda hours: NEW_YEAR + timedelta(hours=hours))
days = st.integers(-130, 60).map(lambda number: NEW_YEAR.date() + timedelta(days=number))
which = st.integers(0, 60)
person, firm = st.integers(0, PEOPLE - 1), st.integers(0, FIRMS - 1)
amounts = st.none() | st.integers(1, 9_999_999).map(lambda satang: Decimal(satang) / 100)
chances = st.none() | st.integers(0, 100)
begun = st.fixed_dictionaries(
    {
        "owner": person,
        "firm": firm,
        "amount": amounts,
        "stage": st.sampled_from(STAGES),
        "expected_close": st.none() | days,
        "probability": chances,
    }
)
changed = st.fixed_dictionaries(
    {},
    optional={
        "owner": person,
        "amount": amounts,
        "stage": st.sampled_from(STAGES),
        "expected_close": st.none() | days,
        "probability": chances,
        "close_moved": st.integers(0, 4),
        "rests_until": st.none() | days,
    },
)
ended = st.sampled_from([DealState.WON, DealState.LOST, DealState.OPEN, DealState.DELETED])
reasons = st.none() | st.sampled_from(["price", "spec", "เพราะเหตุอื่น"])
work = st.tuples(person, firm, st.sampled_from(ActivityChannel), st.sampled_from([Outcome.REACHED, *Outcome]))
acts = st.one_of(
    st.tuples(st.just("begin"), moments, begun),
    st.tuples(st.just("begin"), moments, begun),
    st.tuples(st.just("change"), moments, st.tuples(which, changed)),
    st.tuples(st.just("change"), moments, st.tuples(which, changed)),
    st.tuples(st.just("end"), moments, st.tuples(which, ended, moments, reasons)),
    st.tuples(st.just("end"), moments, st.tuples(which, st.just(DealState.WON), moments, reasons)),
    st.tuples(st.just("log"), moments, work),
    st.tuples(st.just("buy"), moments, st.tuples(person, firm, st.integers(-50_000, 90_000), st.booleans())),
    st.tuples(
        st.just("aim"), moments, st.tuples(person, st.sampled_from(TargetMeasure), days, st.integers(0, 99))
    ),
    st.tuples(
        st.just("promise"), moments, st.tuples(person, firm, days, st.none() | st.sampled_from(Punctuality))
    ),
    st.tuples(st.just("rest"), moments, st.tuples(firm, st.none() | days)),
    st.tuples(st.just("hand"), moments, st.tuples(firm, person)),
    st.tuples(st.just("add_stage"), moments, st.tuples(which, st.integers(0, 100))),
    st.tuples(st.just("remove_stage"), moments, st.tuples(which, which)),
    st.tuples(st.just("order_stages"), moments, st.randoms(use_true_random=False)),
    st.tuples(st.just("undo"), moments, which),
    st.tuples(st.just("bring_back"), moments, which),
)
"""What can happen in such a company, and when; `which` picks one of those there are."""


@dataclass
class Traders:
    """A workspace of its own for each history that is tried."""

    database: Database
    workspace_id: int
    zone: str
    people: list[int]
    firms: list[int]
    events: list[str] = field(default_factory=list)

    def does(self, act: str, at: datetime, what: Any) -> None:
        """One event, in one transaction."""
        self.events.append(f"{self.workspace_id}.{len(self.events)}")
        author = Author(self.events[-1], None, at, act)
        with self.database.write() as session, written_by(author):
            getattr(self, act)(session, at, what)
            session.flush()

    def begin(self, session: Session, at: datetime, values: Values) -> None:
        named = self._named(values)
        session.add(Deal(workspace_id=self.workspace_id, stage_since=at, created_at=at, **named))

    def change(self, session: Session, at: datetime, what: tuple[int, Values]) -> None:
        number, values = what
        for deal in self._picked(session, Deal, number):
            if values.get("stage", deal.stage) != deal.stage:
                deal.stage_since = at
            for name, value in self._named(values).items():
                setattr(deal, name, value)

    def end(self, session: Session, at: datetime, what: tuple[int, DealState, datetime, str | None]) -> None:
        """Won or lost at another moment than it was said, opened again, or erased."""
        number, state, closed, reason = what
        for deal in self._picked(session, Deal, number):
            deal.state, deal.lost_reason = state, reason if state is DealState.LOST else None
            deal.closed_at = closed if state in (DealState.WON, DealState.LOST) else None

    def log(self, session: Session, at: datetime, what: tuple[int, int, ActivityChannel, Outcome]) -> None:
        member, customer, channel, outcome = what
        here = self._here(customer, member_id=self.people[member])
        session.add(
            Activity(**here, channel=channel, outcome=outcome, said="words", occurred_at=at, logged_at=at)
        )

    def buy(self, session: Session, at: datetime, what: tuple[int, int, int, bool]) -> None:
        member, customer, baht, of_a_deal = what
        deals = self._picked(session, Deal, baht) if of_a_deal else []
        here = self._here(customer, member_id=self.people[member], deal_id=deals[0].id if deals else None)
        session.add(Purchase(**here, amount=Decimal(baht), occurred_at=at, logged_at=at))

    def aim(self, session: Session, _at: datetime, what: tuple[int, TargetMeasure, date, int]) -> None:
        member, measure, day, value = what
        whose = {"member_id": self.people[member], "set_by_id": self.people[0]}
        month = day.replace(day=1)
        session.add(
            Target(
                workspace_id=self.workspace_id, **whose, month=month, measure=measure, value=Decimal(value)
            )
        )

    def promise(
        self, session: Session, at: datetime, what: tuple[int, int, date, Punctuality | None]
    ) -> None:
        member, customer, day, punctual = what
        here = self._here(customer, owner_id=self.people[member], set_by_id=self.people[member])
        state = FollowUpState.DONE if punctual else FollowUpState.OPEN
        session.add(FollowUp(**here, due_on=day, state=state, punctual=punctual, created_at=at))

    def rest(self, session: Session, _at: datetime, what: tuple[int, date | None]) -> None:
        session.get_one(Customer, self.firms[what[0]]).rests_until = what[1]

    def hand(self, session: Session, _at: datetime, what: tuple[int, int]) -> None:
        """The customer and its open deals become somebody else's."""
        customer, owner = session.get_one(Customer, self.firms[what[0]]), self.people[what[1]]
        customer.owner_id = owner
        for deal in self._rows(session, Deal):
            if deal.customer_id == customer.id and deal.is_open:
                deal.owner_id = owner

    def add_stage(self, session: Session, _at: datetime, what: tuple[int, int]) -> None:
        """One more somewhere in between; deals come into it by `remove_stage`."""
        stages = own_stages(session, self.workspace_id)
        new = Stage(
            workspace_id=self.workspace_id,
            key=free_key(session, self.workspace_id),
            position=0,
            probability=what[1],
            rotting_days=what[1],
        )
        session.add(new)
        stages.insert(what[0] % (len(stages) + 1), new)
        in_order(stages)

    def remove_stage(self, session: Session, _at: datetime, what: tuple[int, int]) -> None:
        """A stage goes and its deals stand in another; the last one stays."""
        stages = own_stages(session, self.workspace_id)
        gone = stages.pop(what[0] % len(stages))
        if not stages:
            return
        for deal in session.scalars(Deal.standing_in(self.workspace_id, gone.key)).all():
            deal.carry_to(stages[what[1] % len(stages)].key)
        gone.deleted = True

    def order_stages(self, session: Session, _at: datetime, how: Random) -> None:
        stages = own_stages(session, self.workspace_id)
        how.shuffle(stages)
        in_order(stages)

    def undo(self, session: Session, _at: datetime, number: int) -> None:
        event = self.events[number % len(self.events)]
        take_back(session, session.scalars(Change.of_event(self.workspace_id, event)).all(), self.events[-1])

    def bring_back(self, session: Session, _at: datetime, number: int) -> None:
        bring_back(session, self.workspace_id, self.events[number % len(self.events)], self.events[-1])

    def books(self, session: Session, today: date, people: set[int]) -> Books:
        """Every row of the company, for whoever works it out by hand."""
        rows = {
            name: self._rows(session, table)
            for name, table in {
                "deals": Deal,
                "moves": DealMove,
                "stages": Stage,
                "customers": Customer,
                "activities": Activity,
                "purchases": Purchase,
                "targets": Target,
                "promises": FollowUp,
            }.items()
        }
        return Books(zone=ZoneInfo(self.zone), today=today, people=people, **rows)

    def _rows(self, session: Session, table: type[Base]) -> Sequence[Any]:
        mine: Any = table
        return session.scalars(
            select(mine).where(mine.workspace_id == self.workspace_id).order_by(mine.id)
        ).all()

    def _picked(self, session: Session, table: type[Base], number: int) -> Sequence[Any]:
        rows = self._rows(session, table)
        return [rows[number % len(rows)]] if rows else []

    def _here(self, customer: int, **more: Any) -> Values:
        return {"workspace_id": self.workspace_id, "customer_id": self.firms[customer], **more}

    def _named(self, values: Values) -> Values:
        named = dict(values)
        if "owner" in named:
            named["owner_id"] = self.people[named.pop("owner")]
        if "firm" in named:
            named["customer_id"] = self.firms[named.pop("firm")]
        return named


def new_traders(database: Database, zone: str, own_stages: bool) -> Traders:
    with database.write() as session:
        workspace = Workspace(name="จดดี", timezone=zone, created_at=NEW_YEAR)
        session.add(workspace)
        session.flush()
        team = Team(workspace_id=workspace.id, name="ทีมขาย")
        session.add(team)
        session.flush()
        here: Values = {"workspace_id": workspace.id}
        people = [
            Member(**here, team_id=team.id, user_id=f"U{n}", name=f"{n}", joined_at=NEW_YEAR)
            for n in range(PEOPLE)
        ]
        session.add_all([*people, *(_own_stages(here) if own_stages else ())])
        session.flush()
        made = NEW_YEAR - timedelta(days=60)
        firms = [Customer(**here, owner_id=people[0].id, name=f"{n}", created_at=made) for n in range(FIRMS)]
        session.add_all(firms)
        session.flush()
        return Traders(database, workspace.id, zone, [one.id for one in people], [one.id for one in firms])


def _own_stages(here: Values) -> list[Stage]:
    """Two of the usual stages the other way round, and a third that has been dropped."""
    return [
        Stage(**here, key="proposal", position=1, probability=33, rotting_days=3),
        Stage(**here, key="presentation", position=2, probability=66, rotting_days=40),
        Stage(**here, key="qualified", position=3, probability=9, rotting_days=9, deleted=True),
    ]
