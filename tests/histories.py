"""Histories of a small company, played through the session, and its figures counted entry by entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity import Activity, ActivityChannel, Outcome
from models.changes import Author, Change, written_by
from models.customer import Customer
from models.database import Database
from models.figures import Figures
from models.member import Member, Team
from models.period import Period
from models.rollups import AT_A_DISTANCE, FACE_TO_FACE, Rollup, Span
from models.undo import bring_back, take_back
from models.workspace import Workspace

NEW_YEAR = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
"""An hour before the year ends in Bangkok: on both sides of it another day, week, month and year."""
PEOPLE, FIRMS = 2, 3
Values = dict[str, Any]
Tallies = dict[tuple[int, Span, date], Counter[str]]

moments = st.integers(-45 * 24, 45 * 24).map(lambda hours: NEW_YEAR + timedelta(hours=hours))
near = st.integers(-90, 90).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes))
changes = st.fixed_dictionaries(
    {},
    optional={
        "member": st.integers(0, PEOPLE - 1),
        "customer": st.integers(0, FIRMS - 1),
        "channel": st.sampled_from(ActivityChannel),
        "outcome": st.sampled_from(Outcome),
        "occurred_at": moments | near,
        "note": st.just("other words"),
        "deleted": st.booleans(),
    },
)
entries = st.fixed_dictionaries(
    {
        "member": st.integers(0, PEOPLE - 1),
        "customer": st.integers(0, FIRMS - 1),
        "channel": st.sampled_from(ActivityChannel),
        "outcome": st.sampled_from([Outcome.REACHED, *Outcome]),
        "occurred_at": moments | near,
    }
)
which = st.integers(0, 50)
acts = st.one_of(
    st.tuples(st.just("log"), st.lists(entries, min_size=1, max_size=4)),
    st.tuples(st.just("edit"), st.lists(st.tuples(which, changes), min_size=1, max_size=3)),
    st.tuples(st.just("undo"), which),
    st.tuples(st.just("bring_back"), which),
    st.tuples(st.just("erase"), which),
    st.tuples(st.just("merge"), st.integers(0, FIRMS - 1)),
)
"""What can happen to activities; `which` picks one of those there are."""


@dataclass
class Company:
    """A workspace of its own for each history that is tried."""

    database: Database
    workspace_id: int
    people: list[int]
    firms: list[int]
    events: list[str] = field(default_factory=list)

    def does(self, act: str, what: Any) -> None:
        """One event, in one transaction."""
        self.events.append(f"event {len(self.events)}")
        author = Author(self.events[-1], None, NEW_YEAR, act)
        with self.database.write() as session, written_by(author):
            getattr(self, act)(session, what)
            session.flush()

    def log(self, session: Session, new: list[Values]) -> None:
        for one in new:
            at = one["occurred_at"]
            row = Activity(workspace_id=self.workspace_id, said="words", logged_at=at, **self._named(one))
            session.add(row)

    def edit(self, session: Session, edits: list[tuple[int, Values]]) -> None:
        rows = self.rows(session)
        for number, values in edits if rows else ():
            for name, value in self._named(values).items():
                setattr(rows[number % len(rows)], name, value)

    def undo(self, session: Session, number: int) -> None:
        event = self.events[number % len(self.events)]
        take_back(session, session.scalars(Change.of_event(self.workspace_id, event)).all(), self.events[-1])

    def bring_back(self, session: Session, number: int) -> None:
        bring_back(session, self.workspace_id, self.events[number % len(self.events)], self.events[-1])

    def erase(self, session: Session, number: int) -> None:
        rows = self.rows(session)
        if rows:
            session.delete(rows[number % len(rows)])

    def merge(self, session: Session, firm: int) -> None:
        """All that is another firm's becomes this one's."""
        for row in self.rows(session):
            row.customer_id = self.firms[firm]

    def rows(self, session: Session) -> Sequence[Activity]:
        mine = select(Activity).where(Activity.workspace_id == self.workspace_id)
        return session.scalars(mine.order_by(Activity.id)).all()

    def _named(self, values: Values) -> Values:
        named = dict(values)
        if "member" in named:
            named["member_id"] = self.people[named.pop("member")]
        if "customer" in named:
            named["customer_id"] = self.firms[named.pop("customer")]
        return named


def new_company(database: Database) -> Company:
    with database.write() as session:
        workspace = Workspace(name="จดดี", created_at=NEW_YEAR)
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
        session.add_all(people)
        session.flush()
        firms = [
            Customer(**here, owner_id=people[0].id, name=f"{n}", created_at=NEW_YEAR) for n in range(FIRMS)
        ]
        session.add_all(firms)
        session.flush()
        return Company(database, workspace.id, [one.id for one in people], [one.id for one in firms])


def kept(session: Session, company: Company) -> Tallies:
    """What the rollups say, without those that are all nought."""
    rows = session.scalars(select(Rollup).where(Rollup.workspace_id == company.workspace_id))
    columns = [one.key for one in Rollup.__mapper__.column_attrs][4:]
    tallies = {
        (row.member_id, row.span, row.first): Counter({name: getattr(row, name) for name in columns})
        for row in rows.all()
    }
    return {key: tally for key, tally in tallies.items() if any(tally.values())}


def counted(session: Session, company: Company) -> Tallies:
    """The same, counted one activity at a time."""
    workspace = session.get_one(Workspace, company.workspace_id)
    tallies: Tallies = {}
    spoken_with: set[tuple[int, Span, date, int]] = set()
    for row in company.rows(session):
        day = row.occurred_at.astimezone(workspace.zone).date()
        for span in Span if not row.deleted else ():
            key = (row.member_id, span, beginning(span, day))
            tally = tallies.setdefault(key, Counter())
            tally[COLUMNS[row.channel]] += 1
            if is_in_vain(row):
                tally["not_met" if row.channel in FACE_TO_FACE else "unanswered"] += 1
            if row.reached and (*key, row.customer_id) not in spoken_with:
                spoken_with.add((*key, row.customer_id))
                tally["customers"] += 1
    return tallies


COLUMNS = dict(zip(ActivityChannel, ("visits", "calls", "chats", "mails", "meetings", "notes"), strict=True))


def beginning(span: Span, day: date) -> date:
    year, week, _ = day.isocalendar()
    return {
        Span.DAY: day,
        Span.WEEK: date.fromisocalendar(year, week, 1),
        Span.MONTH: date(day.year, day.month, 1),
    }[span]


def is_in_vain(row: Activity) -> bool:
    return row.channel is not ActivityChannel.NOTE and row.outcome is not Outcome.REACHED


def newest(rows: Iterable[Activity]) -> datetime | None:
    return max((one.occurred_at for one in rows), default=None)


def last_contacts(session: Session, company: Company) -> list[tuple[datetime | None, datetime | None]]:
    firms = [session.get_one(Customer, firm) for firm in company.firms]
    return [(one.last_contact_at, one.last_attempt_at) for one in firms]


def in_days(session: Session, company: Company, period: Period) -> dict[int, Figures]:
    """Each member's figures, from the activities of those days."""
    rows = activities_in(session, company, period)
    return {
        member: Figures(
            visits=sum(one.channel in FACE_TO_FACE for one in theirs),
            contacts=sum(one.channel in AT_A_DISTANCE for one in theirs),
            unanswered=sum(one.channel in AT_A_DISTANCE and not one.reached for one in theirs),
            logged=len(theirs),
            reached=len({one.customer_id for one in theirs if one.reached}),
        )
        for member in company.people
        if (theirs := [one for one in rows if one.member_id == member])
    }


def customers_in(session: Session, company: Company, period: Period) -> set[int]:
    return {one.customer_id for one in activities_in(session, company, period) if one.reached}


def activities_in(session: Session, company: Company, period: Period) -> list[Activity]:
    zone = session.get_one(Workspace, company.workspace_id).zone
    rows = [one for one in company.rows(session) if not one.deleted]
    return [one for one in rows if period.holds(one.occurred_at.astimezone(zone).date())]
